"""Records on their way into the book: kept until their day, handed out kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.facts import KIND_OF, KINDS, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_ENOUGH: Final = 20_000
_SUNDAY: Final = 6


class Outbox:
    """Collects records and hands them out in lists of one kind, each after the kinds it names."""

    def __init__(self) -> None:
        self._ready: dict[str, list[Record]] = {kind.name: [] for kind in KINDS}
        self._later: dict[date, list[Record]] = {}
        self._count = 0

    def put(self, *records: Record) -> None:
        """Hand out `records` with the next lot."""
        for record in records:
            self._ready[KIND_OF[type(record)].name].append(record)
        self._count += len(records)

    def later(self, day: date, record: Record) -> None:
        """Keep `record` until `day` has come."""
        self._later.setdefault(day, []).append(record)

    def take(self, day: date, *, last: bool) -> Iterator[list[Record]]:
        """What is ready by the end of `day`: at the end of a week, when there is much, or at the `last`."""
        due = sorted(day_due for day_due in self._later if day_due <= day) if last else [day]
        for each in due:
            self.put(*self._later.pop(each, ()))
        if not last and day.weekday() != _SUNDAY and self._count < _ENOUGH:
            return
        for name, records in self._ready.items():
            if records:
                yield records
                self._ready[name] = []
        self._count = 0
