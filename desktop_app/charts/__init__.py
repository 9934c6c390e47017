"""Report figures as charts: drawn by matplotlib into pictures, for screen, print and workbook."""
