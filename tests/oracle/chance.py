"""The dice of the random books: seeded choices, awkward ids, amounts and moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import floor
from random import Random
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
Value = str | int | Decimal | date | datetime | None
Record = dict[str, Value]

# Minor units of the currencies that the random books use: ISO 4217's, which are Babel's for all of them.
DECIMALS = {"CNY": 2, "USD": 2, "EUR": 2, "THB": 2, "MYR": 2, "JPY": 0, "VND": 0, "KWD": 3}
FIRST_DAY = date(2025, 1, 1)  # long past: no return days run any more, whatever the clock says
SHANGHAI = ZoneInfo("Asia/Shanghai")
_OFFSETS = ("Asia/Shanghai", "Asia/Bangkok", "UTC", "America/New_York")


def decimals(currency: str) -> int:
    """The number of decimals of a currency's minor unit."""
    return DECIMALS[currency]


class Dice:
    """A seeded source of whatever a row needs."""

    def __init__(self, seed: int | str) -> None:
        self.random = Random(seed)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, items: Sequence[T]) -> T:
        return self.random.choice(items)

    def weighted(self, shares: Mapping[T, float]) -> T:
        return self.random.choices(list(shares), list(shares.values()))[0]

    def some(self, items: Sequence[T], at_most: int) -> list[T]:
        """Between one and `at_most` of the items, none twice."""
        return self.random.sample(list(items), self.random.randint(1, min(at_most, len(items))))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self.random.sample(list(items), len(items))

    def ids(self, prefix: str, count: int) -> list[str]:
        """Ids that sort by code point otherwise than by number, and ids that look like numbers."""
        shapes = (
            f"{prefix}{{}}",
            f"{prefix.lower()}-{{}}",
            "00{}",
            "{}E5",
            f"单{prefix}{{}}",
            f"{prefix}_{{}}",
        )
        plain = self.chance(0.4)
        return [
            shapes[0 if plain else self.random.randrange(len(shapes))].format(n) for n in range(7, 7 + count)
        ]

    def money(self, low: str, high: str, currency: str = "CNY") -> Decimal:
        """An amount of the currency, as fine as its minor unit, of CNY's size whatever the currency."""
        scale = {"JPY": 20, "VND": 3000, "THB": 5}.get(currency, 1)
        step: int = 10 ** DECIMALS[currency]
        minor = self.random.randint(int(Decimal(low) * scale * step), int(Decimal(high) * scale * step))
        return Decimal(minor) / step

    def quantity(self, *, whole: bool, most: int = 6) -> Decimal:
        if whole:
            return Decimal(self.random.randint(1, most))
        step = self.pick([2, 2, 4, 10, 1000])  # halves make ties
        return Decimal(self.random.randint(1, most * step)) / step

    def day(self, first: int, last: int) -> date:
        """A day between two counted from FIRST_DAY."""
        return FIRST_DAY + timedelta(days=self.random.randint(first, last))

    def instant(self, day: date) -> datetime:
        minutes = self.random.randrange(0, 24 * 60, self.pick([1, 5, 60]))
        return datetime.combine(day, time()) + timedelta(minutes=minutes)  # Shanghai's clock

    def moment(self, local: datetime) -> Value:
        """A moment of Shanghai's clock as a cell: now and then as text with an offset."""
        if self.chance(0.88):
            return local
        there = local.replace(tzinfo=SHANGHAI).astimezone(ZoneInfo(self.pick(_OFFSETS)))
        text = there.isoformat(sep=self.pick([" ", "T"]), timespec="minutes")
        return text.replace("+00:00", "Z") if self.chance(0.5) else text


def up(value: Decimal, step: Decimal) -> Decimal:
    """The value rounded half up to a multiple of `step`."""
    steps: int = floor(value / step + Decimal("0.5"))
    return steps * step
