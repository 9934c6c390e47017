"""The facts made again from the history alone, to hold against the facts that stand in the book."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING

from desktop_app.store.history import apply_operation, operations_of
from desktop_app.store.migrations import migrate
from desktop_app.store.recording import COMMAND
from desktop_app.store.tables.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def facts_from_history(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Give a temporary database whose tables were filled by doing every operation again, in order.

    Raises ValueError, KeyError, TypeError or sqlite3.Error where the history cannot be done again.
    """
    # An empty name is a file of SQLite's own that spills to disk and is erased at the end.
    rebuilt = sqlite3.connect("", isolation_level=None)
    try:
        rebuilt.execute("PRAGMA foreign_keys = OFF")
        migrate(rebuilt)
        rebuilt.execute("BEGIN")
        numbers = connection.execute("SELECT id FROM operations ORDER BY id")
        for (number,) in numbers.fetchall():
            kind, entity, of, before, after = connection.execute(
                "SELECT kind, entity, entity_id, before, after FROM operations WHERE id = ?", (number,)
            ).fetchone()
            if entity != COMMAND:
                apply_operation(rebuilt, (kind, entity, before, after), backward=False)
            elif of is not None:
                backward = kind == "undo"
                for operation in operations_of(connection, of, backward=backward):
                    apply_operation(rebuilt, operation, backward=backward)
        rebuilt.execute("COMMIT")
        yield rebuilt
    finally:
        rebuilt.close()


def differing_tables(connection: sqlite3.Connection, rebuilt: sqlite3.Connection) -> list[str]:
    """Give the tables whose rows, ids and uids included, are not the same in both databases."""
    different = []
    for shape in SHAPES.values():
        statement = f"{shape.select} ORDER BY id"
        if any(
            one != other
            for one, other in zip_longest(connection.execute(statement), rebuilt.execute(statement))
        ):
            different.append(shape.name)
    return different
