"""Four legs to the buyer: county pick-up, hub or cold chain, line haul, last mile."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app.domain.shipment import Leg, LegSplit
from desktop_app.usecases.demo_book.calendar import LAST_DAY
from desktop_app.usecases.demo_book.occasions import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.usecases.demo_book.dice import Dice
    from desktop_app.usecases.demo_book.markets import Market
    from desktop_app.usecases.demo_book.occasions import Occasion
    from desktop_app.usecases.demo_book.orders import Order

BILLED_UNTIL: Final = LAST_DAY - timedelta(days=8)
"""Carriers bill late: last miles after this day have no bill yet."""

_VILLAGE: Final = "眉县横渠镇"
_COUNTY: Final = "眉县集散点"
_HUB: Final = "西安集货仓"
_KG_MG: Final = 1_000_000


class Shipper:
    """Writes the legs of one occasion's parcels, which leave together as one shipment."""

    def __init__(self, occasion: Occasion, dice: Dice) -> None:
        self._occasion = occasion
        self._market = occasion.market
        self._dice = dice
        self._shipment = f"SH-{occasion.code}"

    def legs(self, orders: Sequence[Order]) -> list[Leg]:
        """The legs of the orders that were sent, by day; those that nobody has billed yet are left out."""
        sent = [order for order in orders if order.shipped_on is not None]
        if not sent:
            return []
        legs = self._together(sent) + self._by_parcel(sent)
        return [leg for leg in legs if leg.on <= (BILLED_UNTIL if leg.leg.startswith("4") else LAST_DAY)]

    def _together(self, sent: Sequence[Order]) -> list[Leg]:
        """Pick-up, hub and, for cold chain, the line haul: one bill each for the whole shipment."""
        weight = sum(order.weight_mg for order in sent)
        day = min(order.shipped_on for order in sent if order.shipped_on is not None)
        market, kilos = self._market, -(-weight // _KG_MG)
        by_session = self._occasion.session and self._dice.chance(330)
        pick_up = Leg(
            shipment=self._shipment,
            leg="1 揽收",
            kind="county_pickup",
            carrier="横渠镇邮政",
            on=day,
            orders=() if by_session else tuple(order.order_id for order in sent),
            sessions=(self._occasion.code,) if by_session else (),
            cost_minor=max(1_500, kilos * 35),
            currency="CNY",
            billed_weight_mg=kilos * _KG_MG,
            from_place=_VILLAGE,
            to_place=_COUNTY,
            distance_m=18_000,
            invoice=_invoice("PU", day),
            paid_on=_paid(day),
            payment_ref=_payment(day),
        )
        cold = not market.line_haul_by_parcel
        hub = Leg(
            shipment=self._shipment,
            leg="2 冷链" if cold else "2 集货",
            kind="hub",
            carrier="秦岭冷链" if cold else "西安集货",
            on=day,
            cost_minor=max(2_000, kilos * (70 if cold else 85)),
            currency="CNY",
            billed_weight_mg=kilos * _KG_MG,
            from_place=_COUNTY,
            to_place=_HUB,
            distance_m=152_000,
            invoice=_invoice("HB", day),
            paid_on=_paid(day),
        )
        if not cold:
            return [pick_up, hub]
        legs = [pick_up, hub, self._line_haul(day + timedelta(days=1), kilos)]
        if not market.last_mile_by_parcel:
            legs.append(self._last_mile_bill(sent, max(order.arrives_on for order in sent)))
        return legs

    def _line_haul(self, day: date, kilos: int) -> Leg:
        market = self._market
        dear = 240 if self._occasion.outcome is Outcome.HEAVY else self._dice.whole(94, 108)
        return Leg(
            shipment=self._shipment,
            leg="3 干线",
            kind="line_haul",
            carrier=market.carriers[0],
            on=day,
            cost_minor=max(6_000, kilos * market.line_haul_fen * dear // 100),
            currency="CNY",
            billed_weight_mg=kilos * _KG_MG,
            from_place=_HUB,
            to_place=market.city,
            distance_m=market.distance_km * 1000,
            invoice=_invoice("LH", day),
            paid_on=_paid(day),
        )

    def _last_mile_bill(self, sent: Sequence[Order], day: date) -> Leg:
        """One bill for all parcels of the shipment, shared parcel by parcel."""
        market = self._market
        cost = sum(_parcel_cost(market, order.weight_mg) for order in sent)
        return Leg(
            shipment=self._shipment,
            leg="4 末端",
            kind="last_mile",
            carrier=market.carriers[1],
            on=day,
            cost_minor=cost,
            currency=market.account.currency,
            split=LegSplit.PARCEL,
            from_place=market.city,
            invoice=_invoice("LM", day),
        )

    def _by_parcel(self, sent: Sequence[Order]) -> list[Leg]:
        market = self._market
        if not market.last_mile_by_parcel:
            return []
        legs = []
        if market.line_haul_by_parcel:
            legs += [
                self._flown(order, order.shipped_on + timedelta(days=1)) for order in sent if order.shipped_on
            ]
        legs += [
            Leg(
                shipment=self._shipment,
                leg=f"4 末端 {order.order_id}",
                kind="last_mile",
                carrier=market.carriers[1],
                tracking=order.tracking,
                on=order.arrives_on - timedelta(days=1),
                orders=(order.order_id,),
                cost_minor=_parcel_cost(market, order.weight_mg),
                currency=market.account.currency,
                billed_weight_mg=_billed(order.weight_mg),
                from_place=market.city,
                invoice=_invoice("LM", order.arrives_on),
                paid_on=_paid(order.arrives_on),
            )
            for order in sent
        ]
        return legs

    def _flown(self, order: Order, day: date) -> Leg:
        billed = _billed(order.weight_mg)
        dear = 108 if self._occasion.outcome is Outcome.HEAVY else 100
        return Leg(
            shipment=self._shipment,
            leg=f"3 干线 {order.order_id}",
            kind="line_haul",
            carrier=self._market.carriers[0],
            tracking=order.tracking,
            on=day,
            orders=(order.order_id,),
            cost_minor=(900 + billed * self._market.line_haul_fen // _KG_MG) * dear // 100,
            currency="CNY",
            billed_weight_mg=billed,
            from_place=_HUB,
            to_place=self._market.city,
            distance_m=self._market.distance_km * 1000,
            invoice=_invoice("LH", day),
            paid_on=_paid(day),
        )


def border_stock_leg(market: Market, day: date, sessions: Sequence[str], dice: Dice) -> Leg:
    """A lorry shared with neighbours that took stock to the border warehouse for several streams."""
    return Leg(
        shipment=f"SH-{market.prefix}-BORDER-{day:%Y%m%d}",
        leg="1 边境仓补货",
        kind="border_warehouse",
        carrier="磨憨拼车",
        on=day,
        sessions=tuple(sessions),
        cost_minor=dice.whole(180, 420) * 100 * len(sessions) // 2,
        currency="CNY",
        split=LegSplit.VALUE if dice.chance(300) else LegSplit.QUANTITY,
        from_place=_COUNTY,
        to_place="磨憨边境仓",
        distance_m=2_050_000,
        invoice=_invoice("BW", day),
        paid_on=_paid(day),
    )


def _parcel_cost(market: Market, weight_mg: int) -> int:
    return market.parcel_minor + _billed(weight_mg) * market.parcel_kg_minor // _KG_MG


def _billed(weight_mg: int) -> int:
    """Carriers round a parcel up to the next 50 g."""
    return -(-weight_mg // 50_000) * 50_000


@cache
def _invoice(kind: str, day: date) -> str:
    return f"{kind}{day:%Y%m}"


@cache
def _paid(day: date) -> date | None:
    """Carriers are paid on the tenth of the month after."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=10)
    return following if following <= LAST_DAY else None


def _payment(day: date) -> str | None:
    paid = _paid(day)
    return None if paid is None else f"农行{paid:%Y%m%d}"
