"""When the family sells: the streams of the year, and the weeks of its shops between them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.usecases.demo_book.calendar import LAST_DAY, all_days, beijing_day, busyness, midnight
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.markets import MARKETS, Market
from desktop_app.usecases.demo_book.themes import Theme, theme_for

FIRST_SLOTS: Final = ((0, 0), (-8, 12), (-4, 25), (-12, 40))
"""Hours (and minutes) from the evening hour of the streams of one day: the evening first."""
USUAL_SESSIONS: Final = 138
USUAL_ORDERS: Final = 6_000
MOST_SESSIONS: Final = 1_998
SHOP_PER_MILLE: Final = 35
_TRIALS: Final = 2
_BLOCK: Final = 12
CLOSING: Final = midnight(LAST_DAY) + timedelta(hours=15, minutes=50)
"""When the book was last brought up to date; nothing is ordered later."""


class Outcome(StrEnum):
    """What made a stream special."""

    USUAL = "usual"
    DEAR = "dear"
    HEAVY = "heavy"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A stream, or (without `session`) one week of an account's shop, and how many orders come of it."""

    market: Market
    code: str
    session: bool
    started_at: datetime
    ended_at: datetime
    theme: Theme
    outcome: Outcome
    orders: int
    number: int

    @property
    def day(self) -> date:
        """The day it starts on in Beijing."""
        return beijing_day(self.started_at)


@dataclass(frozen=True, slots=True)
class _Slot:
    market: Market
    local_day: date
    place: int


def plan_occasions(orders: int) -> list[Occasion]:
    """All streams and shop weeks, in order of start, with `orders` orders spread over them."""
    held = min(MOST_SESSIONS, max(12, orders * USUAL_SESSIONS // USUAL_ORDERS))
    shop_orders = orders * SHOP_PER_MILLE // 1000
    streams = _with_orders(_streams(held), orders - shop_orders)
    weeks = _with_orders(_shop_weeks(), shop_orders)
    return sorted([*streams, *(week for week in weeks if week.orders)], key=lambda o: (o.started_at, o.code))


def _with_orders(planned: list[tuple[Occasion, int]], orders: int) -> list[Occasion]:
    parts = split_largest_remainder(orders, [weight for _, weight in planned])
    return [
        Occasion(
            market=occasion.market,
            code=occasion.code,
            session=occasion.session,
            started_at=occasion.started_at,
            ended_at=occasion.ended_at,
            theme=occasion.theme,
            outcome=occasion.outcome,
            orders=part,
            number=occasion.number,
        )
        for (occasion, _), part in zip(planned, parts, strict=True)
    ]


def _streams(held: int) -> list[tuple[Occasion, int]]:
    counts = split_largest_remainder(held, [market.share for market in MARKETS])
    planned = []
    for market, count in zip(MARKETS, counts, strict=True):
        for number, slot in enumerate(_slots(market, count)):
            planned.append(_stream(slot, number))
    return planned


def _slots(market: Market, count: int) -> list[_Slot]:
    """Days for `count` streams, denser where the season is busy, at most four on a day."""
    days = all_days()[1:-1]
    bounds = list(accumulate(busyness(day) for day in days))
    dice = Dice("slots", market.prefix)
    used = [0] * len(days)
    for number in range(count):
        point = (number * 1000 + dice.whole(250, 750)) * bounds[-1] // (count * 1000)
        place = bisect_left(bounds, point + 1)
        while used[place] == len(FIRST_SLOTS) or not busyness(days[place]):
            place = (place + 1) % len(days)
        used[place] += 1
    return [_Slot(market, day, place) for day, many in zip(days, used, strict=True) for place in range(many)]


def _stream(slot: _Slot, number: int) -> tuple[Occasion, int]:
    market = slot.market
    dice = Dice("stream", market.prefix, slot.local_day.isoformat(), slot.place)
    hours, minutes = FIRST_SLOTS[slot.place]
    local = datetime(slot.local_day.year, slot.local_day.month, slot.local_day.day, tzinfo=market.zone)
    start = local.replace(hour=market.hour + hours, minute=(dice.whole(0, 3) * 10 + minutes) % 60)
    started_at = start.astimezone(UTC)
    outcome = _outcome(market.prefix, number)
    theme = theme_for(market.prefix, slot.local_day, dice, heavy=outcome is Outcome.HEAVY)
    length = dice.whole(35, 60) if outcome is Outcome.TRIAL else dice.whole(90, 180)
    suffix = f"-{slot.place + 1}" if slot.place else ""
    occasion = Occasion(
        market=market,
        code=f"{market.prefix}-{slot.local_day:%Y%m%d}{suffix}",
        session=True,
        started_at=started_at,
        ended_at=started_at + timedelta(minutes=length, seconds=dice.whole(0, 59)),
        theme=theme,
        outcome=outcome,
        orders=0,
        number=number,
    )
    return occasion, _weight(occasion, dice)


def _outcome(prefix: str, number: int) -> Outcome:
    """The first two streams of an account are trials; of every twelve, three go wrong."""
    if number < _TRIALS:
        return Outcome.TRIAL
    block, place = divmod(number, _BLOCK)
    dice = Dice("outcomes", prefix, block)
    first = dice.whole(0, _BLOCK - 1)
    dear = {first, (first + dice.whole(3, 6)) % _BLOCK}
    if place in dear:
        return Outcome.DEAR
    return Outcome.HEAVY if place == (first + dice.whole(8, 11)) % _BLOCK else Outcome.USUAL


def _weight(occasion: Occasion, dice: Dice) -> int:
    luck = dice.whole(60, 140)
    by_outcome = {Outcome.TRIAL: 15, Outcome.DEAR: 70, Outcome.HEAVY: 80, Outcome.USUAL: 100}
    # A market grows over the year: from 85 to 115 per cent.
    growth = 85 + (occasion.day - all_days()[0]).days * 30 // 365
    return occasion.theme.appeal * busyness(occasion.day) * luck * by_outcome[occasion.outcome] * growth


def _shop_weeks() -> list[tuple[Occasion, int]]:
    planned = []
    for market in MARKETS:
        for number, monday in enumerate(day for day in all_days() if day.weekday() == 0 and day <= LAST_DAY):
            dice = Dice("shop", market.prefix, number)
            start = datetime(monday.year, monday.month, monday.day, 8, tzinfo=market.zone).astimezone(UTC)
            end = min(start + timedelta(days=5), CLOSING)
            occasion = Occasion(
                market=market,
                code=f"{market.prefix}-SHOP-{monday:%Y%m%d}",
                session=False,
                started_at=start,
                ended_at=end,
                theme=theme_for(market.prefix, monday, dice, heavy=False),
                outcome=Outcome.USUAL,
                orders=0,
                number=number,
            )
            presale = occasion.theme.presale
            planned.append(
                (occasion, 0 if presale else market.share * busyness(monday) * dice.whole(50, 150))
            )
    return planned
