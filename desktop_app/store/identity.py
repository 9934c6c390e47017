"""Permanent unique ids of rows: derived where two laptops would write the same thing, random elsewhere."""

from __future__ import annotations

from hashlib import blake2b
from os import urandom
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from desktop_app.store.tables.shapes import TableShape

UID_BYTES: Final = 16
# Stands between the parts of a derived id; no code or id holds a control character.
_BETWEEN: Final = "\x1f"
# What says one thing about another record: written on two laptops it is the same.
_OF_ANOTHER: Final = frozenset({"fee_rates", "product_names", "rate_sources", "tariffs"})


def random_uids(count: int) -> list[bytes]:
    """Give `count` random ids of 16 bytes (UUID version 4)."""
    random = bytearray(urandom(UID_BYTES * count))
    for start in range(0, len(random), UID_BYTES):
        random[start + 6] = random[start + 6] & 0x0F | 0x40
        random[start + 8] = random[start + 8] & 0x3F | 0x80
    return [bytes(random[start : start + UID_BYTES]) for start in range(0, len(random), UID_BYTES)]


def order_line_uid(platform: str, account: str, order_id: str, line: int) -> bytes:
    """Give an order line's id: the same order imported on two laptops is one."""
    return derived_uid(platform, account, order_id, str(line))


def rate_uid(currency: str, day: str) -> bytes:
    """Give an exchange rate's id."""
    return derived_uid("rate", currency, day)


def derived_uid(*parts: str) -> bytes:
    """Give the id that follows from `parts`."""
    return blake2b(_BETWEEN.join(parts).encode("utf-8", "surrogatepass"), digest_size=UID_BYTES).digest()


def uids_for(connection: sqlite3.Connection, shape: TableShape, rows: Sequence[Sequence[Any]]) -> list[bytes]:
    """Give ids for new `rows` of a table, in order."""
    if shape.name == "sales":
        platforms = dict(connection.execute("SELECT account, platform FROM accounts"))
        order, line, account = (shape.columns.index(name) for name in ("order_id", "line", "account"))
        return [
            order_line_uid(platforms.get(row[account], ""), str(row[account]), str(row[order]), row[line])
            for row in rows
        ]
    if shape.name == "rates":
        currency, day = (shape.columns.index(name) for name in ("currency", "on"))
        return [rate_uid(row[currency], row[day]) for row in rows]
    if shape.name in _OF_ANOTHER:
        places = shape.key_positions
        return [derived_uid(shape.name, *(str(row[place]) for place in places)) for row in rows]
    return random_uids(len(rows))
