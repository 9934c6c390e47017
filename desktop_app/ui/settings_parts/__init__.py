"""The parts of the settings page, each with its own card."""
