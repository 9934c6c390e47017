"""What a return gives back and costs, in the book's currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.fx import E8
from desktop_app.domain.money import round_half_up
from desktop_app.domain.statement import total

if TYPE_CHECKING:
    from desktop_app.domain.fx import RateTable


class StatedReturn(NamedTuple):
    """What a return states; refund, reversal and fee in its order's currency, `fee_refunded` None: blank."""

    refund: int
    platform_reversed: int
    fee_refunded: int | None
    shipping: int
    shipping_currency: str | None
    compensation: int
    compensation_currency: str | None


class ReturnedLine(NamedTuple):
    """The order line of a return: amounts in its own currency, the day of its order."""

    counts: bool
    currency: str
    day: str
    own_list: int
    discount: int
    own_fee: int


class ReturnAmounts(NamedTuple):
    """Amounts in the book's currency, None where a rate is missing."""

    refunds: int | None
    fee_refunded: int | None
    return_costs: int | None
    fee_estimated: bool


def estimated_fee_refund(line: ReturnedLine, refund: int, rate_e8: int) -> int:
    """Compute the fee given back where it is not stated: R(fee × rate × min(1, refund ÷ net))."""
    net = line.own_list - line.discount
    if net == 0:
        return 0
    given_back = refund
    if net < 0:
        given_back, net = -refund, -net
    return round_half_up(line.own_fee * rate_e8 * min(net, given_back), E8 * net)


def return_amounts(
    stated: StatedReturn, line: ReturnedLine, fee_refund_rate: int | None, table: RateTable, day: str
) -> ReturnAmounts:
    """Convert a return's fields, each by itself; `day` is the return's.

    On a line cancelled after dispatch (`counts` is false) only freight and compensation count.
    """
    costs = total(
        table.convert(stated.shipping, stated.shipping_currency, day),
        table.convert(-stated.compensation, stated.compensation_currency, day),
    )
    if not line.counts:
        return ReturnAmounts(0, 0, costs, fee_estimated=False)
    refunds = total(
        table.convert(stated.refund, line.currency, line.day),
        table.convert(stated.platform_reversed, line.currency, line.day),
    )
    fee = stated.fee_refunded
    estimated = fee is None and fee_refund_rate is not None
    if fee is None:
        fee = estimated_fee_refund(line, stated.refund, fee_refund_rate or 0)
    return ReturnAmounts(refunds, table.convert(fee, line.currency, line.day), costs, estimated)
