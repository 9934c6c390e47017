"""Where pictures, shapes and controls hang: their rows move with the sheet's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.spans import whole

if TYPE_CHECKING:
    from desktop_app.excel.forms.shifting import Layout
    from desktop_app.excel.forms.spans import Node, Part
    from desktop_app.excel.forms.workbook import Sheet

_EMU: Final = 12_700
"""English metric units of a point, in which heights of rows are given."""
_TALLEST: Final = 2_000
"""Rows of the tallest shape whose size is worked out; others keep their number of rows."""
_USUAL: Final = 15.0
"""Points of a row's height where a sheet says nothing."""


class Heights:
    """How high a sheet's rows are, in English metric units, before and after rows are repeated."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        """Read the heights of a sheet's rows."""
        part = sheet.part
        usual = part.root.child("sheetFormatPr")
        self._usual = _points(part.get(usual, "defaultRowHeight") if usual is not None else None)
        self._own: dict[int, int] = {}
        self._layout = layout
        for row in sheet.rows:
            attributes = part.attributes(row.node)
            if attributes.get("hidden") in {"1", "true"}:
                self._own[row.number] = 0
            elif "ht" in attributes:
                self._own[row.number] = _points(attributes["ht"])

    def before(self, row: int) -> int:
        """Return a row's height in the form."""
        return self._own.get(row, self._usual)

    def after(self, row: int) -> int:
        """Return a row's height in the filled copy."""
        return self.before(self._layout.source(row))


def _points(text: str | None) -> int:
    try:
        points = float(text) if text else _USUAL
    except ValueError:
        points = _USUAL
    return round(min(max(points, 0), 500) * _EMU)


def move_anchor(part: Part, anchor: Node, layout: Layout, keeping: Heights | None = None) -> None:
    """Move the rows of an anchor, counted from 0; `keeping` heights, what hangs there keeps its size."""
    if not layout.moves:
        return
    first, last = _number(part, anchor.child("from"), "row"), _number(part, anchor.child("to"), "row")
    if first is None:
        return
    node, row = first
    if last is None:
        _set(part, node, layout.start(row + 1) - 1)
        return
    top, bottom = moved_rows(layout, row, last[1], keeps_size=keeping is not None)
    across = last[1] - row < _TALLEST and any(row < block.first <= last[1] + 1 for block in layout.blocks)
    if keeping is not None and across:
        begins, ends = (_number(part, anchor.child(name), "rowOff") for name in ("from", "to"))
        offset = begins[1] if begins else 0
        high = sum(map(keeping.before, range(row + 1, last[1] + 1))) + (ends[1] if ends else 0) - offset
        bottom, rest = _bottom(keeping, top, offset + high)
        if ends is not None:
            _set(part, ends[0], rest)
    _set(part, node, top)
    _set(part, last[0], bottom)


def _bottom(heights: Heights, top: int, left: int) -> tuple[int, int]:
    """Return the row, counted from 0, in which something that reaches so far down ends, and how deep."""
    row = top
    while row < top + _TALLEST and left >= (height := heights.after(row + 1)):
        left -= height
        row += 1
    return row, max(left, 0)


def moved_rows(layout: Layout, top: int, bottom: int, *, keeps_size: bool) -> tuple[int, int]:
    """Return where the first and last row of something go, counted from 0.

    What hangs on a repeated row alone stays with its first copy; what reaches over it grows with the
    copies, or keeps its number of rows.
    """
    start = layout.start(top + 1) - 1
    block = layout.block(bottom + 1)
    if keeps_size or (block is not None and layout.block(top + 1) == block):
        return start, start + bottom - top
    return start, layout.end(bottom + 1) - 1


def _number(part: Part, end: Node | None, name: str) -> tuple[Node, int] | None:
    node = end.child(name) if end is not None else None
    number = whole(part.text(node)) if node is not None else None
    return (node, number) if node is not None and number is not None else None


def _set(part: Part, node: Node, number: int) -> None:
    if part.text(node).strip() != str(number):
        part.edits.set_text(part, node, str(number))
