"""Keeps an order's returns in agreement with what orders, returns files and settlements say of it.

Ids tell where a return comes from: the platform's own id; the order's id, or order/line, for a refund that
only the orders file states; order/settled for money that a settlement ties to an order without a return;
order/refunded (and /line for further lines) for what a settlement gave back, where nothing else says so;
order/parcel/waybill for a parcel that the carrier charged for sending back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.returns import Return
from desktop_app.importers.income_file import ORDER, REIMBURSEMENT
from desktop_app.usecases.importing.settling import line_weights, refund_parts, settled_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop_app.domain.sale import OrderLine
    from desktop_app.importers.income_file import IncomeRow
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

_SETTLED: Final = "/settled"
_PARCEL: Final = "/parcel/"
_REFUNDED: Final = "/refunded"


def order_return_id(order_id: str, line: int | None) -> str:
    """Return the id of a refund that only the orders file states; `line` None for the first of an order."""
    return order_id if line is None else f"{order_id}/{line}"


def stated_by_orders(return_id: str, order_id: str) -> bool:
    """Tell whether a return's id is one of `order_return_id`."""
    return return_id == order_id or (
        return_id.startswith(f"{order_id}/") and return_id.removeprefix(f"{order_id}/").isdecimal()
    )


def has_real_return(returns: Iterable[Return], order_id: str) -> bool:
    """Tell whether an order has a return that a returns file, or the user, has stated."""
    return any(
        each.return_id != order_id and not each.return_id.startswith(f"{order_id}/") for each in returns
    )


def reconcile_returns(plan: PlatformPlan, order_id: str) -> None:
    """Let better statements replace lesser ones, and put settled return freight and compensation.

    A refund stated by the orders file gives way to the returns file's. Return freight and reimbursements
    go onto the order's returns, split by refund, else onto a return of their own on its first line.
    """
    account = plan.account.account
    lines = plan.view.lines(account, order_id)
    if not lines:
        return
    returns = plan.view.returns(account, order_id)
    if has_real_return(returns, order_id):
        for each in returns:
            if stated_by_orders(each.return_id, order_id):
                _hand_over(plan, each, returns)
                plan.remove("returns", each.return_id)
    rows = settled_rows(plan, order_id)
    _put_settled_refund(plan, lines, rows)
    freight = sum(row.return_freight for row in rows if row.type == ORDER)
    compensation = sum(row.total for row in rows if row.type == REIMBURSEMENT)
    targets = [
        each
        for each in plan.view.returns(account, order_id)
        if not each.return_id.startswith((order_id + _SETTLED, order_id + _PARCEL))
    ]
    if targets:
        _onto_returns(plan, targets, freight, compensation, settled=any(row.type == ORDER for row in rows))
    if targets or not (freight or compensation):
        for each in plan.view.returns(account, order_id):
            if each.return_id.startswith(order_id + _SETTLED):
                plan.remove("returns", each.return_id)
        return
    day = max(row.settled_on for row in rows)
    _own_return(plan, lines[0], freight, compensation, day)


def _put_settled_refund(plan: PlatformPlan, lines: list[OrderLine], rows: list[IncomeRow]) -> None:
    """Put what settlements gave back, unless orders or a returns file say it already."""
    account, order_id = lines[0].account, lines[0].order_id
    given = [row for row in rows if row.type == ORDER and row.refund < 0]
    own = order_id + _REFUNDED
    returns = plan.view.returns(account, order_id)
    stated = has_real_return(returns, order_id) or any(
        stated_by_orders(each.return_id, order_id) for each in returns
    )
    amounts = {} if stated else _refunds_by_line(plan, lines, -sum(row.refund for row in given))
    ids = {f"{own}/{line.line}" if place else own: line for place, line in enumerate(amounts)}
    for each in returns:
        if each.return_id.startswith(own) and each.return_id not in ids:
            _hand_over(plan, each, returns)
            plan.remove("returns", each.return_id)
    for return_id, line in ids.items():
        before = plan.view.get("returns", return_id)
        day = max(row.settled_on for row in given)
        refund = Return(
            return_id=return_id,
            account=account,
            order_id=order_id,
            line=line.line,
            sku=line.sku,
            quantity_milli=0,
            refund_minor=amounts[line],
            fee_refunded_minor=0,
            returned_at=datetime.combine(day, time(), plan.view.settings.timezone).astimezone(UTC),
        )
        kept = {} if before is None else {"line": line.line, "sku": line.sku, "refund_minor": amounts[line]}
        plan.put(replace(before, **kept) if before is not None else refund)


def _refunds_by_line(plan: PlatformPlan, lines: list[OrderLine], refund: int) -> dict[OrderLine, int]:
    """Split an order's refund: over the lines that its rows name, else over all of them, by value."""
    if refund == 0:
        return {}
    account, order_id = lines[0].account, lines[0].order_id
    parts = {row.part for row in refund_parts(plan, order_id)}
    named = {
        row["line"]
        for row in plan.view.rows_of_order("platform_lines", account, order_id)
        if {row["package"], row["platform_sku"]} & parts
    }
    chosen = [line for line in lines if line.line in named] or lines
    split = split_largest_remainder(refund, line_weights(chosen))
    return {line: amount for line, amount in zip(chosen, split, strict=True) if amount}


def _hand_over(plan: PlatformPlan, lesser: Return, returns: list[Return]) -> None:
    """Keep the goods that came back, as the user has entered them, on the return that takes the place."""
    if not lesser.restocked_quantity_milli:
        return
    for each in returns:
        if each.line == lesser.line and not each.return_id.startswith(lesser.order_id):
            plan.put(replace(each, restocked_quantity_milli=lesser.restocked_quantity_milli))
            return


def _onto_returns(
    plan: PlatformPlan, targets: list[Return], freight: int, compensation: int, *, settled: bool
) -> None:
    currency = plan.account.currency
    weights = [each.refund_minor for each in targets]
    freights = split_largest_remainder(freight, weights)
    compensations = split_largest_remainder(compensation, weights)
    for each, carried, paid in zip(targets, freights, compensations, strict=True):
        changes: dict[str, Any] = {}
        if freight:
            changes |= {"return_shipping_minor": carried, "return_shipping_currency": currency}
        if compensation:
            changes |= {"compensation_minor": paid, "compensation_currency": currency}
        if settled and each.fee_refunded_minor is None:
            # The statement's fees are what is left of them: nothing is to be estimated as given back.
            changes["fee_refunded_minor"] = 0
        if changes:
            plan.put(replace(each, **changes))


def _own_return(plan: PlatformPlan, line: OrderLine, freight: int, compensation: int, day: date) -> None:
    currency = plan.account.currency
    plan.put(
        Return(
            return_id=f"{line.order_id}{_SETTLED}",
            account=line.account,
            order_id=line.order_id,
            line=line.line,
            sku=line.sku,
            quantity_milli=0,
            refund_minor=0,
            fee_refunded_minor=0,
            return_shipping_minor=freight,
            return_shipping_currency=currency if freight else None,
            compensation_minor=compensation,
            compensation_currency=currency if compensation else None,
            returned_at=datetime.combine(day, time(), plan.view.settings.timezone).astimezone(UTC),
        )
    )


def put_parcel_return(
    plan: PlatformPlan, line: OrderLine, waybill: str, *, cost: int, currency: str, day: date, row: int
) -> None:
    """Put what a carrier charged for sending a parcel back, on the first line of its order."""
    plan.put(
        Return(
            return_id=f"{line.order_id}{_PARCEL}{waybill}",
            account=line.account,
            order_id=line.order_id,
            line=line.line,
            sku=line.sku,
            quantity_milli=0,
            refund_minor=0,
            fee_refunded_minor=0,
            return_shipping_minor=cost,
            return_shipping_currency=currency,
            returned_at=datetime.combine(day, time(), plan.view.settings.timezone).astimezone(UTC),
        ),
        row,
    )
