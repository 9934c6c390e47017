"""Writes a claim's workbook for one of its three readers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook.basis import add_basis
from desktop_app.excel.claim_workbook.copies import add_approval, add_differences, add_public
from desktop_app.excel.claim_workbook.form import add_form
from desktop_app.excel.claim_workbook.freight_costs import add_costs, add_shipping
from desktop_app.excel.claim_workbook.groups import LedgerBy, add_groups
from desktop_app.excel.claim_workbook.lists import (
    add_evidence,
    add_reconciliation,
    add_sessions,
    add_training,
    add_trial,
)
from desktop_app.excel.claim_workbook.looks import set_measure
from desktop_app.excel.claim_workbook.making import Making
from desktop_app.excel.claim_workbook.papers import add_commitment
from desktop_app.excel.claim_workbook.sales import add_ledger, currency_word
from desktop_app.excel.claim_workbook.saving import save_sheets
from desktop_app.excel.claim_workbook.sources import Sources
from desktop_app.excel.claim_workbook.summary import add_summary
from desktop_app.excel.claim_workbook.words import sheet_name
from desktop_app.excel.errors import WritingCancelledError
from desktop_app.excel.making import new_workbook
from desktop_app.excel.placing import placing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.reports.claim.document import ClaimDocument

__all__ = ["LedgerBy", "Reader", "write_claim"]

_EVERY: Final = 200
"""Rows between two reports of progress."""
_ORDER: Final = ("form", "summary", "by_day", "by_session")
"""What stands before the lists; these come into being after them, for they point at them."""


class Reader(StrEnum):
    """For whom a workbook is."""

    OFFICE = "office"
    """报送版: what the form asks for, in full."""
    PUBLIC = "public"
    """公示版: name, item, base and amount."""
    FILE = "file"
    """存档版: the first, with approval, payment and differences."""


def write_claim(
    target: Path,
    document: ClaimDocument,
    reader: Reader = Reader.OFFICE,
    *,
    ledger_by: LedgerBy | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write a claim's workbook; `progress` hears of rows written and of all of them.

    Raises ClaimFiguresError where the formulas would come to another amount than the document's,
    WritingCancelledError, SubsidyFigureError, FileNotWrittenError; what stood there before stays.
    """
    watch = _Watch(_rows_of(document, reader), progress, cancelled)
    with placing(target) as temporary, new_workbook() as workbook:
        set_measure(workbook)
        making = Making(document=document, workbook=workbook, tick=watch.tick)
        make_sheets(making, reader, ledger_by)
        save_sheets(workbook, making.sheets, temporary, watch.look)


def make_sheets(making: Making, reader: Reader, ledger_by: LedgerBy | None) -> None:
    """Add all sheets of a reader's workbook, in their order. Raises as `write_claim`, but for the file."""
    if reader is Reader.PUBLIC:
        add_public(making)
    else:
        _add_all(making, reader, ledger_by)
    making.arrange([sheet_name(kind) for kind in _ORDER])


def _rows_of(document: ClaimDocument, reader: Reader) -> int:
    if reader is Reader.PUBLIC:
        return len(document.items)
    lists = [one.lines for one in document.ledgers]
    rows = [*(one.rows for one in document.shipping), *(one.rows for one in document.costs)]
    return sum(map(len, lists)) + sum(map(len, rows)) + len(document.sessions) + len(document.evidence)


def _add_all(making: Making, reader: Reader, ledger_by: LedgerBy | None) -> None:
    sources = Sources()
    _add_lists(making, sources)
    add_commitment(making)
    add_evidence(making)
    reckoned = add_basis(making, sources)
    if reader is Reader.FILE:
        add_approval(making)
        add_differences(making)
    if ledger_by is not None:
        # A ledger of several items stands once.
        for listed, ledger in {id(one): (listed, one) for listed, one in sources.ledgers.values()}.values():
            add_groups(making, listed, ledger, ledger_by, currency_word(making.document, ledger))
    summary = add_summary(making, reckoned, sources)
    add_form(making, reckoned, summary)


def _add_lists(making: Making, sources: Sources) -> None:
    document = making.document
    for ledger in document.ledgers:
        add_ledger(making, ledger, sources)
    for shipping in document.shipping:
        add_shipping(making, shipping, sources)
    for costs in document.costs:
        add_costs(making, costs, sources)
    if document.sessions:
        add_sessions(making, sources)
    if document.reconciliation:
        add_reconciliation(making)
    if document.trial is not None:
        add_trial(making, document.trial, sources)
    if document.training:
        add_training(making)


class _Watch:
    """Counts rows, reports them now and then, and ends the writing where that is wished."""

    def __init__(
        self,
        total: int,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0

    def tick(self, rows: int) -> None:
        """Count rows written."""
        self._done += rows
        if self._done % _EVERY == 0:
            self.look()

    def look(self) -> None:
        """Report, and raise WritingCancelledError where the writing is to end."""
        if self._cancelled is not None and self._cancelled():
            raise WritingCancelledError
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)
