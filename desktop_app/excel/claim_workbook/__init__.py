"""The workbook of a claim: made to be printed, stamped and checked by hand, its figures live formulas."""
