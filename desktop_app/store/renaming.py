"""Giving a record another code: the record, and every row that names it, by reference or in a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.errors import KeyTakenError
from desktop_app.store.tables.shapes import FACTS, SHAPES, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from desktop_app.store.rows import Row, RowWriter
    from desktop_app.store.tables.shapes import TableShape

_TOGETHER: Final = 4096

# What names a key besides foreign keys: (kind, its key column) → (table, column), each a plain code.
_CODES: Final[dict[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("lots", "lot"): (("sales", "lot"), ("stock", "lot"), ("repacks", "from_lot")),
    ("repacks", "lot"): (("sales", "lot"), ("stock", "lot"), ("repacks", "from_lot")),
    # What a live claim holds is known by the account's present name.
    ("accounts", "account"): (("claim_lines", "account"), ("file_shapes", "account")),
}
# What evidence is tied to beside a record's own key: (kind, its key column) → (target, place in its key).
_TIES: Final[dict[tuple[str, str], tuple[tuple[str, int], ...]]] = {
    ("accounts", "account"): (("orders", 0), ("sales", 0), ("settlements", 1), ("fee_rates", 0)),
    ("products", "sku"): (("product_names", 0),),
}
# … and the lists of codes or of objects: (kind, its key column) → (table, column, the objects' field).
_LISTS: Final[dict[tuple[str, str], tuple[tuple[str, str, str], ...]]] = {
    ("products", "sku"): (("products", "components", "sku"),),
    ("sessions", "session"): (("promotions", "sessions", "session"), ("shipping", "sessions", "")),
    ("settlements", "settlement"): (("payouts", "settlements", ""),),
}


def rename_key(
    connection: sqlite3.Connection, rows: RowWriter, shape: TableShape, row: Row, new_key: Sequence[Any]
) -> None:
    """Give `row` (id, uid, values) a new key and let whatever names it follow.

    Every row touched is in the history with what it held, so that a rename is undone exactly.
    Raises KeyTakenError.
    """
    old_key = [row[position + 2] for position in shape.key_positions]
    if list(new_key) == old_key:
        return
    if rows.find(shape, new_key) is not None:
        raise KeyTakenError(shape.name, tuple(new_key))
    # Foreign keys cascade the moment the record changes: what they will touch is read before.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    renamed = list(row)
    followers: list[tuple[TableShape, list[tuple[Row, Row]]]] = []
    for name, position, old, new in zip(shape.key, shape.key_positions, old_key, new_key, strict=True):
        renamed[position + 2] = new
        if old != new:
            followers += _followers(connection, shape, name, old, new)
    own = (row, tuple(renamed))
    for other, pairs in _merged([(shape, [own]), *followers]):
        for start in range(0, len(pairs), _TOGETHER):
            rows.update(other, pairs[start : start + _TOGETHER])


def _followers(
    connection: sqlite3.Connection, shape: TableShape, name: str, old: Any, new: Any
) -> list[tuple[TableShape, list[tuple[Row, Row]]]]:
    """Give the rows that name `old`, as they are and as they will be."""
    found = []
    for other in SHAPES.values():
        references = connection.execute(
            'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (other.name,)
        )
        for column, table, target in references.fetchall():
            if (table, target) == (shape.name, name):
                found.append(_with_column(connection, other, column, old, lambda _: new))
    for table, column in _CODES.get((shape.name, name), ()):
        found.append(_with_column(connection, SHAPES[table], column, old, lambda _: new))
    found.append(_ties(connection, shape, name, old, new))
    for table, column, field in _LISTS.get((shape.name, name), ()):
        other = FACTS[table]
        position = other.columns.index(column) + 2
        pairs = []
        written = json.dumps(old, ensure_ascii=False)
        likely = connection.execute(f"{other.select} WHERE instr({quoted(column)}, ?)", (written,))
        for row in likely.fetchall():
            changed = _renamed_in_list(row[position], field, old, new)
            if changed != row[position]:
                pairs.append((row, (*row[:position], changed, *row[position + 1 :])))
        found.append((other, pairs))
    return found


def _ties(
    connection: sqlite3.Connection, shape: TableShape, name: str, old: Any, new: Any
) -> tuple[TableShape, list[tuple[Row, Row]]]:
    """Give the ties of evidence whose target's key names `old`, as they are and as they will be."""
    links = SHAPES["evidence_links"]
    position = links.columns.index("target_key") + 2
    pairs = []
    for target, place in ((shape.name, shape.key.index(name)), *_TIES.get((shape.name, name), ())):
        rows = connection.execute(
            f"{links.select} WHERE target = ? AND json_extract(target_key, ?) = ?",
            (target, f"$[{place}]", old),
        )
        for row in rows.fetchall():
            key = json.loads(row[position])
            key[place] = new
            text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
            pairs.append((row, (*row[:position], text, *row[position + 1 :])))
    return links, pairs


def _with_column(
    connection: sqlite3.Connection, shape: TableShape, column: str, old: Any, change: Callable[[Any], Any]
) -> tuple[TableShape, list[tuple[Row, Row]]]:
    position = shape.columns.index(column) + 2
    rows = connection.execute(f"{shape.select} WHERE {quoted(column)} = ?", (old,)).fetchall()
    return shape, [(row, (*row[:position], change(row[position]), *row[position + 1 :])) for row in rows]


def _renamed_in_list(text: str, field: str, old: str, new: str) -> str:
    """Rename a code in a JSON list of codes, or in a field of its objects."""
    items = json.loads(text)
    if field:
        items = [{**item, field: new} if item.get(field) == old else item for item in items]
    else:
        items = [new if item == old else item for item in items]
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def _merged(
    changes: Sequence[tuple[TableShape, list[tuple[Row, Row]]]],
) -> list[tuple[TableShape, list[tuple[Row, Row]]]]:
    """Bring several changes of one row together, the record itself first."""
    tables: dict[str, dict[int, tuple[Row, Row]]] = {}
    for shape, pairs in changes:
        merged = tables.setdefault(shape.name, {})
        for old, new in pairs:
            earlier = merged.get(old[0])
            if earlier is None:
                merged[old[0]] = (old, new)
            else:
                both = tuple(n if n != o else e for o, e, n in zip(old, earlier[1], new, strict=True))
                merged[old[0]] = (old, both)
    return [(SHAPES[name], list(pairs.values())) for name, pairs in tables.items() if pairs]
