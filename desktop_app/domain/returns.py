"""Returns: money given back on an order line, with or without goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReturnReason(StrEnum):
    """Why money was given back."""

    DAMAGED = "damaged"
    LOST = "lost_in_transit"
    SPOILED = "spoiled"
    LATE = "late"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    CHANGED_MIND = "changed_mind"
    REFUSED_COD = "refused_cod"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return on one order line.

    `refund_minor`, `platform_reversed_minor` and `fee_refunded_minor` (None: not stated, computed from
    the account's `fee_refund_rate`) are in the order's currency; `return_shipping_minor` and
    `compensation_minor` each in its own (None: the book's).
    """

    return_id: str
    account: str
    order_id: str
    line: int
    sku: str | None = None
    quantity_milli: int
    restocked_quantity_milli: int = 0
    reason: ReturnReason | None = None
    refund_minor: int
    platform_reversed_minor: int = 0
    fee_refunded_minor: int | None = None
    return_shipping_minor: int = 0
    return_shipping_currency: str | None = None
    compensation_minor: int = 0
    compensation_currency: str | None = None
    returned_at: datetime
