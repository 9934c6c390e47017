"""Writes refused rows as a workbook of the ledger's layout, with the reason in a last column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.ledger_workbook import SheetRows, add_sheet
from desktop_app.excel.making import new_workbook
from desktop_app.excel.other_rows import write_other_rows
from desktop_app.excel.placing import placing
from desktop_app.excel.streaming import save_with_rows
from desktop_app.reports.ledger_sheets import sheets
from desktop_app.reports.refusal_text import refusal_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.domain.refusals import Refusal


def write_refused(target: Path, refusals: Sequence[Refusal], language: str) -> None:
    """Write refused rows: a ledger's on its sheets, ready to come in again, others on sheets of their own.

    The reasons are in the language spoken, headings in `language`. Raises FileNotWrittenError.
    """
    with placing(target) as temporary, new_workbook() as workbook:
        streams = {}
        for sheet in sheets():
            rows = [refusal for refusal in refusals if refusal.kind == sheet.kind and refusal.of_ledger]
            if rows:
                reasons = [refusal_text(refusal) for refusal in rows]
                cells = SheetRows(len(rows), [refusal.cells for refusal in rows])
                streams[sheet.name(language)] = add_sheet(workbook, sheet, cells, language, reasons=reasons)
        others = [refusal for refusal in refusals if not refusal.of_ledger]
        if others or not workbook.sheetnames:
            write_other_rows(workbook, others, language)
        save_with_rows(workbook, temporary, streams)
