"""What becomes of each order line under a scheme: kept, cancelled, excluded, unpaid, or left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.rates import Converter, UsedRate
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.subsidy.words import Day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from desktop_app.domain.claims.facts import ClaimFacts, LegFact, LineFact, LineKey
    from desktop_app.domain.subsidy.scheme import Base, Filters, Scheme

HOME: Final = "CN"
_RANK: Final = {
    OrderStatus.PLACED: 0,
    OrderStatus.PAID: 1,
    OrderStatus.SHIPPED: 2,
    OrderStatus.DELIVERED: 3,
}


class Standing(StrEnum):
    """What becomes of a line; each has exactly one."""

    COUNTED = "counted"
    CANCELLED = "cancelled"
    """In 成交额, and taken off again as 取消."""
    EXCLUDED = "excluded"
    """In 成交额, and taken off again as 剔除."""
    UNPAID = "unpaid"
    """In `placed` alone."""
    LEFT_OUT = "left_out"
    """In none of the figures."""


class LeftOut(StrEnum):
    """Why a line is in none of the figures."""

    NO_DAY = "no_day"
    """It has no day of dispatch, delivery or settlement yet."""
    OTHER_DAY = "other_day"
    """Ordered in the period, and dispatched, delivered or settled outside it."""
    DOMESTIC = "domestic"
    CROSS_BORDER = "cross_border"
    PLATFORM = "platform"
    MARKET = "market"
    SKU = "sku"
    ORIGIN = "origin"
    CARRIER = "carrier"
    CUSTOMS_CODE = "customs_code"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line with its standing; `amount` and `net` are in the base's currency, None: a rate is missing.

    `net` is what is left after refunds, converted; the refund is the difference, so that the two agree.
    """

    fact: LineFact
    on: date
    standing: Standing
    left_out: LeftOut | None = None
    used: UsedRate | None = None
    base_used: UsedRate | None = None
    amount: int | None = 0
    net: int | None = 0

    @property
    def refund(self) -> int | None:
        """What was given back, in the base's currency."""
        return None if self.amount is None or self.net is None else self.amount - self.net

    @property
    def is_counted(self) -> bool:
        """Whether it is kept."""
        return self.standing is Standing.COUNTED


def day_of(fact: LineFact, rule: Day) -> date | None:
    """Return the day that decides whether a line lies in the period; None: it has none yet."""
    return {
        Day.ORDER: fact.ordered_on,
        Day.DISPATCH: fact.shipped_on,
        Day.DELIVERY: fact.delivered_on,
        Day.SETTLEMENT: fact.settled_on,
    }[rule]


def carriers_by_line(legs: Iterable[LegFact]) -> dict[LineKey, set[str]]:
    """Return the carriers of each line's legs."""
    found: dict[LineKey, set[str]] = {}
    for leg in legs:
        for key, _share in leg.shares:
            found.setdefault(key, set()).add(leg.carrier)
    return found


def judge_lines(scheme: Scheme, facts: ClaimFacts, converter: Converter) -> list[JudgedLine]:
    """Return every line of the period with its standing, in order of day, then order id, account and line.

    A line that was ordered in the period and has no such day as the scheme goes by, or one outside, is
    listed as left out; all other lines outside the period are not.
    """
    carriers = carriers_by_line(facts.legs)
    found = []
    for fact in facts.lines:
        day = day_of(fact, scheme.base.day)
        ordered_inside = facts.from_on <= fact.ordered_on <= facts.to_on
        if day is None or not facts.from_on <= day <= facts.to_on:
            if ordered_inside:
                why = LeftOut.NO_DAY if day is None else LeftOut.OTHER_DAY
                found.append(_left_out(fact, fact.ordered_on, why))
            continue
        why_not = filtered_by(scheme.base, fact, carriers.get(fact.key, ()))
        if why_not is None:
            found.append(_judged(fact, day, standing_of(fact), converter))
        else:
            found.append(_left_out(fact, day, why_not))
    return sorted(found, key=_order)


def _order(line: JudgedLine) -> tuple[date, str, str, int]:
    return (line.on, line.fact.order_id, line.fact.account, line.fact.line)


def standing_of(fact: LineFact) -> Standing:
    """Return what becomes of a line that passes the filters."""
    if fact.status is OrderStatus.PLACED:
        return Standing.UNPAID
    if fact.status is OrderStatus.CANCELLED:
        return Standing.CANCELLED
    return Standing.EXCLUDED if fact.excluded else Standing.COUNTED


def filtered_by(base: Base, fact: LineFact, carriers: Collection[str]) -> LeftOut | None:
    """Return the first filter that a line does not pass, None where it passes all."""
    filters = base.filters
    abroad = fact.destination.upper() != HOME
    tests = (
        (LeftOut.DOMESTIC, filters.cross_border is True and not abroad),
        (LeftOut.CROSS_BORDER, filters.cross_border is False and abroad),
        (LeftOut.PLATFORM, not _among(fact.platform, filters.platforms)),
        (LeftOut.MARKET, not _among(fact.destination, filters.markets)),
        (LeftOut.SKU, bool(filters.skus) and fact.sku not in filters.skus),
        (LeftOut.ORIGIN, bool(filters.origins) and not _lies_in(fact.origin, filters.origins)),
        (
            LeftOut.CARRIER,
            bool(filters.carriers) and not any(_among(one, filters.carriers) for one in carriers),
        ),
        (LeftOut.CUSTOMS_CODE, not _among(fact.customs_code, filters.customs_codes)),
        (LeftOut.STATUS, not _has_come(fact, filters)),
    )
    return next((code for code, is_out in tests if is_out), None)


def account_passes(filters: Filters, platform: str, market: str) -> bool:
    """Whether what belongs to an account as a whole passes the filters that speak of accounts."""
    abroad = market.upper() != HOME
    if filters.cross_border is not None and market and filters.cross_border is not abroad:
        return False
    return _among(platform, filters.platforms) and _among(market, filters.markets)


def carrier_passes(filters: Filters, carrier: str) -> bool:
    """Whether a leg's carrier is one that counts."""
    return _among(carrier, filters.carriers)


def _judged(fact: LineFact, day: date, standing: Standing, converter: Converter) -> JudgedLine:
    amount = converter.convert(fact.amount_minor, fact.currency, fact.ordered_on)
    net = amount
    if fact.refund_minor:
        net = converter.convert(fact.amount_minor - fact.refund_minor, fact.currency, fact.ordered_on)
    return JudgedLine(
        fact,
        day,
        standing,
        used=None if amount is None else amount.used,
        base_used=None if amount is None else amount.base_used,
        amount=None if amount is None else amount.amount,
        net=None if net is None else net.amount,
    )


def _left_out(fact: LineFact, day: date, why: LeftOut) -> JudgedLine:
    """A line that does not count needs no rate: none is missed for it."""
    return JudgedLine(fact, day, Standing.LEFT_OUT, left_out=why)


def _has_come(fact: LineFact, filters: Filters) -> bool:
    """Whether an order has come as far as the scheme asks; a cancelled one, before it was cancelled."""
    if filters.status is None:
        return True
    wanted = OrderStatus(filters.status)
    if wanted is OrderStatus.CANCELLED:
        return fact.status is OrderStatus.CANCELLED
    if fact.status is not OrderStatus.CANCELLED:
        return _RANK[fact.status] >= _RANK[wanted]
    reached = {OrderStatus.SHIPPED: fact.shipped_on, OrderStatus.DELIVERED: fact.delivered_on}
    return wanted not in reached or reached[wanted] is not None


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _among(value: str, wanted: Collection[str]) -> bool:
    """Whether a code is one of those wanted, however it is written; an empty list does not limit."""
    return not wanted or _plain(value) in {_plain(one) for one in wanted}


def _lies_in(origin: str, wanted: Collection[str]) -> bool:
    """Whether a place is one of those wanted, or lies in one: 陕西省宝鸡市眉县 lies in 宝鸡市."""
    return any(_plain(one) in _plain(origin) for one in wanted)
