"""A form as a grid to be looked at, so that fields can be put into its cells by choosing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.filling import open_form
from desktop_app.excel.forms.package import open_package
from desktop_app.excel.forms.references import first_area
from desktop_app.excel.forms.shifting import cell_name
from desktop_app.excel.forms.spans import whole
from desktop_app.excel.forms.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.excel.forms.document import Document, Paragraph
    from desktop_app.excel.forms.workbook import Cell, Sheet

MOST_ROWS: Final = 1_000
MOST_COLUMNS: Final = 100
"""What lies beyond is not shown: a form is a page or a few."""
_WIDTH: Final = 8.43
"""Characters of a column where a sheet says nothing (ECMA-376 18.3.1.81)."""
_LARGEST: Final = 1_000
_HEIGHT: Final = 15.0
"""Points of a row where a sheet says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCell:
    """A cell of the grid; `place` is how `fill_form` and a form's problems name it."""

    place: str
    row: int
    column: int
    """Both counted from 1."""
    rows: int = 1
    columns: int = 1
    """How many it covers where cells are merged."""
    text: str = ""
    """What is written there; a formula begins with its equals sign."""
    is_formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewSheet:
    """A sheet, or a whole document: its cells from the top left, without those that a merge hides."""

    name: str
    widths: tuple[float, ...]
    """Of each column, in characters; 0 where it is hidden."""
    heights: tuple[float, ...]
    """Of each row, in points; 0 where it is hidden."""
    cells: tuple[PreviewCell, ...]
    is_cut: bool
    """Whether the form goes on beyond what is shown."""


def preview_form(path: Path) -> tuple[PreviewSheet, ...]:
    """Return a form's sheets as grids; of a document one, with a row for each paragraph or row of a table.

    Raises UnusableFormError.
    """
    with open_package(path) as package:
        opened = open_form(package)
        if isinstance(opened, Workbook):
            return tuple(_sheet(sheet) for sheet in opened.sheets)
        return (_document(opened),)


def _sheet(sheet: Sheet) -> PreviewSheet:
    spans = dict(_merges(sheet))
    hidden = {
        (row, column)
        for (top, left), (rows, columns) in spans.items()
        for row in range(top, min(top + rows, MOST_ROWS + 1))
        for column in range(left, min(left + columns, MOST_COLUMNS + 1))
    } - spans.keys()
    # Cells with a format alone count: they are the boxes that a form wants to have filled.
    found = {(cell.row, cell.column): cell for cell in sheet.cells()}
    last_row = max(
        [row for row, _ in found] + [top + rows - 1 for (top, _), (rows, _) in spans.items()] or [0]
    )
    last_column = max(
        [column for _, column in found] + [left + wide - 1 for (_, left), (_, wide) in spans.items()] or [0]
    )
    rows, columns = min(last_row, MOST_ROWS), min(last_column, MOST_COLUMNS)
    cells = []
    for spot in sorted(found.keys() | spans.keys()):
        if spot in hidden or spot[0] > rows or spot[1] > columns:
            continue
        high, wide = spans.get(spot, (1, 1))
        span = min(high, rows - spot[0] + 1), min(wide, columns - spot[1] + 1)
        cells.append(_cell(sheet, found.get(spot), spot, span))
    return PreviewSheet(
        name=sheet.name,
        widths=_widths(sheet, columns),
        heights=_heights(sheet, rows),
        cells=tuple(cells),
        is_cut=(rows, columns) != (last_row, last_column),
    )


def _cell(sheet: Sheet, cell: Cell | None, spot: tuple[int, int], span: tuple[int, int]) -> PreviewCell:
    text, formula = "", False
    if cell is not None and cell.formula is not None:
        text, formula = "=" + sheet.part.text(cell.formula), True
    elif cell is not None and cell.text_part is not None:
        text = "".join(cell.texts)
    elif cell is not None and cell.value is not None:
        text = sheet.part.text(cell.value)
    return PreviewCell(
        place=f"{sheet.name}!{cell_name(*spot)}",
        row=spot[0],
        column=spot[1],
        rows=span[0],
        columns=span[1],
        text=text,
        is_formula=formula,
    )


def _merges(sheet: Sheet) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    # Merges lie beside each other; those of a hostile file, which do not, end here.
    left = MOST_ROWS * MOST_COLUMNS
    for node in sheet.part.root.find("mergeCell"):
        first, last = first_area(sheet.part.get(node, "ref") or "")
        if last is None or not (first.row and first.column and last.row and last.column):
            continue
        if first.row <= MOST_ROWS and first.column <= MOST_COLUMNS:
            shown = (
                min(last.row, MOST_ROWS) - first.row + 1,
                min(last.column, MOST_COLUMNS) - first.column + 1,
            )
            left -= max(shown[0], 1) * max(shown[1], 1)
            if left < 0:
                return
            yield (first.row, first.column), (last.row - first.row + 1, last.column - first.column + 1)


def _widths(sheet: Sheet, columns: int) -> tuple[float, ...]:
    usual = sheet.part.root.child("sheetFormatPr")
    default = _number(sheet.part.get(usual, "defaultColWidth") if usual is not None else None, _WIDTH)
    widths = [default] * columns
    listed = sheet.part.root.child("cols")
    for node in listed.children if listed is not None else []:
        attributes = sheet.part.attributes(node)
        low, high = (whole(attributes.get(name)) or 1 for name in ("min", "max"))
        width = (
            0.0 if attributes.get("hidden") in {"1", "true"} else _number(attributes.get("width"), default)
        )
        for column in range(max(low, 1), min(high, columns) + 1):
            widths[column - 1] = width
    return tuple(widths)


def _heights(sheet: Sheet, rows: int) -> tuple[float, ...]:
    usual = sheet.part.root.child("sheetFormatPr")
    default = _number(sheet.part.get(usual, "defaultRowHeight") if usual is not None else None, _HEIGHT)
    heights = [default] * rows
    for row in sheet.rows:
        if row.number <= rows:
            attributes = sheet.part.attributes(row.node)
            shown = attributes.get("hidden") not in {"1", "true"}
            heights[row.number - 1] = _number(attributes.get("ht"), default) if shown else 0.0
    return tuple(heights)


def _number(text: str | None, usual: float) -> float:
    try:
        number = float(text) if text else usual
    except ValueError:
        return usual
    return number if 0 <= number < _LARGEST else usual


def _document(document: Document) -> PreviewSheet:
    """Lay a document out: a paragraph across the width, those of a table's row side by side."""
    lines: list[tuple[int | None, list[Paragraph]]] = []
    for paragraph in document.paragraphs:
        row = id(paragraph.rows[-1]) if paragraph.rows else None
        if not paragraph.number:
            continue
        if row is not None and lines and lines[-1][0] == row:
            lines[-1][1].append(paragraph)
        else:
            lines.append((row, [paragraph]))
    shown = lines[:MOST_ROWS]
    columns = min(max((len(line) for _, line in shown), default=0), MOST_COLUMNS)
    cells = [
        PreviewCell(
            place=str(paragraph.number),
            row=at,
            column=column,
            columns=columns - column + 1 if column == len(line) else 1,
            text=paragraph.text,
        )
        for at, (_, line) in enumerate(shown, start=1)
        for column, paragraph in enumerate(line[:MOST_COLUMNS], start=1)
    ]
    return PreviewSheet(
        name="",
        widths=(_WIDTH * 2,) * columns,
        heights=(_HEIGHT,) * len(shown),
        cells=tuple(cells),
        is_cut=len(lines) > len(shown) or any(len(line) > MOST_COLUMNS for _, line in shown),
    )
