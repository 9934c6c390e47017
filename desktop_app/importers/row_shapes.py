"""Rows that mean something only beside others: cells left blank below the first of an order, totals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.importers.cell_text import clean

if TYPE_CHECKING:
    from desktop_app.importers.formats import Format
    from desktop_app.importers.mapped_sheet import MappedRow, MappedSheet


def arrange(sheet: MappedSheet, form: Format) -> None:
    """Fill an order's blank cells from its first row, and set total rows apart, where the format says so."""
    if "fill_down" in form.options:
        _fill_down(sheet, **form.options["fill_down"])
    blank = form.options.get("total_where_blank")
    if blank in sheet.fields:
        place = sheet.fields.index(blank)
        sheet.totals += [row for row in sheet.rows if not clean(row.cells[place])]
        sheet.rows = [row for row in sheet.rows if clean(row.cells[place])]


def _fill_down(sheet: MappedSheet, key: str, fields: list[str]) -> None:
    if key not in sheet.fields:
        return
    keys = sheet.column(key)
    places = [sheet.fields.index(name) for name in fields if name in sheet.fields]
    first: dict[str, MappedRow] = {}
    for number, (row, cell) in enumerate(zip(sheet.rows, keys, strict=True)):
        above = first.setdefault(clean(cell), row)
        cells = list(row.cells)
        for place in places:
            if not clean(cells[place]):
                cells[place] = above.cells[place]
        sheet.rows[number] = replace(row, cells=tuple(cells))
