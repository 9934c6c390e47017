"""The whole book as a double-entry journal that other programs read and balance."""

from __future__ import annotations

from decimal import Decimal, localcontext
from heapq import merge
from typing import TYPE_CHECKING, Final

from desktop_app.domain.fx import E8, Rate
from desktop_app.excel.placing import placing
from desktop_app.reports.journal import Entry, Journal, JournalFormat, Price, journal_lines
from desktop_app.usecases.books import open_fresh
from desktop_app.usecases.journal_entries import JournalMaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.store.results import Progress

REMARKS: Final = (
    "Each session's profit is the sum of Income and Expenses under its tag `session`, with the sign turned.",
    "What belongs to no session bears no such tag. Amounts are in the book's currency, as in the statements.",
    "Settlements state what a platform will pay and move nothing; payouts do.",
)
_PRICE_DIGITS: Final = 28


def write_journal(path: Path, out: Path, form: JournalFormat, progress: Progress | None = None) -> int:
    """Write the journal of the book at `path` to `out` and return how many amounts are left out of it.

    An amount is left out, and named in a comment, where a rate is missing. Raises what opening a book
    raises, and FileNotWrittenError.
    """
    left_out = 0

    def counted(entries: Iterator[Entry]) -> Iterator[Entry]:
        nonlocal left_out
        for entry in entries:
            left_out += len(entry.missing)
            yield entry

    with open_fresh(path, progress) as book, placing(out) as part:
        journal = Journal(
            title=f"播账 Bozhang {path.stem}",
            currency=book.settings.currency,
            decimals=book.decimals(book.settings.currency),
            entries=counted(all_entries(book)),
            prices=prices(book),
            remarks=REMARKS,
        )
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in journal_lines(journal, form))
    return left_out


def all_entries(book: Book) -> Iterator[Entry]:
    """Give every entry of the book's journal in order of day."""
    return merge(*JournalMaker(book).streams(), key=lambda entry: entry.on)


def prices(book: Book) -> list[Price]:
    """Give the book's rates as prices of one unit."""
    with localcontext(prec=_PRICE_DIGITS):
        return [
            Price(on=rate.on, currency=rate.currency, price=Decimal(rate.cny_e8) / (E8 * rate.units))
            for rate in sorted(book.iterate("rates"), key=_rate_place)
        ]


def _rate_place(rate: Rate) -> tuple[date, str]:
    return (rate.on, rate.currency)
