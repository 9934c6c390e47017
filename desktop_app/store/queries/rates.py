"""Whether a rate is known for a currency on a day, and where it comes from."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.store.page_columns import RATE_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.store.database import Book


def has_rate(book: Book, currency: str, day: date) -> bool:
    """Tell whether a rate of that day or of an earlier one is recorded."""
    found = book.connection.execute(
        'SELECT 1 FROM rates WHERE currency = ? AND "on" <= ? LIMIT 1', (currency, day.isoformat())
    ).fetchone()
    return found is not None


def rate_sources(book: Book, rates: Iterable[tuple[str, date]]) -> dict[tuple[str, date], str]:
    """Return where recorded rates come from, by currency and day, as RateSource says.

    Empty where a book kept none in its day; a rate that is not recorded is left out.
    """
    wanted = json.dumps([[currency, day.isoformat()] for currency, day in rates])
    found = book.connection.execute(
        f'SELECT t.currency, t."on", {RATE_SOURCE} FROM json_each(?) w CROSS JOIN rates t'  # noqa: S608
        ' ON t.currency = w.value ->> 0 AND t."on" = w.value ->> 1',
        (wanted,),
    )
    return {(currency, date.fromisoformat(day)): source for currency, day, source in found}
