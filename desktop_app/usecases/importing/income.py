"""Plans income statements: every row's parts where they belong, and what does not add up listed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.ledger import Overhead, Payout
from desktop_app.domain.money import round_half_up
from desktop_app.importers.income_file import (
    ADVERTISING,
    ORDER,
    REIMBURSEMENT,
    RESERVE,
    IncomeFile,
    IncomeRow,
    Withdrawal,
)
from desktop_app.usecases.importing.advertising import hold_advertising
from desktop_app.usecases.importing.return_agreement import reconcile_returns
from desktop_app.usecases.importing.settling import (
    keep_income_row,
    put_settlement,
    settle_order,
    settled_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.usecases.importing.platform_plan import PlatformPlan


def plan_income(
    plan: PlatformPlan, file: IncomeFile, withdrawals: list[Withdrawal], stated: Mapping[str, int]
) -> None:
    """Plan a statement; `stated` are the totals of its summary sheet."""
    account = plan.account.account
    plan.view.load_orders(account, (row.order_id for row in file.rows if row.order_id))
    for row in file.rows:
        keep_income_row(plan, row)
        if row.remainder:
            plan.suspect(
                "settlement_remainder", row.number, order=row.order_id or row.entry, amount=row.remainder
            )
    if file.unsettled:
        plan.suspect("not_settled_yet", rows=file.unsettled)
    numbers = {row.key: row.number for row in file.rows}
    of_order = [row for row in file.rows if row.order_id and row.type in {ORDER, REIMBURSEMENT}]
    for order_id in dict.fromkeys(str(row.order_id) for row in of_order):
        if not plan.view.lines(account, order_id):
            continue
        settle_order(plan, order_id, numbers)
        reconcile_returns(plan, order_id)
    _check_orders(plan, of_order)
    related = {row.key for row in of_order}
    for row in file.rows:
        if row.key not in related:
            _put_unrelated(plan, row)
    hold_advertising(plan, numbers)
    _put_payouts(plan, withdrawals)
    _check_totals(plan, file, stated)


def _check_orders(plan: PlatformPlan, rows: list[IncomeRow]) -> None:
    """List rows whose order is not there, and where a statement is at odds with its order's lines."""
    account = plan.account.account
    in_parts: dict[str, int] = {}
    known: dict[str, int] = {}
    for row in rows:
        order_id = str(row.order_id)
        if not plan.view.lines(account, order_id):
            plan.suspect("settlement_waits_for_order", row.number, order=order_id)
            continue
        if row.type != ORDER:
            continue
        known.setdefault(order_id, row.number)
        if row.part is None:
            _check_sales(plan, row)
        else:
            in_parts[order_id] = row.number
    for order_id, number in in_parts.items():
        for row in settled_rows(plan, order_id):
            if row.type == ORDER:
                _check_sales(plan, replace(row, number=number))
    for order_id, number in known.items():
        _check_refunds(plan, order_id, number)


def _put_unrelated(plan: PlatformPlan, row: IncomeRow) -> None:
    """Put a row of no order: advertising is held against the reports, the rest is an overhead."""
    put_settlement(plan, replace(row, order_id=None), row.entry, row.number)
    if row.type not in {ADVERTISING, RESERVE}:
        plan.put(
            Overhead(
                entry=row.entry,
                on=row.settled_on,
                kind=row.word,
                amount_minor=-row.total,
                currency=row.currency,
                note=row.order_id,
            ),
            row.number,
        )


def _check_sales(plan: PlatformPlan, row: IncomeRow) -> None:
    """List where a statement's sales of an order are not what the book has."""
    account, order_id = plan.account.account, str(row.order_id)
    sold = sum(
        round_half_up(line.quantity_milli * line.unit_price_minor, 1000) - line.seller_discount_minor
        for line in plan.view.lines(account, order_id)
        if line.counts
    )
    if row.net_subtotal is not None and row.net_subtotal != sold:
        plan.suspect(
            "settlement_sales_differ", row.number, order=order_id, stated=row.net_subtotal, booked=sold
        )


def _check_refunds(plan: PlatformPlan, order_id: str, number: int) -> None:
    """List where what statements gave back of an order, in all of its rows, is not what the book has."""
    stated = -sum(row.refund for row in settled_rows(plan, order_id) if row.type == ORDER)
    booked = sum(each.refund_minor for each in plan.view.returns(plan.account.account, order_id))
    if stated != booked:
        plan.suspect("settlement_refunds_differ", number, order=order_id, stated=stated, booked=booked)


def _put_payouts(plan: PlatformPlan, withdrawals: list[Withdrawal]) -> None:
    for each in withdrawals:
        if each.arrived_on is None:
            plan.suspect("payout_on_its_way", each.number, payout=each.reference, amount=each.amount)
            continue
        plan.put(
            Payout(
                payout=each.reference,
                account=plan.account.account,
                on=each.arrived_on,
                currency=plan.account.currency,
                amount_minor=each.amount,
            ),
            each.number,
        )


def _check_totals(plan: PlatformPlan, file: IncomeFile, stated: Mapping[str, int]) -> None:
    """Hold the sums of the rows against the summary sheet."""
    sums: dict[str, Any] = {
        "total": sum(row.total for row in file.rows),
        "revenue": sum(row.revenue or 0 for row in file.rows),
        "adjustments": sum(row.adjustment for row in file.rows),
    }
    for name, amount in stated.items():
        if name in sums and sums[name] != amount:
            plan.suspect("total_differs", total=name, stated=amount, sum=sums[name])
    plan.total(
        "settlements",
        len(file.rows),
        amount=sums["total"],
        fees=sum(row.fees for row in file.rows),
        refunds=-sum(row.refund for row in file.rows),
    )
