"""Fills in forms that others have made, .xlsx and .docx, by patching their parts in place."""
