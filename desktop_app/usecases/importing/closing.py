"""What of a plan falls in months that are closed: an import asks before it changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.days import Days
from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.months import DATED_BY, closed_months, month_of
from desktop_app.usecases.importing.plan import Effect

if TYPE_CHECKING:
    from desktop_app.domain.facts import Record
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.plan import ImportPlan


def closed_in(book: Book, plan: ImportPlan) -> dict[str, int]:
    """Return how many records that a plan adds, changes or takes away fall in each closed month."""
    closed = closed_months(book.connection)
    if not closed:
        return {}
    days = Days(book.settings.timezone)
    counts: dict[str, int] = {}
    for kind, names in DATED_BY.items():
        rows = [row for row in plan.records.get(kind, ()) if row.effect is not Effect.UNCHANGED]
        pairs = [(row.before, row.record) for row in rows]
        gone = [book.get(kind, *key) for key in plan.removals.get(kind, ())]
        pairs += [(record, None) for record in gone if record is not None]
        for pair in pairs:
            months = {_month(kind, record, names, days) for record in pair if record is not None}
            for month in months & closed:
                counts[month] = counts.get(month, 0) + 1
    return dict(sorted(counts.items()))


def _month(kind: str, record: Record, names: tuple[str, ...], days: Days) -> str:
    codec = codec_for(KIND[kind])
    stored = dict(zip(record.__slots__, codec.encode([record])[0], strict=True))
    return month_of(next((stored[name] for name in names if stored[name] is not None), ""), days)
