"""What a book says of itself: where it is, what it counts in, who is working in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFacts:
    """A book's own settings, fixed when it is made; `stock_from` None: from its first lot."""

    path: Path
    currency: str
    timezone: str
    stock_from: date | None
    person: str
    read_only: bool


def book_facts(book: Book) -> BookFacts:
    """Read what a book says of itself."""
    return BookFacts(
        path=book.path,
        currency=book.settings.currency,
        timezone=book.settings.timezone.key,
        stock_from=book.settings.stock_from,
        person=book.person,
        read_only=book.read_only,
    )


def work_as(book: Book, person: str) -> None:
    """Have each step from now on say in the history whose it is; "" for nobody named."""
    book.person = person.strip()
