"""A private copy of a book for whole-book reads, made in small steps so that nobody waits for it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.store import connecting
from desktop_app.store.database import Book

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

STEP_PAGES: Final = 256
"""Pages copied before others may use the connection: about a millisecond."""


@contextmanager
def snapshot(book: Book, between: Callable[[], None] | None = None) -> Iterator[Book]:
    """Give a read-only book as `book` is at the end of the copying; the copy is erased afterwards.

    Figures that were put off can be worked out in the copy. `between` is called between steps and may
    write to `book`: what it writes is in the copy.
    Raises OSError and sqlite3.Error where the copy finds no room.
    """
    with tempfile.TemporaryDirectory(prefix="bozhang-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "snapshot.bozhang"
        copy_database(book, copy, between)
        reader = Book(book.path, _connect_copy(copy, "MEMORY"), read_only=True, is_copy=True)
        try:
            yield reader
        finally:
            reader.close()


def copy_database(book: Book, path: Path, between: Callable[[], None] | None = None) -> None:
    """Copy a book's database to a fresh file, step by step."""
    target = _connect_copy(path, "OFF")
    try:

        def pause(_status: int, remaining: int, _total: int) -> None:
            # After the last step the copy is finished: what is written then is not in it.
            if between is not None and remaining:
                between()

        book.connection.backup(target, pages=STEP_PAGES, sleep=0, progress=pause)
    finally:
        target.close()


def _connect_copy(path: Path, journal: str) -> sqlite3.Connection:
    connection = connecting.connect(path, "rwc")
    # A copy that a crash leaves behind is worth nothing: no need to wait for the disk here.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA journal_mode = {journal}")
    return connection
