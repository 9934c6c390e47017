"""One command's changes to a book: everything it puts, deletes and renames stands or falls together."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, KIND_OF
from desktop_app.store.changes import Changes, Put, PutCounts
from desktop_app.store.codec import codec_for
from desktop_app.store.errors import RecordMissingError, WriterClosedError
from desktop_app.store.refusals import explain_deletion
from desktop_app.store.renaming import rename_key
from desktop_app.store.rows import RowWriter
from desktop_app.store.tables.shapes import FACTS, SHAPES, WORKINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desktop_app.domain.facts import FactKind, Record
    from desktop_app.store.months import MonthWatch
    from desktop_app.store.recording import Recorder
    from desktop_app.store.rows import Row
    from desktop_app.store.tables.shapes import TableShape

CHUNK: Final = 4096
"""Rows written, and kept in the history, together."""


class Writer:
    """Changes facts inside one transaction; `Book.write` makes it and ends it.

    Every method raises WriterClosedError once the command has ended, and a RecordError for what the
    book cannot hold; after a RecordError the rest of the command still stands and may go on.
    """

    def __init__(self, connection: sqlite3.Connection, recorder: Recorder, watch: MonthWatch) -> None:
        self._connection = connection
        self._recorder = recorder
        self._rows = RowWriter(connection, recorder, watch)
        self._open = True
        self._touched_personal = False

    @property
    def command_id(self) -> bytes:
        """The command's id, by which it is found again after an error."""
        return self._recorder.command_id

    @property
    def changes(self) -> Changes:
        """What the command has changed so far."""
        return Changes(self.command_id, dict(self._rows.by_kind))

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._rows.by_kind) or self._touched_personal

    def put(self, record: Record) -> Put:
        """Add a record, or make the one of its key equal to it.

        Raises UnknownReferenceError, UnstorableValueError.
        """
        self._must_be_open()
        kind = KIND_OF[type(record)]
        return _put_of(self._rows.upsert(FACTS[kind.name], codec_for(kind).encode([record])))

    def put_many(self, records: Iterable[Record]) -> PutCounts:
        """Put many records of one kind, fast; where one is refused, none of them is written.

        Raises TypeError where kinds are mixed, UnknownReferenceError, UnstorableValueError.
        """
        self._must_be_open()
        source = iter(records)
        total = PutCounts()
        with self._all_or_none():
            kind: FactKind | None = None
            while chunk := list(islice(source, CHUNK)):
                kind = kind or KIND_OF[type(chunk[0])]
                if any(type(record) is not kind.record for record in chunk):
                    raise TypeError("put_many takes records of one kind")
                total = _sum(total, self._rows.upsert(FACTS[kind.name], codec_for(kind).encode(chunk)))
        return total

    def put_row(self, table: str, row: Mapping[str, Any]) -> Put:
        """Add a row of a table of WORKINGS, or make the one of its key equal; absent columns are NULL."""
        return _put_of(self.put_rows(table, [row]))

    def put_rows(self, table: str, rows: Iterable[Mapping[str, Any]]) -> PutCounts:
        """Put many rows of one of the WORKINGS tables, all or none."""
        self._must_be_open()
        shape = WORKINGS[table]
        known = set(shape.columns)
        source = iter(rows)
        total = PutCounts()
        with self._all_or_none():
            while chunk := list(islice(source, CHUNK)):
                for row in chunk:
                    if not row.keys() <= known:
                        raise KeyError(*(row.keys() - known))
                tuples = [tuple(row.get(name) for name in shape.columns) for row in chunk]
                total = _sum(total, self._rows.upsert(shape, tuples))
        return total

    def delete(self, kind: str, *key: Any) -> None:
        """Delete the record of a key.

        Raises RecordMissingError, StillReferencedError.
        """
        self._must_be_open()
        shape = SHAPES[kind]
        row = self._existing(shape, key)
        try:
            self._connection.execute(shape.delete, (row[0],))
        except sqlite3.IntegrityError as error:
            raise explain_deletion(self._connection, shape, row[2:]) from error
        self._rows.note_deleted(shape, [row])

    def delete_many(self, kind: str, keys: Iterable[Sequence[Any]]) -> None:
        """Delete the records of many keys, all or none.

        Raises RecordMissingError, StillReferencedError.
        """
        self._must_be_open()
        shape = SHAPES[kind]
        source = iter(keys)
        with self._all_or_none():
            while chunk := list(islice(source, CHUNK)):
                rows = [self._existing(shape, key) for key in chunk]
                for row in rows:
                    try:
                        self._connection.execute(shape.delete, (row[0],))
                    except sqlite3.IntegrityError as error:
                        raise explain_deletion(self._connection, shape, row[2:]) from error
                self._rows.note_deleted(shape, rows)

    def rename(self, kind: str, old_key: Sequence[Any], new_key: Sequence[Any]) -> None:
        """Give a fact another key; whatever names it follows. An order line keeps its own.

        Raises RecordMissingError, KeyTakenError.
        """
        self._must_be_open()
        if kind == "sales":
            raise ValueError("an order line keeps its key")
        shape = FACTS[kind]
        row = self._existing(shape, old_key)
        with self._all_or_none():
            rename_key(self._connection, self._rows, shape, row, _stored_key(shape, new_key))

    def set_personal(self, key: str, value: str | None) -> None:
        """Set a field of the applicant's data, or erase it; the history keeps only that it changed."""
        self._must_be_open()
        if value is None:
            self._connection.execute("DELETE FROM applicant WHERE key = ?", (key,))
        else:
            self._connection.execute(
                "INSERT INTO applicant (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
        self._recorder.personal("applicant")
        self._touched_personal = True

    def settle_months(self, *, confirmed: bool) -> None:
        """List what was changed in closed months. Raises ClosedMonthError unless that was `confirmed`."""
        for row in self._rows.watch.settle(self.command_id, confirmed=confirmed):
            self.put_row("closed_changes", row)

    def set_rows(self, table: str, states: Sequence[tuple[Row | None, Row | None]]) -> None:
        """Bring whole rows (id, uid, values) from one state to another; None is a row that is not there.

        Raises a RecordError where a row that comes back cannot stand.
        """
        self._must_be_open()
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        with self._all_or_none():
            self._rows.set_states(SHAPES[table], states)

    def keep_personal(self) -> int:
        """Keep the applicant's data as they are now under a number, and give it; the same data keep theirs.

        The history says only that they were kept.
        """
        self._must_be_open()
        execute = self._connection.execute
        (last,) = execute("SELECT coalesce(max(version), 0) FROM applicant_versions").fetchone()
        now = execute("SELECT key, value FROM applicant ORDER BY key").fetchall()
        kept = execute("SELECT key, value FROM applicant_versions WHERE version = ? ORDER BY key", (last,))
        if last and kept.fetchall() == now:
            return int(last)
        self._connection.executemany(
            "INSERT INTO applicant_versions (version, key, value) VALUES (?, ?, ?)",
            # An empty row holds the number where nothing is known of the applicant.
            [(last + 1, key, value) for key, value in now or [("", "")]],
        )
        self._recorder.personal("applicant_versions")
        self._touched_personal = True
        return int(last) + 1

    def erase_personal(self) -> None:
        """Erase all that is known of the applicant, as frozen claims keep it too."""
        self._must_be_open()
        for table in ("applicant", "applicant_versions"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608
            self._recorder.personal(table)
        self._touched_personal = True

    def close(self) -> None:
        """Refuse everything from now on: the command has ended."""
        self._open = False

    def _existing(self, shape: TableShape, key: Sequence[Any]) -> Row:
        row = self._rows.find(shape, _stored_key(shape, key))
        if row is None:
            raise RecordMissingError(shape.name, tuple(key))
        return row

    @contextmanager
    def _all_or_none(self) -> Iterator[None]:
        """Take back what a part of the command did where it fails, and leave the rest of the command."""
        recorder, rows = self._recorder, self._rows
        saved = recorder.place, dict(rows.by_kind)
        self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO part")
                self._connection.execute("RELEASE part")
            recorder.go_back_to(saved[0])
            rows.by_kind = saved[1]
            raise
        self._connection.execute("RELEASE part")

    def _must_be_open(self) -> None:
        if not self._open:
            raise WriterClosedError


def _stored_key(shape: TableShape, key: Sequence[Any]) -> tuple[Any, ...]:
    if shape.name in FACTS:
        return codec_for(KIND[shape.name]).encode_key(key)
    if len(key) != len(shape.key):
        raise ValueError("the key has another number of parts")
    return tuple(key)


def _put_of(counts: PutCounts) -> Put:
    if counts.added:
        return Put.ADDED
    return Put.UPDATED if counts.updated else Put.UNCHANGED


def _sum(one: PutCounts, other: PutCounts) -> PutCounts:
    return PutCounts(one.added + other.added, one.updated + other.updated, one.unchanged + other.unchanged)
