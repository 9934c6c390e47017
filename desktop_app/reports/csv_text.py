"""A report as CSV that Excel opens rightly: a byte-order mark, plain figures, text that is no formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import from_scaled, round_half_up
from desktop_app.i18n import format_moment
from desktop_app.reports.report_table import Cell, Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Sequence

BOM: Final = "\ufeff"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SHARE_DECIMALS: Final = 6


def csv_text(table: ReportTable) -> str:
    """Return the whole table with headings, totals and notes; figures are plain decimals in their unit."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([guarded(column.heading) for column in table.columns])
    for row in (*table.rows, *table.totals):
        writer.writerow(_texts(table, row))
    for note in table.notes:
        writer.writerow([guarded(note)])
    return BOM + target.getvalue()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: `'` before what one begins with."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _texts(table: ReportTable, row: Sequence[Cell]) -> list[str]:
    return [_text(column, cell, table) for column, cell in zip(table.columns, row, strict=True)]


def _text(column: Column, cell: Cell, table: ReportTable) -> str:
    """Return one cell: figures as they are, texts guarded."""
    text = ""
    match cell:
        case str():
            text = guarded(cell)
        case datetime():
            text = format_moment(cell, table.zone or cell.tzinfo) if cell.tzinfo else cell.isoformat(" ")
        case date():
            text = cell.isoformat()
        case Fraction():
            scaled = round_half_up(cell.numerator * 10**_SHARE_DECIMALS, cell.denominator)
            text = from_scaled(scaled, _SHARE_DECIMALS)
        case int():
            text = from_scaled(cell, 3 if column.kind is ColumnKind.QUANTITY else column.decimals)
    return text
