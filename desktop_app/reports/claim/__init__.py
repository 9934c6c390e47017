"""What a claim states, as one read-only document from which its workbook and forms are written."""
