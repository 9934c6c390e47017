"""Reading and writing the records of one aggregate per module."""
