"""Pricing and attributing stale order lines, with the returns on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.money import round_half_up
from desktop_app.domain.pricing import StatedLine, line_value, per_quantity, price_line
from desktop_app.domain.return_amounts import ReturnedLine, StatedReturn, return_amounts
from desktop_app.domain.statement import total
from desktop_app.store.results.flags import LineFlag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.store.results.workspace import ProductCard, Workspace

_CHUNK: Final = 2000
_UG_PER_MG_MILLI: Final = 1_000_000

_READ: Final = """
SELECT t.id, s.order_id, s.line, s.account, s.session, s.ordered_at, s.sku, s.quantity_milli,
    s.unit_price_minor,
    s.currency, s.seller_discount_minor, s.shipping_charged_minor, s.tax_minor, s.platform_fee_minor,
    s.status,
    s.shipped_on, s.delivered_on,
    s.settled_on IS NOT NULL OR EXISTS (SELECT 1 FROM settlements c WHERE c.account = s.account
        AND c.order_id = s.order_id AND (c.line IS NULL OR c.line = s.line)),
    k.session_id, k.day, k.product_id, k.counts, k.quantity, k.value
FROM stale_lines t LEFT JOIN sales s ON s.id = t.id LEFT JOIN kept_lines k ON k.line_id = t.id
WHERE t.id > ? ORDER BY t.id LIMIT ?
"""

_READ_RETURNS: Final = """
SELECT t.id, r.id, r.returned_at, r.quantity_milli, r.restocked_quantity_milli, r.reason, r.refund_minor,
    r.platform_reversed_minor, r.fee_refunded_minor, r.return_shipping_minor, r.return_shipping_currency,
    r.compensation_minor, r.compensation_currency
FROM stale_lines t CROSS JOIN sales s ON s.id = t.id
    CROSS JOIN returns r ON r.account = s.account AND r.order_id = s.order_id AND r.line = s.line
WHERE t.id > ? AND t.id <= ? ORDER BY r.id
"""

_KEPT: Final = f"INSERT OR REPLACE INTO kept_lines VALUES ({', '.join('?' * 24)})"  # noqa: S608
_KEPT_RETURN: Final = f"INSERT OR REPLACE INTO kept_returns VALUES ({', '.join('?' * 10)})"  # noqa: S608


class _Sale(NamedTuple):
    """A stale line's facts, and behind them what was kept of it before."""

    line_id: int
    order_id: str | None
    line: int
    account: str
    session: str | None
    ordered_at: int
    sku: str
    quantity: int
    unit_price: int
    currency: str
    discount: int
    shipping: int
    tax: int
    fee: int | None
    status: str
    shipped_on: str | None
    delivered_on: str | None
    settled: int
    old_session: int | None
    old_day: str
    old_product: int
    old_counts: int
    old_quantity: int
    old_value: int | None


class _Owners(NamedTuple):
    """Whose results a line's are: by id, session 0 for none."""

    session: int
    account: int
    product: int


class _Returned(NamedTuple):
    """What the returns of one line give back and cost together."""

    refunds: int | None = 0
    fee_refunded: int | None = 0
    costs: int | None = 0
    quantity: int = 0
    flags: int = 0


_NOTHING_BACK: Final = _Returned()


def refresh_lines(work: Workspace) -> Iterator[int]:
    """Price and attribute every stale line; yields the last id done after each chunk."""
    last = -1
    while rows := work.connection.execute(_READ, (last, _CHUNK)).fetchall():
        first, last = last, rows[-1][0]
        _Chunk(work).refresh([_Sale._make(row) for row in rows], first)
        yield last


class _Chunk:
    """The results of one chunk of lines, written together."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._lines: list[tuple[Any, ...]] = []
        self._returns: list[tuple[Any, ...]] = []
        self._gone: list[tuple[int]] = []
        self._moved: list[tuple[_Sale, int]] = []
        self._revalued: list[_Sale] = []

    def refresh(self, sales: list[_Sale], after: int) -> None:
        """Compute the lines whose ids follow `after` and write them."""
        work, execute = self._work, self._work.connection.execute
        span = (after, sales[-1].line_id)
        returns: dict[int, list[tuple[Any, ...]]] = {}
        for row in execute(_READ_RETURNS, span):
            returns.setdefault(row[0], []).append(row[1:])
        if not work.whole:
            self._forget_returns(span)
        for sale in sales:
            if sale.old_session is not None:
                work.dirty.add(sale.old_session, sale.old_day)
            if (
                sale.order_id is None
                or sale.status == "placed"
                or (sale.status == "cancelled" and sale.shipped_on is None)
            ):
                self._forget(sale)
            else:
                self._price(sale, returns.get(sale.line_id, ()))
        self._write(span)

    def _forget_returns(self, span: tuple[int, int]) -> None:
        stale = "line_id IN (SELECT id FROM stale_lines WHERE id > ? AND id <= ?)"
        loose = self._work.connection.execute(
            f"SELECT day FROM kept_returns WHERE session_id = 0 AND {stale}",  # noqa: S608
            span,
        )
        self._work.dirty.days.update(day for (day,) in loose)
        self._work.connection.execute(f"DELETE FROM kept_returns WHERE {stale}", span)  # noqa: S608

    def _forget(self, sale: _Sale) -> None:
        """Drop what was kept of a line that is gone, or counts for nothing."""
        if sale.old_session is not None:
            self._gone.append((sale.line_id,))
            self._moved.append((sale, sale.old_session))

    def _price(self, sale: _Sale, returns: Iterable[tuple[Any, ...]]) -> None:
        work = self._work
        account = work.account(sale.account)
        product = work.product_of(sale.sku)
        if product is None:
            self._forget(sale)
            return
        session = self._session_of(sale)
        day = work.days.of(sale.ordered_at)
        counts = 0 if sale.status == "cancelled" else 1
        stated = StatedLine(
            sale.quantity, sale.unit_price, sale.currency, sale.discount, sale.shipping, sale.tax, sale.fee
        )
        fees = account.fees.on(day)
        priced = price_line(stated, fees, work.rates, day)
        value = line_value(priced.gross, priced.discount)
        back = _NOTHING_BACK
        if returns:
            line = ReturnedLine(
                bool(counts), sale.currency, day, priced.own_list, sale.discount, priced.own_fee
            )
            owners = _Owners(session, account.account_id, product.product_id)
            back = self._give_back(sale, line, fees.fee_refund, owners, returns)
        flags = back.flags
        amounts: tuple[int | None, ...] = (0, 0, 0, 0, 0)
        if counts:
            amounts = priced[:5]
            flags |= LineFlag.FEE_ESTIMATED if priced.estimated else 0
        goods, cost_flags = self._before_stock(sale, product, day)
        self._keep_if_moved(sale, session, product.product_id, counts=counts, value=value)
        weight = None
        if product.unit_ug is not None:
            weight = round_half_up(sale.quantity * product.unit_ug, _UG_PER_MG_MILLI)
        work.dirty.add(session, day)
        self._lines.append((
            sale.line_id, session, account.account_id, day,
            None if sale.currency == work.currency else sale.currency, product.product_id, counts,
            sale.quantity,
            value, *amounts, back.refunds, back.fee_refunded, back.costs, back.quantity,
            per_quantity(sale.quantity, product.packaging), goods, weight,
            (sale.delivered_on or day) if counts else "", 1 if sale.settled or not counts else 0, flags |
            cost_flags,
        ))  # fmt: skip

    def _session_of(self, sale: _Sale) -> int:
        if sale.session is not None:
            return self._work.session_id(sale.session) or 0
        return self._work.session_at(sale.account, sale.ordered_at) or 0

    def _before_stock(self, sale: _Sale, product: ProductCard, day: str) -> tuple[int, int]:
        """Cost a line older than the book's first day of stock; all others are costed from what they drew."""
        if self._work.stock_from is None or day >= self._work.stock_from:
            return 0, 0
        if product.reference is None:
            return 0, LineFlag.BEFORE_STOCK | LineFlag.COST_MISSING
        return per_quantity(sale.quantity, product.reference), LineFlag.BEFORE_STOCK

    def _give_back(
        self,
        sale: _Sale,
        line: ReturnedLine,
        fee_refund: int | None,
        owners: _Owners,
        returns: Iterable[tuple[Any, ...]],
    ) -> _Returned:
        together = _Returned()
        for number, returned_at, quantity, restocked, reason, *stated in returns:
            day = self._work.days.of(returned_at)
            amounts = return_amounts(StatedReturn(*stated), line, fee_refund, self._work.rates, day)
            flags = LineFlag.FEE_REFUND_ESTIMATED if amounts.fee_estimated else 0
            if reason == "spoiled" and restocked:
                flags |= LineFlag.RESTOCKED_SPOILED
            together = _Returned(
                total(together.refunds, amounts.refunds),
                total(together.fee_refunded, amounts.fee_refunded),
                total(together.costs, amounts.return_costs),
                together.quantity + (quantity if line.counts else 0),
                together.flags | flags,
            )
            self._returns.append((
                number, sale.line_id, *owners, day, *amounts[:3], flags,
            ))  # fmt: skip
            if not owners.session:
                self._work.dirty.days.add(day)
        return together

    def _keep_if_moved(
        self, sale: _Sale, session: int, product: int, *, counts: int, value: int | None
    ) -> None:
        """Remember a line whose legs have to be split again."""
        if self._work.whole:
            return
        old = (sale.old_session, sale.old_product, sale.old_quantity, sale.old_counts)
        if old != (session, product, sale.quantity, counts):
            self._moved.append((sale, session))
        elif sale.old_value != value:
            self._revalued.append(sale)

    def _write(self, span: tuple[int, int]) -> None:
        connection = self._work.connection
        connection.executemany("DELETE FROM kept_lines WHERE line_id = ?", self._gone)
        connection.executemany(_KEPT, self._lines)
        connection.executemany(_KEPT_RETURN, self._returns)
        connection.execute(
            "INSERT OR IGNORE INTO stale_goods SELECT id FROM stale_lines WHERE id > ? AND id <= ?", span
        )
        for sale, session in self._moved:
            _mark_legs(self._work, sale, {session, sale.old_session or 0} - {0}, "")
        for sale in self._revalued:
            _mark_legs(
                self._work, sale, {sale.old_session or 0} - {0},
                " AND EXISTS (SELECT 1 FROM shipping f WHERE f.id = leg_id AND f.split = 'value')",
            )  # fmt: skip


def _mark_legs(work: Workspace, sale: _Sale, sessions: Iterable[int], condition: str) -> None:
    """Mark the legs that carried a line or may carry it now."""
    execute = work.connection.execute
    into = "INSERT OR IGNORE INTO stale_legs SELECT leg_id FROM"
    if sale.old_session is not None:
        carried = (sale.old_session, sale.line_id)
        execute(f"{into} kept_leg_parts WHERE session_id = ? AND line_id = ?{condition}", carried)
    if sale.order_id is not None:
        execute(f"{into} kept_leg_orders WHERE order_id = ?{condition}", (sale.order_id,))
        # A leg that carries other lines of the order carries this one too.
        execute(
            f"{into} sales s CROSS JOIN kept_lines k ON k.line_id = s.id CROSS JOIN kept_leg_parts p"
            f" ON p.session_id = k.session_id AND p.line_id = k.line_id WHERE s.order_id = ?{condition}",
            (sale.order_id,),
        )
    for session in sessions:
        execute(
            f"{into} kept_leg_sessions WHERE session = (SELECT session FROM sessions WHERE id"  # noqa: S608
            f" = ?){condition}",
            (session,),
        )
