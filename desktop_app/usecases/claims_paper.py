"""A claim's sheets as they lie on paper, for whoever has no spreadsheet program: preview, print, PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook.paper import paper_of
from desktop_app.excel.claim_workbook.writing import LedgerBy, Reader
from desktop_app.usecases.claims import work_claim
from desktop_app.usecases.claims_differences import differences_of
from desktop_app.usecases.claims_document import document_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desktop_app.reports.claim.paper import PaperSheet
    from desktop_app.store.database import Book

_EVERY: Final = 500


def claim_paper(
    book: Book,
    *,
    number: str,
    reader: str,
    ledger_by: str,
    today: date,
    progress: Callable[[float], None],
) -> tuple[PaperSheet, ...]:
    """Return the sheets of a claim for a reader: office, public or file.

    `ledger_by` adds the ledger summed by `day` or `session`, and is empty for the lines alone. `progress`
    hears of the share that is done, and may raise to stop. Raises UnknownClaimError, UnknownSchemeError,
    ClaimMeasureError, and as `write_claim` does.
    """
    worked = work_claim(book, number, today=today)
    written = document_of(book, worked, today=today, differences=differences_of(book, worked))
    document = written.document
    whole = sum(len(ledger.lines) for ledger in document.ledgers) + 1
    watch = _Watch(whole, progress)
    return paper_of(document, Reader(reader), LedgerBy(ledger_by) if ledger_by else None, tick=watch.tick)


class _Watch:
    """Counts the rows that are made, and tells of some."""

    def __init__(self, whole: int, progress: Callable[[float], None]) -> None:
        self._whole = whole
        self._progress = progress
        self._done = 0

    def tick(self, rows: int) -> None:
        """Count rows."""
        self._done += rows
        if self._done % _EVERY == 0:
            self._progress(min(self._done / self._whole, 1.0))
