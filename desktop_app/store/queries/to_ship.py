"""Paid order lines that wait for dispatch, and the lots that each would be drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Goods of one product for one order line: from `lot`, or where that is None still owed."""

    account: str
    order_id: str
    line: int
    ordered_at: int
    country: str | None
    sku: str
    product: str
    unit: str
    lot: str | None
    grade: str | None
    best_before: str | None
    quantity_milli: int


_WAITING = "s.status = 'paid' AND s.shipped_on IS NULL"
_LINE = "s.account, s.order_id, s.line, s.ordered_at, s.country, p.sku, p.name, p.unit"


def picks(book: Book) -> list[Pick]:
    """Give what the waiting lines take, by product and lot, as the kept results have drawn it.

    Lines of before the book's stock began draw nothing: they are given with their own quantity and no lot.
    """
    drawn = book.connection.execute(
        f"SELECT {_LINE}, k.code, CASE k.lot_ref % 2 WHEN 0"  # noqa: S608
        " THEN (SELECT grade FROM lots WHERE id = k.lot_ref / 2)"
        " ELSE (SELECT grade FROM repacks WHERE id = k.lot_ref / 2) END,"
        " k.best_before, sum(m.quantity)"
        " FROM sales s JOIN kept_moves m ON m.line_id = s.id JOIN products p ON p.id = m.product_id"
        f" JOIN kept_lots k ON k.lot_ref = m.lot_ref WHERE {_WAITING}"
        " GROUP BY s.id, m.product_id, m.lot_ref HAVING sum(m.quantity) > 0"
    )
    owed = book.connection.execute(
        f"SELECT {_LINE}, NULL, NULL, NULL, sum(o.quantity)"  # noqa: S608
        " FROM sales s JOIN kept_owed o ON o.line_id = s.id JOIN products p ON p.id = o.product_id"
        f" WHERE {_WAITING} GROUP BY s.id, o.product_id HAVING sum(o.quantity) > 0"
    )
    bare = book.connection.execute(
        f"SELECT {_LINE}, s.lot, NULL, NULL, s.quantity_milli FROM sales s JOIN products p ON p.sku = s.sku"  # noqa: S608
        f" WHERE {_WAITING} AND NOT EXISTS (SELECT 1 FROM kept_moves m WHERE m.line_id = s.id)"
        " AND NOT EXISTS (SELECT 1 FROM kept_owed o WHERE o.line_id = s.id)"
    )
    names = tuple(Pick.__dataclass_fields__)
    return [Pick(**dict(zip(names, row, strict=True))) for rows in (drawn, owed, bare) for row in rows]
