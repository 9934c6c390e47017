"""The steps of a book: what undo and redo come to next, and doing it; the history, latest first."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from uuid import uuid4

from desktop_app.store import history
from desktop_app.store.errors import DamagedBookError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.recording import Recorder
    from desktop_app.store.transactions import Transactions


class Steps:
    """What `Book` does with its history; the methods say there what they give and raise."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        transactions: Transactions,
        recorder: Callable[[bytes], Recorder],
    ) -> None:
        self._path = path
        self._connection = connection
        self._transactions = transactions
        self._recorder = recorder

    def push(self, command_id: bytes) -> None:
        """Have undo take a command back, inside the transaction that does it."""
        history.push_step(self._connection, command_id)

    def undo(self) -> Changes:
        """Take the last command back."""
        return self._step(history.take_back)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return self._step(history.do_again)

    @property
    def can_undo(self) -> str | None:
        """The title of the command that `undo` would take back."""
        return self._title(history.undo_target)

    @property
    def can_redo(self) -> str | None:
        """The title of the command that `redo` would do again."""
        return self._title(history.redo_target)

    def entries(self, limit: int, before: int | None) -> list[HistoryEntry]:
        """Give the latest commands, newest first."""
        with self._transactions.reading():
            return history.entries(self._connection, limit, before)

    def _step(self, step: Callable[[sqlite3.Connection, Recorder], Changes]) -> Changes:
        command_id = uuid4().bytes
        with self._transactions.begin(command_id):
            try:
                return step(self._connection, self._recorder(command_id))
            except (ValueError, TypeError, KeyError, sqlite3.IntegrityError) as error:
                raise DamagedBookError(self._path, f"history: {error!r}") from error

    def _title(self, target: Callable[[sqlite3.Connection], bytes | None]) -> str | None:
        with self._transactions.reading():
            command_id = target(self._connection)
            return None if command_id is None else history.entry_of(self._connection, command_id).title
