"""The history of a book: reading it, undo and redo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """The newest entries, and the titles of what undo and redo would do."""

    entries: tuple[HistoryEntry, ...]
    has_more: bool
    can_undo: str | None
    can_redo: str | None
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: the title of the command, and what changed."""

    title: str
    changes: Changes


def history_view(book: Book, *, limit: int) -> HistoryView:
    """Read the newest `limit` entries."""
    entries = book.history(limit + 1)
    return HistoryView(
        entries=tuple(entries[:limit]),
        has_more=len(entries) > limit,
        can_undo=book.can_undo,
        can_redo=book.can_redo,
        zone=book.settings.timezone,
    )


def undo(book: Book) -> Undone:
    """Take the last command back. Raises NothingToUndoError, and as `Book.write` does."""
    title = book.can_undo or ""
    return Undone(title, book.undo())


def redo(book: Book) -> Undone:
    """Do again what was undone last. Raises NothingToRedoError, and as `Book.write` does."""
    title = book.can_redo or ""
    return Undone(title, book.redo())
