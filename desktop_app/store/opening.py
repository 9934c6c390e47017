"""From a path to a locked, checked, upgraded connection; and from nothing to a new file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop_app.store import connecting, locking
from desktop_app.store.errors import (
    BookExistsError,
    BookReadOnlyError,
    BookUnreadableError,
    NotABookError,
)
from desktop_app.store.files import put_in_place, sync_file
from desktop_app.store.header import APPLICATION_ID, check_header
from desktop_app.store.migrations import STEPS, VERSION, migrate
from desktop_app.store.place import is_on_network
from desktop_app.store.recovering import has_journal, recovered, set_journal_aside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def create_file(path: Path, facts: Mapping[str, str | None], currencies: Mapping[str, int]) -> None:
    """Write a new book beside `path` and put it there whole.

    Raises BookExistsError, BookUnreadableError, NotEnoughRoomError.
    """
    if os.path.lexists(path):
        raise BookExistsError(path)
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        try:
            _write_new(part, facts, currencies)
            sync_file(part)
            set_journal_aside(path)
            put_in_place(part, path)
        except FileExistsError:
            raise BookExistsError(path) from None
        except OSError as error:
            raise BookUnreadableError(path, str(error)) from error
        except sqlite3.Error as error:
            raise connecting.file_error(path, error) from error
    finally:
        for leftover in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()


def _write_new(part: Path, facts: Mapping[str, str | None], currencies: Mapping[str, int]) -> None:
    connection = connecting.connect(part, "rwc")
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        made = {**facts, "created_at": datetime.now(UTC).isoformat(timespec="seconds")}
        connection.executemany("INSERT INTO book VALUES (?, ?)", made.items())
        connection.executemany("INSERT INTO currencies VALUES (?, ?)", currencies.items())
        connection.execute("COMMIT")
    finally:
        connection.close()


def open_connection(path: Path, *, read_only: bool = False) -> tuple[sqlite3.Connection, bool]:
    """Open, lock and check a book, and say whether it may be written.

    On a network drive it is only read. Raises as `Book.open` does.
    """
    locking.refuse_own(path)
    version = check_header(path, VERSION)
    if read_only or is_on_network(path):
        return _open_for_reading(path, version), False
    if version < VERSION:
        from desktop_app.store.upgrading import upgrade  # noqa: PLC0415 - once in the life of a book

        upgrade(path, STEPS)
    try:
        if not has_journal(path):
            return _open_for_writing(path), True
        with recovered(path, lambda: _open_for_writing(path)) as connection:
            return connection, True
    except BookReadOnlyError:
        return _open_for_reading(path, version), False


def _open_for_writing(path: Path) -> sqlite3.Connection:
    try:
        connection = connecting.connect(path, "rw")
    except sqlite3.Error as error:
        raise connecting.file_error(path, error) from error
    try:
        connecting.take_lock(connection)
        _check(connection, path)
        locking.write_holder(path)
    except OSError:
        connection.close()
        raise BookReadOnlyError(path, "view") from None
    except sqlite3.Error as error:
        connection.close()
        raise connecting.file_error(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _open_for_reading(path: Path, version: int) -> sqlite3.Connection:
    if version < VERSION:
        raise BookReadOnlyError(path, "needs_upgrade")
    try:
        connection = connecting.connect(path, "ro")
    except sqlite3.Error as error:
        raise connecting.file_error(path, error) from error
    try:
        _check(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise connecting.file_error(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Check what the header could not say: the schema, and the length once a journal was played back."""
    connecting.refuse_foreign_schema(connection, path)
    if not connecting.holds_whole_pages(connection, path):
        raise NotABookError(path, "cut_short")
