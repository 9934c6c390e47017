"""The rows of a mapped table, read as its mapping says; what no field takes is dropped here."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import ReasonCode, reason
from desktop_app.importers.cell_text import clean, is_blank
from desktop_app.importers.moments import DAY_FIRST, AmbiguousDatesError, day_month_order
from desktop_app.importers.table_cells import DATES, FIGURES, CellReading, decimal_sign_of, reads_either_way
from desktop_app.importers.table_shape import heading_keys
from desktop_app.reports.ledger_sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from desktop_app.domain.refusals import Reason
    from desktop_app.importers.formats import CommonWords
    from desktop_app.importers.table_cells import ReadCell
    from desktop_app.importers.table_shape import TableHeading, TableMapping
    from desktop_app.reports.ledger_sheets import Column

_DIGEST_BYTES: Final = 8
_FEW_CELLS: Final = 2


@dataclass(slots=True)
class TableRow:
    """One row: its number in the sheet, its cells by column key, and what is wrong with all of it."""

    number: int
    cells: dict[str, ReadCell]
    why: Reason | None = None

    @property
    def digest(self) -> str:
        """A hash of what the row says, whatever the order of its columns."""
        text = json.dumps(sorted((key, cell.text) for key, cell in self.cells.items() if cell.text))
        return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


@dataclass(slots=True)
class TableFile:
    """The rows of a table, its total rows apart, and what a person must say before it reads surely.

    `columns` gives the heading of each mapped column key, `others` are headings that no field takes.
    `unknown` counts words that nobody knows by (column key, word); `doubtful_date` and `doubtful_figure` are
    a column key and a cell that reads in two ways where nothing else tells which.
    """

    columns: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    rows: list[TableRow] = field(default_factory=list)
    totals: list[TableRow] = field(default_factory=list)
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    doubtful_date: tuple[str, str] | None = None
    doubtful_figure: tuple[str, str] | None = None

    def packed(self) -> tuple[bytes, bytes]:
        """Return the mapped cells (JSON: fields, and rows of texts) and the rows' hashes, both compressed."""
        names = list(self.columns)
        rows = [[row.number, *(row.cells[name].text for name in names)] for row in self.rows]
        cells = json.dumps({"fields": names, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
        hashes = b"".join(bytes.fromhex(row.digest) for row in self.rows)
        return zlib.compress(cells.encode()), zlib.compress(hashes)


def read_table(
    heading: TableHeading,
    mapping: TableMapping,
    words: CommonWords,
    zones: tuple[ZoneInfo, ZoneInfo],
    *,
    narrow: bool,
) -> TableFile:
    """Read the rows under the headings; `zones` are the table's clock and the book's.

    `narrow`: a row with cells beyond the headings is refused, as a text file's is where a separator is amiss.
    """
    places = {key: at for at, key in enumerate(heading.keys) if key}
    columns = {
        column.key: (column, places[key])
        for key, name in mapping.columns.items()
        if key in places and (column := _column(mapping.kind, name)) is not None
    }
    file = TableFile(
        columns={name: heading.texts[at] for name, (_column, at) in columns.items()},
        others=tuple(heading.texts[at] for key, at in places.items() if key not in mapping.columns),
    )
    ids = [at for column, at in columns.values() if column.value in {"id", *DATES}]
    raw = list(_data(heading, words, ids))
    cells = {
        name: [_cell(row, at) for _number, row, _total in raw] for name, (_column, at) in columns.items()
    }
    reading = CellReading(
        words,
        *zones,
        _date_order(file, columns, cells, mapping),
        _decimal(file, columns, cells, mapping),
        mapping.words,
        file.unknown,
    )
    read: dict[str, list[ReadCell]] = {}
    for name, (column, _at) in columns.items():
        reader = reading.reader_of(column, file.columns[name], cells[name])
        read[name] = [
            reader(cell) if not total or column.value in FIGURES else reader(None)
            for cell, (_number, _row, total) in zip(cells[name], raw, strict=True)
        ]
    for at, (number, row, total) in enumerate(raw):
        taken = TableRow(number, {name: texts[at] for name, texts in read.items()})
        if narrow and any(map(clean, row[len(heading.keys) :])):
            taken.why = reason(ReasonCode.ROW_SHAPE)
        if total:
            file.totals.append(taken)
        elif any(cell.text or cell.why for cell in taken.cells.values()):
            file.rows.append(taken)
    return file


def _column(kind: str, name: str) -> Column | None:
    try:
        return sheet_of(kind).column(name)
    except KeyError:
        return None


def _cell(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else None


def _data(
    heading: TableHeading, words: CommonWords, ids: Sequence[int]
) -> Iterator[tuple[int, list[Any], bool]]:
    """Yield the rows under the headings, each with its number and whether it is a total.

    A row with an id or a day at the places `ids` is none, whatever its remark says.
    """
    for number, row in enumerate(heading.sheet.rows(), start=1):
        if number <= heading.row:
            continue
        texts = [text for cell in row if (text := clean(cell))]
        if not texts or heading_keys(row) == heading.keys:
            continue
        if len(texts) <= _FEW_CELLS and any(text.startswith(words.footers) for text in texts):
            continue
        named = any(words.is_total(text) for text in texts)
        yield (
            number,
            row,
            named
            and all(is_blank(text) or words.is_total(text) for text in (clean(_cell(row, at)) for at in ids)),
        )


def _date_order(
    file: TableFile,
    columns: dict[str, tuple[Column, int]],
    cells: dict[str, list[Any]],
    mapping: TableMapping,
) -> str:
    """Decide for all dates of the table whether the day or the month stands first."""
    for name, (column, _at) in columns.items():
        if column.value in DATES:
            try:
                day_month_order(cells[name], None)
            except AmbiguousDatesError as error:
                file.doubtful_date = file.doubtful_date or (name, error.text)
    every = [cell for name, (column, _at) in columns.items() if column.value in DATES for cell in cells[name]]
    try:
        order = day_month_order(every, None)
    except AmbiguousDatesError:
        return mapping.date_order or DAY_FIRST
    file.doubtful_date = None
    return order


def _decimal(
    file: TableFile,
    columns: dict[str, tuple[Column, int]],
    cells: dict[str, list[Any]],
    mapping: TableMapping,
) -> str:
    """Return the sign before decimals that the table shows in any column, else the one it was given."""
    figures = [name for name, (column, _at) in columns.items() if column.value in FIGURES]
    signs = {sign for name in figures if (sign := decimal_sign_of(cells[name]))}
    if len(signs) == 1:
        return signs.pop()
    for name in figures:
        if not file.doubtful_figure and (text := reads_either_way(cells[name])):
            file.doubtful_figure = name, text
    return mapping.decimal
