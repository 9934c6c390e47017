"""Plans returns, and keeps an order's returns in agreement with what orders and settlements say.

Ids tell where a return comes from: the platform's own id; the order's id, or order/line, for a refund that
only the orders file states; order/settled for money that a settlement ties to an order without a
return; order/parcel/waybill for a parcel that the carrier charged for sending back.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.domain.returns import Return, ReturnReason
from desktop_app.importers.income_file import ORDER, REIMBURSEMENT
from desktop_app.importers.returns_file import COMPLETED, ReturnRow, ReturnsFile
from desktop_app.usecases.importing.settling import line_weights, settled_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

TABLE: Final = "platform_rows"
KIND: Final = "return"
REQUESTS: Final = "return_requests"
_MILLI: Final = 1000
_SETTLED: Final = "/settled"
_PARCEL: Final = "/parcel/"


def plan_returns(plan: PlatformPlan, file: ReturnsFile) -> None:
    """Plan the requests of a file: completed ones become returns, the others are kept and cost nothing."""
    account = plan.account.account
    orders = list(dict.fromkeys(row.order_id for row in file.rows))
    plan.view.load_orders(account, orders)
    times: dict[str, int] = {}
    for row in file.rows:
        times[row.return_id] = times.get(row.return_id, 0) + 1
    numbers: dict[str, int] = {}
    for row in file.rows:
        # One request may be for several SKUs: then each row is known by its SKU too.
        entry = row.return_id if times[row.return_id] == 1 else f"{row.return_id}/{row.sku_id}"
        if row.status == COMPLETED and not _fits_a_line(plan, row):
            continue
        numbers[entry] = row.number
        _keep_request(plan, row, entry)
    for order_id in orders:
        join_requests(plan, order_id, numbers)
        reconcile_returns(plan, order_id)
    completed = [row for row in file.rows if row.status == COMPLETED]
    plan.total(
        "returns",
        len(completed),
        sum(row.quantity for row in completed) * _MILLI,
        refunds=sum(row.refund_minor for row in completed),
    )


def _fits_a_line(plan: PlatformPlan, row: ReturnRow) -> bool:
    """Refuse a return whose order is there and has no line of its SKU."""
    lines = plan.view.lines(plan.account.account, row.order_id)
    if not lines:
        plan.suspect("return_waits_for_order", row.number, order=row.order_id)
        return True
    if _line_of(plan, lines, row.sku_id, row.seller_sku) is not None:
        return True
    column = plan.format.main.columns["sku_id"].headings[0]
    plan.plan.refusals.append(
        Refusal(
            sheet=plan.sheet,
            row=row.number,
            column=column,
            value=row.sku_id or row.seller_sku or "",
            reason=reason(ReasonCode.NOT_ONE_LINE, count=len(lines)),
            kind="returns",
        )
    )
    return False


def _keep_request(plan: PlatformPlan, row: ReturnRow, entry: str) -> None:
    """Keep a request as the file states it; one that was completed before stays so."""
    account = plan.account.account
    known = plan.view.row(TABLE, account, KIND, entry)
    if known is not None and row.status != COMPLETED and json.loads(known["body"])["status"] == COMPLETED:
        return
    happened = row.refunded_at or row.requested_at
    body = {
        "sku_id": row.sku_id,
        "seller_sku": row.seller_sku,
        "status": row.status,
        "reason": row.reason.value,
        "refund": row.refund_minor,
        "quantity": row.quantity,
        "compensation": row.compensation_minor,
        "at": happened.isoformat(),
    }
    plan.put_row(
        TABLE,
        {
            "account": account,
            "kind": KIND,
            "entry": entry,
            "order_id": row.order_id,
            "on": happened.date().isoformat(),
            "body": json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        },
    )
    if row.status == COMPLETED:
        plan.remove_row(REQUESTS, account, entry)
        return
    plan.suspect("return_without_cost", row.number, order=row.order_id, status=row.status)
    plan.put_row(REQUESTS, _request(plan, row, entry))


def _request(plan: PlatformPlan, row: ReturnRow, entry: str) -> dict[str, Any]:
    return {
        "account": plan.account.account,
        "request": entry,
        "order_id": row.order_id,
        "line": None,
        "platform_sku": row.sku_id,
        "sku": row.seller_sku,
        "status": row.status,
        "reason": row.reason.value,
        "quantity_milli": row.quantity * _MILLI,
        "refund_minor": row.refund_minor,
        "currency": plan.account.currency,
        "requested_at": int(row.requested_at.timestamp()),
    }


def join_requests(plan: PlatformPlan, order_id: str, numbers: dict[str, int] | None = None) -> None:
    """Turn the completed requests of an order into returns on its lines, once the book has it."""
    account = plan.account.account
    lines = plan.view.lines(account, order_id)
    if not lines:
        return
    for kept in plan.view.rows_of_order(TABLE, account, order_id):
        if kept["kind"] != KIND:
            continue
        body = json.loads(kept["body"])
        line = _line_of(plan, lines, body["sku_id"], body["seller_sku"])
        if body["status"] != COMPLETED:
            continue
        if line is None:
            plan.suspect("return_fits_no_line", order=order_id, request=kept["entry"])
            continue
        stated = Return(
            return_id=kept["entry"],
            account=account,
            order_id=order_id,
            line=line.line,
            sku=line.sku,
            quantity_milli=body["quantity"] * _MILLI,
            reason=ReturnReason(body["reason"]),
            refund_minor=body["refund"],
            compensation_minor=body["compensation"],
            compensation_currency=plan.account.currency if body["compensation"] else None,
            returned_at=datetime.fromisoformat(body["at"]),
        )
        before = plan.view.get("returns", kept["entry"])
        plan.put(stated if before is None else _updated(before, stated), (numbers or {}).get(kept["entry"], 0))


def _updated(before: Return, stated: Return) -> Return:
    """Bring a return up to date and keep what the file does not say: goods back, freight, fees given back."""
    return replace(
        before,
        line=stated.line,
        sku=stated.sku,
        quantity_milli=stated.quantity_milli,
        reason=stated.reason,
        refund_minor=stated.refund_minor,
        compensation_minor=stated.compensation_minor or before.compensation_minor,
        compensation_currency=stated.compensation_currency or before.compensation_currency,
        returned_at=stated.returned_at,
    )


def _line_of(
    plan: PlatformPlan, lines: list[OrderLine], sku_id: str | None, seller_sku: str | None
) -> OrderLine | None:
    """Return the line a return is on: by the platform's SKU, else by SKU, else the order's only line."""
    account, order_id = lines[0].account, lines[0].order_id
    kept = {
        row["line"]: row["platform_sku"] for row in plan.view.rows_of_order("platform_lines", account, order_id)
    }
    for matches in (
        [line for line in lines if sku_id and kept.get(line.line) == sku_id],
        [line for line in lines if line.sku in {sku_id, seller_sku}],
        lines if len(lines) == 1 else [],
    ):
        if matches:
            return matches[0]
    return None


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
    return any(each.return_id != order_id and not each.return_id.startswith(f"{order_id}/") for each in returns)


def reconcile_returns(plan: PlatformPlan, order_id: str) -> None:
    """Let better statements replace lesser ones, and put what settlements say of freight back and compensation.

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


def put_parcel_return(  # noqa: PLR0913
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
