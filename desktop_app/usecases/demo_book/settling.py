"""Weekly settlements and monthly payouts."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app.domain.ledger import Payout, Settlement
from desktop_app.domain.money import round_half_up
from desktop_app.domain.sale import OrderStatus
from desktop_app.usecases.demo_book.calendar import LAST_DAY, beijing_day
from desktop_app.usecases.demo_book.numbers import statement_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.demo_book.markets import Market
    from desktop_app.usecases.demo_book.orders import Order
    from desktop_app.usecases.demo_book.rates import RateTable

_PAYOUT_DAY: Final = 8
_FEE_PER_MILLE: Final = 8
_THURSDAY: Final = 3


class Cashier:
    """Settles orders as they become final, and adds up what each payout brings."""

    def __init__(self, rates: RateTable) -> None:
        self._rates = rates
        self._paid: dict[tuple[str, date], dict[str, int]] = {}
        self._markets: dict[str, Market] = {}

    def settle(self, market: Market, order: Order, returns: Sequence[Return]) -> list[Settlement]:
        """The rows that settle one order: one when it is final, one for each refund that came later."""
        settled_on = order.lines[0].settled_on
        if settled_on is None:
            return []
        early = [item for item in returns if beijing_day(item.returned_at) <= settled_on]
        late = [item for item in returns if beijing_day(item.returned_at) > settled_on]
        rows = [self._sale(market, order, early, settled_on)]
        rows += [row for item in late if (row := self._refund(market, item)) is not None]
        for row in rows:
            self._add(market, row)
        return rows

    def _sale(self, market: Market, order: Order, returns: Sequence[Return], settled_on: date) -> Settlement:
        delivered = order.lines[0].status is not OrderStatus.CANCELLED
        revenue = sum(_revenue(line) for line in order.lines) if delivered else 0
        fees = sum(line.platform_fee_minor or 0 for line in order.lines)
        fees -= sum(item.fee_refunded_minor or 0 for item in returns)
        refunds = sum(item.refund_minor + item.platform_reversed_minor for item in returns)
        return Settlement(
            settlement=statement_of(market.prefix, settled_on),
            order_id=order.order_id,
            account=market.account.account,
            kind="order",
            settled_on=settled_on,
            currency=market.account.currency,
            amount_minor=revenue - fees - refunds,
            fees_minor=fees,
            refunds_minor=refunds,
        )

    def _refund(self, market: Market, item: Return) -> Settlement | None:
        day = beijing_day(item.returned_at)
        day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
        if day > LAST_DAY or not item.refund_minor:
            return None
        given_back = item.fee_refunded_minor or 0
        refund = item.refund_minor + item.platform_reversed_minor
        return Settlement(
            settlement=statement_of(market.prefix, day),
            order_id=item.order_id,
            line=item.line,
            account=item.account,
            kind="refund",
            settled_on=day,
            currency=market.account.currency,
            amount_minor=given_back - refund,
            fees_minor=-given_back,
            refunds_minor=refund,
        )

    def _add(self, market: Market, row: Settlement) -> None:
        following = _payout_day(row.settled_on)
        if following <= LAST_DAY:
            self._markets[market.prefix] = market
            sums = self._paid.setdefault((market.prefix, following), {})
            sums[row.settlement] = sums.get(row.settlement, 0) + row.amount_minor

    def payouts(self) -> list[Payout]:
        """What reached the bank: on the eighth, everything settled in the month before."""
        return [
            self._payout(self._markets[prefix], day, self._paid[prefix, day])
            for prefix, day in sorted(self._paid, key=lambda key: (key[1], key[0]))
        ]

    def _payout(self, market: Market, day: date, sums: dict[str, int]) -> Payout:
        currency = market.account.currency
        amount = sum(sums.values())
        fee = round_half_up(max(0, amount) * _FEE_PER_MILLE, 1000)
        # The bank buys four per mille below the middle rate.
        received = round_half_up(self._rates.fen(amount - fee, currency, day) * 996, 1000)
        return Payout(
            payout=f"PO-{market.prefix}-{day:%Y%m}",
            account=market.account.account,
            on=day,
            currency=currency,
            amount_minor=amount,
            fee_minor=fee,
            received_cny_minor=received,
            settlements=tuple(sorted(sums)),
            bank_ref=f"WX{day:%Y%m%d}{len(sums):02d}{amount % 10_000:04d}",
        )


@cache
def _payout_day(settled_on: date) -> date:
    return (settled_on.replace(day=1) + timedelta(days=32)).replace(day=_PAYOUT_DAY)


def _revenue(line: OrderLine) -> int:
    listed = line.unit_price_minor * line.quantity_milli // 1000
    return listed - line.seller_discount_minor + line.shipping_charged_minor - line.tax_minor
