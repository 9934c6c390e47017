"""The book on disk: the only room that speaks SQLite."""

from desktop_app.store.database import Book
from desktop_app.store.settings import BookSettings

__all__ = ["Book", "BookSettings"]
