"""Writes ReportTables as a plain, styled workbook: one sheet each, figures as figures, totals at the foot."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from desktop_app.domain.money import from_scaled
from desktop_app.excel import cells as look
from desktop_app.excel.cells import (
    Look,
    MadeCell,
    Page,
    Pen,
    column_width,
    date_look,
    has_serial,
    set_printing,
    width_of,
)
from desktop_app.excel.making import new_workbook
from desktop_app.excel.placing import placing
from desktop_app.reports.report_table import Cell, Column, ColumnKind, ReportTable, cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_SAMPLE: Final = 300
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_LOSS: Final = "B4541A"


def write_report(target: Path, tables: Sequence[ReportTable]) -> None:
    """Write tables as a workbook, a sheet each. Raises FileNotWrittenError."""
    with placing(target) as temporary, new_workbook() as workbook:
        names: set[str] = set()
        for table in tables:
            name = _sheet_name(table.title, names)
            names.add(name.casefold())
            _write_table(workbook.create_sheet(name), table)
        workbook.save(temporary)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel allows and that no other sheet has."""
    plain = look.safe_text(title).translate(_NOT_IN_NAMES).strip()[:_LONGEST_NAME] or "1"
    name = plain
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - 4]} ({number})"
    return name


def _write_table(page: Page, table: ReportTable) -> None:
    pen = Pen(page)
    for at, column in enumerate(table.columns):
        page.column_dimensions[get_column_letter(at + 1)].width = _width(table, at, column)
    page.freeze_panes = "B4"
    page.sheet_view.showGridLines = False
    page.row_dimensions[1].height = 30
    page.row_dimensions[3].height = 24
    set_printing(page, 3)
    page.append([pen.cell(table.title, look.TITLE)])
    page.append([])
    page.append([pen.cell(column.heading, _heading(column)) for column in table.columns])
    for row in table.rows:
        page.append(_row(pen, table, row, foot=False))
    for row in table.totals:
        page.append(_row(pen, table, row, foot=True))
    if table.rows:
        page.auto_filter.ref = f"A3:{get_column_letter(len(table.columns))}{len(table.rows) + 3}"
    if table.notes:
        page.append([])
    for note in table.notes:
        page.append([pen.cell(note, look.NOTE)])


def _heading(column: Column) -> Look:
    if not column.is_figure:
        return look.HEADING
    return Look(
        look.TEXT, bold=True, fill="E4EFE7", color="1F5A39", line_below="2F7D4F", quoted=True, align="right"
    )


def _row(pen: Pen, table: ReportTable, row: Sequence[Cell], *, foot: bool) -> list[MadeCell | None]:
    return [
        None if cell is None and not foot else _cell(pen, table, column, cell, foot=foot)
        for column, cell in zip(table.columns, row, strict=True)
    ]


def _cell(pen: Pen, table: ReportTable, column: Column, cell: Cell, *, foot: bool) -> MadeCell:
    """Return a cell: figures and days as such, to be computed with; all else as the text that is shown."""
    plain = Look(look.TEXT, quoted=True, align="left", indent=1, bold=foot, line_above=foot)
    match cell:
        case datetime():
            local = cell.astimezone(table.zone or UTC).replace(tzinfo=None, microsecond=0)
            if has_serial(local):
                return pen.cell(local, date_look(look.MOMENT))
        case date() if has_serial(cell):
            return pen.cell(cell, date_look(look.DAY))
        case int() | Fraction():
            value, number_format = _figure(column, cell)
            color = _LOSS if value < 0 else "1F2421"
            return pen.cell(value, Look(number_format, bold=foot, line_above=foot, color=color))
    return pen.cell("" if cell is None else cell_text(column, cell, table.zone), plain)


def _figure(column: Column, cell: int | Fraction) -> tuple[Decimal | int, str]:
    """Return a figure in units and the format that shows it; shares and ratios are cut to nine decimals."""
    match column.kind:
        case ColumnKind.MONEY:
            exact = Decimal(from_scaled(int(cell), column.decimals))
            return exact, look.figure_format(exact)
        case ColumnKind.QUANTITY:
            return Decimal(from_scaled(int(cell), 3)), "#,##0.###"
        case ColumnKind.COUNT:
            return int(cell), "#,##0"
    figure = (Decimal(cell.numerator) / Decimal(cell.denominator)).quantize(Decimal("1e-9"))
    return figure, "0.0%" if column.kind is ColumnKind.SHARE else "#,##0.00"


def _width(table: ReportTable, at: int, column: Column) -> float:
    shown = [cell_text(column, row[at], table.zone) for row in (*table.rows[:_SAMPLE], *table.totals)]
    return column_width(max([width_of(column.heading) + 3, *map(width_of, shown)]))
