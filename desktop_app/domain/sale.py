"""Order lines: quantity times unit price of one SKU in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    """How far an order has come; `PAID` includes cash on delivery accepted for dispatch."""

    PLACED = "placed"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of one order; all amounts are in `currency`, before conversion.

    `platform_fee_minor` None: not stated, computed from the account's rates; 0 is a statement.
    `platform_discount_minor` is information: the seller still receives it.
    """

    order_id: str
    line: int
    account: str
    session: str | None = None
    ordered_at: datetime
    sku: str
    quantity_milli: int
    unit_price_minor: int
    currency: str
    seller_discount_minor: int = 0
    platform_discount_minor: int = 0
    shipping_charged_minor: int = 0
    platform_fee_minor: int | None = None
    tax_minor: int = 0
    status: OrderStatus = OrderStatus.PAID
    country: str | None = None
    lot: str | None = None
    shipped_on: date | None = None
    delivered_on: date | None = None
    settled_on: date | None = None
    tracking: str | None = None
    customs_code: str | None = None
    declaration: str | None = None
    payment_ref: str | None = None
    invoice: str | None = None
    excluded: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the line has sales: neither unpaid nor cancelled."""
        return self.status not in {OrderStatus.PLACED, OrderStatus.CANCELLED}

    @property
    def cancelled_after_dispatch(self) -> bool:
        """Whether it was sent and then cancelled: no sales, but stock, packing and freight are gone."""
        return self.status is OrderStatus.CANCELLED and self.shipped_on is not None

    @property
    def takes_stock(self) -> bool:
        """Whether the line draws stock, packing and freight."""
        return self.counts or self.cancelled_after_dispatch
