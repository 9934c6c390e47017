"""Sums of everything that is money or quantity in a book: two copies of it agree on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store.tables.shapes import FACTS, quoted

if TYPE_CHECKING:
    import sqlite3

_SUMMED: Final = ("_minor", "_milli", "_mg", "_e8")


def sums_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Give the number of rows of each table of facts and the exact sum of each of its amounts, as texts.

    Tables and columns that the database does not have are left out.
    """
    sums = {}
    for shape in FACTS.values():
        present = {
            name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (shape.name,))
        }
        if not present:
            continue
        columns = [name for name in shape.columns if name in present and name.endswith(_SUMMED)]
        # In two halves: a sum of integers that passes 2⁶³ is an error in SQLite.
        parts = [f"sum({quoted(name)} >> 32), sum({quoted(name)} & 0xFFFFFFFF)" for name in columns]
        statement = f"SELECT {', '.join(['count(*)', *parts])} FROM {shape.name}"  # noqa: S608
        row = connection.execute(statement).fetchone()
        sums[shape.name] = str(row[0])
        for index, name in enumerate(columns):
            high, low = row[1 + 2 * index] or 0, row[2 + 2 * index] or 0
            sums[f"{shape.name}.{name}"] = str((high << 32) + low)
    return sums
