"""Workbooks written, and forms filled, from ReportTables."""
