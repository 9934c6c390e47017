"""What imports of platform files look up: orders, returns and waiting rows, many at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.tables.shapes import FACTS, WORKINGS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.store.database import Book


def lines_of_orders(book: Book, account: str, order_ids: Iterable[str]) -> list[OrderLine]:
    """Return the lines of these orders of an account."""
    return _facts(book, "sales", "account = ? AND order_id", (account,), order_ids)


def returns_of_orders(book: Book, account: str, order_ids: Iterable[str]) -> list[Return]:
    """Return the returns on these orders of an account."""
    return _facts(book, "returns", "account = ? AND order_id", (account,), order_ids)


def lines_by_tracking(book: Book, trackings: Iterable[str]) -> list[OrderLine]:
    """Return the order lines that were sent under these tracking numbers."""
    return _facts(book, "sales", "tracking", (), trackings)


def lines_by_order(book: Book, order_ids: Iterable[str]) -> list[OrderLine]:
    """Return the lines of these orders, of every account that has them."""
    return _facts(book, "sales", "order_id", (), order_ids)


def workings_of_orders(
    book: Book, table: str, account: str, order_ids: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the rows that a table beside the facts keeps for these orders of an account."""
    shape = WORKINGS[table]
    condition = "account = ? AND order_id IN (SELECT value FROM json_each(?))"
    rows = book.connection.execute(
        f"{shape.select} WHERE {condition} ORDER BY id", (account, json.dumps(list(order_ids)))
    )
    return [dict(zip(shape.columns, row[2:], strict=True)) for row in rows]


def workings_where(book: Book, table: str, **equal: str) -> list[dict[str, Any]]:
    """Return the rows of a table beside the facts whose columns have these values."""
    shape = WORKINGS[table]
    condition = " AND ".join(f"{quoted(name)} = ?" for name in equal) or "1"
    rows = book.connection.execute(f"{shape.select} WHERE {condition} ORDER BY id", tuple(equal.values()))
    return [dict(zip(shape.columns, row[2:], strict=True)) for row in rows]


def _facts(
    book: Book, kind: str, condition: str, values: tuple[Any, ...], wanted: Iterable[str]
) -> list[Any]:
    rows = book.connection.execute(
        f"{FACTS[kind].select} WHERE {condition} IN (SELECT value FROM json_each(?)) ORDER BY id",  # noqa: S608
        (*values, json.dumps(list(wanted))),
    ).fetchall()
    return codec_for(KIND[kind]).decode([row[2:] for row in rows])
