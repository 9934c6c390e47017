"""The book on disk: the only room that speaks SQLite."""

from desktop_app.store.changes import Changes, HistoryEntry, KindChanges, Put, PutCounts
from desktop_app.store.database import Book
from desktop_app.store.settings import BookSettings
from desktop_app.store.writing import Writer

__all__ = ["Book", "BookSettings", "Changes", "HistoryEntry", "KindChanges", "Put", "PutCounts", "Writer"]
