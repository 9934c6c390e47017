"""What a book's double-entry journal is made of: kept results and facts, each in order of day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.stock_order import StockRank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.database import Book


class SalePosting(NamedTuple):
    """One order line in the book's currency; None: a rate is missing. `estimated_goods` came from no lot."""

    day: str
    account: str
    order_id: str
    line: int
    session: str | None
    sku: str
    currency: str
    gross: int | None
    discount: int | None
    shipping_income: int | None
    tax: int | None
    fee: int | None
    packaging: int
    estimated_goods: int


class ReturnPosting(NamedTuple):
    """One return; `refunds` and `fee_refunded` were converted at the rate of `order_day`."""

    moment: int
    order_day: str
    return_id: str
    account: str
    session: str | None
    currency: str
    refunds: int | None
    fee_refunded: int | None
    return_costs: int | None


class PartPosting(NamedTuple):
    """A part of a leg's or promotion's cost borne by one session, or by none."""

    day: str
    paid_on: str | None
    code: str
    name: str | None
    currency: str
    session: str | None
    amount: int | None


class MovePosting(NamedTuple):
    """A cost that left a lot's product at a moment (below 0: came back).

    `entry`, `kind` and `entry_session` are those of a stock entry, `order_id`, `line` and `session` of a
    sale; `rank` is a StockRank.
    """

    moment: int
    rank: int
    sku: str
    lot: str
    cost: int
    order_id: str | None
    line: int | None
    session: str | None
    entry: str | None
    kind: str | None
    entry_session: str | None


class LotPosting(NamedTuple):
    """A lot that came in from outside."""

    day: str
    lot: str
    sku: str
    total_cost: int
    supplier: str | None


class RepackPosting(NamedTuple):
    """A new lot of a repack with the cost that it took over."""

    moment: int
    repack: str
    from_lot: str
    lot: str
    sku: str
    total_cost: int


class SessionPosting(NamedTuple):
    """What a session's host and the like cost."""

    started_at: int
    session: str
    title: str | None
    host: str | None
    amount: int


class OverheadPosting(NamedTuple):
    """A cost of running the trade."""

    day: str
    paid_on: str | None
    entry: str
    kind: str | None
    currency: str
    amount: int | None


def sales(book: Book) -> Iterator[SalePosting]:
    """Give the order lines that count, or were cancelled after dispatch."""
    return map(
        SalePosting._make,
        book.connection.execute(
            """SELECT k.day, s.account, s.order_id, s.line, c.session, s.sku, s.currency, k.gross, k.discount,
            k.shipping_income, k.tax, k.fee, k.packaging,
            k.goods - (SELECT coalesce(sum(m.cost), 0) FROM kept_moves m WHERE m.line_id = k.line_id)
            FROM kept_lines k JOIN sales s ON s.id = k.line_id LEFT JOIN sessions c ON c.id = k.session_id
            ORDER BY k.day, s.order_id, s.account, s.line"""
        ),
    )


def returns(book: Book) -> Iterator[ReturnPosting]:
    """Give the returns that count, by the moment at which they happened."""
    return map(
        ReturnPosting._make,
        book.connection.execute(
            """SELECT r.returned_at, l.day, r.return_id, r.account, c.session, s.currency, k.refunds,
            k.fee_refunded, k.return_costs
            FROM kept_returns k JOIN returns r ON r.id = k.return_id JOIN sales s ON s.id = k.line_id
            JOIN kept_lines l ON l.line_id = k.line_id LEFT JOIN sessions c ON c.id = k.session_id
            ORDER BY r.returned_at, r.return_id"""
        ),
    )


def leg_parts(book: Book) -> Iterator[PartPosting]:
    """Give, leg by leg, what each session bears of it."""
    return map(
        PartPosting._make,
        book.connection.execute(
            """SELECT l."on", l.paid_on, l.shipment || ' ' || l.leg, l.carrier, l.currency, c.session,
            CASE WHEN count(*) = count(p.amount) THEN sum(p.amount) END
            FROM kept_leg_parts p JOIN shipping l ON l.id = p.leg_id
            LEFT JOIN sessions c ON c.id = p.session_id
            GROUP BY p.leg_id, p.session_id ORDER BY l."on", p.leg_id, p.session_id"""
        ),
    )


def promotion_parts(book: Book) -> Iterator[PartPosting]:
    """Give, promotion by promotion, what each session bears of it; the day is that of its rate."""
    return map(
        PartPosting._make,
        book.connection.execute(
            """SELECT k.day, p.paid_on, p.promotion, p.supplier, p.currency, c.session, k.amount
            FROM kept_promotion_parts k JOIN promotions p ON p.id = k.promotion_id
            LEFT JOIN sessions c ON c.id = k.session_id ORDER BY k.day, k.promotion_id, k.session_id"""
        ),
    )


def moves(book: Book) -> Iterator[MovePosting]:
    """Give what left the lots for sales and stock entries, and came back; repacks are `repacks`."""
    return map(
        MovePosting._make,
        book.connection.execute(
            """SELECT m.moment, m.rank, p.sku, l.code, m.cost, s.order_id, s.line, c.session,
            e.entry, e.kind, e.session
            FROM kept_moves m JOIN kept_lots l ON l.lot_ref = m.lot_ref JOIN products p ON p.id = m.product_id
            LEFT JOIN sales s ON s.id = m.line_id LEFT JOIN kept_lines k ON k.line_id = m.line_id
            LEFT JOIN sessions c ON c.id = k.session_id
            LEFT JOIN stock e ON e.id = m.source AND m.line_id IS NULL
            WHERE m.lot_ref IS NOT NULL AND m.cost <> 0 AND m.rank <> ? ORDER BY m.moment, m.id""",
            (StockRank.REPACK,),
        ),
    )


def lots(book: Book) -> Iterator[LotPosting]:
    """Give the lots that came in from outside."""
    return map(
        LotPosting._make,
        book.connection.execute(
            "SELECT received_on, lot, sku, total_cost_minor, supplier FROM lots ORDER BY received_on, id"
        ),
    )


def repacks(book: Book) -> Iterator[RepackPosting]:
    """Give the lots that repacks made."""
    return map(
        RepackPosting._make,
        book.connection.execute(
            """SELECT r.occurred_at, r.repack, r.from_lot, r.lot, r.sku, k.total_cost
            FROM repacks r JOIN kept_lots k ON k.lot_ref = 2 * r.id + 1 ORDER BY r.occurred_at, r.id"""
        ),
    )


def session_costs(book: Book) -> Iterator[SessionPosting]:
    """Give what hosts and the like cost."""
    return map(
        SessionPosting._make,
        book.connection.execute(
            """SELECT started_at, session, title, host,
            coalesce(host_pay_minor, 0) + coalesce(other_cost_minor, 0)
            FROM sessions WHERE coalesce(host_pay_minor, 0) + coalesce(other_cost_minor, 0) <> 0
            ORDER BY started_at, id"""
        ),
    )


def overheads(book: Book) -> Iterator[OverheadPosting]:
    """Give the costs that belong to no session."""
    return map(
        OverheadPosting._make,
        book.connection.execute(
            """SELECT k.day, o.paid_on, o.entry, o.kind, o.currency, k.amount
            FROM kept_overheads k JOIN overheads o ON o.id = k.overhead_id ORDER BY k.day, o.id"""
        ),
    )


def product_of_lots(book: Book) -> dict[str, str]:
    """Give the SKU of every lot, a repack's too."""
    return dict(book.connection.execute("SELECT lot, sku FROM lots UNION ALL SELECT lot, sku FROM repacks"))
