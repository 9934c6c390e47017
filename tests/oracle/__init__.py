"""The oracle: a second, independent reckoning of the statements, sharing no code with the program."""
