"""Order lines and returns found by their order, for imports that know no line number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.store.database import Book


def lines_of_order(book: Book, order_id: str) -> list[OrderLine]:
    """Return the lines of an order id, of every account that has it, by account and line."""
    return _select(book, "sales", "order_id = ? ORDER BY account, line", (order_id,))


def lines_of_orders(book: Book, order_ids: Iterable[str]) -> dict[str, list[OrderLine]]:
    """Return the lines of many order ids, of every account that has them; an empty list where none has."""
    found: dict[str, list[OrderLine]] = {order_id: [] for order_id in order_ids}
    wanted = json.dumps(list(found), ensure_ascii=False)
    for line in _select(book, "sales", "order_id IN (SELECT value FROM json_each(?))", (wanted,)):
        found[line.order_id].append(line)
    return found


def returns_on_line(book: Book, account: str, order_id: str, line: int) -> list[Return]:
    """Return the returns on one order line, as written."""
    return _select(
        book, "returns", "account = ? AND order_id = ? AND line = ? ORDER BY id", (account, order_id, line)
    )


def _select(book: Book, kind: str, condition: str, values: tuple[Any, ...]) -> list[Any]:
    rows = book.connection.execute(f"{FACTS[kind].select} WHERE {condition}", values).fetchall()
    return codec_for(KIND[kind]).decode([row[2:] for row in rows])
