"""The demo year: its days, its seasons, and when a moment falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

FIRST_DAY: Final = date(2025, 11, 1)
LAST_DAY: Final = date(2026, 10, 31)
DAYS: Final = (LAST_DAY - FIRST_DAY).days + 1
FRESH_UNTIL: Final = date(2026, 3, 25)
PRESALE_FROM: Final = date(2026, 8, 22)
FRESH_FROM: Final = date(2026, 9, 8)

SEASON: Final = {11: 15, 12: 13, 1: 12, 2: 8, 3: 8, 4: 7, 5: 7, 6: 7, 7: 6, 8: 9, 9: 17, 10: 18}
"""How busy each month is: harvest in September and October, little fruit from April to July."""

_NEW_YEAR_PAUSE: Final = (date(2026, 2, 14), date(2026, 2, 22))
_HOLIDAYS: Final = (
    (date(2026, 1, 1), date(2026, 1, 1)),
    (date(2026, 2, 16), date(2026, 2, 23)),
    (date(2026, 4, 6), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 19)),
    (date(2026, 9, 25), date(2026, 9, 25)),
    (date(2026, 10, 1), date(2026, 10, 7)),
)
_BEIJING_AHEAD: Final = timedelta(hours=8)
# China has kept one zone without summer time since 1991: a fixed offset is exact, and fast.
_SATURDAY: Final = 5


def busyness(day: date) -> int:
    """How likely a stream is on `day`, beside other days; 0 over the Spring Festival."""
    return 0 if _NEW_YEAR_PAUSE[0] <= day <= _NEW_YEAR_PAUSE[1] else SEASON[day.month]


def is_working_day(day: date) -> bool:
    """Whether rates are published on `day`."""
    return day.weekday() < _SATURDAY and not any(first <= day <= last for first, last in _HOLIDAYS)


@cache
def midnight(day: date) -> datetime:
    """The first moment of `day` in Beijing, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _BEIJING_AHEAD


def beijing_day(moment: datetime) -> date:
    """The day of `moment` in Beijing."""
    return (moment + _BEIJING_AHEAD).date()


@cache
def all_days() -> tuple[date, ...]:
    """Every day of the year, in order."""
    return tuple(FIRST_DAY + timedelta(days=number) for number in range(DAYS))
