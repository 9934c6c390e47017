"""The tests of the program; `python -m tests` runs them."""
