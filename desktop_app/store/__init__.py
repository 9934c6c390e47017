"""The book on disk: the only room that speaks SQLite."""
