"""The year from day to day: goods come in, streams sell them, parcels leave, money comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.usecases.demo_book.calendar import FRESH_FROM, FRESH_UNTIL, LAST_DAY, all_days, beijing_day
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.freight import Shipper, border_stock_leg
from desktop_app.usecases.demo_book.goods import BASKET, GOODS, UNKNOWN_SKU, UNMATCHED_PRODUCT
from desktop_app.usecases.demo_book.household import courses, overheads
from desktop_app.usecases.demo_book.keeping import Keeper
from desktop_app.usecases.demo_book.markets import MARKETS, Market
from desktop_app.usecases.demo_book.numbers import Numbers
from desktop_app.usecases.demo_book.occasions import Occasion, plan_occasions
from desktop_app.usecases.demo_book.orders import Seller
from desktop_app.usecases.demo_book.outbox import Outbox
from desktop_app.usecases.demo_book.rates import RateTable
from desktop_app.usecases.demo_book.returns import returns_of
from desktop_app.usecases.demo_book.settling import Cashier
from desktop_app.usecases.demo_book.shelf_work import DayOfStock
from desktop_app.usecases.demo_book.spending import deposit, promotions_of, season_package
from desktop_app.usecases.demo_book.streams import gmv_of, planned_sessions, session_of
from desktop_app.usecases.demo_book.supply import PURCHASES, Demand, lots_of
from desktop_app.usecases.demo_book.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.domain.facts import Record

_PACKAGE_DAYS: Final = {(12, 20), (3, 20), (6, 20), (9, 20)}
_LOOK_BACK: Final = timedelta(days=13)
_UNMATCHED_UNTIL: Final = date(2026, 10, 14)
_SESSIONS_PER_GROWER: Final = 140


class Year:
    """Runs the demo year for `orders` orders and hands out its records, a few days' worth at a time.

    Memory holds what is still on its way (some weeks of the trade), never the whole year.
    """

    def __init__(self, orders: int) -> None:
        self._orders = orders
        self._occasions = plan_occasions(orders)
        self._by_day: dict[date, list[Occasion]] = {}
        for occasion in self._occasions:
            self._by_day.setdefault(occasion.day, []).append(occasion)
        held = [occasion for occasion in self._occasions if occasion.session]
        self._growers = max(1, len(held) // _SESSIONS_PER_GROWER)
        self._last_american = [o for o in held if o.market.prefix == "US"][-1].code
        self._unmatched = [o for o in held if o.market.prefix == "MY" and o.day <= _UNMATCHED_UNTIL][-1].code
        self._demand = Demand(self._occasions)
        self._rates = RateTable()
        self._warehouse = Warehouse()
        self._keeper = Keeper(self._warehouse)
        self._stock = DayOfStock(self._warehouse)
        self._numbers = Numbers()
        self._cashier = Cashier(self._rates)
        self._outbox = Outbox()
        self.orders_done = 0

    def batches(self) -> Iterator[list[Record]]:
        """All records, each list of one kind, every record after those it names by key."""
        self._put(*(good.product for good in GOODS.values()), UNMATCHED_PRODUCT)
        self._put(*(market.account for market in MARKETS), *self._rates.records)
        for day in all_days():
            self._live(day)
            yield from self._outbox.take(day, last=False)
        self._close()
        yield from self._outbox.take(LAST_DAY, last=True)

    def _put(self, *records: Record) -> None:
        self._outbox.put(*records)

    def _live(self, day: date) -> None:
        for purchase in PURCHASES:
            if purchase.on == day:
                for lot in lots_of(purchase, self._demand, self._growers):
                    self._keeper.receive(lot, purchase)
                    self._put(lot)
        repacks, entries = self._keeper.work(day)
        self._put(*repacks, *entries)
        for occasion in self._by_day.get(day, ()):
            self._hold(occasion)
        self._put(*self._stock.pass_day(day))
        self._shared_costs(day)

    def _hold(self, occasion: Occasion) -> None:
        """Hold one stream (or shop week): orders first, then all that follows from each of them."""
        market = occasion.market
        seller = Seller(occasion, self._warehouse, self._numbers)
        wanted = self._specials(occasion)
        orders = list(seller.orders(occasion.orders - len(wanted)))
        orders += [seller.special(sku, beyond) for sku, beyond in wanted[: occasion.orders]]
        self.orders_done += occasion.orders
        if occasion.session:
            self._put(session_of(occasion, orders))
            self._put(*promotions_of(occasion, gmv_of(occasion, orders)))
            self._stock.plan_samples(occasion)
        self._stock.expect(orders)
        dice = Dice("after", occasion.code)
        for leg in Shipper(occasion, dice).legs(orders):
            self._outbox.later(leg.on, leg)
        for order in orders:
            returns = returns_of(order, market, dice)
            for item in returns:
                self._warehouse.restock(item)
                self._outbox.later(beijing_day(item.returned_at), item)
            for row in self._cashier.settle(market, order, returns):
                self._outbox.later(row.settled_on, row)

    def _specials(self, occasion: Occasion) -> list[tuple[str, int]]:
        """A SKU nobody knows, and baskets ordered beyond what the weaver has made: (sku, units short)."""
        if occasion.code == self._unmatched:
            return [(UNKNOWN_SKU, 1), (UNKNOWN_SKU, 2)]
        return [(BASKET, 12)] if occasion.code == self._last_american else []

    def _shared_costs(self, day: date) -> None:
        """What is paid for several streams at once: agencies' packages, lorries to the border."""
        for market in MARKETS:
            if market.line_haul_by_parcel:
                continue
            recent = self._recent(market, day)
            if (day.month, day.day) in _PACKAGE_DAYS and recent:
                package = season_package(market, recent[0].day, recent[:6])
                if package is not None:
                    self._put(package)
            fresh = day >= FRESH_FROM or day <= FRESH_UNTIL
            if market.prefix == "TH" and fresh and day.toordinal() % 14 == 0 and recent:
                codes = [occasion.code for occasion in recent]
                self._put(border_stock_leg(market, day, codes, Dice("border", day.isoformat())))

    def _recent(self, market: Market, day: date) -> list[Occasion]:
        """The streams of an account in the fortnight up to `day`, in order."""
        days = (day - _LOOK_BACK + timedelta(days=number) for number in range(_LOOK_BACK.days + 1))
        return [
            occasion
            for each in days
            for occasion in self._by_day.get(each, ())
            if occasion.session and occasion.market is market
        ]

    def _close(self) -> None:
        """What belongs to no day of its own, and the streams to come."""
        planned = planned_sessions()
        self._put(*planned, deposit(planned[0]), *overheads(self._orders), *courses())
        self._put(*self._cashier.payouts())
