"""What an order line brings in: list, discount, freight income, tax and fee, in the book's currency."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.domain.fx import E8
from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.channel import Account, FeeRate
    from desktop_app.domain.fx import RateTable

MILLI: Final = 1000


class FeeRates(NamedTuple):
    """An account's rates times 10⁸; None: not stated. `fee_refund` is the share of a fee given back."""

    commission: int | None = None
    payment: int | None = None
    fee_refund: int | None = None


def rates_of(stated: Account | FeeRate) -> FeeRates:
    """Give the rates that an account or a dated row states."""
    return FeeRates(stated.commission_rate_e8, stated.payment_fee_rate_e8, stated.fee_refund_rate_e8)


class FeeSchedule:
    """The rates of one account by day: its own, until a dated one states another."""

    __slots__ = ("_days", "_rates")

    def __init__(self, own: FeeRates, dated: Iterable[tuple[str, FeeRates]] = ()) -> None:
        """Take the account's own rates and the dated ones by ISO day, earliest first.

        A rate that a dated row leaves None goes on as it was before that row's day.
        """
        self._days: list[str] = []
        self._rates = [own]
        for day, stated in dated:
            before = self._rates[-1]
            self._days.append(day)
            self._rates.append(
                FeeRates(*(old if new is None else new for old, new in zip(before, stated, strict=True)))
            )

    def on(self, day: str) -> FeeRates:
        """Give the rates in force for orders of an ISO day."""
        if not self._days:
            return self._rates[0]
        return self._rates[bisect_right(self._days, day)]


class StatedLine(NamedTuple):
    """What an order line states, amounts in minor units of its currency; `fee` None: not stated."""

    quantity_milli: int
    unit_price: int
    currency: str
    seller_discount: int
    shipping_charged: int
    tax: int
    fee: int | None


class PricedLine(NamedTuple):
    """Amounts in the book's currency, None where a rate is missing.

    `own_list` and `own_fee` are still in the line's currency; `estimated` says that the fee was computed.
    """

    gross: int | None
    discount: int | None
    shipping_income: int | None
    tax: int | None
    fee: int | None
    own_list: int
    own_fee: int
    estimated: bool


def list_amount(quantity_milli: int, unit_price: int) -> int:
    """Give quantity × unit price, rounded half up in the price's currency."""
    product = quantity_milli * unit_price
    if product < 0:
        return round_half_up(product, MILLI)
    return (2 * product + MILLI) // (2 * MILLI)


def estimated_fee(own_list: int, discount: int, shipping_charged: int, rates: FeeRates) -> int:
    """Compute a fee that the platform has not stated, in the line's currency."""
    net = own_list - discount
    commission = round_half_up((rates.commission or 0) * net, E8)
    return commission + round_half_up((rates.payment or 0) * (net + shipping_charged), E8)


def price_line(line: StatedLine, rates: FeeRates, table: RateTable, day: str) -> PricedLine:
    """Price a line that counts, converted at the rate of its order's day."""
    quantity, unit_price, currency, discount, shipping, tax, stated_fee = line
    own_list = list_amount(quantity, unit_price)
    estimated = stated_fee is None
    fee = estimated_fee(own_list, discount, shipping, rates) if stated_fee is None else stated_fee
    convert = table.convert
    return PricedLine(
        convert(own_list, currency, day),
        convert(discount, currency, day),
        convert(shipping, currency, day),
        convert(tax, currency, day),
        convert(fee, currency, day),
        own_list,
        fee,
        estimated,
    )


def line_value(gross: int | None, discount: int | None) -> int | None:
    """Give what a leg split by value weighs a line with: list less discount, at least 0; None: missing."""
    if gross is None or discount is None:
        return None
    return max(0, gross - discount)


def per_quantity(quantity_milli: int, per_unit: int | None) -> int:
    """Give R(quantity × an amount per unit); 0 where none is stated."""
    return round_half_up(quantity_milli * per_unit, MILLI) if per_unit else 0
