"""Tests of the window: its parts, its behaviour, and a walker that looks for what does not fit."""
