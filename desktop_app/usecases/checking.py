"""The whole-book check (体检): the file, its references, its history, its evidence, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.store.check import check
from desktop_app.store.queries.conservation import conservation, rebuild_differences
from desktop_app.usecases.books import open_book

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.store.check import Fault
    from desktop_app.store.database import Book
    from desktop_app.store.queries.conservation import Difference
    from desktop_app.store.results import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found: `faults` of the file, rows that do not add up, kept results that are not right.

    Figures are checked only where the file has no faults: `figures_checked`.
    """

    currency: str
    decimals: int
    faults: tuple[Fault, ...]
    unbalanced: tuple[Difference, ...] = ()
    outdated: tuple[Difference, ...] = ()
    figures_checked: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not (self.faults or self.unbalanced or self.outdated)


def check_book(path: Path, progress: Progress | None = None) -> CheckReport:
    """Check a book; nothing in it is changed but results that were not up to date.

    Raises what opening a book raises.
    """
    with open_book(path) as book:
        return check_open_book(book, progress)


def check_open_book(book: Book, progress: Progress | None = None) -> CheckReport:
    """Check a book that is open, as `check_book` does."""
    currency = book.settings.currency
    decimals = book.decimals(currency)
    faults = tuple(check(book))
    if faults:
        return CheckReport(currency=currency, decimals=decimals, faults=faults, figures_checked=False)
    book.refresh(progress)
    return CheckReport(
        currency=currency,
        decimals=decimals,
        faults=faults,
        unbalanced=tuple(conservation(book)),
        outdated=tuple(rebuild_differences(book)),
    )
