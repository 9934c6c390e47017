"""Pictures of every page and dialog of the window: `python -m tests.screens OUT [--only NAME]`."""
