"""How the cells of one column read: ids, words, figures, dates, each by a rule of its whole column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.refusals import FileFault, Reason, ReasonCode, reason
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
from desktop_app.importers.lost_ids import damage_of
from desktop_app.importers.mapped_sheet import currency_code
from desktop_app.importers.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDatesError,
    BadDateError,
    day_month_order,
    plain_moment,
    read_seconds,
    read_stamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from desktop_app.importers.formats import Column, CommonWords
    from desktop_app.importers.mapped_sheet import MappedSheet

_WEIGHT_DECIMALS: Final = {"weight_kg": 6, "weight_g": 3}
FIGURE_REASONS: Final = {
    "not_a_number": ReasonCode.NOT_A_NUMBER,
    "too_fine": ReasonCode.TOO_FINE,
    "too_large": ReasonCode.TOO_LARGE,
    "negative": ReasonCode.NEGATIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file of one account reads: its clock, currency, decimal sign and order of day and month.

    `date_order` None: no market is known, and dates that read either way are a question. `kind` is the
    fact kind that refused rows are listed under; `period` is what the file says it covers, for dates
    without a year.
    """

    path: Path
    kind: str
    zone: ZoneInfo | timezone
    words: CommonWords
    currency: str | None
    decimals: int = 2
    decimal_sign: str = "."
    date_order: str | None = None
    period: tuple[date, date] | None = None


class RefusedCell(Exception):  # noqa: N818
    """A cell that cannot be read."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


def heading_of(column: Column) -> str:
    """Return the heading that a column is named by."""
    return column.headings[0]


class ColumnReaders:
    """The readers of one sheet's columns; what is decided for the whole file is decided once."""

    def __init__(self, sheet: MappedSheet, how: Reading, unknown_words: dict[tuple[str, str], int]) -> None:
        self._sheet = sheet
        self._how = how
        self._unknown_words = unknown_words
        self._order: str | None = None

    def of(self, column: Column) -> Callable[[Any], Any]:
        """Return the reader of a column."""
        if column.reading in {"date", "moment"}:
            return _date_reader(self._sheet, column, self._how, self._date_order(column))
        return _plain_reader(self._sheet, column, self._how, self._unknown_words)

    def _date_order(self, column: Column) -> str:
        if self._order is None:
            try:
                self._order = day_month_order(
                    self._sheet.cells_read_as("date", "moment"), self._how.date_order
                )
            except AmbiguousDatesError as error:
                raise UnusableFileError(
                    self._how.path, FileFault.AMBIGUOUS_DATES, column=heading_of(column), value=error.text
                ) from error
        return self._order


def _plain_reader(
    sheet: MappedSheet, column: Column, how: Reading, unknown_words: dict[tuple[str, str], int]
) -> Callable[[Any], Any]:
    if column.reading == "id":
        return _id_reader(sheet, column, how)
    if column.reading == "word":
        return _word_reader(sheet, column, unknown_words)
    if column.reading in {"money", "decimal", *_WEIGHT_DECIMALS}:
        return _figure_reader(sheet, column, how)
    readers: Mapping[str, Callable[[Any], Any]] = {
        "count": _figures(read_count),
        "duration": _dates(read_seconds),
        "currency": _currency_reader(how),
        "text": _text,
        "code": lambda cell: _text(clean(cell).replace("\r", "").replace("\n", "")),
    }
    return readers[column.reading]


def _text(cell: Any) -> str | None:
    text = clean(cell)
    if len(text) > MAX_TEXT:
        raise RefusedCell(reason(ReasonCode.TEXT_TOO_LONG, limit=MAX_TEXT))
    return None if is_blank(text) else text


def _id_reader(sheet: MappedSheet, column: Column, how: Reading) -> Callable[[Any], Any]:
    def whole_file(cell: Any) -> UnusableFileError:
        value = plain_number(cell) if isinstance(cell, float) else clean(cell)
        return UnusableFileError(how.path, FileFault.LOST_IDS, column=heading_of(column), value=value)

    damage: list[str] = []

    def read(cell: Any) -> str | None:
        try:
            text = clean_id(cell)
        except LostIdError as lost:
            if not damage:
                # The ids that rows are known by vouch for the others, and no others for them.
                others = [] if column.filled else sheet.cells_read_as("id")
                damage.append(damage_of(sheet.column(column.field), others))
            if lost.certain or damage[0] == "all":
                raise whole_file(cell) from lost
            if damage[0] == "some":
                raise RefusedCell(reason(ReasonCode.LOST_ID)) from lost
            text = lost.text
        if len(text) > MAX_TEXT:
            raise RefusedCell(reason(ReasonCode.TEXT_TOO_LONG, limit=MAX_TEXT))
        return text or None

    return read


def _word_reader(
    sheet: MappedSheet, column: Column, unknown_words: dict[tuple[str, str], int]
) -> Callable[[Any], Any]:
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
                key = (heading_of(column), text)
                unknown_words[key] = unknown_words.get(key, 0) + 1
                return None
            raise RefusedCell(reason(ReasonCode.UNKNOWN_WORD, allowed=allowed))
        return code

    return read


def _figure_reader(sheet: MappedSheet, column: Column, how: Reading) -> Callable[[Any], Any]:
    cells = set(sheet.column(column.field))
    if column.reading == "decimal":
        sign = decimal_sign(cells, without_decimals=False)
        return _figures(lambda cell: read_decimal(cell, sign))
    if column.reading in _WEIGHT_DECIMALS:
        sign = decimal_sign(cells, without_decimals=False)
        decimals = _WEIGHT_DECIMALS[column.reading]
        return _figures(FigureReader(decimals=decimals, sign=sign, tokens={}).read)
    sign = decimal_sign(
        cells,
        without_decimals=how.decimals == 0 or how.currency in how.words.without_decimals,
        usual=how.decimal_sign,
    )
    return _figures(
        FigureReader(
            decimals=how.decimals,
            sign=sign,
            tokens=how.words.currencies,
            currency=how.currency,
            rounded="rounded" in column.options,
        ).read
    )


def _figures(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def refusing(cell: Any) -> Any:
        try:
            return read(cell)
        except CurrencyDiffersError as error:
            raise RefusedCell(
                reason(ReasonCode.CURRENCY_DIFFERS, stated=error.stated, expected=error.expected)
            ) from error
        except InvalidFigureError as error:
            raise RefusedCell(reason(FIGURE_REASONS[error.reason])) from error

    return refusing


def _date_reader(sheet: MappedSheet, column: Column, how: Reading, order: str) -> Callable[[Any], Any]:
    zone = _stated_zone(sheet.match.brackets.get(column.field)) or how.zone
    if column.reading == "date":
        return _dates(lambda cell: _day(cell, order, how.period))

    def moment(cell: Any) -> datetime | None:
        if type(cell) is str and (plain := plain_moment(cell.strip(), order, zone=zone)) is not None:
            return plain.astimezone(UTC)
        stamp = read_stamp(cell, order)
        return None if stamp is None else stamp.moment(zone)

    return _dates(moment)


def _day(cell: Any, order: str, period: tuple[date, date] | None) -> date | None:
    """Read a day; one without a year is of the year in which it falls into the file's period."""
    if period is None:
        stamp = read_stamp(cell, order)
        return None if stamp is None else stamp.day
    first, last = period
    stamp = read_stamp(cell, order, first.year)
    if stamp is not None and stamp.day < first and first.year < last.year:
        stamp = read_stamp(cell, order, last.year)
    return None if stamp is None else stamp.day


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
            raise RefusedCell(reason(ReasonCode.BAD_DATE)) from error
        except OverflowError as error:
            raise RefusedCell(
                reason(ReasonCode.YEAR_UNBELIEVABLE, first=FIRST_YEAR, last=LAST_YEAR)
            ) from error

    return refusing


def _currency_reader(how: Reading) -> Callable[[Any], Any]:
    def read(cell: Any) -> str | None:
        text = clean(cell)
        if is_blank(text):
            return None
        code = currency_code(text, how.words)
        if code is None:
            raise RefusedCell(reason(ReasonCode.UNKNOWN_CURRENCY))
        return code

    return read
