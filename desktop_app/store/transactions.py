"""The one door through which a book is written, and what an error there means for it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.store import connecting
from desktop_app.store.errors import (
    BookReadOnlyError,
    BookWriteError,
    CommandAlreadyDoneError,
    DamagedBookError,
    WriterOpenError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Transactions:
    """Transactions on one connection, which refuses to write outside them.

    `failed` is set by an I/O error or damage: from then on the book can only be read. A private copy takes
    no commands either, but what is derived from its facts may be brought up to date in it.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, read_only: bool, is_copy: bool = False
    ) -> None:
        self._is_copy = is_copy
        self.failed = False
        self.is_open = False
        self._path = path
        self._connection = connection
        self._read_only = read_only
        connection.execute("PRAGMA query_only = ON")

    @contextmanager
    def begin(self, command_id: bytes) -> Iterator[None]:
        """Run the body in a transaction; `command_id` (empty for upkeep) must be new to the book.

        Raises WriterOpenError, BookReadOnlyError, CommandAlreadyDoneError, NotEnoughRoomError,
        DamagedBookError, BookWriteError.
        """
        if self.is_open:
            raise WriterOpenError
        closed = self._read_only and (bool(command_id) or not self._is_copy)
        if closed or self.failed:
            raise BookReadOnlyError(self._path, "failed" if self.failed else "view")
        self.is_open = True
        try:
            self._connection.execute("PRAGMA query_only = OFF")
            self._connection.execute("BEGIN IMMEDIATE")
            if command_id and is_done(self._connection, command_id):
                raise CommandAlreadyDoneError(command_id)  # noqa: TRY301 - rolled back like any other
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                raise self._meaning(error, command_id) from error
            raise
        finally:
            self.is_open = False
            if not self.failed:
                self._connection.execute("PRAGMA query_only = ON")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn what SQLite or a codec says of a damaged file into DamagedBookError and its like."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if connecting.is_failure(error):
                self.failed = True
                raise connecting.file_error(self._path, error) from error
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedBookError(self._path, repr(error)) from error

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            # The journal still holds what was there before: the next opening plays it back.
            self.failed = True

    def _meaning(self, error: sqlite3.Error, command_id: bytes) -> Exception:
        """Give the error for a write that SQLite refused, and stop writing where the file is in doubt."""
        if connecting.error_code(error) == sqlite3.SQLITE_FULL:
            return connecting.file_error(self._path, error)
        if not connecting.is_failure(error):
            return error
        self.failed = True
        if connecting.is_damage(error):
            return connecting.file_error(self._path, error)
        return BookWriteError(self._path, command_id, str(error))


def is_done(connection: sqlite3.Connection, command_id: bytes) -> bool:
    """Whether a command is in the book."""
    statement = "SELECT 1 FROM operations WHERE command = ? LIMIT 1"
    return connection.execute(statement, (command_id,)).fetchone() is not None
