"""What needs attention, read from facts and kept results: for Home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import UNMATCHED

if TYPE_CHECKING:
    from desktop_app.store.database import Book

NEAR_DAYS: Final = 14
"""A lot this close to its best-before date is named."""
MOST_LOTS: Final = 20
TRACKING_DAYS: Final = 60
"""Orders older than this are no longer asked for their tracking number."""


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that wants attention: a code with data as in `Issue`; `session` is one that shows it."""

    code: str
    data: tuple[tuple[str, str | int], ...] = ()
    session: str | None = None

    def get(self, name: str) -> str | int | None:
        """The value called `name`, or None."""
        return dict(self.data).get(name)


def attention(book: Book, *, today: date) -> list[Attention]:
    """List products to match, orders sent without a tracking number, lots near their date."""
    return [*_unmatched(book), *_untracked(book, today), *_lots_near_date(book, today)]


def _unmatched(book: Book) -> list[Attention]:
    (count,) = book.connection.execute(
        "SELECT count(*) FROM products WHERE category = ?", (UNMATCHED,)
    ).fetchone()
    return [Attention("unmatched", (("count", count),))] if count else []


def _untracked(book: Book, today: date) -> list[Attention]:
    since = (today - timedelta(days=TRACKING_DAYS)).isoformat()
    (count,) = book.connection.execute(
        "SELECT count(DISTINCT order_id) FROM sales WHERE shipped_on >= ? AND tracking IS NULL"
        " AND status IN ('shipped', 'delivered')",
        (since,),
    ).fetchone()
    return [Attention("untracked", (("count", count),))] if count else []


def _lots_near_date(book: Book, today: date) -> list[Attention]:
    """Lots that still hold goods and are past or near their date, the nearest first."""
    until = (today + timedelta(days=NEAR_DAYS)).isoformat()
    rows = book.connection.execute(
        """SELECT k.code, p.name, p.unit, k.quantity - k.drawn, k.best_before,
        (SELECT location FROM lots WHERE lot = k.code)
        FROM kept_lots k JOIN products p ON p.id = k.product_id
        WHERE k.best_before <= ? AND k.best_before >= ? AND k.quantity > k.drawn
        ORDER BY k.best_before, k.code LIMIT ?""",
        (until, (today - timedelta(days=NEAR_DAYS)).isoformat(), MOST_LOTS),
    )
    return [
        Attention(
            "lot_near_date",
            (
                ("lot", lot),
                ("product", name),
                ("quantity_milli", left),
                ("unit", unit),
                ("days", (date.fromisoformat(day) - today).days),
                ("location", place or ""),
            ),
        )
        for lot, name, unit, left, day, place in rows
    ]
