"""What an orders file says was given back: returns keyed by the order, until a better statement comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.returns import Return
from desktop_app.usecases.importing.order_amounts import is_of_row
from desktop_app.usecases.importing.return_agreement import (
    has_real_return,
    order_return_id,
    stated_by_orders,
)
from desktop_app.usecases.importing.settling import line_weights

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.orders_file import OrderRow
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

_MILLI: Final = 1000


@dataclass(frozen=True, slots=True)
class _Given:
    """A line of which something came back; `row` 0: from an earlier file, `refund` None: not its own."""

    line: int
    row: int
    quantity_milli: int
    returned_at: datetime
    refund: int | None = None


def put_refund(plan: PlatformPlan, order_id: str, rows: list[OrderRow], numbers: dict[int, int]) -> None:
    """Put what the orders file says was given back, unless the returns file has said it already.

    An order's refund is split by value over its lines of which something came back, else over all: those
    of this file, and those of which an earlier part of the file has said so.
    """
    account = plan.account.account
    refund = max(row.refund_minor for row in rows)
    if refund == 0:
        _note_refund_without_amount(plan, order_id, rows)
        return
    known = {each.return_id: each for each in plan.view.returns(account, order_id)}
    if has_real_return(known.values(), order_id):
        return
    lines = {line.line: line for line in plan.view.lines(account, order_id)}
    own = is_of_row(plan, "order_refund")
    given = _given_back(order_id, rows, numbers, known, own=own)
    weights = line_weights([lines[one.line] for one in given])
    shares = [one.refund or 0 for one in given] if own else split_largest_remainder(refund, weights)
    stale = {return_id for return_id in known if stated_by_orders(return_id, order_id) and not own}
    for place, (one, share) in enumerate(zip(given, shares, strict=True)):
        return_id = order_return_id(order_id, None if place == 0 and not own else one.line)
        stated = Return(
            return_id=return_id,
            account=account,
            order_id=order_id,
            line=one.line,
            sku=lines[one.line].sku,
            quantity_milli=one.quantity_milli,
            refund_minor=share,
            returned_at=one.returned_at,
        )
        before = known.get(return_id)
        plan.put(stated if before is None else _kept(before, stated), one.row)
        stale.discard(return_id)
    for return_id in stale:
        plan.remove("returns", return_id)


def _given_back(
    order_id: str, rows: list[OrderRow], numbers: dict[int, int], known: dict[str, Return], *, own: bool
) -> list[_Given]:
    """Return the lines of which something came back, by number."""
    named = [row for row in rows if (row.refund_minor if own else row.returned)]
    here = set(numbers.values())
    before = (
        []
        if own
        else [
            _Given(each.line, 0, each.quantity_milli, each.returned_at)
            for each in known.values()
            if stated_by_orders(each.return_id, order_id) and each.line not in here
        ]
    )
    if not named and not before:
        named = rows
    given = [
        _Given(
            line=numbers[row.number],
            row=row.number,
            quantity_milli=(row.returned or row.quantity) * _MILLI,
            returned_at=_last_moment(row),
            refund=row.refund_minor,
        )
        for row in named
    ]
    return sorted([*given, *before], key=lambda one: one.line)


def _note_refund_without_amount(plan: PlatformPlan, order_id: str, rows: list[OrderRow]) -> None:
    """List an order of which something came back or was refunded, where the file does not say how much."""
    named = [row for row in rows if row.returned or row.aftersale == "refunded"]
    if named and not plan.view.returns(plan.account.account, order_id):
        for row in named:
            plan.suspect("refund_not_stated", row.number, order=order_id)


def _kept(before: Return, stated: Return) -> Return:
    """Bring a refund up to date, and keep goods back, freight, compensation and reason that others stated."""
    return replace(
        before,
        line=stated.line,
        sku=stated.sku,
        quantity_milli=stated.quantity_milli,
        refund_minor=stated.refund_minor,
        returned_at=stated.returned_at,
    )


def _last_moment(row: OrderRow) -> datetime:
    """The orders file gives a refund no date: the last thing it says of the order stands for it."""
    moments = (row.created_at, row.shipped_at, row.delivered_at, row.cancelled_at)
    return max(moment for moment in moments if moment is not None)
