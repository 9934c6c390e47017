"""Writes any number of records as a plain workbook, a row at a time, in sheets of a million rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from desktop_app.excel import cells as look
from desktop_app.excel.cells import Pen, column_width, set_printing, width_of
from desktop_app.excel.making import new_workbook
from desktop_app.excel.placing import placing
from desktop_app.excel.streaming import RowMaker, save_with_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_ROWS: Final = 1_000_000
"""Rows of one sheet; Excel ends at 1,048,576."""
_WIDTH: Final = 18


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column: heading, whether it holds figures, their number format (blank: by their decimals)."""

    heading: str
    is_figure: bool = False
    number_format: str = ""


def write_records(
    target: Path, title: str, columns: Sequence[SeenColumn], rows: Iterator[Sequence[object]], count: int
) -> None:
    """Write `count` rows under their headings, in further sheets where one is full.

    Raises FileNotWrittenError.
    """
    with placing(target) as temporary, new_workbook() as workbook:
        streams = {}
        for number in range(max(-(-count // MOST_ROWS), 1)):
            name = title if not number else f"{title} {number + 1}"
            here = min(count - number * MOST_ROWS, MOST_ROWS)
            page = workbook.create_sheet(name)
            streams[name] = _sheet(page, columns, islice(rows, here), here)
        save_with_rows(workbook, temporary, streams)


def _sheet(
    page: look.Page, columns: Sequence[SeenColumn], rows: Iterator[Sequence[object]], count: int
) -> Iterator[str]:
    pen = Pen(page)
    for at, column in enumerate(columns):
        width = max(column_width(width_of(column.heading) + 3), _WIDTH if not column.is_figure else 12)
        page.column_dimensions[get_column_letter(at + 1)].width = width
    page.freeze_panes = "B2"
    page.row_dimensions[1].height = 24
    set_printing(page, 1)
    right = replace(look.HEADING, align="right", indent=0)
    page.append([pen.cell(c.heading, right if c.is_figure else look.HEADING) for c in columns])
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    maker = RowMaker(pen, [column.number_format for column in columns])
    return (maker.row(number, row) for number, row in enumerate(rows, 2))
