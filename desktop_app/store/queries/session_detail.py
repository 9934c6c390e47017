"""The amounts behind each row of a session's statement: each query adds up to its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from desktop_app.store.database import Book


class LineAmount(NamedTuple):
    """One order line's part of a row; `amount` in the book's currency, None: a rate is missing."""

    order_id: str
    ordered_at: int
    sku: str
    name: str
    quantity_milli: int
    amount: int | None


class DrawAmount(NamedTuple):
    """Goods of one line out of one lot (None: not there yet, estimated)."""

    order_id: str
    ordered_at: int
    sku: str
    lot: str | None
    quantity_milli: int
    amount: int | None


class ReturnAmount(NamedTuple):
    """One return's part of a row."""

    return_id: str
    order_id: str
    returned_at: int
    sku: str
    reason: str | None
    amount: int | None


class LegAmount(NamedTuple):
    """What this session's lines bear of one leg."""

    shipment: str
    leg: str
    day: str
    carrier: str | None
    lines: int
    amount: int | None


class PromotionAmount(NamedTuple):
    """What this session bears of one promotion."""

    promotion: str
    day: str
    kind: str | None
    supplier: str | None
    amount: int | None


class SampleAmount(NamedTuple):
    """One sample or gift given in this session."""

    entry: str
    occurred_at: int
    kind: str
    lot: str
    sku: str
    quantity_milli: int
    amount: int


_LINE_COLUMNS: Final = {
    "gross_sales": "k.gross",
    "seller_discount": "k.discount",
    "shipping_income": "k.shipping_income",
    "taxes": "k.tax",
    "platform_fees": "k.fee",
    "packaging": "k.packaging",
}
"""Rows of the statement that are sums over lines, with the kept column each adds up."""

_RETURN_COLUMNS: Final = {
    "refunds": "k.refunds",
    "platform_fees": "-k.fee_refunded",
    "return_costs": "k.return_costs",
}
"""Rows that returns enter."""


def line_amounts(book: Book, session: str, key: str) -> list[LineAmount]:
    """Give the lines that make up a row, largest first; lines of 0 are left out.

    Raises KeyError for a row that is no sum over lines.
    """
    column = _LINE_COLUMNS[key]
    # The column is one of ours, never a text from outside.
    rows = book.connection.execute(
        f"""SELECT s.order_id, s.ordered_at, s.sku, p.name, s.quantity_milli, {column} AS amount
        FROM kept_lines k JOIN sales s ON s.id = k.line_id JOIN products p ON p.sku = s.sku
        WHERE k.session_id = (SELECT id FROM sessions WHERE session = ?)
        AND (k.counts OR ? = 'packaging') AND (amount IS NULL OR amount <> 0)
        ORDER BY amount IS NOT NULL, abs(amount) DESC, s.ordered_at, s.id""",  # noqa: S608
        (session, key),
    )
    return [LineAmount._make(row) for row in rows]


def return_amounts(book: Book, session: str, key: str) -> list[ReturnAmount]:
    """Give the returns that enter a row, largest first; none for a row that returns do not touch."""
    column = _RETURN_COLUMNS.get(key)
    if column is None:
        return []
    # The column is one of ours, never a text from outside.
    rows = book.connection.execute(
        f"""SELECT r.return_id, r.order_id, r.returned_at, s.sku, r.reason, {column} AS amount
        FROM kept_returns k JOIN returns r ON r.id = k.return_id JOIN sales s ON s.id = k.line_id
        WHERE k.session_id = (SELECT id FROM sessions WHERE session = ?) AND (amount IS NULL OR amount <> 0)
        ORDER BY amount IS NOT NULL, abs(amount) DESC, r.returned_at, r.id""",  # noqa: S608
        (session,),
    )
    return [ReturnAmount._make(row) for row in rows]


def draw_amounts(book: Book, session: str) -> list[DrawAmount]:
    """Give the goods of the session's lines by line and lot, what is still owed at its estimate."""
    rows = book.connection.execute(
        """SELECT s.order_id, s.ordered_at, p.sku, l.code, sum(m.quantity) AS drawn, sum(m.cost) AS amount
        FROM kept_lines k JOIN kept_moves m ON m.line_id = k.line_id
        JOIN kept_lots l ON l.lot_ref = m.lot_ref
        JOIN sales s ON s.id = k.line_id JOIN products p ON p.id = m.product_id
        WHERE k.session_id = (SELECT id FROM sessions WHERE session = ?)
        GROUP BY k.line_id, m.product_id, m.lot_ref HAVING amount <> 0 OR drawn <> 0
        ORDER BY amount DESC, s.ordered_at""",
        (session,),
    )
    drawn = [DrawAmount._make(row) for row in rows]
    # What no lot has given yet is the rest of the line's cost: owed goods at the latest known cost.
    rows = book.connection.execute(
        """SELECT s.order_id, s.ordered_at, s.sku, NULL,
        (SELECT coalesce(sum(w.quantity), 0) FROM kept_owed w WHERE w.line_id = k.line_id),
        k.goods - (SELECT coalesce(sum(m.cost), 0) FROM kept_moves m WHERE m.line_id = k.line_id) AS amount
        FROM kept_lines k JOIN sales s ON s.id = k.line_id
        WHERE k.session_id = (SELECT id FROM sessions WHERE session = ?) AND amount <> 0
        ORDER BY s.ordered_at""",
        (session,),
    )
    return drawn + [DrawAmount._make(row) for row in rows]


def leg_amounts(book: Book, session: str) -> list[LegAmount]:
    """Give what the session bears of each leg, in order of day."""
    rows = book.connection.execute(
        """SELECT l.shipment, l.leg, l."on", l.carrier, count(nullif(p.line_id, 0)),
        CASE WHEN count(*) = count(p.amount) THEN sum(p.amount) END
        FROM kept_leg_parts p JOIN shipping l ON l.id = p.leg_id
        WHERE p.session_id = (SELECT id FROM sessions WHERE session = ?)
        GROUP BY p.leg_id ORDER BY l."on", l.id""",
        (session,),
    )
    return [LegAmount._make(row) for row in rows]


def promotion_amounts(book: Book, session: str) -> list[PromotionAmount]:
    """Give what the session bears of each promotion, in order of day."""
    rows = book.connection.execute(
        """SELECT p.promotion, k.day, p.kind, p.supplier, k.amount
        FROM kept_promotion_parts k JOIN promotions p ON p.id = k.promotion_id
        WHERE k.session_id = (SELECT id FROM sessions WHERE session = ?) ORDER BY k.day, p.id""",
        (session,),
    )
    return [PromotionAmount._make(row) for row in rows]


def sample_amounts(book: Book, session: str) -> list[SampleAmount]:
    """Give the samples and gifts of the session at what they cost."""
    rows = book.connection.execute(
        """SELECT e.entry, e.occurred_at, e.kind, e.lot, p.sku, m.quantity, m.cost
        FROM stock e JOIN kept_moves m ON m.source = e.id AND m.line_id IS NULL AND m.rank IN (3, 4)
        JOIN products p ON p.id = m.product_id
        WHERE e.session = ? AND e.kind IN ('sample', 'gift') ORDER BY e.occurred_at, e.id""",
        (session,),
    )
    return [SampleAmount._make(row) for row in rows]
