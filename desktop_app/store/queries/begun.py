"""When sessions began: whether there are any, which months have some, from which day the last few are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from desktop_app.domain.days import Days

if TYPE_CHECKING:
    from desktop_app.store.database import Book

_BEGUN = "FROM sessions WHERE status <> 'planned' AND started_at >= ? AND started_at < ?"


def has_any(book: Book, kind: Literal["accounts", "sessions"]) -> bool:
    """Whether the book has a record of a kind."""
    statement = f"SELECT EXISTS (SELECT 1 FROM {kind})"  # noqa: S608 - one of two names
    return bool(book.connection.execute(statement).fetchone()[0])


def months_begun(book: Book, *, today: date) -> tuple[date, ...]:
    """Give the first days of the months, in the book's zone, in which a session began, oldest first."""
    days = Days(book.settings.timezone)
    found: list[date] = []
    moment = -(2**62)
    while True:
        (first,) = book.connection.execute(
            f"SELECT min(started_at) {_BEGUN}", (moment, days.end(today))
        ).fetchone()
        if first is None:
            return tuple(found)
        month = datetime.fromtimestamp(first, UTC).astimezone(book.settings.timezone).date().replace(day=1)
        found.append(month)
        moment = days.start((month + timedelta(days=31)).replace(day=1))


def last_begun(book: Book, count: int, *, today: date) -> date | None:
    """Give the day, in the book's zone, of the earliest of the last `count` sessions; None without any."""
    end = Days(book.settings.timezone).end(today)
    rows = book.connection.execute(
        f"SELECT started_at {_BEGUN} ORDER BY started_at DESC LIMIT ?",
        (-(2**62), end, count),
    ).fetchall()
    if not rows:
        return None
    return datetime.fromtimestamp(rows[-1][0], UTC).astimezone(book.settings.timezone).date()
