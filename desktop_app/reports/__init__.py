"""ReportTables: what is shown, printed and exported, made once for all of them."""
