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
from desktop_app.store.recording import ADD, COMMAND, DELETE, UPDATE
from desktop_app.store.rows import rows_by_id
from desktop_app.store.tables.shapes import FACTS, SHAPES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from desktop_app.store.recording import Recorder
    from desktop_app.store.tables.shapes import TableShape

STEPS: Final = 100
"""How many commands can be undone."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD: Final = "SELECT id, command, kind, entity_id, after, at_ms, person FROM operations WHERE entity = 'command'"


def push_step(connection: sqlite3.Connection, command_id: bytes) -> None:
    """Make a command the next one to undo: what was undone before it can no longer be redone."""
    connection.execute("DELETE FROM steps WHERE undone = 1")
    connection.execute("INSERT INTO steps (command, undone) VALUES (?, 0)", (command_id,))
    connection.execute("DELETE FROM steps WHERE position <= (SELECT max(position) FROM steps) - ?", (STEPS,))


def undo_target(connection: sqlite3.Connection) -> bytes | None:
    """Give the command that would be undone next."""
    row = connection.execute("SELECT command FROM steps WHERE undone = 0 ORDER BY position DESC LIMIT 1").fetchone()
    return row and bytes(row[0])


def redo_target(connection: sqlite3.Connection) -> bytes | None:
    """Give the command that would be redone next."""
    row = connection.execute("SELECT command FROM steps WHERE undone = 1 ORDER BY position LIMIT 1").fetchone()
    return row and bytes(row[0])


def is_done(connection: sqlite3.Connection, command_id: bytes) -> bool:
    """Whether a command is in the book."""
    statement = "SELECT 1 FROM operations WHERE command = ? LIMIT 1"
    return connection.execute(statement, (command_id,)).fetchone() is not None


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
    for shape, changes in apply_command(connection, target, backward=action == "undo"):
        added = sum(before is None for _, before, _ in changes)
        deleted = sum(after is None for _, _, after in changes)
        counts[shape.name] = counts[shape.name].plus(added, len(changes) - added - deleted, deleted)
        if shape.name in FACTS:
            results.note_changes(connection, shape.name, changes)
    recorder.close(action, target, entry.title, {}, counts)
    connection.execute("UPDATE steps SET undone = ? WHERE command = ?", (int(action == "undo"), target))
    return Changes(recorder.command_id, dict(counts))


def apply_command(
    connection: sqlite3.Connection, command_id: bytes, *, backward: bool
) -> Iterator[tuple[TableShape, list[Any]]]:
    """Do a command's operations again, or take them back in reverse, and give each one's rows before and after."""
    order = "DESC" if backward else "ASC"
    numbers = connection.execute(
        f"SELECT id FROM operations WHERE command = ? AND entity <> '{COMMAND}' ORDER BY seq {order}",  # noqa: S608
        (command_id,),
    ).fetchall()
    for (number,) in numbers:
        operation = connection.execute(
            "SELECT kind, entity, before, after FROM operations WHERE id = ?", (number,)
        ).fetchone()
        yield from apply_operation(connection, *operation, backward=backward)


def apply_operation(
    connection: sqlite3.Connection, kind: str, entity: str, before: bytes | None, after: bytes | None, *, backward: bool
) -> Iterator[tuple[TableShape, list[Any]]]:
    """Apply one operation's rows, and give what they were and what they are.

    Raises ValueError where the book does not hold what the history says.
    """
    shape = SHAPES.get(entity)
    if shape is None:
        return
    if backward:
        kind = {ADD: DELETE, DELETE: ADD}.get(kind, kind)
        before, after = after, before
    if kind == ADD:
        yield shape, _add(connection, shape, _image(after))
    elif kind == DELETE:
        yield shape, _delete(connection, shape, _image(before))
    elif kind == UPDATE:
        # A row that was changed twice in one batch goes back through both states.
        image = _image(after)
        yield shape, _update(connection, shape, image, image.rows[::-1] if backward else image.rows)


def _image(data: bytes | None) -> Image:
    if data is None:
        raise ValueError("an operation without its rows")
    return Image.unpack(data)


def _add(connection: sqlite3.Connection, shape: TableShape, image: Image) -> list[Any]:
    names = ["id", "uid", *image.columns]
    columns = ", ".join(f'"{_known(shape, name)}"' for name in names)
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {shape.name} ({columns}) VALUES ({marks})"  # noqa: S608
    connection.executemany(statement, image.rows)
    if image.columns == shape.columns:
        return [(row[0], None, dict(zip(shape.columns, row[2:], strict=True))) for row in image.rows]
    present = rows_by_id(connection, shape, [row[0] for row in image.rows])
    return [(number, None, _columns(shape, row)) for number, row in present.items()]


def _delete(connection: sqlite3.Connection, shape: TableShape, image: Image) -> list[Any]:
    present = rows_by_id(connection, shape, [row[0] for row in image.rows])
    if len(present) < len(image.rows):
        raise ValueError(f"rows of {shape.name} that the history knows are gone")
    connection.executemany(shape.delete, [(row[0],) for row in image.rows])
    return [(row[0], _columns(shape, present[row[0]]), None) for row in image.rows]


def _update(
    connection: sqlite3.Connection, shape: TableShape, image: Image, rows: Sequence[tuple[Any, ...]]
) -> list[Any]:
    present = rows_by_id(connection, shape, [row[0] for row in rows])
    names = [_known(shape, name) for name in image.columns]
    if any(row[0] not in present for row in rows):
        raise ValueError(f"rows of {shape.name} that the history knows are gone")
    connection.executemany(shape.update(names), [(*row[2:], row[0]) for row in rows])
    changes = []
    states = {number: _columns(shape, row) for number, row in present.items()}
    for row in rows:
        old = states[row[0]]
        new = {**old, **dict(zip(names, row[2:], strict=True))}
        states[row[0]] = new
        changes.append((row[0], old, new))
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
