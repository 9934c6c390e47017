"""Plans carriers' bills: charges become legs of the orders they belong to, the others wait for theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.shipment import Leg
from desktop_app.importers.carrier_file import LINE_HAUL, RETURN, ChargeRow
from desktop_app.usecases.importing.plan import SheetTotals
from desktop_app.usecases.importing.return_agreement import put_parcel_return

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.usecases.importing.platform_plan import PlatformPlan
    from desktop_app.usecases.importing.platform_view import Order

TABLE: Final = "waiting_charges"
_NUMBERS: Final = ("tracking", "carrier_no")
"""The carrier's own number, and that of whoever it hands the parcel on to: platforms know either."""


def plan_charges(plan: PlatformPlan, charges: list[ChargeRow], stated: int | None) -> None:
    """Plan the charges of a bill; `stated` is the total it states, in minor units."""
    carrier = str(plan.format.options["carrier"])
    currency = str(plan.format.options["currency"])
    rows = []
    for charge in charges:
        if charge.parts_minor is not None and charge.parts_minor != charge.cost_minor:
            plan.suspect(
                "charge_parts_differ",
                charge.number,
                waybill=charge.waybill,
                stated=charge.cost_minor,
                sum=charge.parts_minor,
            )
        rows.append((_waiting(charge, carrier, currency), charge))
    by_tracking, accounts = _orders_of(plan, [row for row, _ in rows])
    for row, charge in rows:
        orders = _find_orders(row, by_tracking, accounts)
        if orders:
            _put_leg(plan, row, orders, charge)
            plan.remove_row(TABLE, row["charge"])
        else:
            plan.suspect(
                "charge_waits_for_order", charge.number, waybill=charge.waybill, amount=charge.cost_minor
            )
            plan.put_row(TABLE, row)
    total = sum(charge.cost_minor for charge in charges)
    if stated is not None and stated != total:
        plan.suspect("total_differs", total="cost", stated=stated, sum=total)
    plan.plan.totals["shipping"] = SheetTotals(rows=len(charges), amounts={"cost": {currency: total}})


def join_waiting_charges(plan: PlatformPlan, order_ids: Iterable[str]) -> None:
    """Turn charges that waited for these orders into legs."""
    waiting = plan.view.rows_where(TABLE)
    if not waiting:
        return
    by_tracking, accounts = _orders_of(plan, waiting)
    wanted = set(order_ids)
    for row in waiting:
        orders = _find_orders(row, by_tracking, accounts)
        if any(order_id in wanted for _, order_id in orders):
            _put_leg(plan, row, orders, None)
            plan.remove_row(TABLE, row["charge"])


def _waiting(charge: ChargeRow, carrier: str, currency: str) -> dict[str, Any]:
    return {
        "charge": f"{carrier} {charge.bill}|{charge.leg}",
        "carrier": carrier,
        "account": None,
        "order_ref": charge.order_ref,
        "tracking": charge.waybill,
        "carrier_no": charge.carrier_no,
        "on": charge.on.isoformat(),
        "kind": charge.kind,
        "cost_minor": charge.cost_minor,
        "currency": currency,
        "billed_weight_mg": charge.billed_weight_mg,
        "invoice": None,
        "file_hash": None,
    }


def _orders_of(
    plan: PlatformPlan, rows: list[dict[str, Any]]
) -> tuple[dict[str, set[Order]], dict[str, set[str]]]:
    by_tracking = plan.view.orders_by_tracking(
        row[name] for row in rows for name in _NUMBERS if row[name] is not None
    )
    accounts = plan.view.accounts_of_orders(row["order_ref"] for row in rows if row["order_ref"])
    return by_tracking, accounts


def _find_orders(
    row: dict[str, Any], by_tracking: dict[str, set[Order]], accounts: dict[str, set[str]]
) -> list[Order]:
    """Return the orders of a charge: those sent under one of its numbers, else that of the customer."""
    for name in _NUMBERS:
        if row[name] in by_tracking:
            return sorted(by_tracking[row[name]])
    owners = accounts.get(row["order_ref"] or "", set())
    # An order number that stands in two accounts tells nothing.
    return [(next(iter(owners)), row["order_ref"])] if len(owners) == 1 else []


def _put_leg(plan: PlatformPlan, row: dict[str, Any], orders: list[Order], charge: ChargeRow | None) -> None:
    account, order_id = orders[0]
    shipment, _, leg = row["charge"].partition("|")
    number = charge.number if charge else 0
    on = date.fromisoformat(row["on"])
    if row["kind"] == RETURN and plan.view.returns(account, order_id):
        line = plan.view.lines(account, order_id)[0]
        put_parcel_return(
            plan, line, leg, cost=row["cost_minor"], currency=row["currency"], day=on, row=number
        )
        return
    before = plan.view.get("shipping", shipment, leg)
    plan.put(
        Leg(
            shipment=shipment,
            leg=leg,
            kind=LINE_HAUL if row["kind"] == LINE_HAUL else row["kind"],
            carrier=row["carrier"],
            tracking=row["tracking"],
            on=on,
            account=account if all(owner == account for owner, _ in orders) else None,
            orders=tuple(dict.fromkeys(order for _, order in orders)),
            cost_minor=row["cost_minor"],
            currency=row["currency"],
            billed_weight_mg=row["billed_weight_mg"],
            to_place=before.to_place if before else None,
            invoice=before.invoice if before else None,
            paid_on=before.paid_on if before else None,
            payment_ref=before.payment_ref if before else None,
        ),
        number,
    )
