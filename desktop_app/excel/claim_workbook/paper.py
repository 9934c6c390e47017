"""The sheets of a claim's workbook as they lie on paper: the same rows, looks and pages, without a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook

from desktop_app.excel.claim_workbook.looks import FANG_SONG, HEI, Look
from desktop_app.excel.claim_workbook.making import Making
from desktop_app.excel.claim_workbook.sheet import pixels
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.writing import make_sheets
from desktop_app.reports.claim.paper import PaperCell, PaperLook, PaperRow, PaperSheet, printed_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_app.excel.claim_workbook.sheet import Sheet
    from desktop_app.excel.claim_workbook.values import Row
    from desktop_app.excel.claim_workbook.writing import LedgerBy, Reader
    from desktop_app.reports.claim.document import ClaimDocument

_FACES: Final = {HEI: "hei", FANG_SONG: "fang"}
_POINTS: Final = 72 / 96


def paper_of(
    document: ClaimDocument,
    reader: Reader,
    ledger_by: LedgerBy | None = None,
    *,
    tick: Callable[[int], None] | None = None,
) -> tuple[PaperSheet, ...]:
    """Return every sheet of a reader's workbook as it is printed; `tick` hears of rows, and may raise.

    Raises ClaimFiguresError, SubsidyFigureError, as the workbook's writing does.
    """
    # Nothing is written into it: it numbers the looks.
    making = Making(document=document, workbook=Workbook(write_only=True), tick=tick or _unheard)
    make_sheets(making, reader, ledger_by)
    looks = {number: _look(look) for number, look in making.sheets[0].looks.by_id().items()}
    return tuple(_sheet(sheet, looks) for sheet in making.sheets)


def _unheard(_rows: int) -> None:
    """Nobody listens."""


def _sheet(sheet: Sheet, looks: Mapping[int, tuple[PaperLook, str]]) -> PaperSheet:
    printed = sheet.printed or len(sheet.widths)
    rows = [_row(sheet, row, printed, looks) for row in sheet.all_rows()]
    heading = None if sheet.title_rows is None else (sheet.title_rows[0] - 1, sheet.title_rows[1])
    return PaperSheet(
        name=sheet.name,
        landscape=sheet.landscape,
        widths=tuple(pixels([width]) * _POINTS for width in sheet.widths[:printed]),
        scale=sheet.scale,
        rows=rows,
        heading=heading,
        tops=tuple(top - 1 for top in sheet.page_tops()),
        foot=sheet.footer.replace("&&", "&"),
        mark=sheet.watermark,
    )


def _row(sheet: Sheet, row: Row, printed: int, looks: Mapping[int, tuple[PaperLook, str]]) -> PaperRow:
    cells: list[PaperCell] = []
    end = 0
    for cell in row.cells:
        if cell.at < end or cell.at >= printed:
            continue
        span = min(sheet.span_at(row.number, cell.at), printed - cell.at)
        end = cell.at + span
        look, number_format = looks[cell.style]
        cells.append(PaperCell(cell.at, span, _text(cell.value, number_format), look))
    return PaperRow(sheet.heights[row.number - 1], tuple(cells))


def _look(look: Look) -> tuple[PaperLook, str]:
    drawn = PaperLook(
        face=_FACES.get(look.font, "song"),
        size=look.size,
        bold=look.bold,
        align=look.align,
        valign=look.valign,
        wrap=look.wrap,
        boxed=look.boxed,
        indent=look.indent,
    )
    return drawn, look.number_format


def _text(value: Value, number_format: str) -> str:
    if isinstance(value, Formula):
        value = value.value
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return printed_figure(value, number_format)
