"""What else of a sheet knows of rows: merges, rules, lists, filters, links, breaks, page headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.anchors import move_anchor
from desktop_app.excel.forms.fields import changes_of
from desktop_app.excel.forms.references import first_area
from desktop_app.excel.forms.shifting import Copy
from desktop_app.excel.forms.spans import Edits, escape, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.excel.forms.fields import Line
    from desktop_app.excel.forms.shifting import Shifter
    from desktop_app.excel.forms.spans import Node
    from desktop_app.excel.forms.workbook import Sheet

_AREAS: Final = {
    "dimension": ("ref",),
    "selection": ("sqref",),
    "autoFilter": ("ref",),
    "sortState": ("ref",),
    "sortCondition": ("ref",),
    "protectedRange": ("sqref",),
    "ignoredError": ("sqref",),
    "hyperlink": ("ref",),
    "conditionalFormatting": ("sqref",),
    "dataValidation": ("sqref",),
}
_CELLS: Final = {
    "sheetView": ("topLeftCell",),
    "pane": ("topLeftCell",),
    "selection": ("activeCell",),
    "inputCells": ("r",),
    "cellWatch": ("r",),
    "row": (),
}
_RULES: Final = {"conditionalFormatting", "dataValidation", "sparkline"}
_FORMULAS: Final = {"formula", "formula1", "formula2", "f"}
_SIZE_CODE: Final = re.compile(r"&\d+$")


def patch_rest(sheet: Sheet, shifter: Shifter) -> None:
    """Move everything of a sheet but its rows to where its rows go."""
    part, name = sheet.part, sheet.name
    breaks = {id(node) for holder in part.root.find("rowBreaks") for node in holder.children}
    for node in _outside_rows(sheet.part.root):
        if node.name == "mergeCells":
            _merges(sheet, node, shifter)
        elif id(node) in breaks:
            if (row := whole(part.get(node, "id"))) is not None:
                part.edits.set(node, "id", str(shifter.layout(name).end(row)))
        elif node.name in _RULES:
            _rule(sheet, node, shifter)
        elif node.name == "anchor" and node.child("from") is not None:
            move_anchor(part, node, shifter.layout(name))
        if node.name == "hyperlink" and (place := part.get(node, "location")):
            part.edits.set(node, "location", shifter.formula(place, name))
        _attributes(sheet, node, shifter)


def fill_page_texts(sheet: Sheet, line: Line) -> None:
    """Fill in the fields of a sheet's page headers and footers, where `&` begins a code."""
    for holder in sheet.part.root.find("headerFooter"):
        for node in holder.children:
            text = sheet.part.text(node)
            changes = changes_of(text, line)
            for start, end, new in reversed(changes):
                # Digits right after a size's code would become part of it.
                gap = " " if new[:1].isdigit() and _SIZE_CODE.search(text[:start]) else ""
                text = text[:start] + gap + new.replace("&", "&&") + text[end:]
            if changes:
                sheet.part.edits.set_text(sheet.part, node, text)


def _outside_rows(root: Node) -> Iterator[Node]:
    for child in root.children:
        if child.name != "sheetData":
            yield from child.walk()


def _attributes(sheet: Sheet, node: Node, shifter: Shifter) -> None:
    part = sheet.part
    if not shifter.layout(sheet.name).moves:
        return
    for attribute in _AREAS.get(node.name, ()):
        if text := part.attributes(node).get(attribute):
            part.edits.set(node, attribute, shifter.areas(text, sheet.name))
    for attribute in _CELLS.get(node.name, ()):
        if text := part.attributes(node).get(attribute):
            part.edits.set(node, attribute, shifter.cell(text, sheet.name))


def _merges(sheet: Sheet, holder: Node, shifter: Shifter) -> None:
    """Merges in a repeated row are merged in each copy; those that reach over it cover all copies."""
    part, layout = sheet.part, shifter.layout(sheet.name)
    if not layout.moves:
        return
    count = 0
    for node in holder.children:
        text = part.get(node, "ref") or ""
        first, last = first_area(text)
        block = layout.block(first.row or 0)
        if block is None or last is None or layout.block(last.row or 0) != block:
            part.edits.set(node, "ref", shifter.areas(text, sheet.name))
            count += 1
            continue
        made = []
        for index in range(block.copies):
            edits = Edits(part.data)
            edits.set(node, "ref", shifter.areas(text, sheet.name, Copy(sheet.name, block, index)))
            made.append(edits.render(node.start, node.end))
        part.edits.replace(node.start, node.end, b"".join(made))
        count += block.copies
    if part.get(holder, "count") is not None:
        part.edits.set(holder, "count", str(count))


def _rule(sheet: Sheet, node: Node, shifter: Shifter) -> None:
    """Move a rule's area and its formulas, which are written for the area's first cell."""
    part, layout = sheet.part, shifter.layout(sheet.name)
    listed = node.child("sqref")
    text = part.text(listed) if listed is not None else part.get(node, "sqref")
    if not text:
        return
    top = first_area(text)[0].row or 0
    block = layout.block(top)
    if node.name == "sparkline" and block is not None:
        made = [
            _copied_rule(sheet, node, shifter, Copy(sheet.name, block, index))
            for index in range(block.copies)
        ]
        part.edits.replace(node.start, node.end, b"".join(made))
        return
    copy = Copy(sheet.name, block, 0) if block is not None else None
    _move_rule(sheet, node, shifter, copy, part.edits)
    if listed is not None and layout.moves:
        part.edits.set_text(part, listed, shifter.areas(text, sheet.name))


def _copied_rule(sheet: Sheet, node: Node, shifter: Shifter, copy: Copy) -> bytes:
    edits = Edits(sheet.part.data)
    _move_rule(sheet, node, shifter, copy, edits)
    if (listed := node.child("sqref")) is not None:
        moved = shifter.areas(sheet.part.text(listed), sheet.name, copy)
        edits.set_text(sheet.part, listed, moved)
    return edits.render(node.start, node.end)


def _move_rule(sheet: Sheet, node: Node, shifter: Shifter, copy: Copy | None, edits: Edits) -> None:
    part = sheet.part
    for inner in node.walk():
        if inner.name in _FORMULAS and not inner.children:
            before = part.text(inner)
            after = shifter.formula(before, sheet.name, copy)
            if after != before:
                edits.replace(inner.opened, inner.closing, escape(after))
        elif inner.name == "cfvo" and part.get(inner, "type") == "formula":
            before = part.get(inner, "val") or ""
            edits.set(inner, "val", shifter.formula(before, sheet.name, copy))
