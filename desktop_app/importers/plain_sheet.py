"""Sheets as platforms' servers write them, nothing but texts in cells: read while they are being unpacked.

A parser that knows all of Office Open XML takes three times as long. Whatever is written in another way, and
whatever is so large or strange that it needs a judgement, is left to that parser and to the checks before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ROWS: Final = 100_000
MOST_CELLS: Final = 3_000_000
"""Of the rectangle around all cells, which is held whole."""
_LONGEST_RUN: Final = 1 << 20
"""Bytes in which no cell ends: a cell holds 32,767 characters."""

_BEGINNING: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?"""
    rb"""(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="\w+")? ?\?>\s*)?"""
    rb"""<worksheet(?:\s[^<>]*)?>[^!]*?<sheetData>"""
)
_ROW_BEFORE: Final = b"</row>"
"""The first row, too, comes after the end of one."""
_CELL_END: Final = b"</c>"
_END: Final = b"</sheetData>"

# A text holds no `<`, so that none of these can stand in one.
_OPENING: Final = '" t="inlineStr"><is><t>'
_CLOSING: Final = "</t></is></c>"
_STYLED: Final = re.compile(r'" s="\d+" t="inlineStr"><is>')
_SPACED: Final = '<t xml:space="preserve">'
_KEEP: Final = "&\0;"
"""Put before a text whose spaces count: it sends the text where entities are looked into."""
_SPACES: Final = " \t\n"
_ENTITY: Final = re.compile("&[^;]*;?")
_ENTITIES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ESCAPED: Final = re.compile(rb"_x[0-9A-Fa-f]{4}_")

_BLANKS: Final = r'(?:<c r="[A-Z]+\d+"(?: s="\d+")? ?/>)*'
_ROW: Final = r"<row(?: [^<>/]*)?"
_ROW_END: Final = rf"{_BLANKS}</row>(?:{_ROW}(?:/>|>{_BLANKS}</row>))*"
"""The end of a row, and rows that have no texts."""
_NEXT: Final = re.compile(rf'(?:{_ROW_END}{_ROW}>)?{_BLANKS}(<c r="([A-Z]{{1,2}}))([1-9]\d{{0,5}})')
_NO_MORE: Final = re.compile(_ROW_END)


class PlainSheet:
    """The texts of a sheet; every row is as wide as the widest."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._number = ""
        # The places of the columns that were met, by how their cells begin.
        self._places: dict[str, int] = {}
        self._width = 0

    def rows(self) -> Iterator[list[str]]:
        """Yield all rows from the sheet's first on, the empty ones too."""
        for row in self._rows:
            yield row + [""] * (self._width - len(row))

    def take(self, cells: str) -> bool:
        """Take in whole cells, and what stands before each; False where anything but plain texts is there."""
        if ' s="' in cells:
            cells = _STYLED.sub('" t="inlineStr"><is>', cells)
        first, *others = cells.replace(_SPACED, f"<t>{_KEEP}").split(_OPENING)
        place, between = self._next_place(first), first
        for other in others:
            text, closing, between = other.partition(_CLOSING)
            if place is None or not closing or "<" in text:
                return False
            plain = _resolved(text) if "&" in text else text.strip(_SPACES)
            if plain is None:
                return False
            self._rows[-1][place] = plain
            place = self._places.get(between.removesuffix(self._number))
            if place is None and between:
                place = self._next_place(between)
        return place is None and not between

    def _next_place(self, between: str) -> int | None:
        """Return the column of the next cell, where it is met first or begins a row; None for none."""
        found = _NEXT.fullmatch(between)
        if found is None:
            return None
        beginning, letters, number = found.groups()
        if number != self._number:
            missed = int(number) - len(self._rows) - 1
            if missed < 0 or int(number) > MOST_ROWS:
                return None
            self._rows += [[] for _ in range(missed)]
            self._rows.append([""] * self._width)
            self._number = number
        place = self._places.setdefault(beginning, _column(letters))
        row = self._rows[-1]
        row += [""] * (place + 1 - len(row))
        self._width = max(self._width, len(row))
        return place if self._width * len(self._rows) <= MOST_CELLS else None


def read_plain(pieces: Iterable[bytes]) -> PlainSheet | None:
    """Read a sheet out of its XML; None where it is not plain.

    What stands behind the cells is unpacked to the end as well: a size that lies is found there.
    """
    sheet = PlainSheet()
    rest = _ROW_BEFORE
    begun = over = False
    for piece in pieces:
        if over:
            continue
        skipped = 0
        if not begun:
            beginning = _BEGINNING.match(piece)
            if beginning is None:
                return None
            skipped, begun = beginning.end(), True
        rest, end, _ = (rest + piece[skipped:]).partition(_END)
        over = bool(end)
        cells, closing, rest = rest.rpartition(_CELL_END)
        if len(rest) > _LONGEST_RUN or (closing and not _take(sheet, cells + closing)):
            return None
    return sheet if over and _NO_MORE.fullmatch(rest.decode("latin-1")) else None


def _take(sheet: PlainSheet, cells: bytes) -> bool:
    # What a parser of XML turns into something else, or stumbles over.
    if b"\0" in cells or b"\r" in cells or (b"_x" in cells and _ESCAPED.search(cells)):
        return False
    try:
        return sheet.take(cells.decode())
    except UnicodeDecodeError:
        return False


def _resolved(text: str) -> str | None:
    """Return a text without its entities; None where it has one that is not plain."""
    plain = text.removeprefix(_KEEP)
    if plain is text:
        plain = text.strip(_SPACES)
    if not _ENTITIES.keys() >= set(_ENTITY.findall(plain)):
        return None
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], plain)


def _column(letters: str) -> int:
    """Return a column's place from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
