"""Orders made up for a test, what a book must hold of them, and the columns a platform writes of an order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from desktop_app.domain.money import split_largest_remainder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Money = Callable[[Decimal], str | float]

STATES: Final = {
    "unpaid": "placed",
    "paid": "paid",
    "shipped": "shipped",
    "completed": "delivered",
    "cancelled": "cancelled",
    "refused": "cancelled",
    "refunded": "delivered",
    "part_refunded": "delivered",
}
SENT: Final = ("shipped", "completed", "refused", "refunded", "part_refunded")
BOOK_ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass
class Piece:
    """One SKU of an order."""

    sku: str
    sku_id: str
    quantity: int
    price: Decimal
    seller_off: Decimal
    platform_off: Decimal
    returned: int = 0

    @property
    def net(self) -> Decimal:
        """What the buyer was asked for it."""
        return self.price * self.quantity - self.seller_off - self.platform_off


@dataclass
class Order:
    """One order; moments are wall times of its shop."""

    order_id: str
    state: str
    created: datetime
    pieces: list[Piece]
    freight: Decimal
    refund: Decimal = Decimal(0)
    seller_voucher: Decimal = Decimal(0)
    platform_voucher: Decimal = Decimal(0)
    fees: tuple[Decimal, ...] = ()
    moments: dict[str, datetime] = field(default_factory=dict)

    @property
    def tracking(self) -> str:
        """Its parcel's number, once it was sent."""
        return f"YT{self.order_id[-6:]}" if "shipped" in self.moments else ""


def make_orders(
    random: Random, *, unit: Decimal = Decimal(1), places: int = 2, count: int = 8
) -> list[Order]:
    """Make orders of every state, of one to three pieces, with free ones; prices are multiples of `unit`."""
    smallest = Decimal(1).scaleb(-places)

    def money(amount: Decimal) -> Decimal:
        return amount.quantize(smallest)

    made = []
    for number in range(count):
        state = list(STATES)[number % len(STATES)]
        created = datetime(2026, 9, 13, 21, 5, 43) + timedelta(hours=11 * number)  # noqa: DTZ001 - of a shop
        pieces = []
        for place in range(random.choice((1, 2, 3))):
            price = (
                money(random.randint(5, 900) * unit)
                if place < 2 or random.random() < 0.5
                else money(unit * 0)
            )
            quantity = random.choice((1, 1, 2))
            # Both discounts are of each piece, so that a price after them can be written.
            off = money(price * random.choice((0, 10)) / 100) * quantity
            given = money(price * random.choice((0, 5)) / 100) * quantity
            pieces.append(
                Piece(
                    f"S{place}-{random.randint(1, 3)}",
                    f"17294{number:03}{place:05}",
                    quantity,
                    price,
                    off,
                    given,
                )
            )
        order = Order(
            f"5838709{number * 17 + 1:011}", state, created, pieces, money(random.choice((0, 4)) * unit)
        )
        if state in SENT:
            order.moments["shipped"] = created + timedelta(hours=20)
        if STATES[state] == "delivered":
            order.moments["delivered"] = created + timedelta(days=4)
        if STATES[state] == "cancelled":
            order.moments["cancelled"] = created + timedelta(days=2)
        if state == "refunded":
            order.refund = sum((piece.net for piece in pieces), order.freight)
            for piece in pieces:
                piece.returned = piece.quantity
        elif state == "part_refunded":
            pieces[0].returned = 1
            order.refund = money(pieces[0].net / pieces[0].quantity)
        made.append(order)
    return made


def add_order_amounts(orders: Sequence[Order], random: Random, *, places: int) -> None:
    """Give orders vouchers and fees of the whole order, as Shopee has them."""
    smallest = Decimal(1).scaleb(-places)
    for order in orders:
        goods = sum((piece.price * piece.quantity - piece.seller_off for piece in order.pieces), Decimal(0))
        order.seller_voucher = (goods * random.choice((0, 3)) / 100).quantize(smallest)
        order.platform_voucher = (goods * random.choice((0, 2)) / 100).quantize(smallest)
        order.fees = tuple((goods * share / 100).quantize(smallest) for share in (6, 3, 2))


def expected_lines(orders: Sequence[Order], zone: str, places: int) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what the lines of the orders must be, by order and line: amounts in units of 10^-places."""
    clock = ZoneInfo(zone)

    def minor(amount: Decimal) -> int:
        return int(amount.scaleb(places))

    def day(order: Order, name: str) -> Any:
        moment = order.moments.get(name)
        return None if moment is None else moment.replace(tzinfo=clock).astimezone(BOOK_ZONE).date()

    lines = {}
    for order in orders:
        worth = [minor(piece.price) * piece.quantity - minor(piece.seller_off) for piece in order.pieces]
        off = split_largest_remainder(minor(order.seller_voucher), worth)
        given = split_largest_remainder(minor(order.platform_voucher), worth)
        left = [value - share for value, share in zip(worth, off, strict=True)]
        freight = split_largest_remainder(minor(order.freight), left)
        fees = split_largest_remainder(minor(sum(order.fees, Decimal(0))), left)
        for place, piece in enumerate(order.pieces):
            lines[order.order_id, place + 1] = {
                "sku": piece.sku,
                "quantity_milli": piece.quantity * 1000,
                "unit_price_minor": minor(piece.price),
                "seller_discount_minor": minor(piece.seller_off) + off[place],
                "platform_discount_minor": minor(piece.platform_off) + given[place],
                "shipping_charged_minor": freight[place],
                "platform_fee_minor": fees[place] if order.fees else None,
                "tax_minor": 0,
                "status": STATES[order.state],
                "ordered_at": order.created.replace(tzinfo=clock).astimezone(UTC),
                "shipped_on": day(order, "shipped"),
                "delivered_on": day(order, "delivered"),
                "tracking": order.tracking or None,
            }
    return lines
