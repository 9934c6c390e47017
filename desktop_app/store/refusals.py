"""Why SQLite refused a row, found out after the fact and said as a class with data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.errors import (
    RecordError,
    StillReferencedError,
    UnknownReferenceError,
    UnstorableValueError,
)
from desktop_app.store.tables.shapes import SHAPES, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from desktop_app.store.tables.shapes import TableShape

_LARGEST: Final = 2**63 - 1


def explain_refusal(
    connection: sqlite3.Connection, shape: TableShape, rows: Sequence[Sequence[Any]], error: Exception
) -> RecordError:
    """Give the error to raise for rows that could not be written."""
    for row in rows:
        for name, value in zip(shape.columns, row, strict=True):
            if not _storable(value):
                return UnstorableValueError(shape.name, _key(shape, row), name)
    if "FOREIGN KEY" in str(error):
        for column, table, target in _references(connection, shape):
            position = shape.columns.index(column)
            statement = f"SELECT 1 FROM {table} WHERE {quoted(target)} = ?"  # noqa: S608
            known: dict[Any, bool] = {None: True}
            for row in rows:
                value = row[position]
                if value not in known:
                    known[value] = connection.execute(statement, (value,)).fetchone() is not None
                if not known[value]:
                    return UnknownReferenceError(shape.name, _key(shape, row), column, value)
    # STRICT, NOT NULL and CHECK name the column as `table.column`.
    field = str(error).rpartition(f"{shape.name}.")[2].partition(" ")[0]
    return UnstorableValueError(shape.name, _key(shape, rows[0]), field if field in shape.columns else "")


def explain_deletion(
    connection: sqlite3.Connection, shape: TableShape, row: Sequence[Any]
) -> StillReferencedError:
    """Give the error to raise for a row (without id and uid) that others still name."""
    key = _key(shape, row)
    for other in SHAPES.values():
        for column, table, target in _references(connection, other):
            if table == shape.name:
                statement = f"SELECT 1 FROM {other.name} WHERE {quoted(column)} = ? LIMIT 1"  # noqa: S608
                if connection.execute(statement, (row[shape.columns.index(target)],)).fetchone():
                    return StillReferencedError(shape.name, key, other.name)
    return StillReferencedError(shape.name, key, "")


def _references(connection: sqlite3.Connection, shape: TableShape) -> list[tuple[str, str, str]]:
    """Give a table's references: column, table referred to, its column."""
    return list(
        connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (shape.name,))
    )


def _storable(value: object) -> bool:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return False
        return True
    if isinstance(value, int):
        return -_LARGEST - 1 <= value <= _LARGEST
    return value is None or isinstance(value, bytes)


def _key(shape: TableShape, row: Sequence[Any]) -> tuple[object, ...]:
    return tuple(row[position] for position in shape.key_positions)
