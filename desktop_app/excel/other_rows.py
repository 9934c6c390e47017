"""The sheet of refused rows that came from platforms' own files: their cells under their own headings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from desktop_app.excel import cells as look
from desktop_app.excel.cells import Pen, column_width, width_of
from desktop_app.reports.ledger_sheets import REASON_HEADINGS
from desktop_app.reports.refusal_text import refusal_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

    from desktop_app.domain.refusals import Refusal

_NAMES: Final = {"zh": "被拒的行", "en": "Refused rows"}
_PLACE: Final = {"zh": ("原表", "原行号"), "en": ("Sheet", "Row")}
_LONGEST_NAME: Final = 31
"""Characters of a sheet's name."""
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def write_other_rows(workbook: Workbook, refusals: Sequence[Refusal], language: str) -> None:
    """Add a sheet for each sheet that rows were refused from; one sheet without rows where there are none."""
    if not refusals:
        page = workbook.create_sheet(_NAMES[language])
        page.append([Pen(page).cell(REASON_HEADINGS[language], look.HEADING)])
    by_sheet = sorted(refusals, key=lambda refusal: refusal.sheet)
    for name, group in groupby(by_sheet, key=lambda refusal: refusal.sheet):
        _write_sheet(workbook, name or _NAMES[language], list(group), language)


def _write_sheet(workbook: Workbook, name: str, refusals: list[Refusal], language: str) -> None:
    page = workbook.create_sheet(name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME] or _NAMES[language])
    pen = Pen(page)
    headings = list(dict.fromkeys(heading for refusal in refusals for heading in refusal.cells))
    titles = [*headings, *_PLACE[language], REASON_HEADINGS[language]]
    for at, title in enumerate(titles, 1):
        page.column_dimensions[get_column_letter(at)].width = column_width(max(12, width_of(title) + 2))
    page.column_dimensions[get_column_letter(len(titles))].width = 60
    page.freeze_panes = "A2"
    page.append([pen.cell(title, look.HEADING) for title in titles])
    for refusal in refusals:
        made = [pen.cell(_text(refusal.cells.get(heading))) for heading in headings]
        made += [
            pen.cell(refusal.sheet),
            pen.cell(str(refusal.row)),
            pen.cell(refusal_text(refusal), look.REASON),
        ]
        page.append(made)
    page.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(refusals) + 1}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
