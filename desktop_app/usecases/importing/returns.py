"""Plans returns: completed requests become returns on their lines, the others are kept and cost nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.domain.returns import Return, ReturnReason
from desktop_app.importers.returns_file import COMPLETED, ReturnRow, ReturnsFile
from desktop_app.usecases.importing.return_agreement import reconcile_returns

if TYPE_CHECKING:
    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

TABLE: Final = "platform_rows"
KIND: Final = "return"
REQUESTS: Final = "return_requests"
_MILLI: Final = 1000


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
    if _line_of(plan, lines, row.sku_id, row.seller_sku, row.part) is not None:
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
    if row.part is not None:
        body["part"] = row.part
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
        line = _line_of(plan, lines, body["sku_id"], body["seller_sku"], body.get("part"))
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
        plan.put(
            stated if before is None else _updated(before, stated), (numbers or {}).get(kept["entry"], 0)
        )


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
    plan: PlatformPlan,
    lines: list[OrderLine],
    sku_id: str | None,
    seller_sku: str | None,
    part: str | None = None,
) -> OrderLine | None:
    """Return the line a return is on: by its own id, the platform's SKU, the SKU, or as the only one."""
    account, order_id = lines[0].account, lines[0].order_id
    rows = plan.view.rows_of_order("platform_lines", account, order_id)
    kept = {row["line"]: row["platform_sku"] for row in rows}
    parts = {row["line"]: row["package"] for row in rows}
    for matches in (
        [line for line in lines if part and parts.get(line.line) == part],
        [line for line in lines if sku_id and kept.get(line.line) == sku_id],
        [line for line in lines if line.sku in {sku_id, seller_sku}],
        lines if len(lines) == 1 else [],
    ):
        if matches:
            return matches[0]
    return None
