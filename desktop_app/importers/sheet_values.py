"""The mapped cells of a sheet as values, each column by one rule; what cannot be read is refused with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.refusals import FileFault, Reason, ReasonCode, Refusal, reason
from desktop_app.importers.cell_text import (
    MAX_TEXT,
    LostIdError,
    clean,
    clean_id,
    is_blank,
    plain_number,
)
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.figures import (
    CurrencyDiffersError,
    FigureReader,
    decimal_sign,
    read_count,
    read_decimal,
)
from desktop_app.importers.mapped_sheet import currency_code
from desktop_app.importers.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDatesError,
    BadDateError,
    day_month_order,
    read_seconds,
    read_stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from desktop_app.importers.formats import Column, CommonWords
    from desktop_app.importers.mapped_sheet import MappedRow, MappedSheet

_WEIGHT_DECIMALS: Final = 6
_FIGURE_REASONS: Final = {
    "not_a_number": ReasonCode.NOT_A_NUMBER,
    "too_fine": ReasonCode.TOO_FINE,
    "too_large": ReasonCode.TOO_LARGE,
    "negative": ReasonCode.NEGATIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file of one account reads: its clock, currency, decimal sign and order of day and month.

    `date_order` None: no market is known, and dates that read either way are a question. `kind` is the
    fact kind that refused rows are listed under.
    """

    path: Path
    kind: str
    zone: ZoneInfo | timezone
    words: CommonWords
    currency: str | None
    decimals: int = 2
    decimal_sign: str = "."
    date_order: str | None = None


@dataclass(slots=True)
class ValueRow:
    """One row that could be read: `values` by field, None where the cell is blank; `words` as the file has them."""

    number: int
    digest: bytes
    values: dict[str, Any]
    words: dict[str, str] = field(default_factory=dict)
    raw: tuple[Any, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Return a field's value, None where the sheet has no such column."""
        return self.values.get(name)


@dataclass(slots=True)
class SheetValues:
    """The rows of a sheet, those refused, and its total rows as far as they read."""

    sheet: str
    headings: tuple[str, ...] = ()
    rows: list[ValueRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    totals: list[ValueRow] = field(default_factory=list)
    unknown_words: dict[tuple[str, str], int] = field(default_factory=dict)


class _Refused(Exception):  # noqa: N818
    """A cell that cannot be read."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


def read_values(sheet: MappedSheet, how: Reading) -> SheetValues:
    """Read every row.

    Raises UnusableFileError where ids are lost or dates read either way: then no row can be trusted.
    """
    found = SheetValues(
        sheet.match.sheet.name, tuple(_heading(sheet.layout.columns[name]) for name in sheet.fields)
    )
    columns = [sheet.layout.columns[name] for name in sheet.fields]
    readers = _Readers(sheet, how, found)
    by_column = [_read_column(readers.of(column), column, sheet.column(column.field)) for column in columns]
    worded = [place for place, column in enumerate(columns) if column.reading == "word"]
    for row, *read in zip(sheet.rows, *by_column, strict=True):
        if row.too_wide or any(type(value) is _Refused for value in read):
            found.refusals.append(_refusal(sheet, row, columns, read, how))
        else:
            words = {sheet.fields[place]: clean(row.cells[place]) for place in worded}
            values = dict(zip(sheet.fields, read, strict=True))
            found.rows.append(ValueRow(row.number, row.digest, values, words, row.cells))
    found.totals = [_total(row, columns, readers) for row in sheet.totals]
    return found


def _read_column(read: Callable[[Any], Any], column: Column, cells: list[Any]) -> list[Any]:
    """Return what each cell of a column reads as, or why it does not; equal cells are read once."""
    known: dict[Any, Any] = {}
    for cell in {(type(cell), cell) for cell in cells}:
        try:
            value = read(cell[1])
        except _Refused as refused:
            value = refused
        if column.filled and value in (None, ""):
            value = _Refused(reason(ReasonCode.MISSING))
        known[cell] = value
    return [known[type(cell), cell] for cell in cells]


def refuse(values: SheetValues, row: ValueRow, column: Column, why: Reason, kind: str) -> Refusal:
    """Refuse a row that could be read but cannot go in, because of what stands in `column`."""
    cells = dict(zip(values.headings, map(clean, row.raw), strict=True))
    heading = _heading(column)
    return Refusal(
        sheet=values.sheet,
        row=row.number,
        column=heading,
        value=cells.get(heading, ""),
        reason=why,
        kind=kind,
        cells=cells,
    )


def _heading(column: Column) -> str:
    return column.headings[0]


def _refusal(
    sheet: MappedSheet, row: MappedRow, columns: list[Column], read: list[Any], how: Reading
) -> Refusal:
    """Refuse a row with all that is wrong with it, and its mapped cells for mending."""
    cells = {_heading(column): clean(cell) for column, cell in zip(columns, row.cells, strict=True)}
    faults: list[tuple[str | None, str, Reason]] = []
    if row.too_wide:
        faults.append((None, "", reason(ReasonCode.ROW_SHAPE)))
    faults += [
        (_heading(column), cells[_heading(column)], value.why)
        for column, value in zip(columns, read, strict=True)
        if type(value) is _Refused
    ]
    column, value, why = faults[0]
    return Refusal(
        sheet=sheet.match.sheet.name,
        row=row.number,
        column=column,
        value=value,
        reason=why,
        kind=how.kind,
        also=tuple(faults[1:]),
        cells=cells,
    )


def _total(row: MappedRow, columns: list[Column], readers: _Readers) -> ValueRow:
    values = {}
    for column, cell in zip(columns, row.cells, strict=True):
        if column.reading in {"money", "count"}:
            try:
                values[column.field] = readers.of(column)(cell)
            except _Refused:
                continue
    return ValueRow(row.number, row.digest, values)


class _Readers:
    """The readers of one sheet's columns; what is decided for the whole file is decided once."""

    def __init__(self, sheet: MappedSheet, how: Reading, found: SheetValues) -> None:
        self._sheet = sheet
        self._how = how
        self._found = found
        self._order: str | None = None

    def of(self, column: Column) -> Callable[[Any], Any]:
        """Return the reader of a column."""
        if column.reading in {"date", "moment"}:
            return _date_reader(self._sheet, column, self._how, self._date_order(column))
        return _plain_reader(self._sheet, column, self._how, self._found)

    def _date_order(self, column: Column) -> str:
        if self._order is None:
            try:
                self._order = day_month_order(_all_dates(self._sheet), self._how.date_order)
            except AmbiguousDatesError as error:
                raise UnusableFileError(
                    self._how.path, FileFault.AMBIGUOUS_DATES, column=_heading(column), value=error.text
                ) from error
        return self._order


def _plain_reader(sheet: MappedSheet, column: Column, how: Reading, found: SheetValues) -> Callable[[Any], Any]:
    if column.reading == "id":
        return _id_reader(sheet, column, how)
    if column.reading == "word":
        return _word_reader(sheet, column, found)
    if column.reading in {"money", "weight_kg", "decimal"}:
        return _figure_reader(sheet, column, how)
    readers: Mapping[str, Callable[[Any], Any]] = {
        "count": _figures(read_count),
        "duration": _dates(read_seconds),
        "currency": _currency_reader(how),
        "text": _text,
    }
    return readers[column.reading]


def _text(cell: Any) -> str | None:
    text = clean(cell)
    if len(text) > MAX_TEXT:
        raise _Refused(reason(ReasonCode.TEXT_TOO_LONG, limit=MAX_TEXT))
    return None if is_blank(text) else text


def _id_reader(sheet: MappedSheet, column: Column, how: Reading) -> Callable[[Any], Any]:
    def whole_file(cell: Any) -> UnusableFileError:
        value = plain_number(cell) if isinstance(cell, float) else clean(cell)
        return UnusableFileError(how.path, FileFault.LOST_IDS, column=_heading(column), value=value)

    rounded: list[bool] = []

    def read(cell: Any) -> str | None:
        try:
            text = clean_id(cell)
        except LostIdError as lost:
            if not rounded:
                rounded.append(_all_end_alike(sheet, column))
            if lost.certain or rounded[0]:
                raise whole_file(cell) from lost
            raise _Refused(reason(ReasonCode.LOST_ID)) from lost
        if len(text) > MAX_TEXT:
            raise _Refused(reason(ReasonCode.TEXT_TOO_LONG, limit=MAX_TEXT))
        return text or None

    return read


def _all_end_alike(sheet: MappedSheet, column: Column) -> bool:
    """Tell whether every one of several ids of a column ends in 000: then Excel has rounded them all."""
    ids = {text for cell in sheet.column(column.field) if (text := clean(cell))}
    return len(ids) > 1 and all(text.endswith("000") for text in ids)


def _word_reader(sheet: MappedSheet, column: Column, found: SheetValues) -> Callable[[Any], Any]:
    allowed = "; ".join(
        heading for heading in sorted(set(sheet.layout.words.get(column.words or "", {}).values()))
    )

    def read(cell: Any) -> str | None:
        text = clean(cell)
        if is_blank(text):
            return None
        code = sheet.layout.meaning(column.field, text)
        if code is None:
            if column.keep_unknown:
                key = (_heading(column), text)
                found.unknown_words[key] = found.unknown_words.get(key, 0) + 1
                return None
            raise _Refused(reason(ReasonCode.UNKNOWN_WORD, allowed=allowed))
        return code

    return read


def _figure_reader(sheet: MappedSheet, column: Column, how: Reading) -> Callable[[Any], Any]:
    cells = set(sheet.column(column.field))
    if column.reading == "decimal":
        sign = decimal_sign(cells, without_decimals=False)
        return _figures(lambda cell: read_decimal(cell, sign))
    if column.reading == "weight_kg":
        sign = decimal_sign(cells, without_decimals=False)
        return _figures(FigureReader(decimals=_WEIGHT_DECIMALS, sign=sign, tokens={}).read)
    sign = decimal_sign(
        cells,
        without_decimals=how.decimals == 0 or how.currency in how.words.without_decimals,
        usual=how.decimal_sign,
    )
    return _figures(
        FigureReader(
            decimals=how.decimals, sign=sign, tokens=how.words.currencies, currency=how.currency
        ).read
    )


def _figures(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def refusing(cell: Any) -> Any:
        try:
            return read(cell)
        except CurrencyDiffersError as error:
            raise _Refused(
                reason(ReasonCode.CURRENCY_DIFFERS, stated=error.stated, expected=error.expected)
            ) from error
        except InvalidFigureError as error:
            raise _Refused(reason(_FIGURE_REASONS[error.reason])) from error

    return refusing


def _date_reader(sheet: MappedSheet, column: Column, how: Reading, order: str) -> Callable[[Any], Any]:
    zone = _stated_zone(sheet.match.brackets.get(column.field)) or how.zone
    if column.reading == "date":
        return _dates(lambda cell: None if (stamp := read_stamp(cell, order)) is None else stamp.day)

    def moment(cell: Any) -> datetime | None:
        stamp = read_stamp(cell, order)
        return None if stamp is None else stamp.moment(zone)

    return _dates(moment)


def _all_dates(sheet: MappedSheet) -> set[Any]:
    return {
        cell
        for name in sheet.fields
        if sheet.layout.columns[name].reading in {"date", "moment"}
        for cell in sheet.column(name)
    }


def _stated_zone(text: str | None) -> timezone | None:
    """Read `UTC` or `UTC+7` out of a heading."""
    if not text or not text.startswith(("UTC", "GMT")):
        return None
    away = text[3:]
    if not away:
        return UTC
    hours, _, minutes = away[1:].partition(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if away[0] == "-" else offset)


def _dates(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def refusing(cell: Any) -> Any:
        try:
            return read(cell)
        except BadDateError as error:
            raise _Refused(reason(ReasonCode.BAD_DATE)) from error
        except OverflowError as error:
            raise _Refused(reason(ReasonCode.YEAR_UNBELIEVABLE, first=FIRST_YEAR, last=LAST_YEAR)) from error

    return refusing


def _currency_reader(how: Reading) -> Callable[[Any], Any]:
    def read(cell: Any) -> str | None:
        text = clean(cell)
        if is_blank(text):
            return None
        code = currency_code(text, how.words)
        if code is None:
            raise _Refused(reason(ReasonCode.UNKNOWN_CURRENCY))
        return code

    return read


