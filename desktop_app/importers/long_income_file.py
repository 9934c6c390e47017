"""Settlements with one amount a row: each row a part of what its order is paid that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers.cell_text import word_key
from desktop_app.importers.income_file import ORDER, OTHER, RESERVE, IncomeFile, IncomeRow, Withdrawal
from desktop_app.importers.sheet_values import SheetValues, ValueRow, refuse

if TYPE_CHECKING:
    from desktop_app.importers.formats import Layout

KIND: Final = "settlements"
_REFUND: Final = "refund"
_FEE: Final = "fee"
_TAX: Final = "tax"
_IDENTITY: Final = (
    "settlement",
    "type",
    "order_id",
    "item",
    "adjustment_id",
    "amount_type",
    "description",
    "settled_on",
    "sku",
    "quantity",
    "amount",
)


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
            identity = tuple(row[name] for name in _IDENTITY)
            times[identity] = times.get(identity, 0) + 1
            mark = blake2b(repr(identity).encode(), digest_size=8).hexdigest()
            part = _part(row, layout)
            found.file.rows.append(_income_row(row, part, currency, f"{mark}#{times[identity]}"))
    return found


def _missing(values: SheetValues, row: ValueRow, layout: Layout) -> Refusal | None:
    for name in ("type", "amount_type", "amount", "settled_on"):
        if row[name] is None:
            return refuse(values, row, layout.columns[name], reason(ReasonCode.MISSING), KIND)
    return None


def _income_row(row: ValueRow, part: str, currency: str, mark: str) -> IncomeRow:
    amount = row["amount"]
    kind = ORDER if row["order_id"] and row["type"] in {ORDER, _REFUND} else row["type"]
    parts: dict[str, int] = {}
    if kind == ORDER:
        match part:
            case "fee":
                parts["fees"] = -amount
            case "tax":
                parts["tax"] = -amount
            case "freight":
                parts["customer_freight"] = amount
            case _:
                parts["revenue"] = amount
                parts["refund"] = amount if row["type"] == _REFUND else 0
    else:
        kind = RESERVE if part == RESERVE else OTHER
        parts["adjustment"] = amount
    return IncomeRow(
        number=row.number,
        entry=row["order_id"] if kind == ORDER else f"{row['settlement']}/{mark}",
        type=kind,
        word=row["description"] or row.words.get("type", kind),
        settled_on=row["settled_on"],
        currency=currency,
        total=amount,
        order_id=row["order_id"],
        part=mark if kind == ORDER else None,
        **parts,
    )


def _part(row: ValueRow, layout: Layout) -> str:
    """Return which part of a payment an amount is: its description tells freight and tax from the price."""
    kind = str(row["amount_type"])
    if kind in {_FEE, _TAX} or row["description"] is None:
        return kind
    return layout.words["purpose"].get(word_key(row["description"]), kind)
