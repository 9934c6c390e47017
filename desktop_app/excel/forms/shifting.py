"""Where rows go when a row of a form is repeated, and how formulas, areas and names follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.references import LAST_ROW, Corner, Reference, areas, first_area, letters, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from desktop_app.excel.forms.references import Piece

_WHOLE: Final = frozenset({
    "SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MAXA", "MIN", "MINA", "PRODUCT",
    "SUMPRODUCT", "SUMSQ", "MEDIAN", "MODE", "MODE.SNGL", "STDEV", "STDEV.S", "STDEV.P", "VAR", "VAR.S",
    "VAR.P", "GEOMEAN", "ROWS", "CONCAT", "AND", "OR", "GCD", "LCM", "UNIQUE", "SORT", "STDEVP", "VARP",
})  # fmt: skip
"""Functions that take any number of areas."""
_TAKES_AREA: Final[Mapping[str, Callable[[int], bool]]] = {
    "SUBTOTAL": lambda at: at >= 1,
    "AGGREGATE": lambda at: at >= 2,  # noqa: PLR2004 - function, options, areas
    "TEXTJOIN": lambda at: at >= 2,  # noqa: PLR2004 - separator, empty ones, areas
    "COUNTIF": lambda at: at == 0,
    "SUMIF": lambda at: at in {0, 2},
    "AVERAGEIF": lambda at: at in {0, 2},
    "COUNTIFS": lambda at: at % 2 == 0,
    "SUMIFS": lambda at: at == 0 or at % 2 == 1,
    "AVERAGEIFS": lambda at: at == 0 or at % 2 == 1,
    "MAXIFS": lambda at: at == 0 or at % 2 == 1,
    "MINIFS": lambda at: at == 0 or at % 2 == 1,
    "LARGE": lambda at: at == 0,
    "SMALL": lambda at: at == 0,
    "PERCENTILE": lambda at: at == 0,
    "INDEX": lambda at: at == 0,
    "RANK": lambda at: at == 1,
    "RANK.EQ": lambda at: at == 1,
    "MATCH": lambda at: at == 1,
    "VLOOKUP": lambda at: at == 1,
    "LOOKUP": lambda at: at in {1, 2},
    "XLOOKUP": lambda at: at in {1, 2},
}
"""Functions of which some arguments, counted from 0, are areas: a single cell there means the whole row."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows first to last that are repeated for a list, so often."""

    name: str
    first: int
    last: int
    copies: int

    @property
    def height(self) -> int:
        """Rows of one copy."""
        return self.last - self.first + 1

    @property
    def added(self) -> int:
        """Rows that come to those that were there."""
        return self.height * (self.copies - 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a sheet, from above to below, and where its rows go."""

    blocks: tuple[Block, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether any row changes its place."""
        return any(block.added for block in self.blocks)

    def block(self, row: int) -> Block | None:
        """Return the block that a row is part of."""
        return next((block for block in self.blocks if block.first <= row <= block.last), None)

    def start(self, row: int, copy: int = 0) -> int:
        """Return where a row goes; one of a block to one of its copies."""
        if row >= LAST_ROW:
            return row
        moved = row + sum(block.added for block in self.blocks if block.last < row)
        block = self.block(row)
        return min(moved + (block.height * copy if block else 0), LAST_ROW)

    def source(self, row: int) -> int:
        """Return which row of the form a row of the filled copy comes from."""
        added = 0
        for block in self.blocks:
            start = block.first + added
            if row < start:
                break
            if row < start + block.height * block.copies:
                return block.first + (row - start) % block.height
            added += block.added
        return row - added

    def end(self, row: int) -> int:
        """Return where a row goes as the end of an area: one of a block to its last copy."""
        block = self.block(row)
        return self.start(row, block.copies - 1 if block else 0)


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy of which block a formula stands in."""

    sheet: str
    block: Block
    index: int


@dataclass(slots=True)
class Shifter:
    """Moves the references of a whole workbook; sheets' names are compared without case."""

    layouts: Mapping[str, Layout]
    first_only: list[str] = field(default_factory=list)
    """References of the last formula that see but the first line of several."""
    across: list[str] = field(default_factory=list)
    """References of the last formula that go through several sheets."""

    def formula(self, formula: str, sheet: str, copy: Copy | None = None, *, as_area: bool = False) -> str:
        """Return a formula as it reads once the rows are repeated.

        In a copy of a row, what refers to that row follows the copy, and what refers to the row just above
        follows too (a balance carried forward); `$` before a row's number keeps it. From elsewhere, an area
        that covers the row covers all copies. `as_area`: a single cell of the row means all its copies.
        """
        self.first_only, self.across = [], []
        made = pieces(formula)
        if not any(isinstance(piece, Reference) for piece in made):
            return formula
        whole = set(_whole_arguments(made)) if not as_area else set(range(len(made)))
        return "".join(
            piece if isinstance(piece, str) else self._reference(piece, sheet, copy, at in whole)
            for at, piece in enumerate(made)
        )

    def layout(self, sheet: str) -> Layout:
        """Return the layout of a sheet."""
        return self.layouts.get(sheet.casefold(), _STILL)

    def areas(self, text: str, sheet: str, copy: Copy | None = None) -> str:
        """Return a list of areas such as `A1:B2 C3` once the rows are repeated, in the order it had."""
        return " ".join(self._area(first, last, sheet, copy) for first, last in areas(text))

    def cell(self, text: str, sheet: str) -> str:
        """Return a cell once the rows are repeated; one of a block stays with the first copy."""
        first, _last = first_area(text)
        return str(self._moved(first, sheet, "start", None))

    def _area(self, first: Corner, last: Corner | None, sheet: str, copy: Copy | None) -> str:
        start = self._moved(first, sheet, "start", copy)
        end = self._moved(last or first, sheet, "end", copy)
        return str(start) if start == end and last is None else f"{start}:{end}"

    def _reference(self, reference: Reference, home: str, copy: Copy | None, whole: bool) -> str:  # noqa: FBT001
        if reference.through_sheets:
            self._note_across(reference)
            return str(reference)
        sheet = reference.sheet or home
        if not self.layout(sheet).moves and (copy is None or copy.index == 0):
            return str(reference)
        first, last = reference.first, reference.last
        turned = last is not None and (first.row or 0) > (last.row or 0)
        ways = ("end", "start") if turned else ("start", "end")
        start, end = (
            self._moved(corner, sheet, way, copy)
            for corner, way in zip((first, last or first), ways, strict=True)
        )
        single = last is None and (start == end or not whole)
        if single and start != end:
            self.first_only.append(str(reference))
        moved = replace(reference, first=start, last=None if single else end, text="")
        return str(reference) if (moved.first, moved.last) == (first, last) else str(moved)

    def _note_across(self, reference: Reference) -> None:
        ends = (reference.sheet or "").casefold().split(":")
        if any(layout.moves for layout in self.layouts.values()) and len(ends) > 1:
            self.across.append(str(reference))

    def _moved(self, end: Corner, sheet: str, way: str, copy: Copy | None) -> Corner:
        if end.row is None:
            return end
        layout = self.layout(sheet)
        block = layout.block(end.row)
        row = layout.start(end.row) if way == "start" else layout.end(end.row)
        if copy is not None and not end.row_fixed:
            same_sheet = sheet.casefold() == copy.sheet.casefold()
            if block is not None and block.name == copy.block.name:
                row = layout.start(end.row, min(copy.index, block.copies - 1))
            elif same_sheet and copy.block.first - copy.block.height <= end.row < copy.block.first:
                row = layout.start(end.row) + copy.index * copy.block.height
        return replace(end, row=row)


_STILL: Final = Layout()


def _whole_arguments(made: Sequence[Piece]) -> Iterable[int]:
    """Yield where a reference is all there is in an argument that takes areas."""
    solid = [at for at, piece in enumerate(made) if not (isinstance(piece, str) and piece.isspace())]
    stack: list[tuple[str, int, bool]] = []
    for place, at in enumerate(solid):
        piece = made[at]
        before = made[solid[place - 1]] if place else None
        if piece == "(":
            name = before.upper() if isinstance(before, str) else ""
            name = name.removeprefix("_XLFN.").removeprefix("_XLWS.")
            # There, arithmetic is done line by line: SUMPRODUCT(E5*F5) means all lines.
            stack.append((name, 0, name == "SUMPRODUCT" or bool(stack and stack[-1][2])))
        elif piece == ")" and stack:
            stack.pop()
        elif piece in {",", ";"} and stack:
            stack[-1] = (stack[-1][0], stack[-1][1] + 1, stack[-1][2])
        elif isinstance(piece, Reference) and stack and place + 1 < len(solid):
            after = made[solid[place + 1]]
            name, argument, by_lines = stack[-1]
            takes = name in _WHOLE or (name in _TAKES_AREA and _TAKES_AREA[name](argument))
            if by_lines or (takes and before in {"(", ",", ";"} and after in {")", ",", ";"}):
                yield at


def cell_name(row: int, column: int) -> str:
    """Return a cell's name: row 3, column 2 is B3."""
    return f"{letters(column)}{row}"
