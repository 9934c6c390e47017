"""The rows of a sheet, patched in place: fields filled in, rows repeated, formulas following."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.excel.forms.errors import Note
from desktop_app.excel.forms.fields import Line, tokens
from desktop_app.excel.forms.references import translated
from desktop_app.excel.forms.shifting import Block, Copy, cell_name
from desktop_app.excel.forms.spans import Edits, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.excel.forms.cell_content import Writer
    from desktop_app.excel.forms.errors import Remarks
    from desktop_app.excel.forms.shifting import Shifter
    from desktop_app.excel.forms.spans import Node
    from desktop_app.excel.forms.workbook import Cell, Row, Sheet


@dataclass(frozen=True, slots=True)
class Work:
    """What the sheets of one workbook are filled with."""

    plain: Line
    """The form's own fields."""
    lists: Mapping[str, Sequence[Line]]
    shifter: Shifter
    writer: Writer
    remarks: Remarks


class RowPatcher:
    """Patches the rows of one sheet."""

    def __init__(self, sheet: Sheet, work: Work, *, stale: bool) -> None:
        """Patch one sheet; `stale` tells that its formulas' results may no longer be right."""
        self._sheet = sheet
        self._part = sheet.part
        self._work = work
        self._stale = stale
        self._layout = work.shifter.layout(sheet.name)
        self._masters = self._shared()
        self._unshared = self._to_unshare()

    def patch(self) -> None:
        """Change whatever has to be changed, and nothing else."""
        done: set[Block] = set()
        for row in self._sheet.rows:
            block = self._layout.block(row.number)
            if block is None:
                self._row(row, self._part.edits, None, self._work.plain)
            elif block not in done:
                done.add(block)
                self._block(block)

    def _block(self, block: Block) -> None:
        rows = [row for row in self._sheet.rows if block.first <= row.number <= block.last]
        made = []
        for index, line in enumerate(self._work.lists[block.name]):
            edits = Edits(self._part.data)
            for row in rows:
                self._row(row, edits, Copy(self._sheet.name, block, index), line)
            made.append(edits.render(rows[0].node.start, rows[-1].node.end))
        self._part.edits.replace(rows[0].node.start, rows[-1].node.end, b"".join(made))

    def _row(self, row: Row, edits: Edits, copy: Copy | None, line: Line) -> None:
        number = self._layout.start(row.number, copy.index if copy else 0)
        if number != row.number and self._part.get(row.node, "r") is not None:
            edits.set(row.node, "r", str(number))
        for cell in row.cells:
            if number != row.number and self._part.get(cell.node, "r") is not None:
                edits.set(cell.node, "r", cell_name(number, cell.column))
            if cell.formula is not None:
                self._formula(cell, cell.formula, edits, copy)
            elif cell.text_part is not None and tokens("".join(cell.texts)):
                self._fill(cell, edits, line)

    def _fill(self, cell: Cell, edits: Edits, line: Line) -> None:
        where = f"{self._sheet.name}!{cell.name}"
        content = self._work.writer.content(where, cell, line, self._part.prefix(cell.node))
        edits.set(cell.node, "t", content.kind)
        if content.style != cell.style:
            edits.set(cell.node, "s", str(content.style))
        edits.replace(cell.node.opened, cell.node.closing, content.inner)

    def _formula(self, cell: Cell, node: Node, edits: Edits, copy: Copy | None) -> None:
        part, shifter = self._part, self._work.shifter
        attributes = part.attributes(node)
        before = self._text(cell, node)
        after = shifter.formula(before, self._sheet.name, copy)
        self._remark(cell)
        kind = attributes.get("t", "normal")
        if kind == "shared" and attributes.get("si") in self._unshared:
            prefix = part.prefix(node)
            kept = ' ca="1"' if attributes.get("ca") in {"1", "true"} else ""
            edits.replace(node.start, node.end, f"<{prefix}f{kept}>{escape(after)}</{prefix}f>")
        elif kind != "shared":
            for name in ("ref", "r1", "r2"):
                if name in attributes:
                    edits.set(node, name, shifter.areas(attributes[name], self._sheet.name, copy))
            if after != before:
                edits.set_text(part, node, after)
        if self._stale:
            if cell.value is not None:
                edits.remove(cell.value)
            edits.set(cell.node, "t", None)

    def _remark(self, cell: Cell) -> None:
        where = f"{self._sheet.name}!{cell.name}"
        for text in self._work.shifter.first_only:
            self._work.remarks.add(where, Note.FIRST_LINE_ONLY, text)
        for text in self._work.shifter.across:
            self._work.remarks.add(where, Note.ACROSS_SHEETS, text)

    def _text(self, cell: Cell, node: Node) -> str:
        """Return a cell's whole formula, also where the file has it but once for many cells."""
        text = self._part.text(node)
        master = self._masters.get(self._part.get(node, "si") or "")
        if text or master is None:
            return text
        formula, row, column = master
        return translated(formula, cell.row - row, cell.column - column)

    def _shared(self) -> dict[str, tuple[str, int, int]]:
        masters: dict[str, tuple[str, int, int]] = {}
        for cell in self._sheet.cells():
            if cell.formula is None or self._part.get(cell.formula, "t") != "shared":
                continue
            text = self._part.text(cell.formula)
            if text:
                key = self._part.get(cell.formula, "si") or ""
                masters.setdefault(key, (text, cell.row, cell.column))
        return masters

    def _to_unshare(self) -> set[str]:
        """Return which shared formulas no longer say the same in all their cells."""
        if self._layout.moves:
            return set(self._masters)
        found = set()
        for cell in self._sheet.cells():
            if cell.formula is None or self._part.get(cell.formula, "t") != "shared":
                continue
            text = self._text(cell, cell.formula)
            if self._work.shifter.formula(text, self._sheet.name) != text:
                found.add(self._part.get(cell.formula, "si") or "")
        return found
