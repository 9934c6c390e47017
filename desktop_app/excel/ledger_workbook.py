"""Writes the ledger workbook, full or blank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from desktop_app.excel import cells as look
from desktop_app.excel.cells import Look, Page, Pen, column_width, set_printing, width_of
from desktop_app.excel.guide import write_guide
from desktop_app.excel.making import new_workbook
from desktop_app.excel.placing import placing
from desktop_app.excel.streaming import RowMaker, save_with_rows
from desktop_app.reports.code_words import YES_NO, words
from desktop_app.reports.ledger_sheets import REASON_HEADINGS, Column, Sheet, sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    Row = Mapping[str, object]
    """Cells by column key; None and absent are blank."""

_SAMPLE: Final = 300
"""Rows looked at for the widths of columns."""
_LAST_ROW: Final = 1_048_576
_ENTRY_ROWS: Final = 20_000
"""Rows of a sheet that have lists of allowed values, at least."""
_TEXTS: Final = frozenset(
    {"text", "id", "ids", "shares", "components", "code", "currency", "market", "zone", "yes_no"}
)
_FORMATS: Final = {
    "int": "#,##0",
    "quantity": "#,##0.###",
    "amount": "#,##0.00##",
    "rate": "0.00####%",
    "day": look.DAY,
    "event": look.DAY,
    "moment": look.MOMENT,
    "day_or_moment": look.MOMENT,
}
_FIGURE: Final = "#,##0.########"
_USUAL_WIDTHS: Final = {"moment": 16, "day_or_moment": 16, "day": 10, "event": 10, "amount": 9}
_REASON_WIDTH: Final = 60


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet, and how many they are."""

    count: int
    rows: Iterable[Row]


def write_ledger(target: Path, rows: Mapping[str, SheetRows], language: str) -> None:
    """Write a ledger workbook with rows by fact kind; sheets without rows stand there blank.

    Those that are written only when filled are left out. Raises FileNotWrittenError.
    """
    none = SheetRows(0, ())
    written = [s for s in sheets() if not s.when_filled or rows.get(s.kind, none).count]
    with placing(target) as temporary, new_workbook() as workbook:
        write_guide(workbook, written, language)
        streams = {
            sheet.name(language): add_sheet(workbook, sheet, rows.get(sheet.kind, none), language)
            for sheet in written
        }
        save_with_rows(workbook, temporary, streams)


def write_template(target: Path, language: str) -> None:
    """Write the blank ledger workbook. Raises FileNotWrittenError."""
    write_ledger(target, {}, language)


def add_sheet(
    workbook: Workbook,
    sheet: Sheet,
    rows: SheetRows,
    language: str,
    *,
    reasons: Sequence[str] | None = None,
) -> Iterator[str]:
    """Add a sheet with its heading, and return its rows' XML, to be streamed into it.

    `reasons`, one for each row, stand in a last column of their own.
    """
    page: Page = workbook.create_sheet(sheet.name(language))
    pen = Pen(page)
    source = iter(rows.rows)
    sample = list(islice(source, _SAMPLE))
    _set_columns(page, sheet, sample, language)
    page.freeze_panes = f"{get_column_letter(_columns_in_sight(sheet) + 1)}2"
    page.row_dimensions[1].height = 24
    set_printing(page, 1)
    heading = [pen.cell(column.heading(language), _heading_look(column)) for column in sheet.columns]
    formats = [_cell_format(column) for column in sheet.columns]
    looks = {}
    if reasons is not None:
        heading.append(pen.cell(REASON_HEADINGS[language], look.HEADING))
        page.column_dimensions[get_column_letter(len(heading))].width = _REASON_WIDTH
        looks[len(formats)] = look.REASON
        formats.append("")
    page.append(heading)
    page.auto_filter.ref = f"A1:{get_column_letter(len(heading))}{rows.count + 1}"
    _add_lists(page, sheet, min(max(rows.count + 1000, _ENTRY_ROWS), _LAST_ROW), language)
    return _stream(RowMaker(pen, formats, looks), sheet, chain(sample, source), reasons)


def _stream(
    maker: RowMaker, sheet: Sheet, rows: Iterable[Row], reasons: Sequence[str] | None
) -> Iterator[str]:
    keys = [column.key for column in sheet.columns]
    for number, row in zip(count(2), rows, strict=False):
        values = [row.get(key) for key in keys]
        if reasons is not None:
            values.append(reasons[number - 2])
        yield maker.row(number, values)


def _columns_in_sight(sheet: Sheet) -> int:
    """Return how many columns stay in sight when scrolling: those that say what the row is."""
    return 2 if sheet.kind in {"sales", "shipping"} else 1


def _heading_look(column: Column) -> Look:
    """Return a heading's look: it stands over its figures' right edge, over all else on the left."""
    shown = look.HEADING if column.required else look.HEADING_OPTIONAL
    is_figure = column.value not in _TEXTS and not _FORMATS.get(column.value, "").startswith("yyyy")
    return replace(shown, align="right", indent=0) if is_figure else shown


def _cell_format(column: Column) -> str:
    """Return the format of a column's figures; an amount's, blank here, follows its currency's decimals."""
    if column.value == "amount":
        return ""
    if column.key == "line":
        return "0"
    return _FORMATS.get(column.value, _FIGURE)


def _set_columns(page: Page, sheet: Sheet, sample: list[Row], language: str) -> None:
    """Give each column its width, and what is typed into it later its format: ids stay text."""
    for at, column in enumerate(sheet.columns, 1):
        dimension = page.column_dimensions[get_column_letter(at)]
        # The filter's arrow takes the place of two digits.
        widest = max(width_of(column.heading(language)) + 3, _USUAL_WIDTHS.get(column.value, 0))
        widest = max([widest, *(_width(row.get(column.key)) for row in sample)])
        dimension.width = column_width(widest)
        dimension.number_format = look.TEXT if column.value in _TEXTS else _FORMATS.get(column.value, _FIGURE)


def _width(value: object) -> float:
    match value:
        case None:
            return 0
        case datetime():
            return 16 if not value.second else 19
        case date():
            return 10
        case Decimal() | int():
            return len(f"{value:,}")
    return width_of(str(value)[:200])


def _add_lists(page: Page, sheet: Sheet, last_row: int, language: str) -> None:
    """Give the columns of codes their lists of allowed values."""
    for at, column in enumerate(sheet.columns, 1):
        if column.value == "code":
            allowed = words(column.argument, language)
        elif column.value == "yes_no":
            allowed = list(YES_NO[language])
        else:
            continue
        formula = '"' + ",".join(allowed) + '"'
        rule = DataValidation(type="list", formula1=formula, allow_blank=not column.required)
        rule.showErrorMessage = True
        rule.errorTitle = column.heading(language)
        rule.error = ("可填：" if language == "zh" else "Allowed: ") + ", ".join(allowed)
        letter = get_column_letter(at)
        rule.add(f"{letter}2:{letter}{last_row}")
        page.data_validations.append(rule)
