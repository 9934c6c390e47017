"""Undo, redo and the audit trail, all read from the operations."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store import results
from desktop_app.store.changes import Changes, HistoryEntry, KindChanges
from desktop_app.store.errors import NothingToRedoError, NothingToUndoError
from desktop_app.store.images import Image
from desktop_app.store.recording import ADD, COMMAND, DELETE
from desktop_app.store.rows import rows_by_id
from desktop_app.store.tables.shapes import FACTS, SHAPES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from desktop_app.store.changes import RowChange
    from desktop_app.store.recording import Recorder
    from desktop_app.store.tables.shapes import TableShape

Operation = tuple[str, str, bytes | None, bytes | None]
"""Kind, table, image of the rows before, image after."""

STEPS: Final = 100
"""How many commands can be undone."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD: Final = (
    "SELECT id, command, kind, entity_id, after, at_ms, person FROM operations WHERE entity = 'command'"
)


def push_step(connection: sqlite3.Connection, command_id: bytes) -> None:
    """Make a command the next one to undo: what was undone before it can no longer be redone."""
    connection.execute("DELETE FROM steps WHERE undone = 1")
    connection.execute("INSERT INTO steps (command, undone) VALUES (?, 0)", (command_id,))
    connection.execute("DELETE FROM steps WHERE position <= (SELECT max(position) FROM steps) - ?", (STEPS,))


def undo_target(connection: sqlite3.Connection) -> bytes | None:
    """Give the command that would be undone next."""
    row = connection.execute(
        "SELECT command FROM steps WHERE undone = 0 ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return row and bytes(row[0])


def redo_target(connection: sqlite3.Connection) -> bytes | None:
    """Give the command that would be redone next."""
    row = connection.execute(
        "SELECT command FROM steps WHERE undone = 1 ORDER BY position LIMIT 1"
    ).fetchone()
    return row and bytes(row[0])


def take_back(connection: sqlite3.Connection, recorder: Recorder) -> Changes:
    """Undo the last command, inside an open transaction.

    Raises NothingToUndoError.
    """
    target = undo_target(connection)
    if target is None:
        raise NothingToUndoError
    return _compensate(connection, recorder, target, "undo")


def do_again(connection: sqlite3.Connection, recorder: Recorder) -> Changes:
    """Redo the command that was undone last, inside an open transaction.

    Raises NothingToRedoError.
    """
    target = redo_target(connection)
    if target is None:
        raise NothingToRedoError
    return _compensate(connection, recorder, target, "redo")


def _compensate(connection: sqlite3.Connection, recorder: Recorder, target: bytes, action: str) -> Changes:
    """Write the operation that takes `target` back or does it again, and change the rows."""
    entry = entry_of(connection, target)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    counts: dict[str, KindChanges] = defaultdict(KindChanges)
    backward = action == "undo"
    for operation in operations_of(connection, target, backward=backward):
        shape, changes = apply_operation(connection, operation, backward=backward)
        if shape is None:
            continue
        added = sum(before is None for _, before, _ in changes)
        deleted = sum(after is None for _, _, after in changes)
        counts[shape.name] = counts[shape.name].plus(added, len(changes) - added - deleted, deleted)
        if shape.name in FACTS:
            results.note_changes(connection, shape.name, changes)
    recorder.close(action, target, entry.title, {}, counts)
    connection.execute("UPDATE steps SET undone = ? WHERE command = ?", (int(action == "undo"), target))
    return Changes(recorder.command_id, dict(counts))


def operations_of(
    connection: sqlite3.Connection, command_id: bytes, *, backward: bool
) -> Iterator[Operation]:
    """Give a command's operations (kind, table, image before, image after), in reverse to take them back."""
    order = "DESC" if backward else "ASC"
    numbers = connection.execute(
        f"SELECT id FROM operations WHERE command = ? AND entity <> '{COMMAND}' ORDER BY seq {order}",  # noqa: S608
        (command_id,),
    ).fetchall()
    for (number,) in numbers:
        yield connection.execute(
            "SELECT kind, entity, before, after FROM operations WHERE id = ?", (number,)
        ).fetchone()


def apply_operation(
    connection: sqlite3.Connection, operation: Operation, *, backward: bool
) -> tuple[TableShape | None, list[RowChange]]:
    """Apply one operation's rows, and give the table with what they were and what they are.

    Raises ValueError where the database does not hold what the history says.
    """
    kind, entity, before, after = operation
    shape = SHAPES.get(entity)
    if shape is None:
        return None, []
    if backward:
        kind = {ADD: DELETE, DELETE: ADD}.get(kind, kind)
        before, after = after, before
    if kind == ADD:
        return shape, _add(connection, shape, _image(after))
    if kind == DELETE:
        return shape, _delete(connection, shape, _image(before))
    # A row that was changed twice in one batch goes back through both states.
    step = -1 if backward else 1
    return shape, _update(connection, shape, _image(before), _image(after), step)


def _image(data: bytes | None) -> Image:
    if data is None:
        raise ValueError("an operation without its rows")
    return Image.unpack(data)


def _add(connection: sqlite3.Connection, shape: TableShape, image: Image) -> list[RowChange]:
    names = ["id", "uid", *image.columns]
    columns = ", ".join(f'"{_known(shape, name)}"' for name in names)
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {shape.name} ({columns}) VALUES ({marks})"  # noqa: S608
    connection.executemany(statement, image.rows)
    if image.columns == shape.columns:
        return [(row[0], None, dict(zip(shape.columns, row[2:], strict=True))) for row in image.rows]
    present = rows_by_id(connection, shape, [row[0] for row in image.rows])
    return [(number, None, _columns(shape, row)) for number, row in present.items()]


def _delete(connection: sqlite3.Connection, shape: TableShape, image: Image) -> list[RowChange]:
    present = rows_by_id(connection, shape, [row[0] for row in image.rows])
    if len(present) < len(image.rows):
        raise ValueError(f"rows of {shape.name} that the history knows are gone")
    connection.executemany(shape.delete, [(row[0],) for row in image.rows])
    return [(row[0], _columns(shape, present[row[0]]), None) for row in image.rows]


def _update(
    connection: sqlite3.Connection, shape: TableShape, before: Image, after: Image, step: int
) -> list[RowChange]:
    names = [_known(shape, name) for name in after.columns]
    rows = after.rows[::step]
    present = rows_by_id(connection, shape, [row[0] for row in rows])
    if any(row[0] not in present for row in rows):
        raise ValueError(f"rows of {shape.name} that the history knows are gone")
    connection.executemany(shape.update(names), [(*row[2:], row[0]) for row in rows])
    changes: list[RowChange] = []
    for old_row, row in zip(before.rows[::step], rows, strict=True):
        # What the row was is read from the history: a foreign key may have changed it a moment ago.
        whole = _columns(shape, present[row[0]])
        old = {**whole, **dict(zip(names, old_row[2:], strict=True))}
        changes.append((row[0], old, {**whole, **dict(zip(names, row[2:], strict=True))}))
    return changes


def _columns(shape: TableShape, row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(shape.columns, row[2:], strict=True))


def _known(shape: TableShape, name: str) -> str:
    """Give a column's name where the table has it: names in the history come from outside, too."""
    if name not in shape.columns and name not in {"id", "uid"}:
        raise ValueError(f"{shape.name} has no column {name}")
    return name


def entry_of(connection: sqlite3.Connection, command_id: bytes) -> HistoryEntry:
    """Give a command's entry in the history."""
    return _entry(connection.execute(f"{_HEAD} AND command = ?", (command_id,)).fetchone())


def entries(connection: sqlite3.Connection, limit: int, before: int | None = None) -> list[HistoryEntry]:
    """Give the latest commands, newest first; `before` is the number of the entry to go on from."""
    rows = connection.execute(
        f"{_HEAD} AND id < ? ORDER BY id DESC LIMIT ?", (2**62 if before is None else before, limit)
    )
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> HistoryEntry:
    number, command_id, action, of, said, at_ms, person = row
    whole = json.loads(said)
    return HistoryEntry(
        number=number,
        command_id=command_id,
        action=action,
        of=of,
        title=whole["title"],
        detail=whole["detail"],
        at=_EPOCH + timedelta(milliseconds=at_ms),
        person=person,
        by_kind={name: KindChanges(*counts) for name, counts in whole["counts"].items()},
    )
