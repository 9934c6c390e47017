"""The two large parts of a workbook, its sheets and its shared strings, taken from expat's events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 100_000
"""Characters of a cell that are kept; Excel holds 32,767, and what is longer is refused by its reader."""
_LAST_COLUMN: Final = 16_384
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA_WITHOUT_RESULT: Final = "="

_FLAT: Final = frozenset({"is", "r", "f"})
"""Elements of cells that are too many to be counted, and hold nothing deep."""
DEEPEST: Final = 50
"""How deep elements of a workbook lie in each other, at most; an attacker's lie a million deep."""

RawCell = tuple[str, str | None, str]
"""Type, style index and text of a cell."""


def local_name(name: str) -> str:
    """Return an element's or attribute's name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def unescape(text: str) -> str:
    """Turn the `_x000D_` of a workbook's texts back into characters (ECMA-376 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class SheetParser:
    """Collects a sheet's rows; `take` hands over those that are complete."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 65_536
        self._done: list[tuple[int, dict[int, RawCell]]] = []
        self._row = 0
        self._cells: dict[int, RawCell] = {}
        self._columns: dict[str, int] = {}
        self._depth = 0
        self._connect()

    def take(self) -> Iterator[tuple[int, dict[int, RawCell]]]:
        """Yield the complete rows that were not taken yet."""
        done, self._done = self._done, []
        yield from done

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isascii() and number.isdigit() else self._row + 1
        self._cells = {}

    def _end_row(self) -> None:
        if self._cells:
            self._done.append((self._row, self._cells))
            self._cells = {}

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        if not 0 < column <= _LAST_COLUMN:
            raise ValueError(reference)
        self._columns[letters] = column - 1
        return column - 1

    def _connect(self) -> None:  # noqa: C901, PLR0915 - one closure each for start, text and end: a million calls a file
        column, kind, style = -1, "n", None
        listening = has_formula = False
        phonetic = 0
        pieces: list[str] = []
        length = 0

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal column, kind, style, listening, has_formula, phonetic, length
            name = element if ":" not in element else local_name(element)
            if name in {"v", "t"}:
                listening = not phonetic
            elif name == "c":
                reference = attributes.get("r")
                if reference is None:
                    column += 1
                    if column >= _LAST_COLUMN:
                        raise ValueError(column)
                else:
                    known = self._columns.get(reference.rstrip("0123456789"))
                    column = self._column(reference) if known is None else known
                kind, style = attributes.get("t", "n"), attributes.get("s")
                has_formula, length = False, 0
                pieces.clear()
            elif name == "row":
                column = -1
                self._start_row(attributes)
            elif name == "f":
                has_formula = True
            elif name == "rPh":
                phonetic += 1
            elif name not in _FLAT:
                self._depth += 1
                if self._depth > DEEPEST:
                    raise ValueError(self._depth)

        def data(text: str) -> None:
            nonlocal length
            if listening and length < _LONGEST:
                pieces.append(text)
                length += len(text)

        def end(element: str) -> None:
            nonlocal listening, phonetic
            name = element if ":" not in element else local_name(element)
            if name in {"v", "t"}:
                listening = False
            elif name == "c":
                if pieces:
                    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
                    self._cells[column] = kind, style, text if kind in {"n", "s"} else unescape(text)
                elif has_formula and kind != "str":
                    self._cells[column] = "e", None, _FORMULA_WITHOUT_RESULT
            elif name == "row":
                self._end_row()
            elif name == "rPh":
                phonetic -= 1
            elif name not in _FLAT:
                self._depth -= 1

        self.parser.StartElementHandler = start
        self.parser.CharacterDataHandler = data
        self.parser.EndElementHandler = end


class StringsParser:
    """Collects the texts that a workbook's sheets share."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self._pieces: list[str] = []
        self._length = 0
        self._listening = False
        self._phonetic = 0
        self._depth = 0
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._data
        self.parser.EndElementHandler = self._end

    def _start(self, element: str, _attributes: dict[str, str]) -> None:
        match local_name(element):
            case "si":
                self._pieces, self._length = [], 0
            case "t":
                self._listening = not self._phonetic
            case "rPh":
                self._phonetic += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError(self._depth)

    def _data(self, text: str) -> None:
        if self._listening and self._length < _LONGEST:
            self._pieces.append(text)
            self._length += len(text)

    def _end(self, element: str) -> None:
        match local_name(element):
            case "si":
                self.strings.append(unescape("".join(self._pieces)))
            case "t":
                self._listening = False
            case "rPh":
                self._phonetic -= 1
        self._depth -= 1
