"""The months of a book as they are looked through to be closed: each with its profit and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.store import results
from desktop_app.store.queries.statements import By, statements
from desktop_app.usecases.records.months import closed_changes, months_view

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop_app.domain.statement import StatementRow
    from desktop_app.store.database import Book
    from desktop_app.usecases.records.months import ClosedChange, MonthView


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month: whether it is closed, its statement (None: nothing was earned or spent in it), its changes.

    `changes` are those made since it was closed, newest first.
    """

    month: MonthView
    statement: StatementRow | None
    changes: tuple[ClosedChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthList:
    """Months that are over, newest first; amounts in minor units of `currency`."""

    lines: tuple[MonthLine, ...]
    currency: str
    decimals: int
    zone: tzinfo


def month_list(book: Book, *, today: date) -> MonthList:
    """Read the months that are over, each with what it earned."""
    results.catch_up(book)
    months = months_view(book, today=today)
    currency = book.settings.currency
    found = {}
    if months:
        start = date.fromisoformat(f"{months[-1].month}-01")
        found = {
            row.key: row for row in statements(book, by=By.MONTH, start=start, end=today, today=today).rows
        }
    lines = tuple(
        MonthLine(
            month=each,
            statement=found.get(each.month),
            changes=closed_changes(book, each.month) if each.closed_at is not None else (),
        )
        for each in months
    )
    return MonthList(
        lines=lines, currency=currency, decimals=book.decimals(currency), zone=book.settings.timezone
    )
