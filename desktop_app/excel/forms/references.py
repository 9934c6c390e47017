"""References in a workbook's formulas: found, told from names, functions, strings and tables, and left whole.

Grammar: ECMA-376 18.17 (formulas); MS-XLSX 2.2.2. What is no reference of this workbook is kept as it is:
strings, errors, structured references of tables, other workbooks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_PREFIX: Final = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!"
_SCAN: Final = re.compile(
    rf"""(?P<string>"(?:[^"]|"")*")
    |(?P<ref>(?P<prefix>{_PREFIX})?
        (?: (?P<first>{_CELL})(?:(?P<colon>\s*:\s*)(?P<again>{_PREFIX})?(?P<last>{_CELL}))?
          | (?P<row>\$?[1-9]\d{{0,6}})(?P<rowcolon>\s*:\s*)(?P<lastrow>\$?[1-9]\d{{0,6}})
          | (?P<col>\$?[A-Za-z]{{1,3}}\s*:\s*\$?[A-Za-z]{{1,3}}) )
        (?![\w.\\?(!\[]))
    |(?P<error>\#[A-Z0-9/]+[!?]?)
    |(?P<quoted>'(?:[^']|'')*'!?)
    |(?P<word>[\w.\\?$]+!?)""",
    re.VERBOSE,
)
_NO_REFERENCE: Final = re.compile(_SCAN.pattern.replace("(?P<ref>", "(?P<ref>(?!)"), re.VERBOSE)
_PARTS: Final = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")


class BadReferenceError(ValueError):
    """A text that should name cells, and does not."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; a whole row has no column, a whole column no row."""

    column: int | None
    row: int | None
    column_fixed: bool = False
    row_fixed: bool = False

    def __str__(self) -> str:
        column = "" if self.column is None else f"{'$' * self.column_fixed}{letters(self.column)}"
        return column + ("" if self.row is None else f"{'$' * self.row_fixed}{self.row}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or an area of this workbook, as a formula names it."""

    prefix: str
    """The sheet as written, with its exclamation mark; nothing where it is the formula's own."""
    first: Corner
    last: Corner | None
    colon: str = ":"
    text: str = ""
    """As it was written; nothing for one that was moved."""

    @property
    def sheet(self) -> str | None:
        """The sheet's name; None for the formula's own sheet."""
        return unquoted(self.prefix) if self.prefix else None

    @property
    def through_sheets(self) -> bool:
        """Whether it goes through several sheets at once."""
        return ":" in (self.sheet or "")

    def __str__(self) -> str:
        if self.text:
            return self.text
        end = "" if self.last is None else f"{self.colon}{self.last}"
        return f"{self.prefix}{self.first}{end}"


Piece = str | Reference
"""A piece of a formula; pieces joined as text give the formula again."""


@lru_cache(maxsize=1024)
def pieces(formula: str) -> tuple[Piece, ...]:
    """Take a formula apart, without its equals sign; its pieces joined are the formula again."""
    made: list[Piece] = []
    at, foreign = 0, False
    while at < len(formula):
        if formula[at] == "[":
            end = _bracket(formula, at)
            made.append(formula[at:end])
            at, foreign = end, True
            continue
        found = _SCAN.match(formula, at)
        if found is None:
            made.append(formula[at])
            at, foreign = at + 1, False
            continue
        reference = None if foreign else _reference(found)
        if found["ref"] is not None and reference is None and not foreign:
            # Only the shape of a reference, such as XFE1, or one into another workbook, '[1]Sheet'!A1.
            found = _NO_REFERENCE.match(formula, at) or found
        made.append(found[0] if reference is None else reference)
        # After '[1]Sheet'! or [1]Sheet!, what follows is another workbook's.
        foreign = reference is None and found[0].endswith("!")
        at = found.end()
    return tuple(made)


def _reference(found: re.Match[str]) -> Reference | None:
    if found["ref"] is None:
        return None
    prefix = found["prefix"] or ""
    if "[" in prefix or (found["again"] or prefix) != prefix:
        return None
    last: Corner | None
    if found["row"] is not None:
        first, last = corner(found["row"]), corner(found["lastrow"])
        colon = found["rowcolon"]
    elif found["col"] is not None:
        start, colon, end = re.split(r"(\s*:\s*)", found["col"])
        first, last = corner(start), corner(end)
    else:
        first = corner(found["first"])
        last = corner(found["last"]) if found["last"] else None
        colon = (found["colon"] or ":") + (found["again"] or "")
    if not (_possible(first) and (last is None or _possible(last))):
        return None
    return Reference(prefix, first, last, colon, found["ref"])


def _possible(end: Corner) -> bool:
    return (end.column or 1) <= LAST_COLUMN and (end.row or 1) <= LAST_ROW


def _bracket(formula: str, at: int) -> int:
    """Return where the bracket that opens at a place is closed; apostrophes escape inside of tables."""
    depth = 0
    while at < len(formula):
        if formula[at] == "'":
            at += 1
        elif formula[at] == "[":
            depth += 1
        elif formula[at] == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(formula)


def corner(text: str) -> Corner:
    """Read one end of a reference: $A$1, A1, $A, 1. Raises BadReferenceError."""
    found = _PARTS.fullmatch(text.strip())
    if found is None or not (found[2] or found[4]):
        raise BadReferenceError(text)
    if not found[2]:
        return Corner(None, int(found[4]), row_fixed=bool(found[1] or found[3]))
    row = int(found[4]) if found[4] else None
    return Corner(number(found[2]), row, bool(found[1]), bool(found[3]))


def letters(column: int) -> str:
    """Return a column's letters: 1 is A."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str) -> int:
    """Return a column's number: A is 1."""
    column = 0
    for letter in text.upper():
        column = column * 26 + ord(letter) - 64
    return column


def unquoted(prefix: str) -> str:
    """Return a sheet's name from how a formula names it."""
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def translated(formula: str, rows: int, columns: int) -> str:
    """Return a shared formula as it stands so many rows and columns away; beyond the sheet is #REF!."""

    def moved(end: Corner) -> Corner | None:
        row = end.row if end.row is None or end.row_fixed else end.row + rows
        column = end.column if end.column is None or end.column_fixed else end.column + columns
        fits = (row is None or 1 <= row <= LAST_ROW) and (column is None or 1 <= column <= LAST_COLUMN)
        return replace(end, row=row, column=column) if fits else None

    made = []
    for piece in pieces(formula):
        if isinstance(piece, str):
            made.append(piece)
            continue
        first, last = moved(piece.first), moved(piece.last) if piece.last else None
        lost = first is None or (piece.last is not None and last is None)
        made.append(
            f"{piece.prefix}#REF!"
            if lost or first is None
            else str(replace(piece, first=first, last=last, text=""))
        )
    return "".join(made)


def areas(text: str) -> Iterator[tuple[Corner, Corner | None]]:
    """Yield the areas of a list such as `A1:B2 C3`. Raises BadReferenceError."""
    return map(area, text.split())


def area(text: str) -> tuple[Corner, Corner | None]:
    """Read an area, or a cell, which ends nowhere. Raises BadReferenceError."""
    first, _, last = text.partition(":")
    return corner(first), corner(last) if last else None


def first_area(text: str) -> tuple[Corner, Corner | None]:
    """Read the first area of a list. Raises BadReferenceError."""
    return area(next(iter(text.split()), ""))
