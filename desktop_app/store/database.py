"""One open book: a file, its lock, one connection, and the records in it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from desktop_app.store import connecting, locking, results
from desktop_app.store.currencies import babel_decimals
from desktop_app.store.errors import DamagedBookError, UnknownZoneError
from desktop_app.store.opening import create_file, open_connection
from desktop_app.store.settings import read_settings, zone
from desktop_app.store.transactions import Transactions, is_done

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from types import TracebackType

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.recording import Recorder
    from desktop_app.store.records import Records
    from desktop_app.store.results import Progress
    from desktop_app.store.steps import Steps
    from desktop_app.store.writing import Writer


class Book:
    """One open book. It belongs to one thread at a time and is closed by `close` or `with`.

    Facts change only inside `write`, derived tables inside `upkeep`: everywhere else the connection
    refuses to write. `read_only` books are looked at only; in a private copy (`is_copy`) of one that can be
    written, derived tables may still be brought up to date. `person` is written beside each command.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, read_only: bool, is_copy: bool = False
    ) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only
        self.person = ""
        try:
            self._transactions = Transactions(path, connection, read_only=read_only, is_copy=is_copy)
            self.settings = read_settings(connection)
            self._stored_decimals: dict[str, int] = dict(
                connection.execute("SELECT code, decimals FROM currencies")
            )
        except sqlite3.Error as error:
            raise connecting.file_error(path, error) from error
        except (KeyError, ValueError, TypeError, UnknownZoneError) as error:
            raise DamagedBookError(path, repr(error)) from error
        self._decimals = dict(self._stored_decimals)

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        currency: str = "CNY",
        timezone: str = "Asia/Shanghai",
        stock_from: date | None = None,
    ) -> Self:
        """Make a new, empty book at `path` and open it.

        Raises UnknownCurrencyError, UnknownZoneError, BookExistsError, BookUnreadableError,
        NotEnoughRoomError.
        """
        path = Path(path)
        decimals = babel_decimals(currency)
        zone(timezone)
        facts = {
            "currency": currency,
            "timezone": timezone,
            "stock_from": stock_from.isoformat() if stock_from else None,
            "replica": uuid4().hex,
        }
        create_file(path, facts, {currency: decimals})
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Self:
        """Open a book, upgrading it first where an older program wrote it.

        Where the media cannot be written, the book is opened `read_only`. Raises BookMissingError,
        NotABookError, NewerBookError, BookInUseError, DamagedBookError, BookUnreadableError,
        BookReadOnlyError, UpgradeFailedError, NotEnoughRoomError.
        """
        path = Path(path)
        connection, writable = open_connection(path, read_only=read_only)
        try:
            return cls(path, connection, read_only=not writable)
        except BaseException:
            connection.close()
            if writable:
                locking.forget_holder(path)
            raise

    def close(self) -> None:
        """Close the file and let go of it; closing twice does nothing."""
        self.connection.close()
        if not self.read_only:
            locking.forget_holder(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def decimals(self, code: str) -> int:
        """Give the number of decimals of a currency: the book's, from the first time that it used it.

        Raises UnknownCurrencyError.
        """
        known = self._decimals.get(code)
        if known is None:
            # Kept in the book by the next command, so that a preview alone writes nothing.
            known = self._decimals[code] = babel_decimals(code)
        return known

    def get(self, kind: str, *key: Any) -> Any | None:
        """Give the record of a natural key, None where there is none.

        Raises DamagedBookError.
        """
        return self._records.get(kind, key)

    def iterate(self, kind: str) -> Iterator[Any]:
        """Give all records of a kind in the order they were written; the book may be written meanwhile.

        Raises DamagedBookError.
        """
        return self._records.iterate(kind)

    def count(self, kind: str) -> int:
        """Give the number of records of a kind, or of rows of a table of WORKINGS."""
        return self._records.count(kind)

    def row(self, table: str, *key: Any) -> dict[str, Any] | None:
        """Give a row of one of the WORKINGS tables by its key, None where there is none."""
        return self._records.row(table, key)

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give all rows of one of the WORKINGS tables in the order they were written."""
        return self._records.rows(table)

    def personal(self, version: int | None = None) -> dict[str, str]:
        """Give the applicant's data by key, as they are or as kept under a number; erased ones are empty."""
        table = "applicant" if version is None else "applicant_versions WHERE version = :version"
        with self._transactions.reading():
            rows = self.connection.execute(f"SELECT key, value FROM {table}", {"version": version})  # noqa: S608
            return dict(sorted(row for row in rows if row[0]))

    @contextmanager
    def write(
        self,
        title: str,
        detail: Mapping[str, Any] | None = None,
        *,
        command_id: bytes | None = None,
        bulk: bool = False,
        undoable: bool = True,
        confirmed: bool = False,
    ) -> Iterator[Writer]:
        """Open a command: what the Writer does is committed at the end as one step, or not at all.

        `title` and `detail` (JSON) say in the history what was done; `command_id` (16 bytes) lets a retry
        be known; `bulk` lets SQLite keep more pages in memory. What is not `undoable` stands in the history
        but is no step that undo takes back; what is `confirmed` may change closed months. A command that
        changes nothing leaves no trace. Raises ClosedMonthError, CommandAlreadyDoneError, BookReadOnlyError,
        NotEnoughRoomError, BookWriteError (then the book is read-only, and whether the command was saved is
        looked up after reopening).
        """
        # Those who only look at a book do without the records' classes and all that is made of them.
        from desktop_app.store.months import MonthWatch  # noqa: PLC0415 - as said
        from desktop_app.store.writing import Writer  # noqa: PLC0415 - as said

        command_id = command_id or uuid4().bytes
        with self._transactions.begin(command_id):
            if bulk:
                self.connection.execute("PRAGMA cache_size = -262144")
            recorder = self._recorder(command_id)
            writer = Writer(self.connection, recorder, MonthWatch(self.connection, self.settings.timezone))
            try:
                yield writer
                writer.settle_months(confirmed=confirmed)
            finally:
                writer.close()
            if writer.has_changes:
                recorder.close("do", None, title, detail or {}, writer.changes.by_kind)
                if writer.changes and undoable:
                    self._steps.push(command_id)
                self._keep_decimals()
        self._stored_decimals.update(self._decimals if writer.has_changes else {})
        if bulk:
            self.connection.execute("PRAGMA cache_size = -65536")

    @contextmanager
    def upkeep(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction for what is derived from the facts; inside another one it is part of that.

        Nothing of it enters the history. Raises as `write` does.
        """
        if self._transactions.is_open:
            yield self.connection
            return
        with self._transactions.begin(b""):
            yield self.connection

    def undo(self) -> Changes:
        """Take the last command back.

        Raises NothingToUndoError, and as `write` does.
        """
        return self._steps.undo()

    def redo(self) -> Changes:
        """Do again what was undone last.

        Raises NothingToRedoError, and as `write` does.
        """
        return self._steps.redo()

    @property
    def can_undo(self) -> str | None:
        """The title of the command that `undo` would take back."""
        return self._steps.can_undo

    @property
    def can_redo(self) -> str | None:
        """The title of the command that `redo` would do again."""
        return self._steps.can_redo

    def history(self, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
        """Give the latest commands, newest first; `before` is the number of the entry to go on from."""
        return self._steps.entries(limit, before)

    def was_saved(self, command_id: bytes) -> bool:
        """Whether a command is in the book: what to ask after an error, before doing it again."""
        with self._transactions.reading():
            return is_done(self.connection, command_id)

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the kept results up to date; `progress` is told how much of how much is done."""
        results.refresh(self, progress)

    @cached_property
    def _records(self) -> Records:
        """The records; their classes are loaded on first need, for what is kept of them is shown without."""
        from desktop_app.store.records import Records  # noqa: PLC0415 - as said

        return Records(self.connection, self._transactions)

    @cached_property
    def _steps(self) -> Steps:
        """The steps; loaded on first need, as the records are."""
        from desktop_app.store.steps import Steps  # noqa: PLC0415 - as said

        return Steps(self.path, self.connection, self._transactions, self._recorder)

    def _recorder(self, command_id: bytes) -> Recorder:
        from desktop_app.store.recording import Recorder  # noqa: PLC0415 - as in `write`

        return Recorder(self.connection, self.settings.replica, self.person, command_id)

    def _keep_decimals(self) -> None:
        for code, decimals in self._decimals.items():
            if code not in self._stored_decimals:
                self.connection.execute("INSERT OR IGNORE INTO currencies VALUES (?, ?)", (code, decimals))
