"""Opening SQLite on a book: the lock, the pragmas, and no triggers or views but ours."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Final

from desktop_app.store.errors import (
    BookFileError,
    BookReadOnlyError,
    BookUnreadableError,
    DamagedBookError,
    NotABookError,
    NotEnoughRoomError,
)
from desktop_app.store.locking import in_use
from desktop_app.store.migrations.m0001_book import TRIGGERS

if TYPE_CHECKING:
    from pathlib import Path

WAIT_S: Final = 0.2
"""How long a second opener waits for the first to let go."""

_PRAGMAS: Final = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "synchronous = FULL",
    "cache_size = -65536",
)
_LONGEST_PATH: Final = 460
"""Bytes: SQLite opens none of more than 512, and a new book and a journal bear longer names than the book."""
_LOCKED: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_NO_WRITING: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}


def error_code(error: sqlite3.Error) -> int:
    """Give SQLite's primary result code; 0 where the error is the module's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite found the file damaged."""
    return error_code(error) in _DAMAGED


def is_failure(error: sqlite3.Error) -> bool:
    """Whether the file can no longer be trusted to take writes: an I/O error or damage."""
    return error_code(error) in {*_DAMAGED, sqlite3.SQLITE_IOERR, *_NO_WRITING}


def file_error(path: Path, error: sqlite3.Error) -> BookFileError:
    """Give our error for one of SQLite's."""
    code = error_code(error)
    if code in _LOCKED:
        return in_use(path)
    if code in _DAMAGED:
        return DamagedBookError(path, str(error))
    if code == sqlite3.SQLITE_FULL:
        return NotEnoughRoomError(path)
    if code == sqlite3.SQLITE_CANTOPEN and len(os.fsencode(path.absolute())) > _LONGEST_PATH:
        return NotABookError(path, "path_too_long")
    if code in _NO_WRITING:
        return BookReadOnlyError(path, "view")
    return BookUnreadableError(path, str(error))


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a connection with our pragmas; `mode` is `rw`, `rwc` or `ro`.

    Nothing has been read from the file yet. Raises sqlite3.Error.
    """
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    # The store's thread owns the connection, and may be another than the one that opened the book.
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def take_lock(connection: sqlite3.Connection) -> None:
    """Take the file for this connection alone, until it is closed; a journal left by a crash is played back.

    Raises sqlite3.OperationalError (SQLITE_BUSY) where another has it.
    """
    # The transaction comes first: two openers that both read in exclusive mode would lock each other out.
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = TRUNCATE")


def refuse_foreign_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file with triggers, views or virtual tables that no book has.

    Raises NotABookError.
    """
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
    )
    for kind, name, sql in found:
        if kind != "trigger" or TRIGGERS.get(name) != sql:
            raise NotABookError(path, "foreign_schema", str(name))


def holds_whole_pages(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is as long as its header says."""
    (pages,), (size,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    return bool(path.stat().st_size >= pages * size)
