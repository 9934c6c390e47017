"""Closed months: which changes of a command fall in one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.days import Days
from desktop_app.store.errors import ClosedMonthError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop_app.store.changes import RowChange

DATED_BY: Final[dict[str, tuple[str, ...]]] = {
    "rates": ("on",),
    "fee_rates": ("from_on",),
    "lots": ("received_on",),
    "repacks": ("occurred_at",),
    "sessions": ("started_at",),
    "sales": ("ordered_at",),
    "promotions": ("started_on", "started_at"),
    "shipping": ("on",),
    "returns": ("returned_at",),
    "stock": ("occurred_at",),
    "overheads": ("on",),
    "settlements": ("settled_on",),
    "payouts": ("on",),
    "training": ("on",),
}
"""The columns that say on which day a record of a kind falls; products and accounts fall on none."""


class MonthWatch:
    """Counts, for one command, the rows it changes in closed months: before the change or after it."""

    def __init__(self, connection: sqlite3.Connection, zone: ZoneInfo) -> None:
        self._closed = closed_months(connection)
        self._days = Days(zone)
        self._found: dict[tuple[str, str], int] = {}

    def note(self, kind: str, changes: Sequence[RowChange]) -> None:
        """Count what falls in a closed month."""
        names = DATED_BY.get(kind)
        if not self._closed or names is None:
            return
        for _id, before, after in changes:
            months = {self._month(row, names) for row in (before, after) if row is not None}
            for month in months & self._closed:
                self._found[month, kind] = self._found.get((month, kind), 0) + 1

    def settle(self, command_id: bytes, *, confirmed: bool) -> list[dict[str, Any]]:
        """Give the rows of `closed_changes` that say what was changed. Raises ClosedMonthError."""
        if self._found and not confirmed:
            counts: dict[str, int] = {}
            for (month, _kind), number in sorted(self._found.items()):
                counts[month] = counts.get(month, 0) + number
            raise ClosedMonthError(counts)
        return [
            {
                "command": command_id,
                "month": month,
                "kind": kind,
                "changed_at": int(time.time()),
                "number": number,
            }
            for (month, kind), number in sorted(self._found.items())
        ]

    def _month(self, row: Mapping[str, Any], names: tuple[str, ...]) -> str:
        value = next((row[name] for name in names if row[name] is not None), "")
        return month_of(value, self._days)


def closed_months(connection: sqlite3.Connection) -> frozenset[str]:
    """Give the months that are closed, as `2026-03`."""
    return frozenset(month for (month,) in connection.execute("SELECT month FROM closed_months"))


def month_of(value: str | int, days: Days) -> str:
    """Give the month of a day or moment as stored."""
    return (days.of(value) if isinstance(value, int) else value)[:7]
