"""Settlements with one amount a row: each row a part of what its order is paid that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers.cell_text import word_key
from desktop_app.importers.income_file import (
    ADVERTISING,
    KIND,
    ORDER,
    OTHER,
    REIMBURSEMENT,
    RESERVE,
    IncomeFile,
    IncomeRow,
    Withdrawal,
)
from desktop_app.importers.sheet_values import SheetValues, ValueRow, refuse

if TYPE_CHECKING:
    from desktop_app.importers.formats import Layout

_REFUND: Final = "refund"
_FEE: Final = "fee"
_TAX: Final = "tax"
_COSTS: Final = {_FEE: "fees", _TAX: "tax", "carriage": "freight", "return_freight": "return_freight"}
_IDENTITY: Final = ("settlement", "type", "order_id", "amount_type", "description", "settled_on", "amount")
"""What every such file has: what some leave out (an item's code, its SKU) makes no other row of one."""
_IDENTITY_OF_ITEM: Final = ("order_id", "item", "settled_on", "amount")
"""The same where a fee's name says all of a row: its kind comes besides, in whatever language it is named."""


@dataclass(slots=True)
class LongIncome:
    """A settlement's rows, what it paid out to the bank, and the totals that it states, in minor units."""

    file: IncomeFile
    payouts: list[Withdrawal] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)


def read_long_income(values: SheetValues, layout: Layout, currency: str) -> LongIncome:
    """Turn rows of one amount each into parts; a row with a total and no amount sums a settlement up.

    Rows that say the same are told apart by their number among them, so that a file brought in again, or
    saved again, is the same rows.
    """
    found = LongIncome(IncomeFile(refusals=list(values.refusals)))
    times: dict[tuple[Any, ...], int] = {}
    for row in values.rows:
        if row["stated_total"] is not None:
            found.stated["total"] = found.stated.get("total", 0) + row["stated_total"]
            if row["deposited_on"] is not None and row["stated_total"] > 0:
                payout = Withdrawal(
                    number=row.number,
                    reference=row["settlement"],
                    arrived_on=row["deposited_on"],
                    amount=row["stated_total"],
                )
                found.payouts.append(payout)
            continue
        missing = _missing(values, row, layout)
        if missing is not None:
            found.file.refusals.append(missing)
        elif row["amount"]:
            identity = _identity(row, layout)
            times[identity] = times.get(identity, 0) + 1
            mark = blake2b(repr(identity).encode(), digest_size=8).hexdigest()
            part = _part(row, layout)
            found.file.rows.append(_income_row(row, part, currency, f"{mark}#{times[identity]}"))
    return found


def _identity(row: ValueRow, layout: Layout) -> tuple[Any, ...]:
    """Return what a row is known by, beside its number among those that say the same."""
    if "type" in layout.columns:
        return tuple(row[name] for name in _IDENTITY)
    kind = row["amount_type"] or word_key(row.words["amount_type"])
    return kind, *(row[name] for name in _IDENTITY_OF_ITEM)


def _missing(values: SheetValues, row: ValueRow, layout: Layout) -> Refusal | None:
    for name in ("type", "amount_type", "amount", "settled_on"):
        column = layout.columns.get(name)
        if column is not None and row[name] is None and not (column.keep_unknown and row.words[name]):
            return refuse(values, row, column, reason(ReasonCode.MISSING), KIND)
    return None


def _income_row(row: ValueRow, part: str, currency: str, mark: str) -> IncomeRow:
    amount = row["amount"]
    kind = _kind(row, part)
    parts = _parts(part, amount, refunded=row["type"] == _REFUND) if kind == ORDER else {"adjustment": amount}
    return IncomeRow(
        number=row.number,
        entry=row["order_id"] if kind == ORDER else f"{row['settlement'] or row['settled_on']}/{mark}",
        type=kind,
        word=row["description"] or row.words.get("type") or row.words["amount_type"],
        settled_on=row["settled_on"],
        currency=currency,
        total=amount,
        order_id=None if kind == ADVERTISING else row["order_id"],
        part=mark if kind == ORDER else None,
        **parts,
    )


def _kind(row: ValueRow, part: str) -> str:
    """Return the kind of a row: an order's own, unless what it is for or its type says otherwise."""
    if part in {ADVERTISING, RESERVE}:
        return part
    if part == REIMBURSEMENT:
        return REIMBURSEMENT if row["order_id"] else OTHER
    stated = row["type"] or ORDER
    if row["order_id"] and stated in {ORDER, _REFUND}:
        return ORDER
    return OTHER


def _parts(part: str, amount: int, *, refunded: bool) -> dict[str, int]:
    """Return an order's amount by its bucket, none for one that nobody knows: it is left over, and listed."""
    if not part:
        return {}
    if part in _COSTS:
        return {_COSTS[part]: -amount}
    if part == "freight":
        return {"customer_freight": amount}
    return {"revenue": amount, "refund": amount if refunded or part == _REFUND else 0}


def _part(row: ValueRow, layout: Layout) -> str:
    """Return which part of a payment an amount is: its description tells freight and tax from the price."""
    kind = str(row["amount_type"] or "")
    if kind in {_FEE, _TAX} or row["description"] is None:
        return kind
    return layout.words["purpose"].get(word_key(row["description"]), kind)
