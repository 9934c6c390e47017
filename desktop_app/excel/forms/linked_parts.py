"""The parts that hang on a sheet or the workbook and name cells: drawings, notes, tables, charts, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.anchors import Heights, move_anchor, moved_rows
from desktop_app.excel.forms.fields import tokens
from desktop_app.excel.forms.parts import relations
from desktop_app.excel.forms.runs import filled
from desktop_app.excel.forms.spans import escape, unescape, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.excel.forms.fields import Line
    from desktop_app.excel.forms.package import Package
    from desktop_app.excel.forms.shifting import Layout, Shifter
    from desktop_app.excel.forms.spans import Node, Part
    from desktop_app.excel.forms.workbook import Sheet, Workbook

_ANCHORS: Final = {"twoCellAnchor", "oneCellAnchor"}
_COMMENTS: Final = {"comments", "threadedComment"}
_LINKS: Final = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")
_VML_ANCHOR: Final = re.compile(rb"(<\w+:Anchor>)([^<]*)(</\w+:Anchor>)")
_VML_ROW: Final = re.compile(rb"(<\w+:Row>\s*)(\d{1,7})(\s*</\w+:Row>)")
_VML_LINK: Final = re.compile(rb"(<\w+:Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]*)(</\w+:Fmla\w+>)")
_VML_TOP, _VML_BOTTOM = 2, 6
"""Places of the rows among an anchor's eight numbers (MS-OE376: ST_ClientData Anchor)."""


def patch_linked(book: Workbook, sheet: Sheet, shifter: Shifter) -> None:
    """Move what hangs on a sheet."""
    package, name = book.package, sheet.name
    for relation in sheet.relations:
        if relation.target not in package:
            continue
        if relation.kind == "drawing":
            _drawing(package.part(relation.target), sheet, shifter)
        elif relation.kind == "vmlDrawing":
            _vml(package, relation.target, name, shifter)
        elif relation.kind in _COMMENTS:
            _references(package.part(relation.target), {"comment", "threadedComment"}, name, shifter)
        elif relation.kind == "table":
            _table(package.part(relation.target), name, shifter)
        elif relation.kind == "ctrlProp":
            _control(package.part(relation.target), name, shifter)
        elif relation.kind == "pivotTable":
            _references(package.part(relation.target), {"location"}, name, shifter, whole=True)


def patch_workbook(book: Workbook, shifter: Shifter) -> None:
    """Move what the workbook itself says of cells: names, charts, the sources of pivot tables."""
    part = book.part
    for node in part.root.find("definedName"):
        local = whole(part.get(node, "localSheetId"))
        home = book.sheet_names[local] if local is not None and local < len(book.sheet_names) else ""
        _formula(part, node, home, shifter, as_area=True)
    for name in book.package.names():
        if re.fullmatch(r"xl/(charts|chartEx|extendedCharts)/[^/]+\.xml", name):
            _chart(book.package.part(name), shifter)
        elif re.fullmatch(r"xl/pivotCache/pivotCacheDefinition\d*\.xml", name):
            _pivot_source(book.package.part(name), shifter)


def text_boxes(package: Package, sheet: Sheet) -> Iterator[tuple[Part, list[Node]]]:
    """Yield the paragraphs of a sheet's text boxes: the part, and the elements that hold the letters."""
    for relation in sheet.relations:
        if relation.kind == "drawing" and relation.target in package:
            part = package.part(relation.target)
            for paragraph in part.root.find("p"):
                runs = [run.child("t") for run in paragraph.children if run.name in {"r", "fld"}]
                yield part, [text for text in runs if text is not None]


def comments(package: Package, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the comments on a sheet's cells: the cell's name, and what is said of it."""
    for relation in sheet.relations:
        if relation.kind in _COMMENTS and relation.target in package:
            part = package.part(relation.target)
            for node in part.root.find("comment", "threadedComment"):
                said = node.find("t" if node.name == "comment" else "text")
                yield part.get(node, "ref") or "", "".join(part.text(text) for text in said)


def fill_text_boxes(package: Package, sheet: Sheet, line: Line) -> bool:
    """Fill in the fields of a sheet's text boxes; tell whether there were any."""
    any_filled = False
    for part, runs in text_boxes(package, sheet):
        texts = [part.text(run) for run in runs]
        if not tokens("".join(texts)):
            continue
        any_filled = True
        for run, before, after in zip(runs, texts, filled(texts, line), strict=True):
            if before != after:
                part.edits.set_text(part, run, after)
    return any_filled


def _formula(part: Part, node: Node, home: str, shifter: Shifter, *, as_area: bool = False) -> bool:
    before = part.text(node)
    after = shifter.formula(before, home, as_area=as_area)
    if after != before:
        part.edits.set_text(part, node, after)
    return after != before


def _drawing(part: Part, sheet: Sheet, shifter: Shifter) -> None:
    layout = shifter.layout(sheet.name)
    heights = Heights(sheet, layout)
    for node in part.root.walk():
        if node.name in _ANCHORS:
            stays = part.get(node, "editAs") in {"oneCell", "absolute"}
            move_anchor(part, node, layout, heights if stays else None)
        elif node.name == "sp" and (link := part.attributes(node).get("textlink")):
            part.edits.set(node, "textlink", shifter.formula(link, sheet.name))


def _vml(package: Package, name: str, sheet: str, shifter: Shifter) -> None:
    """Patch a drawing of the old kind, which need not be well-formed XML."""
    before = package.read(name)
    layout = shifter.layout(sheet)

    def link(found: re.Match[bytes]) -> bytes:
        text = shifter.formula(unescape(found[2].decode()), sheet)
        return found[1] + escape(text).encode() + found[3]

    def row(found: re.Match[bytes]) -> bytes:
        return found[1] + str(layout.start(int(found[2]) + 1) - 1).encode() + found[3]

    after = _VML_LINK.sub(link, before)
    if layout.moves:
        after = _VML_ANCHOR.sub(lambda found: found[1] + _vml_anchor(found[2], layout) + found[3], after)
        after = _VML_ROW.sub(row, after)
    if after != before:
        package.replaced[name] = after


def _vml_anchor(text: bytes, layout: Layout) -> bytes:
    numbers = text.split(b",")
    if len(numbers) <= _VML_BOTTOM:
        return text
    rows = [whole(numbers[at].decode(errors="replace")) for at in (_VML_TOP, _VML_BOTTOM)]
    if rows[0] is None or rows[1] is None:
        return text
    moved = moved_rows(layout, rows[0], rows[1], keeps_size=True)
    for at, row in zip((_VML_TOP, _VML_BOTTOM), moved, strict=True):
        numbers[at] = numbers[at].replace(numbers[at].strip(), str(row).encode())
    return b",".join(numbers)


def _references(part: Part, names: set[str], sheet: str, shifter: Shifter, *, whole: bool = False) -> None:
    if not shifter.layout(sheet).moves:
        return
    for node in part.root.find(*names):
        if text := part.attributes(node).get("ref"):
            part.edits.set(node, "ref", (shifter.areas if whole else shifter.cell)(text, sheet))


def _table(part: Part, sheet: str, shifter: Shifter) -> None:
    _references(part, {"table", "autoFilter", "sortState", "sortCondition"}, sheet, shifter, whole=True)
    for node in part.root.find("calculatedColumnFormula", "totalsRowFormula"):
        _formula(part, node, sheet, shifter)


def _control(part: Part, sheet: str, shifter: Shifter) -> None:
    for name in _LINKS:
        if text := part.attributes(part.root).get(name):
            part.edits.set(part.root, name, shifter.formula(text, sheet, as_area=name == "fmlaRange"))


def _chart(part: Part, shifter: Shifter) -> None:
    """Move what a chart shows; what it keeps of the old values goes, and is read anew."""
    titles = {inner.start for title in part.root.find("tx") for inner in title.find("f")}
    for holder in part.root.walk():
        for node in holder.children:
            if node.name == "f" and _formula(part, node, "", shifter, as_area=node.start not in titles):
                for kept in holder.children:
                    if kept.name.endswith("Cache"):
                        part.edits.remove(kept)


def _pivot_source(part: Part, shifter: Shifter) -> None:
    for node in part.root.find("worksheetSource"):
        attributes = part.attributes(node)
        if "ref" in attributes and "sheet" in attributes:
            part.edits.set(node, "ref", shifter.areas(attributes["ref"], attributes["sheet"]))


def signatures(package: Package) -> bool:
    """Tell whether the form bears a digital signature."""
    return any(relation.kind == "origin" for relation in relations(package, ""))
