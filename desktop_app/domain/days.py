"""Which day a moment falls on in a time zone, fast enough to ask for every line of a book."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY_SECONDS: Final = 86_400


class Days:
    """The days of one time zone; moments are whole seconds since 1970 (UTC), days ISO texts."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        # For each UTC day: the local day it begins in, the moment the next one begins, and that one.
        self._parts: dict[int, tuple[str, int, str]] = {}

    def of(self, moment: int) -> str:
        """Give the day of a moment."""
        number = moment // DAY_SECONDS
        parts = self._parts.get(number)
        if parts is None:
            parts = self._parts[number] = self._split(number)
        return parts[0] if moment < parts[1] else parts[2]

    def start(self, day: str | date) -> int:
        """Give the first moment of a day."""
        if isinstance(day, str):
            day = date.fromisoformat(day)
        return int(datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp())

    def end(self, day: str | date) -> int:
        """Give the moment a day has ended: the first of the next day."""
        if isinstance(day, str):
            day = date.fromisoformat(day)
        return self.start(day + timedelta(days=1))

    def _split(self, number: int) -> tuple[str, int, str]:
        first = self._local(number * DAY_SECONDS)
        last = self._local((number + 1) * DAY_SECONDS - 1)
        boundary = (number + 1) * DAY_SECONDS if first == last else self.start(last)
        return first.isoformat(), boundary, last.isoformat()

    def _local(self, moment: int) -> date:
        return datetime.fromtimestamp(moment, UTC).astimezone(self._zone).date()
