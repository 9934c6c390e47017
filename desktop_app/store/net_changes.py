"""What one command made of the rows it touched: each as it was before, and as it was after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop_app.store import history
from desktop_app.store.images import Image
from desktop_app.store.recording import ADD, DELETE
from desktop_app.store.tables.shapes import SHAPES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from desktop_app.store.changes import HistoryEntry
    from desktop_app.store.rows import Row
    from desktop_app.store.tables.shapes import TableShape

Columns = dict[str, Any]
State = tuple[Columns | None, Columns | None]
"""A row's columns (with its `id`) before and after a command; None where it was not there.

Of a row that was only changed, the columns are those that changed.
"""

_TOGETHER = 500


@dataclass(slots=True)
class Net:
    """What a command made of one table: the state of each row by its uid, in the order they were touched."""

    shape: TableShape
    states: dict[bytes, State] = field(default_factory=dict)

    def take(self, kind: str, before: Image | None, after: Image | None) -> None:
        """Add one of the command's operations; they come in order."""
        if kind == ADD and after is not None:
            for uid, columns in _rows(after):
                known = self.states.get(uid)
                self.states[uid] = (known[0] if known else None, columns)
        elif kind == DELETE and before is not None:
            for uid, columns in _rows(before):
                self.states[uid] = (self._first(uid, columns), None)
        elif before is not None and after is not None:
            for (uid, old), (_uid, new) in zip(_rows(before), _rows(after), strict=True):
                known = self.states.get(uid)
                later = {**(known[1] or {}), **new} if known else new
                self.states[uid] = (self._first(uid, old), later)

    def _first(self, uid: bytes, columns: Columns) -> Columns | None:
        """Return what a row was before the command: of each column the first value seen."""
        known = self.states.get(uid)
        if known is None:
            return columns
        return None if known[0] is None else {**columns, **known[0]}

    def present(self, connection: sqlite3.Connection) -> dict[bytes, Row]:
        """Give the whole rows (id, uid, values) that are there now, by uid."""
        uids = list(self.states)
        found: dict[bytes, Row] = {}
        for start in range(0, len(uids), _TOGETHER):
            some = uids[start : start + _TOGETHER]
            marks = ", ".join("?" * len(some))
            rows = connection.execute(f"{self.shape.select} WHERE uid IN ({marks})", some)
            found.update((row[1], row) for row in rows)
        return found


def _rows(image: Image) -> Iterator[tuple[bytes, Columns]]:
    for row in image.rows:
        yield row[1], {"id": row[0], **dict(zip(image.columns, row[2:], strict=True))}


def net_of(connection: sqlite3.Connection, command_id: bytes) -> dict[str, Net]:
    """Give what a command made of each table's rows, from its operations.

    Raises ValueError for a history that cannot be read.
    """
    found: dict[str, Net] = {}
    for kind, entity, before, after in history.operations_of(connection, command_id, backward=False):
        shape = SHAPES.get(entity)
        if shape is not None:
            images = [None if data is None else Image.unpack(data) for data in (before, after)]
            found.setdefault(entity, Net(shape)).take(kind, *images)
    return found


def entry_of(connection: sqlite3.Connection, command_id: bytes) -> HistoryEntry:
    """Give a command's entry in the history."""
    return history.entry_of(connection, command_id)


def replica_of(connection: sqlite3.Connection, command_id: bytes) -> bytes:
    """Give the copy of the book that a command was made in."""
    (replica,) = connection.execute(
        "SELECT replica FROM operations WHERE command = ? LIMIT 1", (command_id,)
    ).fetchone()
    return bytes(replica)


def last_seen(connection: sqlite3.Connection, table: str, uid: bytes) -> Columns:
    """Give the columns of a row that was deleted by itself, as they were then; empty where it was not."""
    found = connection.execute(
        "SELECT before FROM operations WHERE entity = ? AND entity_id = ? AND kind = 'delete'"
        " ORDER BY id DESC LIMIT 1",
        (table, uid),
    ).fetchone()
    return {} if found is None else next(_rows(Image.unpack(found[0])))[1]


def undone_commands(connection: sqlite3.Connection) -> set[bytes]:
    """Give the commands that are undone at present."""
    undone: set[bytes] = set()
    for kind, of in connection.execute(
        "SELECT kind, entity_id FROM operations WHERE entity = 'command' AND kind <> 'do' ORDER BY id"
    ):
        (undone.add if kind == "undo" else undone.discard)(bytes(of))
    return undone
