"""Shop orders: rows of SKUs grouped into orders, with order totals taken once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.refusals import Reason, ReasonCode, Refusal, reason
from desktop_app.domain.sale import OrderStatus
from desktop_app.importers.order_cells import Completing, OrderParts
from desktop_app.importers.sheet_values import SheetValues, ValueRow, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desktop_app.importers.formats import Format, Layout

KIND: Final = "sales"
MAX_QUANTITY: Final = 10**9
MAX_AMOUNT: Final = 10**15
_RANK: Final = {
    OrderStatus.PLACED: 0,
    OrderStatus.PAID: 1,
    OrderStatus.SHIPPED: 2,
    OrderStatus.DELIVERED: 3,
    OrderStatus.CANCELLED: 4,
}
_AMOUNTS: Final = ("unit_price", "seller_discount", "platform_discount", "shipping_charged", "order_refund")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One SKU of one order; amounts in minor units of the file's currency, `place` from 1 within the order.

    `shipping_charged_minor`, `fee_minor`, `order_amount_minor` and `refund_minor` are the order's, repeated
    on its rows, unless their column is the row's own. Both discounts hold the row's share of what was given
    off the whole order, which stands in `shared_discount_minor` and `shared_platform_minor` besides.
    `aftersale` is `refunded` where the row says so without an amount.
    """

    number: int
    order_id: str
    place: int
    status: OrderStatus
    sku_id: str
    seller_sku: str | None
    name: str | None
    variation: str | None
    quantity: int
    returned: int
    unit_price_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    shipping_charged_minor: int | None
    order_amount_minor: int | None
    refund_minor: int
    created_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    tracking: str | None
    country: str | None
    package: str | None
    aftersale: str | None = None
    shared_discount_minor: int = 0
    shared_platform_minor: int = 0
    fee_minor: int | None = None

    @property
    def list_minor(self) -> int:
        """The price of all pieces before any discount."""
        return self.quantity * self.unit_price_minor


@dataclass(slots=True)
class OrdersFile:
    """The orders of one file in the order they stand there; `repeated` are rows that say the same again."""

    orders: dict[str, list[OrderRow]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    repeated: list[tuple[OrderRow, OrderRow]] = field(default_factory=list)

    def order_total(self, name: str) -> int:
        """Return the sum of an amount that repeats on an order's rows, taken once for each order."""
        amount = attrgetter(name)
        return sum(
            # Most orders are one row.
            (amount(rows[0]) or 0)
            if len(rows) == 1
            else max((value for row in rows if (value := amount(row)) is not None), default=0)
            for rows in self.orders.values()
        )


def read_orders(values: SheetValues, form: Format) -> OrdersFile:
    """Turn the rows of a sheet into orders."""
    layout = form.main
    found = OrdersFile(refusals=list(values.refusals))
    completing = Completing.of(form)
    for row in values.rows:
        completing.complete(row)
    places = _places(values, layout)
    by_id = bool(form.options.get("row_ids"))
    seen: dict[tuple[object, ...], OrderRow] = {}
    for row in values.rows:
        fault = _fault(row)
        if fault is not None:
            name, why = fault
            column = layout.columns[name]
            found.refusals.append(refuse(values, row, column, why, KIND))
            continue
        order = _order_row(row, places[row.number])
        key = _identity(order, by_id=by_id)
        first = seen.get(key)
        if first is not None:
            found.repeated.append((order, first))
            _replace(found.orders[order.order_id], first, order)
            seen[key] = order
            continue
        seen[key] = order
        found.orders.setdefault(order.order_id, []).append(order)
    cells = {row.number: row for row in values.rows}
    parts = OrderParts.of(layout)
    for order_id, rows in found.orders.items():
        rows.sort(key=lambda row: row.place)
        if parts.any:
            found.orders[order_id] = _with_order_parts(rows, [cells[row.number] for row in rows], parts)
    return found


def _with_order_parts(rows: list[OrderRow], cells: list[ValueRow], parts: OrderParts) -> list[OrderRow]:
    """Split what was given off a whole order over its rows by value, and note what it was charged."""
    discount = max(parts.seller_discount(cells), 0)
    shares = split_largest_remainder(discount, list(line_values(rows)))
    platform = split_largest_remainder(parts.platform_discount(cells), list(line_values(rows)))
    fee = parts.fee(cells)
    return [
        replace(
            row,
            seller_discount_minor=row.seller_discount_minor + share,
            platform_discount_minor=row.platform_discount_minor + given,
            shared_discount_minor=share,
            shared_platform_minor=given,
            fee_minor=fee,
        )
        for row, share, given in zip(rows, shares, platform, strict=True)
    ]


def _identity(row: OrderRow, *, by_id: bool) -> tuple[object, ...]:
    """Return what makes a row the same again: its own id, else all that was agreed when it was ordered.

    One SKU of one order may go in several parcels, or at several prices (a gift, a piece beyond the limit of
    an offer): then it stands in several rows that differ in those.
    """
    if by_id:
        return row.order_id, row.package
    agreed = row.quantity, row.unit_price_minor, row.seller_discount_minor, row.platform_discount_minor
    return row.order_id, row.sku_id, row.package, row.tracking, *agreed


def _replace(rows: list[OrderRow], first: OrderRow, again: OrderRow) -> None:
    """Let the later of two rows of one SKU stand, in the place of the first."""
    rows[rows.index(first)] = again


def _places(values: SheetValues, layout: Layout) -> dict[int, int]:
    """Number the rows of each order from 1, those that are refused too."""
    heading = layout.columns["order_id"].headings[0]
    by_row: list[tuple[int, str]] = [(row.number, row["order_id"]) for row in values.rows]
    by_row += [(refusal.row, str(refusal.cells.get(heading, ""))) for refusal in values.refusals]
    counts: dict[str, int] = {}
    places = {}
    for number, order_id in sorted(by_row):
        counts[order_id] = places[number] = counts.get(order_id, 0) + 1
    return places


def _fault(row: ValueRow) -> tuple[str, Reason] | None:
    """Return what makes a row that reads no order line."""
    get = row.values.get
    quantity = row["quantity"]
    if row["unit_price"] is None:
        return "goods_amount", reason(ReasonCode.DOES_NOT_ADD_UP)
    if quantity <= 0:
        return "quantity", reason(ReasonCode.NOT_POSITIVE)
    if quantity > MAX_QUANTITY:
        return "quantity", reason(ReasonCode.TOO_LARGE, limit=MAX_QUANTITY)
    for name in _AMOUNTS:
        amount = get(name) or 0
        if amount < 0:
            return name, reason(ReasonCode.NEGATIVE)
        if amount * (quantity if name == "unit_price" else 1) > MAX_AMOUNT:
            return name, reason(ReasonCode.TOO_LARGE, limit=MAX_AMOUNT)
    return None


def _order_row(row: ValueRow, place: int) -> OrderRow:
    get = row.values.get
    return OrderRow(
        number=row.number,
        order_id=row.values["order_id"],
        place=place,
        status=status_of(row.values["status"], get("substatus"), delivered=get("delivered_at") is not None),
        sku_id=row["sku_id"],
        seller_sku=get("seller_sku"),
        name=get("product_name"),
        variation=get("variation"),
        quantity=row["quantity"],
        returned=get("returned_quantity") or 0,
        unit_price_minor=row.values["unit_price"],
        seller_discount_minor=get("seller_discount") or 0,
        platform_discount_minor=get("platform_discount") or 0,
        shipping_charged_minor=get("shipping_charged"),
        order_amount_minor=get("order_amount"),
        refund_minor=get("order_refund") or 0,
        created_at=row.values["created_at"],
        shipped_at=get("shipped_at"),
        delivered_at=get("delivered_at"),
        cancelled_at=get("cancelled_at"),
        tracking=get("tracking"),
        country=get("country"),
        package=get("package"),
        aftersale=get("aftersale"),
    )


@cache
def status_of(status: str, substatus: str | None, *, delivered: bool) -> OrderStatus:
    """Return how far an order has come: its status, or the substatus where that says more.

    What is in transit and has a moment of delivery is delivered.
    """
    main = OrderStatus(status)
    detail = OrderStatus(substatus) if substatus else main
    if main is OrderStatus.CANCELLED or detail is OrderStatus.CANCELLED:
        return main
    furthest = max(main, detail, key=_RANK.__getitem__)
    return OrderStatus.DELIVERED if furthest is OrderStatus.SHIPPED and delivered else furthest


def further(one: OrderStatus, other: OrderStatus) -> OrderStatus:
    """Return the later of two statuses: an older download takes nothing back."""
    return max(one, other, key=_RANK.__getitem__)


def line_values(rows: list[OrderRow]) -> Iterator[int]:
    """Yield the value by which an order's amount is split over its rows: list less discount, from 0."""
    for row in rows:
        yield max(row.list_minor - row.seller_discount_minor, 0)
