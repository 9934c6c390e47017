"""Mapping a table that no format knows: what its columns seem to be, and how its first rows would read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.recognise import HEADER_ROWS
from desktop_app.importers.table_shape import TableMapping, heading_in, likely_heading
from desktop_app.importers.tabular import RawSheet, RawTable, open_table
from desktop_app.reports.code_words import WORDS, shown_word_of
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.usecases.importing.answers import Source, remembered
from desktop_app.usecases.importing.block_rows import NUMBERED
from desktop_app.usecases.importing.gathering import ShapedTable
from desktop_app.usecases.importing.table import plan_read, read_mapped
from desktop_app.usecases.table_words import field_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from desktop_app.importers.table_shape import TableHeading
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.plan import ImportPlan

KINDS_MAPPED: Final = (
    "sales",
    "returns",
    "promotions",
    "shipping",
    "overheads",
    "settlements",
    "payouts",
    "sessions",
    "rates",
    "products",
    "lots",
    "stock",
    "training",
)
"""The kinds of rows that a table may hold, those that people keep most first."""
SAMPLE_ROWS: Final = 2_000
"""Rows of a sheet that a preview is made of."""
_MOST_SHEETS: Final = 30
_ROWS_SEEN: Final = 200
_COLUMNS_SEEN: Final = 500
"""Cells that are looked at for columns without a heading."""
_SHOWN: Final = 15
"""Characters of a row that tell whether it holds the headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSample:
    """The first rows of each sheet of a file, for mapping it; the file itself may be gone."""

    path: Path
    kind: str
    sheets: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]

    def raw(self, at: int) -> RawSheet:
        """Return a sheet as a reader takes it."""
        name, rows = self.sheets[at]

        def each() -> Iterator[list[Any]]:
            return iter([list(row) for row in rows])

        return RawSheet(name=name, rows=each)

    def heading(self, at: int, row: int) -> TableHeading | None:
        """Return a row, from 1, of a sheet as headings; None where it cannot be any."""
        rows = self.sheets[at][1]
        return heading_in(self.raw(at), row, rows[row - 1]) if 0 < row <= len(rows) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a table seems to be: its sheet (from 0), the row of its headings (from 1), and its mapping.

    `remembered`: somebody mapped this very shape before.
    """

    sheet: int
    row: int
    mapping: TableMapping
    remembered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A field that a row must have and no column gives: one text stands for all rows."""

    key: str
    value: str
    choices: tuple[tuple[str, str], ...]
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangeWord:
    """A word in a column of states that nobody knows, and the codes with their words that it may mean."""

    key: str
    heading: str
    word: str
    rows: int
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """How the first rows of a table read: the plan of them, and what is still to be said.

    `doubtful_date` and `doubtful_figure` are a heading and a cell that reads in two ways.
    """

    plan: ImportPlan
    lacking: tuple[Lacking, ...]
    strange: tuple[StrangeWord, ...]
    doubtful_date: tuple[str, str] | None
    doubtful_figure: tuple[str, str] | None


def sample_of(path: Path) -> TableSample | None:
    """Return the first rows of a file; None for one that is no table."""
    try:
        table = open_table(path)
        sheets = [sheet for sheet in table.sheets if not sheet.hidden] or list(table.sheets)
        found = tuple(
            (sheet.name, tuple(tuple(row) for row in islice(sheet.rows(), SAMPLE_ROWS)))
            for sheet in sheets[:_MOST_SHEETS]
        )
    except UnusableFileError:
        return None
    filled = tuple((name, rows) for name, rows in found if any(any(map(clean, row)) for row in rows))
    return TableSample(path=path, kind=table.kind, sheets=filled) if filled else None


def guess_table(book: Book, sample: TableSample) -> Guess:
    """Say what a file seems to be: as it was mapped the last time, else by its headings."""
    shapes = remembered(book)
    best: tuple[float, Guess] | None = None
    for at in range(len(sample.sheets)):
        rows = sample.sheets[at][1]
        for number in range(1, len(rows[:HEADER_ROWS]) + 1):
            heading = sample.heading(at, number)
            known = shapes.get(heading.shape) if heading else None
            if known is not None and known.answers.mapping is not None:
                return Guess(sheet=at, row=number, mapping=known.answers.mapping, remembered=True)
        row = likely_heading(rows)
        guess = guess_mapping(book, sample, at, row)
        score = len(guess.columns)
        if best is None or score > best[0]:
            best = score, Guess(sheet=at, row=row, mapping=guess)
    assert best is not None  # noqa: S101 - a sample has a sheet
    return best[1]


def guess_mapping(
    book: Book, sample: TableSample, sheet: int, row: int, kind: str | None = None
) -> TableMapping:
    """Say which column is which field, for rows of `kind`, or of the kind that the headings speak of most."""
    heading = sample.heading(sheet, row)
    if heading is None:
        return TableMapping(kind=kind or KINDS_MAPPED[0], columns={})
    tried = [
        _like_last_time(book, heading, each) or _by_headings(heading, each)
        for each in ([kind] if kind else KINDS_MAPPED)
    ]
    best = max(tried, key=_fit)
    accounts = [account.account for account in book.iterate("accounts")]
    has = any(column.key == "account" for column in sheet_of(best.kind).columns)
    if has and len(accounts) == 1 and "account" not in best.columns.values():
        best = best.with_account(accounts[0])
    return best


def read_sample(
    book: Book, sample: TableSample, sheet: int, row: int, mapping: TableMapping
) -> TableReading | None:
    """See how the first rows of a table would read; None where the row cannot be headings. Writes nothing."""
    heading = sample.heading(sheet, row)
    if heading is None:
        return None
    table = RawTable(path=sample.path, kind=sample.kind, sheets=(sample.raw(sheet),))
    shaped = ShapedTable(table=table, heading=heading, mapping=mapping, source=Source.ASKED)
    file = read_mapped(book, shaped)
    columns = {column.key: column for column in sheet_of(mapping.kind).columns}

    def at(place: tuple[str, str] | None) -> tuple[str, str] | None:
        return None if place is None else (file.columns[place[0]], place[1])

    return TableReading(
        plan=plan_read(book, shaped, file),
        lacking=lacking(mapping),
        strange=tuple(
            StrangeWord(
                key=key, heading=file.columns[key], word=word, rows=rows, choices=_choices(columns[key])
            )
            for (key, word), rows in file.unknown.items()
        ),
        doubtful_date=at(file.doubtful_date),
        doubtful_figure=at(file.doubtful_figure),
    )


def lacking(mapping: TableMapping) -> tuple[Lacking, ...]:
    """Return the fields of a mapping's rows that no column gives and one text can give."""
    given = set(mapping.columns.values())
    sheet = sheet_of(mapping.kind)
    has_account = any(column.key == "account" for column in sheet.columns)
    found = []
    for column in sheet.columns:
        if column.key in given or not _can_be_constant(mapping.kind, column):
            continue
        required = column.required and not (column.key == "currency" and has_account)
        if required or column.key in {"account", "currency"}:
            found.append(
                Lacking(key=column.key, value=column.value, choices=_choices(column), required=required)
            )
    return tuple(found)


def _can_be_constant(kind: str, column: Column) -> bool:
    """Tell whether all rows may have the same in a column: not an id, a figure or a day."""
    if column.key == "account" and kind != "accounts":
        return True
    if column.key in {"settlement", "lot", "leg"} and kind in {"settlements", "stock"}:
        return True
    return column.value in {"code", "currency", "text"} and kind != "accounts"


def word_choices(kind: str, key: str) -> tuple[tuple[str, str], ...]:
    """Return the codes that a word of a column may mean, with our words for them."""
    return _choices(sheet_of(kind).column(key))


def _choices(column: Column) -> tuple[tuple[str, str], ...]:
    from desktop_app import i18n  # noqa: PLC0415 - the language in force, when it is asked for

    if column.value != "code":
        return ()
    return tuple(
        (code.value, shown_word_of(column.argument, code, i18n.language())) for code in WORDS[column.argument]
    )


def _by_headings(heading: TableHeading, kind: str) -> TableMapping:
    found = ((field_of(kind, key.partition("#")[0]), at, key) for at, key in enumerate(heading.keys) if key)
    ranked = sorted((field[0], at, key, field[1]) for field, at, key in found if field is not None)
    columns: dict[str, str] = {}
    for _rank, _at, key, name in ranked:
        if name not in columns.values():
            columns[key] = name
    return TableMapping(kind=kind, columns=columns)


def _like_last_time(book: Book, heading: TableHeading, kind: str) -> TableMapping | None:
    """Return the mapping of a remembered shape that most of these headings stood in."""
    best, most = None, 0
    for shape in remembered(book).values():
        mapping = shape.answers.mapping
        if mapping is None or mapping.kind != kind:
            continue
        columns = {key: name for key, name in mapping.columns.items() if key in heading.keys}
        if 2 * len(columns) >= len(mapping.columns) and len(columns) > most:
            guessed = _by_headings(heading, kind).columns
            more = {key: name for key, name in guessed.items() if name not in columns.values()}
            best, most = replace(mapping, columns={**more, **columns}), len(columns)
    return best


def _fit(mapping: TableMapping) -> tuple[float, int]:
    """Return how well a mapping fits: the share of what its rows must have, then how many columns it uses."""
    sheet = sheet_of(mapping.kind)
    free = {"currency", "account", "leg", "shipment"}
    if mapping.kind in NUMBERED:
        free |= {sheet.columns[0].key}
    must = [column.key for column in sheet.columns if column.required and column.key not in free]
    given = set(mapping.columns.values())
    share = sum(key in given for key in must) / max(len(must), 1)
    return share * len(given), len(given)


def answered(mapping: TableMapping, words: Mapping[str, Mapping[str, str]]) -> TableMapping:
    """Return a mapping with more words known."""
    names = mapping.words.keys() | words.keys()
    merged = {name: {**mapping.words.get(name, {}), **words.get(name, {})} for name in names}
    return replace(mapping, words=merged)


def has_shape(sample: TableSample, shape: str) -> bool:
    """Tell whether a file has a table of a shape."""
    return any(
        heading.shape == shape
        for at, (_name, rows) in enumerate(sample.sheets)
        for number in range(1, len(rows[:HEADER_ROWS]) + 1)
        if (heading := sample.heading(at, number)) is not None
    )


def first_words(sample: TableSample, sheet: int) -> list[str]:
    """Return what stands in each of the rows of a sheet that may hold its headings."""
    texts = (" · ".join(filter(None, map(clean, row))) for row in sample.sheets[sheet][1][:HEADER_ROWS])
    return [text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…" for text in texts]


def nameless_columns(sample: TableSample, sheet: int, row: int) -> list[tuple[int, str]]:
    """Return the columns, from 0, that hold something under no heading, each with its first text.

    Nothing can be taken from them: it is by its heading that a column is known again in the next file.
    """
    heading = sample.heading(sheet, row)
    if heading is None:
        return []
    found: dict[int, str] = {}
    named = {at for at, key in enumerate(heading.keys) if key}
    for cells in sample.sheets[sheet][1][row : row + _ROWS_SEEN]:
        for at, cell in enumerate(cells[:_COLUMNS_SEEN]):
            if at not in named and at not in found and (text := clean(cell)):
                found[at] = text
    return sorted(found.items())


def shown_cells(sample: TableSample, sheet: int, row: int) -> Sequence[tuple[str, str, str]]:
    """Return each heading of a table with its key and the first text below it."""
    heading = sample.heading(sheet, row)
    if heading is None:
        return ()
    below = sample.sheets[sheet][1][row:]
    return [
        (
            key,
            heading.texts[at],
            next((text for cells in below[:50] if at < len(cells) and (text := clean(cells[at]))), ""),
        )
        for at, key in enumerate(heading.keys)
        if key
    ]
