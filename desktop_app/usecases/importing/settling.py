"""What settlements say of an order, brought onto its lines: fees, taxes, freight, and the day."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.ledger import Settlement
from desktop_app.domain.money import round_half_up, split_largest_remainder
from desktop_app.domain.shipment import Leg
from desktop_app.importers.income_file import ORDER, REIMBURSEMENT, IncomeRow, merge_parts

if TYPE_CHECKING:
    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

TABLE: Final = "platform_rows"
KIND: Final = "settlement"
_LEG: Final = "platform"


def keep_income_row(plan: PlatformPlan, row: IncomeRow) -> None:
    """Keep a statement's row with its parts: what its order or its adverts need of it, now or later."""
    body = {
        name: value for name, value in asdict(row).items() if name not in {"number", "settled_on", "order_id"}
    }
    if row.part is None:
        del body["part"]
    plan.put_row(
        TABLE,
        {
            "account": plan.account.account,
            "kind": KIND,
            "entry": row.key,
            "order_id": row.order_id,
            "on": row.settled_on.isoformat(),
            "body": json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        },
    )


def income_row(kept: dict[str, Any]) -> IncomeRow:
    """Return the row of a statement as it was kept."""
    body = json.loads(kept["body"])
    return IncomeRow(number=0, settled_on=date.fromisoformat(kept["on"]), order_id=kept["order_id"], **body)


def settled_rows(plan: PlatformPlan, order_id: str) -> list[IncomeRow]:
    """Return all statement rows of an order, by day and id: parts added up, or their whole where it is there.

    The same money may stand in a statement by order and in one by SKU: it counts once. The parts stand
    for their whole only where they add up to it and say more of it.
    """
    kept = plan.view.rows_of_order(TABLE, plan.account.account, order_id)
    all_rows = [income_row(row) for row in kept if row["kind"] == KIND]
    rows = [row for row in all_rows if row.part is None]
    for merged in merge_parts(row for row in all_rows if row.part is not None):
        wholes = [row for row in rows if _same_payment(row, merged)]
        if not wholes:
            rows.append(merged)
        elif [row.total for row in wholes] == [merged.total] and wholes[0].remainder and not merged.remainder:
            rows[rows.index(wholes[0])] = merged
    return sorted(rows, key=lambda row: (row.settled_on, row.type, row.entry, row.total))


def refund_parts(plan: PlatformPlan, order_id: str) -> list[IncomeRow]:
    """Return the rows of parts of an order that give money back."""
    kept = plan.view.rows_of_order(TABLE, plan.account.account, order_id)
    rows = [income_row(row) for row in kept if row["kind"] == KIND]
    return [row for row in rows if row.part and row.refund < 0]


def _same_payment(one: IncomeRow, other: IncomeRow) -> bool:
    return (one.entry, one.type, one.settled_on) == (other.entry, other.type, other.settled_on)


def line_weights(lines: list[OrderLine]) -> list[int]:
    """Return each line's value, by which an order's amounts are split: list less discount, from 0."""
    return [
        max(round_half_up(line.quantity_milli * line.unit_price_minor, 1000) - line.seller_discount_minor, 0)
        for line in lines
    ]


def settle_order(plan: PlatformPlan, order_id: str, numbers: dict[str, int] | None = None) -> None:
    """Put what the statements' rows of an order come to: on its lines, as legs, as settlements.

    `numbers` gives the rows of the file being planned by their key. Does nothing while the book does not
    have the order.
    """
    lines = plan.view.lines(plan.account.account, order_id)
    rows = settled_rows(plan, order_id)
    if not lines or not rows:
        return
    numbers = numbers or {}
    own = [row for row in rows if row.type == ORDER]
    if own:
        _settle_lines(plan, lines, own)
        _put_legs(plan, order_id, own, numbers)
    days: dict[str, int] = {}
    for row in own:
        day = row.settled_on.isoformat()
        times = days[day] = days.get(day, 0) + 1
        put_settlement(plan, row, day if times == 1 else f"{day}/{times}", numbers.get(row.key, 0))
    for row in rows:
        if row.type == REIMBURSEMENT:
            put_settlement(plan, row, row.entry, numbers.get(row.key, 0))


def _settle_lines(plan: PlatformPlan, lines: list[OrderLine], rows: list[IncomeRow]) -> None:
    weights = line_weights(lines)
    fees = split_largest_remainder(sum(row.fees for row in rows), weights)
    taxes = split_largest_remainder(sum(row.tax for row in rows), weights)
    stated = [row.customer_freight for row in rows if row.customer_freight is not None]
    freight = (
        split_largest_remainder(sum(stated), weights)
        if stated
        else [line.shipping_charged_minor for line in lines]
    )
    day = max(row.settled_on for row in rows)
    for line, fee, tax, charged in zip(lines, fees, taxes, freight, strict=True):
        plan.put(
            replace(
                line, platform_fee_minor=fee, tax_minor=tax, shipping_charged_minor=charged, settled_on=day
            )
        )


def _put_legs(plan: PlatformPlan, order_id: str, rows: list[IncomeRow], numbers: dict[str, int]) -> None:
    """Put a leg for the freight that each row charges; a row without any has none, or none any more."""
    shipment = f"{_LEG}-{order_id}"
    days: dict[str, int] = {}
    for row in rows:
        if row.freight == 0:
            continue
        day = row.settled_on.isoformat()
        times = days[day] = days.get(day, 0) + 1
        plan.put(
            Leg(
                shipment=shipment,
                leg=day if times == 1 else f"{day}/{times}",
                kind=_LEG,
                on=row.settled_on,
                account=plan.account.account,
                orders=(order_id,),
                cost_minor=row.freight,
                currency=row.currency,
            ),
            numbers.get(row.key, 0),
        )
    for row in rows:
        # Parts of a payment that came before may have charged what others give back.
        if row.settled_on.isoformat() not in days:
            plan.remove("shipping", shipment, row.settled_on.isoformat())


def put_settlement(plan: PlatformPlan, row: IncomeRow, name: str, number: int) -> None:
    """Put a statement's row among the settlements; fees and refunds are positive there."""
    plan.put(
        Settlement(
            settlement=name,
            order_id=row.order_id,
            account=plan.account.account,
            kind=row.type,
            settled_on=row.settled_on,
            currency=row.currency,
            amount_minor=row.total,
            fees_minor=row.fees if row.type == ORDER else None,
            refunds_minor=-row.refund if row.type == ORDER else None,
            note=None if row.type == ORDER else row.word,
        ),
        number,
    )
