"""Which backups stay: the last ten, then one for each of some days, weeks and months."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from desktop_app.store.backup import list_backups

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop_app.store.backup import Backup

_LAST: Final = 10
_DAYS: Final = 14
_WEEKS: Final = 8
_MONTHS: Final = 12


def backups_to_keep(backups: Sequence[Backup]) -> set[int]:
    """Give the counters to keep: the last 10, and the latest of 14 days, 8 weeks and 12 months."""
    newest_first = sorted(backups, key=lambda one: -one.counter)
    keep = {one.counter for one in newest_first[:_LAST]}
    periods: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (_DAYS, lambda at: at.date()),
        (_WEEKS, lambda at: tuple(at.isocalendar())[:2]),
        (_MONTHS, lambda at: (at.year, at.month)),
    )
    for number, period in periods:
        latest: dict[Hashable, int] = {}
        for one in newest_first:
            latest.setdefault(period(one.made_at), one.counter)
        keep.update(list(latest.values())[:number])
    return keep


def thin(folder: Path, stem: str) -> list[Path]:
    """Delete the backups of a book that need not be kept, and give their paths."""
    backups = list_backups(folder, stem)
    keep = backups_to_keep(backups)
    gone = [one.path for one in backups if one.counter not in keep]
    for path in gone:
        for file in (path, path.with_name(path.name + ".json")):
            with suppress(OSError):
                file.unlink()
    return gone
