"""What the platforms keep of a sale, as their settlements state it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from desktop_app.usecases.demo_book.markets import Market

_E8: Final = 100_000_000
_AFFILIATE_PER_CENT: Final = 8


def stated_fee(market: Market, paid: int, shipping: int, affiliate: bool) -> int:  # noqa: FBT001 - a plain fact
    """Commission, payment fee and, where an affiliate brought the buyer, their part: minor units.

    `paid` is the line's list price less the seller's discount.
    """
    account = market.account
    fee = round_half_up((account.commission_rate_e8 or 0) * paid, _E8)
    fee += round_half_up((account.payment_fee_rate_e8 or 0) * (paid + shipping), _E8)
    return fee + (round_half_up(paid * _AFFILIATE_PER_CENT, 100) if affiliate else 0)


def fee_given_back(market: Market, fee: int, refund: int, paid: int) -> int:
    """What the platform gives back of `fee` when `refund` of `paid` is refunded."""
    rate = market.account.fee_refund_rate_e8 or 0
    return round_half_up(fee * rate * min(refund, paid), _E8 * paid) if paid else 0
