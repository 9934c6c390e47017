"""Statements by session, product, market, platform, account or month, read from the kept results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.statement import StatementReport

if TYPE_CHECKING:
    from desktop_app.store.database import Book


class By(StrEnum):
    """What the rows of a report are."""

    SESSION = "session"
    PRODUCT = "product"
    MARKET = "market"
    PLATFORM = "platform"
    ACCOUNT = "account"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place where two ways to the same figure disagree; `where` is a statement key or a table of results."""

    where: str
    expected: int | str | None
    found: int | str | None


def statements(
    book: Book, *, by: str = By.SESSION, start: date | None = None, end: date | None = None, today: date
) -> StatementReport:
    """Read the statements of sessions that start from `start` to `end` (both included, book's zone).

    Unattributed amounts are those whose day of rate lies there. Call `book.refresh()` first where results
    may be stale. By product, what belongs to no product stands in the unattributed row.
    """
    raise NotImplementedError


def conservation(book: Book) -> list[Difference]:
    """Compare Σ sessions + unattributed with the amounts computed without splitting, row by row."""
    raise NotImplementedError


def rebuild_differences(book: Book) -> list[Difference]:
    """Compare the kept results with results rebuilt from nothing in a private copy of the book."""
    raise NotImplementedError
