"""The demo book: a year of one county family's trade, invented the same way every time."""
