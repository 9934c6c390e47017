"""Read models: rows put together for lists, statements and reports."""
