"""Backups of a book, and the way back from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.store import backup
from desktop_app.usecases.books import open_book

if TYPE_CHECKING:
    from pathlib import Path


def usual_folder(book: Path) -> Path:
    """Return where a book's backups go unless another place is named: a folder beside it."""
    return book.with_name(f"{book.stem}-backups")


def back_up(book: Path, folder: Path | None = None) -> Path:
    """Write a checked copy of a book, evidence included, and return its file.

    Raises what opening a book raises, BackupRefusedError, NotEnoughRoomError, BookUnreadableError.
    """
    with open_book(book) as opened:
        return backup.backup(opened, folder or usual_folder(book)).path


def restore(copy: Path, book: Path) -> Path | None:
    """Put a checked backup in a book's place; return where the book that was there is kept, if one was.

    Raises BackupRefusedError, BookMissingError, BookInUseError, NotEnoughRoomError, BookUnreadableError.
    """
    return backup.restore(copy, book)
