"""Income statements: each row's parts in their buckets, and what reached the bank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers.sheet_values import SheetValues, ValueRow, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from desktop_app.importers.formats import Layout

KIND: Final = "settlements"
ORDER: Final = "order"
ADVERTISING: Final = "advertising"
REIMBURSEMENT: Final = "reimbursement"
OTHER: Final = "other"
RESERVE: Final = "reserve"
"""Money that a platform holds back from one settlement for the next: nothing is earned or lost by it."""

_REFUND: Final = "refund"
_PAYOUT: Final = "payout"
_ITEM: Final = "item"
"""A row that says of one product what its order's row says of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeRow:
    """One row of a statement in minor units of `currency`; what the seller bears is positive.

    `total` is what the row pays out. `revenue`, `net_subtotal` and `refund` are as stated (a refund is
    negative). `fees`, `tax`, `freight` (the carrier's fee less the platform's part) and `return_freight`
    are sums of their columns; `customer_freight` is what the buyer paid for freight, less what of it was
    given back, None where the row does not say. `adjustment` is what the row pays beside an order. `part`
    tells rows apart that are one payment together, as of an order's SKUs; None: the row is all of it.
    """

    number: int
    entry: str
    type: str
    word: str
    settled_on: date
    currency: str
    total: int
    order_id: str | None
    revenue: int | None = None
    net_subtotal: int | None = None
    refund: int = 0
    fees: int = 0
    tax: int = 0
    freight: int = 0
    return_freight: int = 0
    customer_freight: int | None = None
    adjustment: int = 0
    part: str | None = None

    @property
    def key(self) -> str:
        """What a repeated block of a weekly download is known by: id, type, day, amount, and its part."""
        whole = f"{self.entry}|{self.type}|{self.settled_on.isoformat()}|{self.total}"
        return whole if self.part is None else f"{whole}|{self.part}"

    @property
    def remainder(self) -> int:
        """What the row's known parts leave of its total; 0 where they add up."""
        if self.type != ORDER:
            return self.total - self.adjustment
        parts = (self.revenue or 0) + (self.customer_freight or 0) + self.adjustment
        return self.total - (parts - self.fees - self.tax - self.freight - self.return_freight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Money taken out to the bank; `arrived_on` None while it is on its way."""

    number: int
    reference: str
    arrived_on: date | None
    amount: int


@dataclass(slots=True)
class IncomeFile:
    """A statement's rows; `repeated` counts rows that stand in it again, `unsettled` rows of no day."""

    rows: list[IncomeRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    repeated: int = 0
    unsettled: int = 0


def read_income(values: SheetValues, layout: Layout, currency: str) -> IncomeFile:
    """Turn the rows of a statement into parts; `currency` is that of a row that names none."""
    found = IncomeFile(refusals=list(values.refusals))
    parts = {
        part: [name for name, column in layout.columns.items() if column.options.get("part") == part]
        for part in ("fee", "tax", "freight", "revenue", "refund", "return_freight", "advertising")
    }
    seen: set[str] = set()
    for row in values.rows:
        if row["direction"] is not None:
            _turn_movement(row)
        if row["type"] in {_PAYOUT, _ITEM}:
            continue
        if row["settled_on"] is None:
            found.unsettled += 1
            continue
        missing = next((name for name in ("entry", "total") if row[name] is None), None)
        if missing is not None:
            found.refusals.append(
                refuse(values, row, layout.columns[missing], reason(ReasonCode.MISSING), KIND)
            )
            continue
        for income in _apart_from_advertising(_income_row(row, parts, currency), row, parts["advertising"]):
            if income.key in seen:
                found.repeated += 1
                continue
            seen.add(income.key)
            found.rows.append(income)
    return found


def _apart_from_advertising(income: IncomeRow, row: ValueRow, names: list[str]) -> list[IncomeRow]:
    """Return a row, and what of its order's money went into advertising as a row of its own."""
    charged = _sum(row, names)
    if not charged:
        return [income]
    advertising = IncomeRow(
        number=income.number,
        entry=f"{income.entry}/{ADVERTISING}",
        type=ADVERTISING,
        word=ADVERTISING,
        settled_on=income.settled_on,
        currency=income.currency,
        total=charged,
        order_id=None,
        adjustment=charged,
    )
    return [replace(income, total=income.total - charged), advertising]


def _turn_movement(row: ValueRow) -> None:
    """Give a movement of money the sign of its direction, and the id it is known by.

    A row of an order's own payment is known by its order, any other by the movement's number.
    """
    values = row.values
    values["total"] = abs(values["total"]) * (1 if row["direction"] == "in" else -1)
    if row["type"] not in {ORDER, _REFUND} or row["entry"] is None:
        values["related_order"], values["entry"] = row["entry"], row["movement"]


def read_movements_out(values: SheetValues) -> list[Withdrawal]:
    """Return what movements of money took to the bank."""
    return [
        Withdrawal(
            number=row.number,
            reference=row["movement"],
            arrived_on=row["settled_on"],
            amount=abs(row["total"]),
        )
        for row in values.rows
        if row["type"] == _PAYOUT
    ]


def _income_row(row: ValueRow, parts: Mapping[str, list[str]], currency: str) -> IncomeRow:
    kind = row["type"] or ORDER
    revenue = row["revenue"]
    refund = row["refund"] or _sum(row, parts["refund"])
    if parts["revenue"]:
        revenue = _sum(row, parts["revenue"]) + _sum(row, parts["refund"])
    if kind == _REFUND:
        kind, refund = ORDER, revenue or 0
    freight = -_sum(row, ["actual_shipping", "platform_shipping", "shipping_subsidy", *parts["freight"]])
    customer = row["customer_shipping"]
    return_freight = -_sum(row, ["return_shipping", *parts["return_freight"]])
    stated = row["seller_shipping"]
    if stated and not any(
        row[name]
        for name in (
            "actual_shipping",
            "platform_shipping",
            "shipping_subsidy",
            "customer_shipping",
            "refunded_shipping",
            "return_shipping",
            *parts["freight"],
        )
    ):
        # Only the sum of the freight columns is there: the seller's freight, then.
        freight = -stated
    if row["refunded_shipping"] is not None:
        customer = (customer or 0) + row["refunded_shipping"]
    adjustment = row["adjustment"]
    return IncomeRow(
        number=row.number,
        entry=row["entry"],
        type=kind,
        word=row.words.get("type", kind),
        settled_on=row["settled_on"],
        currency=row["currency"] or currency,
        total=row["total"],
        order_id=row["entry"] if kind == ORDER else row["related_order"],
        revenue=revenue,
        net_subtotal=_net_subtotal(row, parts, revenue, refund),
        refund=refund,
        fees=-_sum(row, parts["fee"]),
        tax=-_sum(row, parts["tax"]),
        freight=freight,
        return_freight=return_freight,
        customer_freight=customer,
        adjustment=(row["total"] if adjustment is None else adjustment)
        if kind != ORDER
        else (adjustment or 0),
        part=row["part"],
    )


def _net_subtotal(
    row: ValueRow, parts: Mapping[str, list[str]], revenue: int | None, refund: int
) -> int | None:
    """Return what the goods came to after discounts: as stated, else what the parts leave before refunds."""
    stated: int | None = row["net_subtotal"]
    if stated is not None or not (parts["revenue"] and parts["refund"]):
        return stated
    # A row that only gives money back says nothing of what was sold.
    return ((revenue or 0) - refund) or None


def _sum(row: ValueRow, names: list[str]) -> int:
    return sum(row[name] or 0 for name in names)


def merge_parts(rows: Iterable[IncomeRow]) -> list[IncomeRow]:
    """Add up the rows that are one payment together: of one entry, type, day and currency."""
    merged: dict[tuple[object, ...], IncomeRow] = {}
    for row in rows:
        key = row.entry, row.order_id, row.type, row.settled_on, row.currency
        whole = replace(row, part=None)
        merged[key] = _added(merged[key], whole) if key in merged else whole
    return list(merged.values())


def _added(one: IncomeRow, other: IncomeRow) -> IncomeRow:
    known = {
        name: a if b is None else b if a is None else a + b
        for name in ("revenue", "net_subtotal", "customer_freight")
        for a, b in [(getattr(one, name), getattr(other, name))]
    }
    sums = {
        name: getattr(one, name) + getattr(other, name)
        for name in ("total", "refund", "fees", "tax", "freight", "return_freight", "adjustment")
    }
    return replace(one, **known, **sums)


def read_withdrawals(values: SheetValues) -> list[Withdrawal]:
    """Return what was taken out to the bank and has arrived, or is on its way."""
    return [
        Withdrawal(
            number=row.number,
            reference=row["reference"],
            arrived_on=(row["arrived_on"] or row["requested_on"]) if row["status"] == "arrived" else None,
            amount=abs(row["amount"]),
        )
        for row in values.rows
        if row["type"] == "withdrawal" and row["status"] != "failed"
    ]
