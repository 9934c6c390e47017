"""The mapped cells of a recognised sheet: what no field takes, buyers' data above all, is dropped here."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.importers.cell_text import LostIdError, clean, clean_id, is_blank, word_key
from desktop_app.importers.figures import currency_of, dissect, read_count
from desktop_app.importers.moments import BadDateError, read_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.importers.formats import Column, CommonWords, Layout
    from desktop_app.importers.recognise import HeaderMatch
    from desktop_app.importers.tabular import Cell

DESCRIPTION_ROWS: Final = 2
"""Rows under the headings that may say in words what the columns hold."""

_TOKEN: Final = re.compile(r"^[\s(+\-']*([^\d.,()\s+\-]*)[^A-Za-z]*?([^\d.,()\s+\-%]*)[\s)]*$")
_DIGEST_BYTES: Final = 16
_FEW_CELLS: Final = 2
_SIGN: Final = 8
"""Characters of the longest currency code or sign before and after an amount; words are longer."""


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row: its number in the sheet, its mapped cells in the order of `fields`, a hash of all."""

    number: int
    cells: tuple[Any, ...]
    digest: bytes
    misshapen: bool = False


@dataclass(slots=True)
class MappedSheet:
    """A sheet's rows with their mapped cells, and its total rows apart."""

    match: HeaderMatch
    layout: Layout
    fields: tuple[str, ...]
    rows: list[MappedRow] = field(default_factory=list)
    totals: list[MappedRow] = field(default_factory=list)

    def packed(self) -> tuple[bytes, bytes]:
        """Return the mapped cells (JSON: fields, and rows of texts) and the rows' hashes, both compressed."""
        rows = [[row.number, *map(clean, row.cells)] for row in self.rows]
        cells = json.dumps({"fields": self.fields, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(cells.encode()), zlib.compress(b"".join(row.digest for row in self.rows))

    def column(self, name: str) -> list[Any]:
        """Return the cells of one field, none where the sheet does not have it."""
        if name not in self.fields:
            return []
        place = self.fields.index(name)
        return [row.cells[place] for row in self.rows]

    def cells_read_as(self, *readings: str) -> list[Any]:
        """Return the cells of all columns that read so."""
        names = [name for name in self.fields if self.layout.columns[name].reading in readings]
        return [cell for name in names for cell in self.column(name)]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file says of its own currency and market; empty where it says nothing."""

    currencies: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    zone: str | None = None


def collect(match: HeaderMatch, layout: Layout, words: CommonWords, *, narrow: bool) -> MappedSheet:
    """Read the rows under the headings, and keep the mapped cells.

    `narrow`: a row that is not as wide as the headings is marked where cells stand beyond them, or where
    a cell holds a line break: a quotation mark amiss in a text file swallows the rows that follow.
    """
    fields = tuple(match.columns)
    places = [match.columns[name] for name in fields]
    sheet = MappedSheet(match=match, layout=layout, fields=fields)
    last = max(places)
    columns = [layout.columns[name] for name in fields]
    ids = [place for place, one in enumerate(columns) if one.reading == "id" and one.filled]
    pick: Callable[[Sequence[Any]], tuple[Any, ...]] = itemgetter(*places)
    plain_from = match.header_row + DESCRIPTION_ROWS
    headings: list[str] | None = None
    width = 0
    for number, row in enumerate(match.sheet.rows(), start=1):
        if number <= match.header_row:
            headings = [word_key(clean(cell)) for cell in row]
            width = len(row)
            continue
        if number > plain_from and _begins_with_digit(row) and len(row) > last:
            # Nearly every row of a large file: neither blank nor a total, a footer or headings again.
            cells = pick(row)
            if _has_id(cells, ids):
                misshapen = narrow and _is_misshapen(row, width, match.width)
                sheet.rows.append(MappedRow(number, cells, _digest(row), misshapen))
                continue
        texts = [cell for cell in row if cell not in ("", None)]
        if not texts or (len(texts) <= len(places) and not any(clean(cell) for cell in texts)):
            continue
        misshapen = narrow and _is_misshapen(row, width, match.width)
        if len(row) <= last:
            row = [*row, *[""] * (last + 1 - len(row))]  # noqa: PLW2901
        cells = pick(row)
        first = clean(texts[0])
        mapped = MappedRow(number, cells, _digest(row), misshapen)
        named = words.is_total(first) and not _is_whole(cells, columns)
        if not named and ids and not _has_id(cells, ids):
            named = _names_total(texts, words)
        if named:
            sheet.totals.append(mapped)
        elif _is_data(sheet, mapped, texts, first, words, headings):
            sheet.rows.append(mapped)
    return sheet


def _has_id(cells: Sequence[Any], ids: Sequence[int]) -> bool:
    """Tell whether an id that every row must have is there; its columns may stand anywhere."""
    for place in ids:
        text = str(cells[place])
        if text.isdigit() or any(map(str.isdigit, text)):
            return True
    return False


def _is_whole(cells: Sequence[Any], columns: Sequence[Column]) -> bool:
    """Tell whether a row has all that a row must have, a day among it: then it is no total."""
    must = [(column.reading, cell) for column, cell in zip(columns, cells, strict=True) if column.required]
    plain = {"text", "word", "code", "currency"}
    return any(reading in {"date", "moment"} for reading, _ in must) and all(
        bool(clean(cell)) if reading in plain else _reads(reading, cell) for reading, cell in must
    )


def _begins_with_digit(row: Sequence[Any]) -> bool:
    return bool(row) and type(row[0]) is str and row[0][:1].isdigit()


def _names_total(texts: Sequence[Cell], words: CommonWords) -> bool:
    return any(words.is_total(clean(text)) for text in texts if isinstance(text, str))


def _is_misshapen(row: Sequence[Any], width: int, filled: int) -> bool:
    """Tell a row of a text file whose cells cannot be where they belong; headings end at `filled`."""
    if any(map(clean, row[filled:])):
        return True
    return len(row) != width and any("\n" in cell for cell in row)


def _is_data(
    sheet: MappedSheet,
    row: MappedRow,
    texts: Sequence[Cell],
    first: str,
    words: CommonWords,
    headings: list[str] | None,
) -> bool:
    """Tell a row of data from a footer, repeated headings and a row that describes the columns."""
    if len(texts) <= _FEW_CELLS and first.startswith(words.footers):
        return False
    # Headings that stand again begin with a word, as ids and dates do not.
    again = bool(headings) and not first[:1].isdigit() and word_key(first) in (headings or ())
    if again and all(word_key(clean(cell)) in (headings or ()) for cell in texts):
        return False
    return row.number > sheet.match.header_row + DESCRIPTION_ROWS or not _describes(sheet, row)


def _describes(sheet: MappedSheet, row: MappedRow) -> bool:
    """Tell whether no cell that must hold an id, a figure or a date holds one."""
    judged = False
    for name, cell in zip(sheet.fields, row.cells, strict=True):
        column = sheet.layout.columns[name]
        if not column.filled or column.reading in {"text", "word", "currency"}:
            continue
        judged = True
        if _reads(column.reading, cell):
            return False
    return judged and any(" " in clean(cell) for cell in row.cells)


def _reads(reading: str, cell: Cell) -> bool:
    try:
        if reading == "id":
            return any(map(str.isdigit, clean_id(cell)))
        if reading in {"date", "moment"}:
            return read_stamp(cell) is not None
        if reading == "count":
            return read_count(cell) is not None
        figure = dissect(cell)
        return figure is not None and len(figure.before) + len(figure.after) <= _SIGN
    except LostIdError:
        return True
    except (InvalidFigureError, BadDateError):
        return False


def _digest(row: Sequence[Cell]) -> bytes:
    try:
        text = "\x1f".join(row)  # type: ignore[arg-type]
    except TypeError:
        text = "\x1f".join(map(str, row))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()


def hints_of(sheet: MappedSheet, words: CommonWords) -> Hints:
    """Return the currencies and markets that a file's own cells and headings name."""
    currencies: set[str] = set()
    zone = None
    for inside in sheet.match.brackets.values():
        if inside.startswith(("UTC", "GMT")):
            zone = inside
        else:
            currencies.add(inside)
    for name in sheet.fields:
        reading = sheet.layout.columns[name].reading
        if reading == "currency":
            currencies |= {code for cell in set(sheet.column(name)) if (code := currency_code(cell, words))}
        elif reading == "money":
            currencies |= _tokens(sheet.column(name), words)
    markets = {
        code
        for cell in set(sheet.column("country"))
        if (code := words.market_names.get(word_key(clean(cell)))) is not None
    }
    return Hints(frozenset(currencies), frozenset(markets), zone)


def currency_code(cell: Cell, words: CommonWords) -> str | None:
    """Return the code of a currency cell, None where it is blank or a sign of several."""
    code = currency_of(clean(cell), words.currencies)
    return None if code == "?" else code


def _tokens(cells: Sequence[Cell], words: CommonWords) -> set[str]:
    texts = {
        match[group]
        for cell in {cell for cell in cells if isinstance(cell, str)}
        if (match := _TOKEN.match(cell))
        for group in (1, 2)
    }
    codes = {currency_of(text, words.currencies) for text in texts if text and not is_blank(text)}
    return {code for code in codes if code is not None and code != "?"}
