"""The small parts that all pages are made of."""
