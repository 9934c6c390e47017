"""Adding, changing and deleting rows of one command: tables, history and kept results together."""

from __future__ import annotations

import json
import sqlite3
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store import results
from desktop_app.store.changes import KindChanges, PutCounts
from desktop_app.store.identity import random_uids, uids_for
from desktop_app.store.refusals import explain_refusal
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.changes import RowChange
    from desktop_app.store.months import MonthWatch
    from desktop_app.store.recording import Recorder
    from desktop_app.store.tables.shapes import TableShape

Row = tuple[Any, ...]

_MOST_KEY_COLUMNS: Final = 6


class RowWriter:
    """Writes rows inside an open transaction, and keeps history, kept results and counts in step."""

    def __init__(self, connection: sqlite3.Connection, recorder: Recorder, watch: MonthWatch) -> None:
        self.by_kind: dict[str, KindChanges] = {}
        self.watch = watch
        self._connection = connection
        self._recorder = recorder
        self._next_ids: dict[str, int] = {}

    def upsert(self, shape: TableShape, rows: Sequence[Row]) -> PutCounts:
        """Add the rows whose key is new and update those that differ from what is there.

        A key that stands twice is added, then updated. Raises RecordError.
        """
        known: list[tuple[Row, Row]] = []
        new: list[Row] = []
        try:
            if len(rows) == 1:
                found = self.find(shape, [rows[0][position] for position in shape.key_positions])
                if found is None:
                    new = self._insert(shape, rows)
                else:
                    known = [(found, (found[0], found[1], *rows[0]))]
            else:
                new, left = self._insert_what_is_new(shape, rows)
                known, late = self._pair(shape, left)
                new += late
        except (sqlite3.IntegrityError, sqlite3.DataError, UnicodeError, OverflowError) as error:
            raise explain_refusal(self._connection, shape, rows, error) from error
        self.note_added(shape, new)
        try:
            updated = self._update_what_differs(shape, known)
        except (sqlite3.IntegrityError, sqlite3.DataError, UnicodeError, OverflowError) as error:
            raise explain_refusal(self._connection, shape, rows, error) from error
        return PutCounts(len(new), updated, len(known) - updated)

    def find(self, shape: TableShape, key: Sequence[Any]) -> Row | None:
        """Give the row (id, uid, values) of a key."""
        found: Row | None = self._connection.execute(shape.select_by_key, key).fetchone()
        return found

    def note_deleted(self, shape: TableShape, rows: Sequence[Row]) -> None:
        """Record, count and tell of whole rows (id, uid, values) that were deleted."""
        self._recorder.deleted(shape.name, shape.columns, rows)
        self._count(shape.name, deleted=len(rows))
        self._note(shape, [(row[0], dict(zip(shape.columns, row[2:], strict=True)), None) for row in rows])

    def update(self, shape: TableShape, pairs: Sequence[tuple[Row, Row]]) -> None:
        """Turn whole rows into others of the same id; only columns that differ are written and recorded."""
        differing = sorted({i for old, new in pairs for i in range(2, len(old)) if old[i] != new[i]})
        names = tuple(shape.columns[index - 2] for index in differing)
        self._connection.executemany(
            shape.update(names), [(*(new[i] for i in differing), new[0]) for _, new in pairs]
        )
        self._recorder.updated(
            shape.name,
            names,
            [(old[0], old[1], *(old[i] for i in differing)) for old, _ in pairs],
            [(new[0], new[1], *(new[i] for i in differing)) for _, new in pairs],
        )
        self._count(shape.name, updated=len(pairs))
        columns = shape.columns
        self._note(
            shape,
            [
                (new[0], dict(zip(columns, old[2:], strict=True)), dict(zip(columns, new[2:], strict=True)))
                for old, new in pairs
            ],
        )

    def set_states(self, shape: TableShape, states: Sequence[tuple[Row | None, Row | None]]) -> None:
        """Delete, change and insert whole rows; what comes back keeps its uid, and its id if that is free.

        Raises RecordError.
        """
        gone = [old for old, new in states if old is not None and new is None]
        changed = [(old, new) for old, new in states if old is not None and new is not None]
        back = [new for old, new in states if old is None and new is not None]
        try:
            if gone:
                self._connection.executemany(shape.delete, [(row[0],) for row in gone])
                self.note_deleted(shape, gone)
            if changed:
                self.update(shape, changed)
            if back:
                whole = self._with_free_ids(shape, back)
                self._connection.executemany(shape.insert.removesuffix(" ON CONFLICT DO NOTHING"), whole)
                self.note_added(shape, whole)
        except sqlite3.IntegrityError as error:
            raise explain_refusal(self._connection, shape, [row[2:] for row in back], error) from error

    def _with_free_ids(self, shape: TableShape, rows: Sequence[Row]) -> list[Row]:
        taken = rows_by_id(self._connection, shape, [row[0] for row in rows])
        new = iter(self._with_ids(shape, [row[2:] for row in rows], [row[1] for row in rows]))
        return [fresh if row[0] in taken else row for row, fresh in zip(rows, new, strict=True)]

    def note_added(self, shape: TableShape, rows: Sequence[Row]) -> None:
        """Record, count and tell of rows that were inserted."""
        if rows:
            self._recorder.added(shape.name, shape.columns, rows)
            self._count(shape.name, added=len(rows))
            columns = shape.columns
            self._note(shape, [(row[0], None, dict(zip(columns, row[2:], strict=True))) for row in rows])

    def _insert(self, shape: TableShape, rows: Sequence[Row]) -> list[Row]:
        """Insert rows of new keys, whatever has taken their derived uid."""
        whole = self._with_ids(shape, rows, uids_for(self._connection, shape, rows))
        if self._connection.executemany(shape.insert, whole).rowcount < len(whole):
            # A renamed order keeps its uid; another one that comes under the old name gets a new one.
            whole = self._with_ids(shape, rows, random_uids(len(rows)))
            self._connection.executemany(shape.insert, whole)
        return whole

    def _insert_what_is_new(self, shape: TableShape, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """Insert rows as if all were new, and give those that were and those whose key was known."""
        whole = self._with_ids(shape, rows, uids_for(self._connection, shape, rows))
        inserted = self._connection.executemany(shape.insert, whole).rowcount
        if inserted == len(whole):
            return whole, []
        there = {
            row[0]
            for row in self._connection.execute(f"SELECT id FROM {shape.name} WHERE id >= ?", (whole[0][0],))  # noqa: S608
        }
        new = [row for row in whole if row[0] in there]
        left = [row[2:] for row in whole if row[0] not in there]
        return new, left

    def _pair(self, shape: TableShape, rows: Sequence[Row]) -> tuple[list[tuple[Row, Row]], list[Row]]:
        """Give each row with what is there under its key, in order, and those inserted after all."""
        if not rows:
            return [], []
        names = ", ".join(f"k{index}" for index in range(_MOST_KEY_COLUMNS))
        self._connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS wanted (n INTEGER PRIMARY KEY, {names})")
        self._connection.execute("DELETE FROM temp.wanted")
        width = len(shape.key)
        marks = ", ".join("?" * (width + 1))
        filled = ", ".join(["n", *(f"k{index}" for index in range(width))])
        self._connection.executemany(
            f"INSERT INTO temp.wanted ({filled}) VALUES ({marks})",  # noqa: S608
            [(n, *(row[i] for i in shape.key_positions)) for n, row in enumerate(rows)],
        )
        found = {row[0]: row[1:] for row in self._connection.execute(shape.select_wanted)}
        present: dict[int, Row] = {row[0]: row for row in found.values()}
        pairs = []
        late = []
        for n, row in enumerate(rows):
            old = found.get(n) or self.find(shape, [row[position] for position in shape.key_positions])
            if old is None:
                # Its derived uid was taken, though its key was not.
                late += self._insert(shape, [row])
                continue
            new = (old[0], old[1], *row)
            pairs.append((present.get(old[0], old), new))
            present[old[0]] = new
        return pairs, late

    def _update_what_differs(self, shape: TableShape, pairs: Sequence[tuple[Row, Row]]) -> int:
        differing = [(old, new) for old, new in pairs if old != new]
        if differing:
            self.update(shape, differing)
        return len(differing)

    def _with_ids(self, shape: TableShape, rows: Sequence[Row], uids: Sequence[bytes]) -> list[Row]:
        first = self._next_ids.get(shape.name)
        if first is None:
            (last,) = self._connection.execute(f"SELECT max(id) FROM {shape.name}").fetchone()  # noqa: S608
            first = (last or 0) + 1
        self._next_ids[shape.name] = first + len(rows)
        return [(number, uid, *row) for number, uid, row in zip(count(first), uids, rows, strict=False)]

    def _note(self, shape: TableShape, changes: list[RowChange]) -> None:
        if shape.name in FACTS:
            self.watch.note(shape.name, changes)
            results.note_changes(self._connection, shape.name, changes)

    def _count(self, table: str, added: int = 0, updated: int = 0, deleted: int = 0) -> None:
        self.by_kind[table] = self.by_kind.get(table, KindChanges()).plus(added, updated, deleted)


def rows_by_id(connection: sqlite3.Connection, shape: TableShape, ids: Sequence[int]) -> dict[int, Row]:
    """Give whole rows by their ids."""
    return {row[0]: row for row in connection.execute(shape.select_ids, (json.dumps(ids),))}
