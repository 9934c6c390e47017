"""Subsidies: schemes as data, and what a scheme gives for a figure, step by step."""
