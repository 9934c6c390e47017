"""Exchange rates of the demo year: a plausible walk for every working day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import Final

from desktop_app.domain.fx import Rate
from desktop_app.domain.money import round_half_up
from desktop_app.usecases.demo_book.calendar import LAST_DAY, is_working_day
from desktop_app.usecases.demo_book.dice import Dice

_FIRST: Final = date(2025, 10, 30)
_UNITS: Final = 100
_E6: Final = 1_000_000
# Per 100 units, in ten-thousandths of a yuan: start, middle, half width, largest step.
_WALKS: Final = {
    "USD": (7_096_000, 7_090_000, 90_000, 16_000),
    "THB": (214_500, 211_000, 9_000, 1_100),
    "MYR": (1_692_000, 1_668_000, 45_000, 9_000),
}


class RateTable:
    """The year's rates, as records and to look up."""

    def __init__(self) -> None:
        self.records: list[Rate] = []
        self._days: list[date] = []
        self._by_currency: dict[str, list[int]] = {currency: [] for currency in _WALKS}
        walks = {currency: (Dice("rates", currency), start) for currency, (start, *_) in _WALKS.items()}
        day = _FIRST
        while day <= LAST_DAY:
            if is_working_day(day):
                self._days.append(day)
                for currency, (dice, before) in walks.items():
                    level = _step(currency, dice, before)
                    walks[currency] = (dice, level)
                    self._by_currency[currency].append(level)
                    self.records.append(Rate(currency=currency, on=day, units=_UNITS, cny_e8=level * 10_000))
            day += timedelta(days=1)

    def fen(self, minor: int, currency: str, day: date) -> int:
        """`minor` units of `currency` (all have two decimals) in fen, by the rate of `day`."""
        level = self._by_currency[currency][bisect_right(self._days, day) - 1]
        return round_half_up(minor * level, _E6)


def _step(currency: str, dice: Dice, level: int) -> int:
    _, middle, half_width, largest = _WALKS[currency]
    pull = (middle - level) // 40
    moved = level + pull + dice.whole(-largest, largest)
    return min(max(moved, middle - half_width), middle + half_width)
