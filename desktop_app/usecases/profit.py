"""What each session, product, market … of a book earned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.store.queries.statements import By, statements
from desktop_app.usecases.books import open_fresh

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from desktop_app.domain.statement import StatementReport
    from desktop_app.store.results import Progress

WAYS = tuple(str(by) for by in By)
"""What statements can be asked by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitAnswer:
    """The statements, with what their figures need: decimals of the currency, the book's zone."""

    report: StatementReport
    decimals: int
    zone: ZoneInfo


def read_profit(
    path: Path,
    *,
    by: str = By.SESSION,
    start: date | None = None,
    end: date | None = None,
    progress: Progress | None = None,
) -> ProfitAnswer:
    """Read the statements of sessions that start from `start` to `end`, both included, in the book's zone.

    Raises what opening a book raises.
    """
    with open_fresh(path, progress) as book:
        zone = book.settings.timezone
        today = datetime.now(zone).date()
        report = statements(book, by=by, start=start, end=end, today=today)
        # Rows are built as they are read, which is over once the book is closed.
        report = replace(report, rows=tuple(report.rows))
        return ProfitAnswer(report=report, decimals=book.decimals(report.currency), zone=zone)
