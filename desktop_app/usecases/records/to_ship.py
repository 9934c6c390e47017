"""Parcels to send: what to take from which lot, for which orders; and tracking numbers brought back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.sale import OrderStatus
from desktop_app.importers import values
from desktop_app.importers.values import CellFaultError
from desktop_app.reports.code_words import normalise
from desktop_app.store import results
from desktop_app.store.changes import Changes
from desktop_app.store.queries import to_ship
from desktop_app.store.queries.orders import lines_of_orders

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.domain.sale import OrderLine
    from desktop_app.store.database import Book
    from desktop_app.store.queries.to_ship import Pick

SHIPPED: Final = "orders_shipped"
"""The title in the history; whoever shows it words it."""
_BETWEEN: Final = re.compile(r"[\t,，;；]|\s+")
_HEADINGS: Final = frozenset(
    normalise(word)
    for word in ("订单号", "运单号", "快递单号", "order id", "order", "tracking", "tracking number")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickOrder:
    """One order's share of a line of the pick list."""

    account: str
    order_id: str
    ordered_at: datetime
    country: str
    quantity_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """What to take of one product from one lot (None: none is there, it is owed), and for which orders."""

    sku: str
    product: str
    unit: str
    grade: str
    lot: str | None
    best_before: str | None
    quantity_milli: int
    orders: tuple[PickOrder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickList:
    """All that waits for dispatch, by product, grade and lot (first expired first)."""

    lines: tuple[PickLine, ...]
    orders: int
    recomputing: bool = False
    """Whether lots are still being worked out: some lines may name another lot soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRow:
    """One pasted row: what it says and what it comes to.

    `outcome` is `ready`, `same` (known already), `replaces` (another number stands there: it is kept unless
    the row is chosen), `unknown` (no such order), `ambiguous` (two accounts have it), `cancelled`,
    `unreadable` or `twice`.
    """

    row: int
    order_id: str
    tracking: str
    outcome: str
    accounts: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingPlan:
    """What pasted tracking numbers would do."""

    rows: tuple[TrackingRow, ...]

    def count(self, outcome: str) -> int:
        """How many rows come to an outcome."""
        return sum(row.outcome == outcome for row in self.rows)


def pick_list(book: Book) -> PickList:
    """Return what waits for dispatch; stock that takes long to work out is as it last stood."""
    results.catch_up(book)
    found = sorted(to_ship.picks(book), key=_place)
    lines = [_line(list(group)) for _place_, group in groupby(found, key=_place)]
    orders = {(pick.account, pick.order_id) for pick in found}
    return PickList(lines=tuple(lines), orders=len(orders), recomputing=results.is_put_off(book))


def read_tracking(text: str) -> list[list[str]]:
    """Read pasted text as rows of an order id and a tracking number, whatever stands between them."""
    rows = [[part for part in _BETWEEN.split(line.strip()) if part] for line in text.splitlines()]
    return [row for row in rows if row]


def plan_tracking(book: Book, block: Sequence[Sequence[str]], *, account: str | None = None) -> TrackingPlan:
    """Match rows of order ids and tracking numbers with the book's orders; nothing is written.

    The two may stand in either order, a heading is passed over. `account` says whose orders they are where
    two accounts have the same id.
    """
    filled = [(number, row) for number, row in enumerate(block, 1) if any(cell.strip() for cell in row)]
    rows = [(number, *_pair(row)) for number, row in filled]
    rows = [row for row in rows if not {normalise(row[1]), normalise(row[2])} & _HEADINGS]
    known = lines_of_orders(book, [text for row in rows for text in row[1:]])
    found: list[TrackingRow] = []
    seen: dict[str, str] = {}
    for number, order_id, tracking in rows:
        if not known.get(order_id) and known.get(tracking):
            order_id, tracking = tracking, order_id  # noqa: PLW2901 - the number stands first
        planned = _planned(number, order_id, tracking, known.get(order_id, []), account)
        if planned.outcome in {"ready", "replaces"} and seen.setdefault(order_id, tracking) != tracking:
            planned = replace(planned, outcome="twice")
        found.append(planned)
    return TrackingPlan(rows=tuple(found))


def apply_tracking(
    book: Book,
    plan: TrackingPlan,
    *,
    shipped_on: date,
    replacing: Iterable[str] = (),
    command_id: bytes | None = None,
    confirmed: bool = False,
) -> Changes:
    """Write the tracking numbers of the ready rows, and of those orders in `replacing`, as one step.

    Lines that were paid become shipped, on that day; a day of dispatch that is there stays. Raises
    ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    chosen = set(replacing)
    ready = [
        row
        for row in plan.rows
        if row.outcome == "ready" or (row.outcome == "replaces" and row.order_id in chosen)
    ]
    known = lines_of_orders(book, [row.order_id for row in ready])
    records = []
    for row in ready:
        for line in known[row.order_id]:
            if line.account in row.accounts and line.status is not OrderStatus.CANCELLED:
                records.append(_shipped(line, row.tracking, shipped_on))  # noqa: PERF401 - two loops
    if not records:
        return Changes(b"")
    with book.write(SHIPPED, {"number": len(ready)}, command_id=command_id, confirmed=confirmed) as writer:
        writer.put_many(records)
    return writer.changes


def _place(pick: Pick) -> tuple[str, str, str, str]:
    return pick.sku, pick.grade or "", pick.best_before or "~", pick.lot or "~"


def _line(group: list[Pick]) -> PickLine:
    first = group[0]
    orders: dict[tuple[str, str], PickOrder] = {}
    for pick in sorted(group, key=lambda pick: (pick.ordered_at, pick.order_id)):
        key = (pick.account, pick.order_id)
        before = orders[key].quantity_milli if key in orders else 0
        orders[key] = PickOrder(
            account=pick.account,
            order_id=pick.order_id,
            ordered_at=datetime.fromtimestamp(pick.ordered_at, UTC),
            country=pick.country or "",
            quantity_milli=before + pick.quantity_milli,
        )
    return PickLine(
        sku=first.sku,
        product=first.product,
        unit=first.unit,
        grade=first.grade or "",
        lot=first.lot,
        best_before=first.best_before,
        quantity_milli=sum(pick.quantity_milli for pick in group),
        orders=tuple(orders.values()),
    )


def _pair(row: Sequence[str]) -> tuple[str, str]:
    cells = [cell.strip() for cell in row if cell.strip()]
    texts = []
    for cell in [*cells, "", ""][:2]:
        try:
            texts.append(values.read_id(cell))
        except CellFaultError:
            texts.append("")
    return texts[0], texts[1]


def _planned(
    number: int, order_id: str, tracking: str, lines: Sequence[OrderLine], account: str | None
) -> TrackingRow:
    accounts = tuple(sorted({line.account for line in lines if account in {None, line.account}}))
    known = next((line.tracking for line in lines if line.tracking and line.account in accounts), "") or ""
    return TrackingRow(
        row=number,
        order_id=order_id,
        tracking=tracking,
        outcome=_outcome(order_id, tracking, [line for line in lines if line.account in accounts]),
        accounts=accounts,
        known=known,
    )


def _outcome(order_id: str, tracking: str, lines: Sequence[Any]) -> str:
    if not order_id or not tracking:
        return "unreadable"
    if not lines:
        return "unknown"
    if len({line.account for line in lines}) > 1:
        return "ambiguous"
    sent = [line for line in lines if line.status is not OrderStatus.CANCELLED]
    if not sent:
        return "cancelled"
    numbers = {line.tracking for line in sent}
    if numbers == {tracking} and all(line.shipped_on for line in sent):
        return "same"
    return "replaces" if numbers - {None, tracking} else "ready"


def _shipped(line: OrderLine, tracking: str, day: date) -> OrderLine:
    status = OrderStatus.SHIPPED if line.status in {OrderStatus.PAID, OrderStatus.PLACED} else line.status
    return replace(line, tracking=tracking, status=status, shipped_on=line.shipped_on or day)
