"""Months of a book: the first that has a record, and what was changed in closed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.days import Days
from desktop_app.store.months import DATED_BY

if TYPE_CHECKING:
    from desktop_app.store.database import Book


def first_day(book: Book) -> str | None:
    """Give the first day on which a record falls, rates left out; None for an empty book."""
    days = Days(book.settings.timezone)
    found = []
    for kind, names in DATED_BY.items():
        if kind in {"rates", "fee_rates"}:
            continue
        for name in names:
            (value,) = book.connection.execute(f'SELECT min("{name}") FROM {kind}').fetchone()  # noqa: S608
            if value is not None:
                found.append(days.of(value) if isinstance(value, int) else value)
    return min(found, default=None)


def changes_in(book: Book, month: str) -> list[tuple[bytes, str, int]]:
    """Give the changes made in a month while it was closed, newest first: command, kind, how many."""
    return [
        (bytes(command), kind, number)
        for command, kind, number in book.connection.execute(
            "SELECT command, kind, number FROM closed_changes WHERE month = ? ORDER BY id DESC", (month,)
        )
    ]
