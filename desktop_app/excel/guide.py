"""The first sheet of a ledger workbook: what it is for, and what each column means."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from desktop_app.excel import cells as look
from desktop_app.excel.cells import Look, Pen, set_printing, width_of
from desktop_app.reports.code_words import YES_NO, words
from desktop_app.reports.ledger_sheets import GUIDE_NAMES, Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook

    from desktop_app.reports.ledger_sheets import Sheet

_TITLES: Final = {"zh": "播账账本：怎么填", "en": "The Bozhang ledger: how to fill it in"}
_RULES: Final = {
    "zh": (
        "每张表一种记录，第一行是表头，深色表头是必填列；不用的表和列可以空着或删去，列的先后不限。",
        "每行靠第一列的编号认出来：再次导入同一编号是更新，不会重复。",
        "日期写 2026-03-01，时间写 2026-03-01 20:00（账本时区，也可在后面加时差，如 +07:00）。",
        "金额写 12.50 这样的数，币种写在旁边的列里；订单号、运单号等编号按文本填写。",
        "读不懂的行会连同原因退回来，改好再导入即可，其余的行照常入账。",
    ),
    "en": (
        "One sheet for each kind of record, row 1 its heading. Dark headings are required; what",
        "you do not need may stay blank or go, and columns may stand in any order.",
        "The code in the first column says which record a row is: bringing it in again updates it.",
        "Dates as 2026-03-01, moments as 2026-03-01 20:00 in the book's zone, or with an offset (+07:00).",
        "Amounts as 12.50, with the currency beside; order ids, tracking numbers and other ids are text.",
        "Rows that cannot be read come back with the reason, to be mended and brought in; the others go in.",
    ),
}
_HEADINGS: Final = {
    "zh": ("表", "列", "必填", "含义", "可填的值"),
    "en": ("Sheet", "Column", "Required", "Meaning", "Allowed values"),
}
_WIDTHS: Final = (14, 25, 9, 74, 44)
_LINE: Final = 16
"""Points of a line of text."""
_MARGIN: Final = 4
_OTHERS: Final = (
    Look(look.TEXT, quoted=True, wrap=True),
    Look(look.TEXT, quoted=True, wrap=True),
    Look(look.TEXT, quoted=True, wrap=True, align="center"),
    Look(look.TEXT, quoted=True, wrap=True),
    Look(look.TEXT, quoted=True, wrap=True, color="5F6B64"),
)
_FIRST_OF_SHEET: Final = (
    replace(_OTHERS[0], bold=True, line_above=True),
    *(replace(other, line_above=True) for other in _OTHERS[1:]),
)


def write_guide(workbook: Workbook, sheets: Iterable[Sheet], language: str) -> None:
    """Add the guide to `sheets` as the workbook's next sheet."""
    page = workbook.create_sheet(GUIDE_NAMES[language])
    pen = Pen(page)
    for at, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.sheet_view.showGridLines = False
    heading_row = len(_RULES[language]) + 3
    page.freeze_panes = f"A{heading_row + 1}"
    page.row_dimensions[1].height = 30
    set_printing(page, heading_row)
    page.append([pen.cell(_TITLES[language], look.TITLE)])
    for rule in _RULES[language]:
        page.append([pen.cell(rule, look.NOTE)])
    page.append([])
    page.append(
        [
            pen.cell(heading, replace(look.HEADING, align=shown.align, indent=shown.indent))
            for heading, shown in zip(_HEADINGS[language], _OTHERS, strict=True)
        ]
    )
    row = heading_row
    for sheet in sheets:
        for at, column in enumerate(sheet.columns):
            row += 1
            texts = _texts(sheet.name(language) if at == 0 else "", column, language)
            page.row_dimensions[row].height = _LINE * max(map(_lines, texts, _WIDTHS)) + _MARGIN
            looks = _FIRST_OF_SHEET if at == 0 else _OTHERS
            page.append([pen.cell(text, shown) for text, shown in zip(texts, looks, strict=True)])


def _texts(sheet_name: str, column: Column, language: str) -> tuple[str, ...]:
    return (
        sheet_name,
        column.heading(language),
        YES_NO[language][0] if column.required else "",
        column.guide(language),
        _allowed(column, language),
    )


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column: spreadsheet programs do not grow a row on opening."""
    return max(1, math.ceil(width_of(text) * 1.05 / width))


def _allowed(column: Column, language: str) -> str:
    separator = "、" if language == "zh" else ", "
    match column.value:
        case "code":
            return separator.join(words(column.argument, language))
        case "yes_no":
            return separator.join(YES_NO[language])
    return ""
