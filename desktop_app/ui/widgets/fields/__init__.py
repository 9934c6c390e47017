"""The fields of the form: one editor for each kind of value, and how they stand together."""
