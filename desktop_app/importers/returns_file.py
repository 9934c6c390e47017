"""Returns and refunds as a platform lists them, with the requests that came to nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.domain.returns import ReturnReason
from desktop_app.importers.sheet_values import SheetValues, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.formats import Layout

KIND: Final = "returns"
COMPLETED: Final = "completed"
_REFUNDS: Final = ("refund", "refund_freight", "refund_tax")
"""What is given back of the goods' price, and, where a file states them apart, of freight and tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One request of a buyer; `refund_minor` is all that was given back, whatever the quantity.

    `part` is the platform's id of the order's line, where the file names it.

    `status` is completed, open, rejected or withdrawn: only a completed one costs anything.
    """

    number: int
    return_id: str
    order_id: str
    part: str | None
    sku_id: str | None
    seller_sku: str | None
    status: str
    reason: ReturnReason
    refund_minor: int
    quantity: int
    compensation_minor: int
    requested_at: datetime
    refunded_at: datetime | None


@dataclass(slots=True)
class ReturnsFile:
    """The rows of one file."""

    rows: list[ReturnRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def read_returns(values: SheetValues, layout: Layout) -> ReturnsFile:
    """Turn the rows of a sheet into requests."""
    found = ReturnsFile(refusals=list(values.refusals))
    for row in values.rows:
        for name in (*_REFUNDS, "quantity"):
            if (row[name] or 0) < 0:
                why = reason(ReasonCode.NEGATIVE)
                found.refusals.append(refuse(values, row, layout.columns[name], why, KIND))
                break
        else:
            found.rows.append(
                ReturnRow(
                    number=row.number,
                    return_id=row["return_id"],
                    order_id=row["order_id"],
                    part=row["part"],
                    sku_id=row["sku_id"],
                    seller_sku=row["seller_sku"],
                    status=row["status"],
                    # A reason in words that nobody has listed costs the same: it is kept as "other".
                    reason=ReturnReason(row["reason"] or ReturnReason.OTHER),
                    refund_minor=sum(row[name] or 0 for name in _REFUNDS),
                    quantity=1 if row["quantity"] is None else row["quantity"],
                    compensation_minor=row["compensation"] or 0,
                    requested_at=row["requested_at"],
                    refunded_at=row["refunded_at"],
                )
            )
    return found
