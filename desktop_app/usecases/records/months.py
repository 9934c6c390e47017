"""Closing a month: from then on, changing what is dated in it asks first and is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import BozhangError
from desktop_app.store.net_changes import entry_of
from desktop_app.store.queries.months import changes_in, first_day

if TYPE_CHECKING:
    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.database import Book

CLOSED: Final = "month_closed"
REOPENED: Final = "month_reopened"
"""Titles in the history; whoever shows them words them."""
_MOST: Final = 24
"""Months that are shown."""


class MonthNotOverError(BozhangError):
    """`month` (`2026-03`) cannot be closed: it is not over."""

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self.month = month


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """One month: when it was closed (None: it is open), and how many records were changed in it since."""

    month: str
    closed_at: datetime | None
    note: str
    changed_since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedChange:
    """A command that changed `number` records of `kind` in a closed month, having been told to."""

    entry: HistoryEntry
    kind: str
    number: int


def months_view(book: Book, *, today: date) -> tuple[MonthView, ...]:
    """Return the months from the book's first record to the last one that is over, newest first."""
    start = first_day(book)
    if start is None:
        return ()
    closed = {row["month"]: row for row in book.rows("closed_months")}
    months: list[MonthView] = []
    month = previous(today)
    while month >= start[:7] and len(months) < max(_MOST, len(closed)):
        row = closed.get(month)
        months.append(
            MonthView(
                month=month,
                closed_at=None if row is None else datetime.fromtimestamp(row["closed_at"], UTC),
                note=(row or {}).get("note") or "",
                changed_since=sum(number for _command, _kind, number in changes_in(book, month)),
            )
        )
        month = previous(date.fromisoformat(f"{month}-01"))
    return tuple(months)


def close_month(book: Book, month: str, *, today: date, note: str = "") -> Changes:
    """Close a month (`2026-03`); one that is closed already stays so.

    Raises MonthNotOverError, ValueError for what is no month, and as `Book.write` does.
    """
    first = date.fromisoformat(f"{month}-01")
    if f"{first:%Y-%m}" > previous(today):
        raise MonthNotOverError(month)
    with book.write(CLOSED, {"month": month}) as writer:
        if book.row("closed_months", month) is None:
            writer.put_row(
                "closed_months",
                {"month": month, "closed_at": int(datetime.now(UTC).timestamp()), "note": note or None},
            )
    return writer.changes


def reopen_month(book: Book, month: str) -> Changes:
    """Open a closed month again. Raises RecordMissingError where it is open, and as `Book.write` does."""
    with book.write(REOPENED, {"month": month}) as writer:
        writer.delete("closed_months", month)
    return writer.changes


def closed_changes(book: Book, month: str) -> tuple[ClosedChange, ...]:
    """Return what was changed in a month while it was closed, newest first; what was undone is left out."""
    return tuple(
        ClosedChange(entry=entry_of(book.connection, command), kind=kind, number=number)
        for command, kind, number in changes_in(book, month)
    )


def previous(day: date) -> str:
    """Return the month before a day's, as `2026-02`."""
    year, month = (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
    return f"{year:04}-{month:02}"
