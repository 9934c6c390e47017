"""Writes the book, a blank ledger, or refused rows as a ledger workbook."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from desktop_app.domain.facts import KINDS
from desktop_app.excel.ledger_workbook import SheetRows, write_ledger, write_template
from desktop_app.excel.refused_rows import write_refused
from desktop_app.reports.ledger_cells import CellContext, record_cells
from desktop_app.reports.ledger_sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from desktop_app.domain.refusals import Refusal
    from desktop_app.store import Book

_REMEMBERED = 4096
_STEP = 500


def export_ledger(
    book: Book, target: Path, language: str, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the whole book as a ledger workbook, and return how many rows it has.

    `progress` is told how many rows of how many are written. Raises FileNotWrittenError.
    """
    total = sum(book.count(kind.name) for kind in KINDS)
    context = _context(book, language)
    written = _Counter(total, progress)
    rows = {
        kind.name: SheetRows(book.count(kind.name), written.over(_rows(book, kind.name, context)))
        for kind in KINDS
    }
    write_ledger(target, rows, language)
    return written.done


def export_template(target: Path, language: str) -> None:
    """Write the blank ledger workbook. Raises FileNotWrittenError."""
    write_template(target, language)


def export_refused(target: Path, refusals: Sequence[Refusal], language: str) -> int:
    """Write refused rows as a workbook for mending, and return how many. Raises FileNotWrittenError."""
    write_refused(target, refusals, language)
    return len(refusals)


class _Counter:
    """Counts rows as they go by and tells of them now and then."""

    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self.done = 0
        self._total = total
        self._progress = progress

    def over(self, rows: Iterator[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
        for row in rows:
            self.done += 1
            if self._progress is not None and (self.done % _STEP == 0 or self.done == self._total):
                self._progress(self.done, self._total)
            yield row


def _rows(book: Book, kind: str, context: CellContext) -> Iterator[Mapping[str, object]]:
    sheet = sheet_of(kind)
    for record in book.iterate(kind):
        yield record_cells(sheet, record, context)


def _context(book: Book, language: str) -> CellContext:
    @lru_cache(maxsize=_REMEMBERED)
    def account_currency(account: str) -> str | None:
        found = book.get("accounts", account)
        return found.currency if found is not None else None

    def order_currency(account: str, order_id: str, line: int) -> str | None:
        found = book.get("sales", account, order_id, line)
        return found.currency if found is not None else None

    return CellContext(
        language=language,
        timezone=book.settings.timezone,
        book_currency=book.settings.currency,
        decimals=book.decimals,
        account_currency=account_currency,
        order_currency=order_currency,
    )
