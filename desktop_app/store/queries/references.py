"""Which records name another one, by foreign key, in a list, or by code alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.domain.shipment import Leg
    from desktop_app.store.database import Book

OWNED: Final[dict[str, str]] = {"products": "product_names", "accounts": "fee_rates"}
"""Kinds whose records only say something about one other: they go with it, and come back with it."""

MOST: Final = 200
"""Records naming one that are looked at."""

# Kind named → (kind that names, condition on it with the named key's parts in order).
_PLAIN: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "products": (
        ("lots", "t.sku = ?1"),
        ("repacks", "t.sku = ?1"),
        ("sales", "t.sku = ?1"),
        ("returns", "t.sku = ?1"),
        ("products", "t.components LIKE '%\"sku\":' || json_quote(?1) || '%'"),
    ),
    "accounts": (
        ("sessions", "t.account = ?1"),
        ("sales", "t.account = ?1"),
        ("promotions", "t.account = ?1"),
        ("shipping", "t.account = ?1"),
        ("returns", "t.account = ?1"),
        ("settlements", "t.account = ?1"),
        ("payouts", "t.account = ?1"),
    ),
    "lots": (
        ("sales", "t.lot = ?1"),
        ("stock", "t.lot = ?1"),
        ("repacks", "t.from_lot = ?1"),
    ),
    "repacks": (
        ("sales", "t.lot = ?2"),
        ("stock", "t.lot = ?2"),
        ("repacks", "t.from_lot = ?2"),
    ),
    "sessions": (
        ("sales", "t.session = ?1"),
        ("stock", "t.session = ?1"),
        ("promotions", "t.sessions LIKE '%\"session\":' || json_quote(?1) || '%'"),
        ("shipping", "t.sessions LIKE '%' || json_quote(?1) || '%'"),
    ),
    "sales": (("returns", "t.account = ?1 AND t.order_id = ?2 AND t.line = ?3"),),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """A record that names another: its kind and key."""

    kind: str
    key: tuple[Any, ...]


def naming(book: Book, kind: str, key: Sequence[Any]) -> Iterator[Naming]:
    """Give the records that name the one of `key`, up to MOST of each kind."""
    values = codec_for(KIND[kind]).encode_key(key)
    for other, condition in _PLAIN.get(kind, ()):
        shape = FACTS[other]
        columns = ", ".join(f't."{name}"' for name in shape.columns)
        used = values[: max(int(mark) for mark in "123" if f"?{mark}" in condition)]
        rows = book.connection.execute(
            f"SELECT {columns} FROM {shape.name} t WHERE {condition} LIMIT {MOST}",  # noqa: S608
            used,
        ).fetchall()
        for record in codec_for(KIND[other]).decode(rows):
            found = KIND[other].key_of(record)
            if (other, found) != (kind, tuple(key)) and _names(record, kind, key):
                yield Naming(other, found)


def owned(book: Book, kind: str, key: Sequence[Any]) -> list[Any]:
    """Give the records that belong to the one of `key`: a product's other names, an account's dated rates."""
    other = OWNED.get(kind)
    if other is None:
        return []
    shape = FACTS[other]
    rows = book.connection.execute(
        f'{shape.select} WHERE "{shape.key[0]}" = ? ORDER BY "{shape.key[1]}"', tuple(key)
    ).fetchall()
    return codec_for(KIND[other]).decode([row[2:] for row in rows])


def legs_naming(book: Book, order_id: str) -> list[Leg]:
    """Give the legs that name an order."""
    rows = book.connection.execute(
        f"{FACTS['shipping'].select} WHERE instr(orders, ?)", (json.dumps(order_id, ensure_ascii=False),)
    ).fetchall()
    legs: list[Leg] = codec_for(KIND["shipping"]).decode([row[2:] for row in rows])
    return [leg for leg in legs if order_id in leg.orders]


def _names(record: Any, kind: str, key: Sequence[Any]) -> bool:
    """Whether a list really holds the key: what LIKE found may be part of a longer code."""
    if kind == "products" and getattr(record, "components", None):
        return any(part.sku == key[0] for part in record.components)
    sessions = getattr(record, "sessions", None)
    if kind == "sessions" and sessions is not None:
        return any(getattr(share, "session", share) == key[0] for share in sessions)
    return True
