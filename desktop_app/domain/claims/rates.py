"""Which day's rate converts a line under a scheme, and the conversion, each step rounded to fen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.fx import E8, Rate
from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.words import YUAN, ExchangeRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.subsidy.scheme import Exchange

_FEN: Final = 2
_WEDNESDAY: Final = 2
_CUSTOMS_WEEKS: Final = (3, 4)


@dataclass(frozen=True, slots=True)
class UsedRate:
    """A rate that converted something: `wanted` is the day that the scheme names for it."""

    rate: Rate
    wanted: date


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in the base's currency (fen or cents), the rate of its own currency and the base's own."""

    amount: int
    used: UsedRate | None = None
    base_used: UsedRate | None = None


def nth_wednesday(month: date, number: int) -> date:
    """Return the `number`-th Wednesday of a day's month."""
    first = month.replace(day=1)
    return first + timedelta(days=(_WEDNESDAY - first.weekday()) % 7 + 7 * (number - 1))


def wanted_days(exchange: Exchange, day: date) -> tuple[date, ...]:
    """Return the days whose rate a scheme wants for a line of a day, the first that was published counting.

    One day, except for `customs`: the third Wednesday of the month before, where closed the fourth.
    """
    match exchange.rule:
        case ExchangeRule.MONTH_FIRST:
            return (day.replace(day=1),)
        case ExchangeRule.FIXED_DATE:
            return (exchange.date or day,)
        case ExchangeRule.CUSTOMS:
            before = day.replace(day=1) - timedelta(days=1)
            return tuple(nth_wednesday(before, number) for number in _CUSTOMS_WEEKS)
        case ExchangeRule.ORDER_DAY:
            return (day,)


class Converter:
    """Converts amounts into the currency of one scheme's base, and remembers what it used and what it lacked.

    `currency` is CNY or USD; other currencies reach USD through CNY, rounded once at the end.
    An amount of 0 needs no rate.
    """

    def __init__(
        self,
        exchange: Exchange,
        currency: str,
        rates: Mapping[str, Sequence[Rate]],
        decimals: Mapping[str, int],
    ) -> None:
        self.missing: dict[tuple[str, date], None] = {}
        self.used: dict[tuple[str, date], UsedRate] = {}
        self._exchange = exchange
        self._currency = currency
        self._rates = rates
        self._decimals = decimals
        self._days = {code: [rate.on for rate in known] for code, known in rates.items()}

    def convert(self, amount_minor: int, currency: str, day: date) -> Converted | None:
        """Convert an amount of a day; None where a rate is not known, which is then among the missing."""
        if currency == self._currency:
            return Converted(amount_minor)
        own = None if currency == YUAN else self.find(currency, day)
        base = None if self._currency == YUAN else self.find(self._currency, day)
        if not amount_minor:
            return Converted(0, own, base)
        if (own is None and currency != YUAN) or (base is None and self._currency != YUAN):
            return None
        numerator, denominator = amount_minor * 10**_FEN, 10 ** self._decimals[currency]
        if own is not None:
            numerator, denominator = numerator * own.rate.cny_e8, denominator * own.rate.units * E8
        if base is not None:
            numerator, denominator = numerator * base.rate.units * E8, denominator * base.rate.cny_e8
        return Converted(round_half_up(numerator, denominator), own, base)

    def find(self, currency: str, day: date) -> UsedRate | None:
        """Return the rate that the scheme wants for a line of a day; else note it as missing."""
        days = wanted_days(self._exchange, day)
        rate = self._published(currency, days)
        if rate is None:
            self.missing[currency, days[0]] = None
            return None
        used = UsedRate(rate, days[0])
        self.used.setdefault((currency, rate.on), used)
        return used

    def _published(self, currency: str, days: tuple[date, ...]) -> Rate | None:
        known = self._days.get(currency, [])
        places = [bisect_right(known, day) for day in days]
        if len(days) > 1:
            for day, place in zip(days, places, strict=True):
                if place and known[place - 1] == day:
                    return self._rates[currency][place - 1]
        return self._rates[currency][places[0] - 1] if places[0] else None
