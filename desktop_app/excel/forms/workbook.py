"""A workbook as a form sees it: its sheets, the texts of its cells, its formats and its way to count days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.errors import FormFault, UnusableFormError
from desktop_app.excel.forms.parts import relations
from desktop_app.excel.forms.references import LAST_COLUMN, LAST_ROW, corner
from desktop_app.excel.forms.shifting import cell_name
from desktop_app.excel.forms.spans import whole
from desktop_app.excel.forms.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.excel.forms.package import Package
    from desktop_app.excel.forms.parts import Relation
    from desktop_app.excel.forms.spans import Node, Part

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""ECMA-376 22.9.2.19: how a workbook's texts hold what XML cannot."""
_MACRO_SHEETS: Final = {"xlMacrosheet", "xlIntlMacrosheet"}


@dataclass(slots=True, eq=False)
class Cell:
    """A cell as its part holds it."""

    node: Node
    row: int
    column: int
    kind: str
    style: int
    formula: Node | None
    value: Node | None
    rich: Node | None
    """The element that holds its text's runs, of the shared strings or its own."""
    text_part: Part | None
    """The part that element stands in."""
    runs: tuple[Node, ...] = ()

    @property
    def name(self) -> str:
        """Its name, such as B3."""
        return cell_name(self.row, self.column)

    @property
    def texts(self) -> list[str]:
        """Its text, run by run; none where it holds no text."""
        if self.text_part is None:
            return []
        texts = (self.text_part.text(run) for run in self.runs)
        return [_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts]


@dataclass(slots=True, eq=False)
class Row:
    """A row as its part holds it."""

    node: Node
    number: int
    cells: list[Cell]


@dataclass(slots=True, eq=False)
class Sheet:
    """A sheet of cells."""

    name: str
    path: str
    part: Part
    relations: list[Relation]
    rows: list[Row] = field(default_factory=list)

    def cells(self) -> Iterator[Cell]:
        """Yield all cells, row by row."""
        for row in self.rows:
            yield from row.cells


class Workbook:
    """An open workbook."""

    def __init__(self, package: Package, path: str) -> None:
        """Read what all sheets share, and the sheets. Raises UnusableFormError."""
        self.package = package
        self.path = path
        self.part = package.part(path)
        self.relations = relations(package, path)
        self.strings, self.string_part = self._strings()
        styles = self._target("styles")
        self.styles = Styles(package.part(styles)) if styles else None
        settings = self.part.root.child("workbookPr")
        self.date1904 = settings is not None and self.part.get(settings, "date1904") in {"1", "true"}
        self.sheet_names: list[str] = []
        self.sheets: list[Sheet] = []
        self._find_sheets()

    def target(self, kind: str) -> str | None:
        """Return the part of a kind that the workbook names, where there is one."""
        return self._target(kind)

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by its name, without case."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def read_rows(self, sheet: Sheet) -> None:
        """Read a sheet's rows anew."""
        sheet.part = self.package.part(sheet.path)
        sheet.rows = list(self._rows(sheet.part))

    def _target(self, kind: str) -> str | None:
        found = (relation.target for relation in self.relations if relation.kind == kind)
        return next((target for target in found if target in self.package), None)

    def _strings(self) -> tuple[list[tuple[Node, tuple[Node, ...]]], Part | None]:
        name = self._target("sharedStrings")
        if name is None:
            return [], None
        part = self.package.part(name)
        return [(node, _runs(node)) for node in part.root.children if node.name == "si"], part

    def _find_sheets(self) -> None:
        targets = {relation.id: relation for relation in self.relations}
        listed = self.part.root.child("sheets")
        for node in listed.children if listed is not None else []:
            relation = targets.get(self.part.get(node, "id") or "")
            name = self.part.get(node, "name") or ""
            self.sheet_names.append(name)
            if relation is None or relation.target not in self.package:
                continue
            if relation.kind in _MACRO_SHEETS:
                raise UnusableFormError(self.package.path, FormFault.MACROS)
            part = self.package.part(relation.target)
            if part.root.name != "worksheet":
                continue
            sheet = Sheet(name, relation.target, part, relations(self.package, relation.target))
            self.sheets.append(sheet)
            self.read_rows(sheet)

    def _rows(self, part: Part) -> Iterator[Row]:
        data = part.root.child("sheetData")
        number = 0
        for node in data.children if data is not None else []:
            if node.name != "row":
                continue
            own = whole(part.get(node, "r"))
            number = number + 1 if own is None else own
            if not 1 <= number <= LAST_ROW:
                raise UnusableFormError(self.package.path, FormFault.DAMAGED)
            yield Row(node, number, list(self._cells(part, node, number)))

    def _cells(self, part: Part, row: Node, number: int) -> Iterator[Cell]:
        column = 0
        for node in row.children:
            if node.name != "c":
                continue
            attributes = part.attributes(node)
            column = self._column(attributes.get("r"), column + 1)
            cell = Cell(
                node=node,
                row=number,
                column=column,
                kind=attributes.get("t", "n"),
                style=whole(attributes.get("s")) or 0,
                formula=node.child("f"),
                value=node.child("v"),
                rich=None,
                text_part=None,
            )
            self._find_text(part, cell)
            yield cell

    def _column(self, reference: str | None, following: int) -> int:
        try:
            column = corner(reference).column if reference else following
        except ValueError:
            column = None
        if column is None or column > LAST_COLUMN:
            raise UnusableFormError(self.package.path, FormFault.DAMAGED)
        return column

    def _find_text(self, part: Part, cell: Cell) -> None:
        if cell.formula is not None:
            return
        if cell.kind == "s" and cell.value is not None:
            index = whole(part.text(cell.value))
            if index is not None and index < len(self.strings):
                cell.rich, cell.runs = self.strings[index]
                cell.text_part = self.string_part
        elif cell.kind == "inlineStr" and (inline := cell.node.child("is")) is not None:
            cell.rich, cell.runs, cell.text_part = inline, _runs(inline), part
        elif cell.kind == "str" and cell.value is not None:
            cell.runs, cell.text_part = (cell.value,), part


def _runs(rich: Node) -> tuple[Node, ...]:
    """Return the elements that hold the letters of a text, without its pronunciation."""
    found = []
    for node in rich.children:
        if node.name == "t":
            found.append(node)
        elif node.name == "r" and (text := node.child("t")) is not None:
            found.append(text)
    return tuple(found)
