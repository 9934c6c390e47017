"""Where pictures, shapes and controls hang: their rows move with the sheet's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.excel.forms.shifting import Layout
    from desktop_app.excel.forms.spans import Node, Part


def move_anchor(part: Part, anchor: Node, layout: Layout, *, keeps_size: bool = False) -> None:
    """Move the rows of an anchor, counted from 0, in a part of its own or in a sheet."""
    if not layout.moves:
        return
    first, last = _row(part, anchor.child("from")), _row(part, anchor.child("to"))
    if first is None:
        return
    node, row = first
    if last is None:
        _set(part, node, layout.start(row + 1) - 1)
        return
    top, bottom = moved_rows(layout, row, last[1], keeps_size=keeps_size)
    _set(part, node, top)
    _set(part, last[0], bottom)


def moved_rows(layout: Layout, top: int, bottom: int, *, keeps_size: bool) -> tuple[int, int]:
    """Return where the first and last row of something go, counted from 0.

    What hangs on a repeated row alone stays with its first copy; what reaches over it grows with the
    copies, or keeps its rows.
    """
    start = layout.start(top + 1) - 1
    block = layout.block(bottom + 1)
    if keeps_size or (block is not None and layout.block(top + 1) == block):
        return start, start + bottom - top
    return start, layout.end(bottom + 1) - 1


def _row(part: Part, end: Node | None) -> tuple[Node, int] | None:
    node = end.child("row") if end is not None else None
    text = part.text(node).strip() if node is not None else ""
    return (node, int(text)) if node is not None and text.isdigit() else None


def _set(part: Part, node: Node, row: int) -> None:
    if part.text(node).strip() != str(row):
        part.edits.set_text(part, node, str(row))
