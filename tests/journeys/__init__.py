"""Whole journeys of a user through the program, from outside."""
