"""Sums over the sessions that start on one day: what a report adds up, however many sessions it has."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from desktop_app.domain.statement import BASE_KEYS

if TYPE_CHECKING:
    from desktop_app.store.results.workspace import Workspace

_TOTALS: Final = f"""
SELECT s.started_at, t.missing, {", ".join(f"t.{key}" for key in BASE_KEYS)} FROM sessions s
JOIN kept_totals t ON t.session_id = s.id AND t.day = '' WHERE s.started_at >= ? AND s.started_at < ?
"""  # noqa: S608

_MANY: Final = 200
"""Sessions from which on it is quicker to add up all days."""

_INSERT: Final = f"INSERT INTO kept_days VALUES (?, ?{', ?' * len(BASE_KEYS)})"  # noqa: S608


def sum_up_days(work: Workspace) -> None:
    """Add up the days on which sessions start, or started before, whose totals have changed."""
    connection = work.connection
    changed = work.dirty.sessions | work.dirty.changed
    if work.whole or len(changed) > _MANY:
        connection.execute("DELETE FROM kept_days")
        _write(work, -(2**62), 2**62)
        return
    starts = connection.execute(
        "SELECT started_at FROM sessions WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(changed)),),
    ).fetchall()
    days = {work.days.of(moment) for moment in (*work.dirty.starts, *(row[0] for row in starts))}
    connection.executemany("DELETE FROM kept_days WHERE day = ?", ((day,) for day in days))
    for day in sorted(days):
        _write(work, work.days.start(day), work.days.end(day))


def _write(work: Workspace, start: int, end: int) -> None:
    """Write the sums of every day from one moment to another."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(BASE_KEYS))
    missing: defaultdict[str, int] = defaultdict(int)
    for moment, bits, *amounts in work.connection.execute(_TOTALS, (start, end)):
        day = work.days.of(moment)
        missing[day] |= bits
        sums[day] = [one + more for one, more in zip(sums[day], amounts, strict=True)]
    work.connection.executemany(_INSERT, [(day, missing[day], *row) for day, row in sums.items()])
