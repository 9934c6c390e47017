"""An unfinished journal beside a book: SQLite plays it back, and we make sure that it was the book's own."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop_app.store.errors import DamagedBookError, NotABookError
from desktop_app.store.files import put_over, sync_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def journal_path(path: Path) -> Path:
    """Give where SQLite keeps the journal of a database."""
    return path.with_name(path.name + "-journal")


def has_journal(path: Path) -> bool:
    """Whether a journal that is not empty stands beside a book: it was killed, or is being written."""
    try:
        return journal_path(path).stat().st_size > 0
    except OSError:
        return False


def set_journal_aside(path: Path) -> None:
    """Rename a journal that belongs to no present book: the next book of that name would be ruined by it."""
    if has_journal(path):
        journal_path(path).replace(path.with_name(path.name + "-journal.stray"))


@contextmanager
def recovered(path: Path, open_it: Callable[[], sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
    """Open a book that has a journal; where playing it back ruins the book, open it as it was without.

    A journal does not say whose it is: one that was left by another book is found by its damage alone.
    Raises what `open_it` raises.
    """
    aside = path.with_name(f".{path.name}.{uuid4().hex[:8]}.before-recovery")
    try:
        shutil.copyfile(path, aside)
    except OSError:
        aside.unlink(missing_ok=True)
        yield open_it()
        return
    try:
        yield _open_and_check(path, aside, open_it)
    finally:
        aside.unlink(missing_ok=True)


def _open_and_check(path: Path, aside: Path, open_it: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    try:
        connection = open_it()
        if _is_sound(connection):
            return connection
        connection.close()
    except (DamagedBookError, NotABookError):
        pass
    # Whether or not this helps, the file is as it was found, and the journal is kept.
    sync_file(aside)
    set_journal_aside(path)
    put_over(aside, path)
    connection = open_it()
    if not _is_sound(connection):
        connection.close()
        raise DamagedBookError(path, "damaged, with and without its journal")
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
