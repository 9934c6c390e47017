"""Orders: what the buyers of one stream, or of one week of a shop, take home."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.usecases.demo_book.calendar import FRESH_FROM, LAST_DAY, beijing_day
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.fees import stated_fee
from desktop_app.usecases.demo_book.goods import DRIED, GOODS, Sort
from desktop_app.usecases.demo_book.numbers import Numbers, declaration_of, statement_of
from desktop_app.usecases.demo_book.occasions import CLOSING, Occasion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.usecases.demo_book.warehouse import Warehouse

_THURSDAY: Final = 3
_CANCELLED: Final = 34
_UNPAID: Final = 70
_NO_TRACKING: Final = 4
_TEST: Final = 1
_NAMES_SESSION: Final = 420
_NAMES_LOT: Final = 25
_LATE: Final = 140


@dataclass(slots=True)
class Order:
    """One order with what later steps need: its lines, and the days of its journey where it made one."""

    order_id: str
    lines: list[OrderLine]
    ordered_at: datetime
    shipped_on: date | None
    arrives_on: date
    weight_mg: int
    tracking: str | None


@dataclass(slots=True)
class _Item:
    sku: str
    units: int
    price: int
    discount: int
    platform_discount: int


@dataclass(slots=True)
class _Fate:
    status: OrderStatus
    shipped_on: date | None
    arrives_on: date
    settled_on: date | None


class Seller:
    """Takes the orders of one occasion, never selling what is not there unless the stream sells ahead."""

    def __init__(self, occasion: Occasion, warehouse: Warehouse, numbers: Numbers) -> None:
        self._occasion = occasion
        self._market = occasion.market
        self._warehouse = warehouse
        self._numbers = numbers
        self._dice = Dice("orders", occasion.code)
        self._bounds = occasion.theme.bounds
        self._skus = occasion.theme.skus
        day = beijing_day(occasion.ended_at) if not occasion.session else occasion.day + timedelta(days=1)
        dispatch = day + timedelta(days=1)
        self._dispatch = max(dispatch, FRESH_FROM + timedelta(days=3)) if occasion.theme.presale else dispatch

    def orders(self, number: int) -> Iterator[Order]:
        """Take `number` orders."""
        for _ in range(number):
            fate, ordered_at = self._fate_and_moment()
            items = self._items(promised=fate.status is not OrderStatus.PLACED and not _unsent(fate))
            yield self._order(ordered_at, fate, items)

    def special(self, sku: str, beyond: int) -> Order:
        """One more order, taken as the stream ends, for all there is of `sku` and `beyond` units more."""
        store = self._warehouse
        units = (max(0, store.free.get(sku, 0)) + store.restocked.get(sku, 0)) // 1000 + beyond
        prices = GOODS[sku].prices if sku in GOODS else {}
        price = prices.get(self._market.account.market, 1_890)
        self._warehouse.promise(sku, units * 1000)
        settled = _thursday(
            self._dispatch + timedelta(days=self._market.transit[1] + self._market.settle_days)
        )
        arrives = self._dispatch + timedelta(days=self._market.transit[1])
        sent = self._dispatch <= LAST_DAY and sku not in GOODS
        status = OrderStatus.PAID if not sent else OrderStatus.SHIPPED
        if sent and arrives <= LAST_DAY:
            status = OrderStatus.DELIVERED
        fate = _Fate(status, self._dispatch if sent else None, arrives, settled if sent else None)
        return self._order(self._occasion.ended_at, fate, [_Item(sku, units, price, 0, 0)])

    def _fate_and_moment(self) -> tuple[_Fate, datetime]:
        dice = self._dice
        length = int((self._occasion.ended_at - self._occasion.started_at).total_seconds())
        if self._occasion.session and dice.chance(_LATE):
            # Most stragglers buy soon after the stream: the square draws them nearer to its end.
            seconds = length + int(dice.random() * dice.random() * 72_000)
        else:
            seconds = int(dice.random() * length)
        moment = min(self._occasion.started_at + timedelta(seconds=seconds), CLOSING)
        return self._fate(moment), moment

    def _fate(self, ordered_at: datetime) -> _Fate:
        dice, market = self._dice, self._market
        arrives = self._dispatch + timedelta(days=dice.whole(*market.transit))
        if dice.chance(_CANCELLED):
            return _Fate(OrderStatus.CANCELLED, None, arrives, None)
        if beijing_day(ordered_at) >= LAST_DAY - timedelta(days=2) and dice.chance(_UNPAID):
            return _Fate(OrderStatus.PLACED, None, arrives, None)
        if self._dispatch > LAST_DAY:
            return _Fate(OrderStatus.PAID, None, arrives, None)
        settled = _thursday(arrives + timedelta(days=market.settle_days))
        if arrives > LAST_DAY:
            return _Fate(OrderStatus.SHIPPED, self._dispatch, arrives, None)
        if dice.chance(market.refused):
            return _Fate(OrderStatus.CANCELLED, self._dispatch, arrives, settled)
        return _Fate(OrderStatus.DELIVERED, self._dispatch, arrives, settled)

    def _items(self, *, promised: bool) -> list[_Item]:
        dice = self._dice
        drawn = dice.random()
        wanted = 1 if drawn < 0.6 else 2 if drawn < 0.89 else 3  # noqa: PLR2004 - shares of one, two, three lines
        items: list[_Item] = []
        for _ in range(wanted):
            sku = self._skus[bisect_right(self._bounds, int(dice.random() * self._bounds[-1]))]
            units = self._units(sku)
            sku = self._at_hand(sku, units)
            if any(item.sku == sku for item in items):
                continue
            if promised:
                self._promise(sku, units)
            items.append(self._item(sku, units))
        return items

    def _units(self, sku: str) -> int:
        drawn = self._dice.random()
        if GOODS[sku].sort is Sort.CRAFT:
            return 1 if drawn < 0.9 else 2  # noqa: PLR2004 - shares
        return 1 if drawn < 0.7 else 2 if drawn < 0.92 else 3  # noqa: PLR2004 - shares

    def _at_hand(self, sku: str, units: int) -> str:
        """`sku`, or where there is too little of it, another one shown tonight, dried fruit at last."""
        if self._occasion.theme.presale or self._holds(sku, units):
            return sku
        return next((other for other in self._skus if self._holds(other, units)), DRIED)

    def _holds(self, sku: str, units: int) -> bool:
        free = self._warehouse.free
        parts = GOODS[sku].product.components
        if not parts:
            return free.get(sku, 0) >= units * 1000
        return all(free.get(part.sku, 0) >= units * part.quantity_milli for part in parts)

    def _promise(self, sku: str, units: int) -> None:
        parts = GOODS[sku].product.components
        if not parts:
            self._warehouse.promise(sku, units * 1000)
        for part in parts:
            self._warehouse.promise(part.sku, units * part.quantity_milli)

    def _item(self, sku: str, units: int) -> _Item:
        dice, coin = self._dice, self._market.coin
        price = GOODS[sku].prices[self._market.account.market]
        listed = price * units
        low, high = (8, 16) if self._occasion.theme.heavy else (3, 11)
        discount = listed * dice.whole(low, high) // (100 * coin) * coin if dice.chance(380) else 0
        platform = listed * dice.whole(2, 6) // (100 * coin) * coin if dice.chance(200) else 0
        return _Item(sku, units, price, discount, platform)

    def _order(self, ordered_at: datetime, fate: _Fate, items: list[_Item]) -> Order:
        dice, market = self._dice, self._market
        order_id = self._numbers.order_id(market, ordered_at, dice)
        sent = fate.shipped_on is not None
        tracking = self._numbers.tracking(market, dice) if sent and not dice.chance(_NO_TRACKING) else None
        named = self._occasion.session and dice.chance(_NAMES_SESSION)
        worth = sum(item.price * item.units - item.discount for item in items)
        free = self._occasion.theme.heavy or worth >= market.free_shipping_from
        affiliate = dice.chance(market.affiliate_per_mille)
        excluded = "测试单" if dice.chance(_TEST) else None
        lines = []
        weight = 0
        for number, item in enumerate(items, 1):
            shipping = 0 if free or number > 1 else market.shipping_minor
            paid = item.price * item.units - item.discount
            refused = fate.status is OrderStatus.CANCELLED
            fee = (
                None
                if fate.settled_on is None
                else 0
                if refused
                else stated_fee(market, paid, shipping, affiliate)
            )
            lot = self._named_lot(item) if sent and named and dice.chance(_NAMES_LOT) else None
            weight += _weight_mg(item)
            lines.append(
                OrderLine(
                    order_id=order_id,
                    line=number,
                    account=market.account.account,
                    session=self._occasion.code if named else None,
                    ordered_at=ordered_at,
                    sku=item.sku,
                    quantity_milli=item.units * 1000,
                    unit_price_minor=item.price,
                    currency=market.account.currency,
                    seller_discount_minor=item.discount,
                    platform_discount_minor=item.platform_discount,
                    shipping_charged_minor=shipping,
                    platform_fee_minor=fee,
                    tax_minor=(paid * market.tax_per_mille + 500) // 1000,
                    status=fate.status,
                    country=market.account.market,
                    lot=lot,
                    shipped_on=fate.shipped_on,
                    delivered_on=fate.arrives_on if fate.status is OrderStatus.DELIVERED else None,
                    settled_on=fate.settled_on,
                    tracking=tracking,
                    customs_code="9610" if sent else None,
                    declaration=declaration_of(market.prefix, fate.shipped_on),
                    payment_ref=statement_of(market.prefix, fate.settled_on) if fate.settled_on else None,
                    excluded=excluded,
                )
            )
        return Order(order_id, lines, ordered_at, fate.shipped_on, fate.arrives_on, weight, tracking)

    def _named_lot(self, item: _Item) -> str | None:
        """The lot the host showed, where one lot holds the whole line."""
        lots = self._warehouse.open_lots(item.sku)
        return next((shelf.lot for shelf in lots if shelf.left >= item.units * 1000), None)


def _unsent(fate: _Fate) -> bool:
    return fate.status is OrderStatus.CANCELLED and fate.shipped_on is None


def _weight_mg(item: _Item) -> int:
    grams = GOODS[item.sku].product.unit_weight_mg if item.sku in GOODS else None
    return item.units * (grams or 250_000)


def _thursday(earliest: date) -> date | None:
    """The day of the weekly settlement that covers what is final on `earliest`, if it has come."""
    day = earliest + timedelta(days=(_THURSDAY - earliest.weekday()) % 7)
    return day if day <= LAST_DAY else None
