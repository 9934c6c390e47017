"""What SQLite says of a damaged file while it is read, told as our own errors."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.store import connecting
from desktop_app.store.errors import BookUnreadableError, DamagedBookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.store.errors import BookFileError


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises while the book at `path` is opened and read into one of BookFileError.

    Faults of our own SQL stay what they are. Raises DamagedBookError, BookInUseError, NotEnoughRoomError,
    BookReadOnlyError, BookUnreadableError.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        # No name for what is raised: a frame that its own error names lives on, and the file's lock with it.
        raise _meaning(path, error) from error


def is_damaged(book: Book) -> bool:
    """Whether SQLite finds the book's file damaged; it is read whole: ask where something went wrong."""
    try:
        (word,) = book.connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error:
        return True
    return bool(word != "ok")


def _meaning(path: Path, error: sqlite3.DatabaseError) -> BookFileError:
    meaning = connecting.file_error(path, error)
    if isinstance(meaning, BookUnreadableError) and "decode" in str(error):
        # Text that is no UTF-8 comes without a code.
        return DamagedBookError(path, str(error))
    return meaning
