"""Whether a rate is known for a currency on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.store.database import Book


def has_rate(book: Book, currency: str, day: date) -> bool:
    """Tell whether a rate of that day or of an earlier one is recorded."""
    found = book.connection.execute(
        'SELECT 1 FROM rates WHERE currency = ? AND "on" <= ? LIMIT 1', (currency, day.isoformat())
    ).fetchone()
    return found is not None
