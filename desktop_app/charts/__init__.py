"""Figures drawn from ReportTables, with Chinese fonts, light and dark."""
