"""Puts the texts that a user has placed on cells into a sheet, as if they had been typed into the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.forms.errors import Problem, Trouble
from desktop_app.excel.forms.references import LAST_COLUMN, LAST_ROW, corner, first_area
from desktop_app.excel.forms.shifting import cell_name
from desktop_app.excel.forms.spans import attribute, escape, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.excel.forms.workbook import Row, Sheet, Workbook


def find_placed(
    book: Workbook, placing: Mapping[str, str]
) -> tuple[dict[str, dict[tuple[int, int], str]], list[Problem]]:
    """Return the texts by sheet and cell, and the places that are none.

    A place reads 申请表!B3 or '申请 表'!B3; without a sheet it is one of the first sheet.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    problems = []
    for place, text in placing.items():
        name, _, cell = place.rpartition("!")
        name = name[1:-1].replace("''", "'") if name.startswith("'") and name.endswith("'") else name
        sheet = book.sheet(name) if name else next(iter(book.sheets), None)
        spot = _spot(cell)
        if sheet is None or spot is None:
            problems.append(Problem(where=place, trouble=Trouble.NO_SUCH_PLACE))
        else:
            found.setdefault(sheet.name, {})[_top_left(sheet, *spot)] = text
    return found, problems


def put_placed(book: Workbook, sheet: Sheet, texts: Mapping[tuple[int, int], str]) -> bool:
    """Write texts into their cells and read the sheet anew; tell whether one took a formula's place."""
    part = sheet.part
    known = {(cell.row, cell.column): cell for cell in sheet.cells()}
    rows = {row.number: row for row in sheet.rows}
    missing: dict[int, dict[int, str]] = {}
    formula = False
    for (row, column), text in sorted(texts.items()):
        cell = known.get((row, column))
        if cell is None:
            missing.setdefault(row, {})[column] = text
            continue
        formula |= cell.formula is not None
        prefix = part.prefix(cell.node)
        inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
        attributes = {**part.attributes(cell.node), "r": cell.name, "t": "inlineStr"}
        part.edits.replace(cell.node.start, cell.node.end, _element(f"{prefix}c", attributes, inner))
    for number, cells in missing.items():
        if number in rows:
            _add_to_row(sheet, rows[number], cells)
    _add_rows(sheet, {number: cells for number, cells in missing.items() if number not in rows})
    book.package.renew(sheet.path)
    book.read_rows(sheet)
    return formula


def _spot(cell: str) -> tuple[int, int] | None:
    try:
        end = corner(cell.replace("$", ""))
    except ValueError:
        return None
    if end.row is None or end.column is None or end.row > LAST_ROW or end.column > LAST_COLUMN:
        return None
    return end.row, end.column


def _top_left(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    """Return the cell that shows its text where a merge covers the one asked for."""
    for node in sheet.part.root.find("mergeCell"):
        first, last = first_area(sheet.part.get(node, "ref") or "")
        if last is None or None in {first.row, first.column, last.row, last.column}:
            continue
        rows, columns = (first.row or 0, last.row or 0), (first.column or 0, last.column or 0)
        if rows[0] <= row <= rows[1] and columns[0] <= column <= columns[1]:
            return rows[0], columns[0]
    return row, column


def _element(name: str, attributes: Mapping[str, str], inner: str) -> str:
    written = "".join(f' {key}="{attribute(text)}"' for key, text in attributes.items())
    return f"<{name}{written}>{inner}</{name}>"


def _made(sheet: Sheet, prefix: str, row: int, column: int, text: str, style: str | None) -> str:
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
    attributes = {"r": cell_name(row, column), "t": "inlineStr"}
    style = style if style is not None else _column_style(sheet, column)
    return _element(f"{prefix}c", attributes if style is None else {**attributes, "s": style}, inner)


def _column_style(sheet: Sheet, column: int) -> str | None:
    listed = sheet.part.root.child("cols")
    for node in listed.children if listed is not None else []:
        low, high = whole(sheet.part.get(node, "min")), whole(sheet.part.get(node, "max"))
        if low is not None and high is not None and low <= column <= high:
            return sheet.part.get(node, "style")
    return None


def _add_to_row(sheet: Sheet, row: Row, cells: Mapping[int, str]) -> None:
    part, node = sheet.part, row.node
    prefix = part.prefix(node)
    style = part.get(node, "s") if part.get(node, "customFormat") in {"1", "true"} else None
    if node.opened == node.end:
        made = "".join(
            _made(sheet, prefix, row.number, column, text, style) for column, text in cells.items()
        )
        part.edits.replace(node.opened - 2, node.opened, f">{made}</{prefix}row>")
        return
    for column, text in cells.items():
        after = next((cell.node.start for cell in row.cells if cell.column > column), node.closing)
        made = _made(sheet, prefix, row.number, column, text, style)
        part.edits.replace(after, after, made)


def _add_rows(sheet: Sheet, missing: Mapping[int, Mapping[int, str]]) -> None:
    part = sheet.part
    data = part.root.child("sheetData")
    if data is None or not missing:
        return
    prefix = part.prefix(data)
    made = []
    for number, cells in sorted(missing.items()):
        inner = "".join(_made(sheet, prefix, number, column, text, None) for column, text in cells.items())
        made.append((number, _element(f"{prefix}row", {"r": str(number)}, inner)))
    if data.opened == data.end:
        inner = "".join(text for _number, text in made)
        part.edits.replace(data.opened - 2, data.opened, f">{inner}</{prefix}sheetData>")
        return
    for number, text in made:
        after = next((row.node.start for row in sheet.rows if row.number > number), data.closing)
        part.edits.replace(after, after, text)
