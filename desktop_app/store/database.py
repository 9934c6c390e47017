"""One open book: a file, its lock, one connection, and the records in it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import uuid4

from desktop_app.domain.facts import KIND
from desktop_app.store import connecting, history, locking, results
from desktop_app.store.codec import can_be_kept, codec_for
from desktop_app.store.currencies import babel_decimals
from desktop_app.store.errors import DamagedBookError, UnknownZoneError
from desktop_app.store.months import MonthWatch
from desktop_app.store.opening import create_file, open_connection
from desktop_app.store.recording import Recorder
from desktop_app.store.settings import read_settings, zone
from desktop_app.store.tables.shapes import FACTS, SHAPES, WORKINGS
from desktop_app.store.transactions import Transactions
from desktop_app.store.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from types import TracebackType

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.results import Progress

PAGE: Final = 2000
"""Rows read at a time by `iterate`."""


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
        codec = codec_for(KIND[kind])
        if not can_be_kept(key):
            return None
        with self._transactions.reading():
            row = self.connection.execute(FACTS[kind].select_by_key, codec.encode_key(key)).fetchone()
            return None if row is None else codec.decode([row[2:]])[0]

    def iterate(self, kind: str) -> Iterator[Any]:
        """Give all records of a kind in the order they were written; the book may be written meanwhile.

        Raises DamagedBookError.
        """
        codec = codec_for(KIND[kind])
        for page in self._pages(kind):
            with self._transactions.reading():
                records = codec.decode([row[2:] for row in page])
            yield from records

    def count(self, kind: str) -> int:
        """Give the number of records of a kind, or of rows of a table of WORKINGS."""
        with self._transactions.reading():
            (number,) = self.connection.execute(f"SELECT count(*) FROM {SHAPES[kind].name}").fetchone()  # noqa: S608
        return int(number)

    def row(self, table: str, *key: Any) -> dict[str, Any] | None:
        """Give a row of one of the WORKINGS tables by its key, None where there is none."""
        shape = WORKINGS[table]
        with self._transactions.reading():
            found = self.connection.execute(shape.select_by_key, key).fetchone()
        return found and dict(zip(shape.columns, found[2:], strict=True))

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give all rows of one of the WORKINGS tables in the order they were written."""
        columns = WORKINGS[table].columns
        for page in self._pages(table):
            for row in page:
                yield dict(zip(columns, row[2:], strict=True))

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
        command_id = command_id or uuid4().bytes
        with self._transactions.begin(command_id):
            if bulk:
                self.connection.execute("PRAGMA cache_size = -262144")
            recorder = Recorder(self.connection, self.settings.replica, self.person, command_id)
            writer = Writer(self.connection, recorder, MonthWatch(self.connection, self.settings.timezone))
            try:
                yield writer
                writer.settle_months(confirmed=confirmed)
            finally:
                writer.close()
            if writer.has_changes:
                recorder.close("do", None, title, detail or {}, writer.changes.by_kind)
                if writer.changes and undoable:
                    history.push_step(self.connection, command_id)
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
        return self._step(history.take_back)

    def redo(self) -> Changes:
        """Do again what was undone last.

        Raises NothingToRedoError, and as `write` does.
        """
        return self._step(history.do_again)

    @property
    def can_undo(self) -> str | None:
        """The title of the command that `undo` would take back."""
        return self._title(history.undo_target)

    @property
    def can_redo(self) -> str | None:
        """The title of the command that `redo` would do again."""
        return self._title(history.redo_target)

    def history(self, limit: int = 100, before: int | None = None) -> list[HistoryEntry]:
        """Give the latest commands, newest first; `before` is the number of the entry to go on from."""
        with self._transactions.reading():
            return history.entries(self.connection, limit, before)

    def was_saved(self, command_id: bytes) -> bool:
        """Whether a command is in the book: what to ask after an error, before doing it again."""
        with self._transactions.reading():
            return history.is_done(self.connection, command_id)

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the kept results up to date; `progress` is told how much of how much is done."""
        results.refresh(self, progress)

    def _pages(self, table: str) -> Iterator[list[Any]]:
        """Read a table page by page: no cursor stays open for a command to trip over."""
        last = -(2**63)
        while True:
            with self._transactions.reading():
                page = self.connection.execute(SHAPES[table].page, (last, PAGE)).fetchall()
            if page:
                yield page
            if len(page) < PAGE:
                return
            last = page[-1][0]

    def _step(self, step: Callable[[sqlite3.Connection, Recorder], Changes]) -> Changes:
        command_id = uuid4().bytes
        with self._transactions.begin(command_id):
            try:
                return step(
                    self.connection, Recorder(self.connection, self.settings.replica, self.person, command_id)
                )
            except (ValueError, TypeError, KeyError, sqlite3.IntegrityError) as error:
                raise DamagedBookError(self.path, f"history: {error!r}") from error

    def _title(self, target: Callable[[sqlite3.Connection], bytes | None]) -> str | None:
        with self._transactions.reading():
            command_id = target(self.connection)
            return None if command_id is None else history.entry_of(self.connection, command_id).title

    def _keep_decimals(self) -> None:
        for code, decimals in self._decimals.items():
            if code not in self._stored_decimals:
                self.connection.execute("INSERT OR IGNORE INTO currencies VALUES (?, ?)", (code, decimals))
