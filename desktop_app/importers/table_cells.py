"""The cells of a mapped table as the ledger writes them: days as 2026-03-01, figures plain, words known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.refusals import Reason, ReasonCode, reason
from desktop_app.i18n import language
from desktop_app.importers.cell_text import LostIdError, clean, clean_id, is_blank, word_key
from desktop_app.importers.column_readers import FIGURE_REASONS
from desktop_app.importers.figures import NUMBER_CELL, currency_of, dissect, evidence_of, plain
from desktop_app.importers.lost_ids import damage_of
from desktop_app.importers.mapped_sheet import currency_code
from desktop_app.importers.moments import BadDateError, read_stamp
from desktop_app.reports.code_words import codes_by_word, normalise, read_yes_no, word_of, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop_app.importers.formats import CommonWords
    from desktop_app.importers.moments import Stamp
    from desktop_app.importers.tabular import Cell
    from desktop_app.reports.ledger_sheets import Column

FIGURES: Final = frozenset({"quantity", "int", "decimal", "rate", "fx", "g", "kg", "km", "hours", "amount"})
DATES: Final = frozenset({"day", "moment", "event", "day_or_moment"})
_GRAMS: Final = {"kg": 1000, "公斤": 1000, "千克": 1000, "g": 1, "克": 1}
_PIECES: Final = frozenset({"件", "个", "单", "票", "次", "人", "pcs", "pc", "piece", "pieces"})
_UNIT: Final = re.compile(r"[(（]\s*(kg|g|公斤|千克|克)\s*[)）]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as the ledger would hold it, what is wrong with it, and the currency that stands in it."""

    text: str = ""
    why: Reason | None = None
    currency: str | None = None


@dataclass(slots=True)
class CellReading:
    """How the cells of one table read; `unknown` counts, by column key, words that nobody knows."""

    words: CommonWords
    zone: ZoneInfo
    book_zone: ZoneInfo
    date_order: str
    decimal: str
    meanings: Mapping[str, Mapping[str, str]]
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)

    def reader_of(self, column: Column, heading: str, cells: Sequence[Cell]) -> Callable[[Cell], ReadCell]:
        """Return the reader of a column; `cells` are all of it."""
        if column.value in FIGURES:
            sign = decimal_sign_of(cells) or self.decimal or "."
            factor = _factor(column, heading)
            return lambda cell: _figure(cell, column, sign, factor, self.words)
        if column.value in DATES:
            return lambda cell: self._date(cell, column)
        if column.value in {"id", "ids"}:
            damage = damage_of(cells)
            return lambda cell: _id(cell, damage, several=column.value == "ids")
        if column.value == "code":
            return lambda cell: self._code(cell, column)
        return lambda cell: self._plain(cell, column)

    def _date(self, cell: Cell, column: Column) -> ReadCell:
        try:
            stamp = read_stamp(cell, self.date_order)
        except BadDateError:
            return ReadCell(clean(cell), reason(ReasonCode.BAD_DATE))
        except OverflowError:
            return ReadCell(clean(cell), reason(ReasonCode.YEAR_UNBELIEVABLE))
        return ReadCell("" if stamp is None else self._moment(stamp, column))

    def _moment(self, stamp: Stamp, column: Column) -> str:
        alone = stamp.time is None and stamp.offset is None
        if column.value == "day" or (alone and (column.value == "day_or_moment" or self._at_home)):
            return stamp.day.isoformat()
        wall = datetime.combine(stamp.day, stamp.time or datetime.min.time(), stamp.offset or self.zone)
        return wall.isoformat(" ")

    @property
    def _at_home(self) -> bool:
        return self.zone.key == self.book_zone.key

    def _code(self, cell: Cell, column: Column) -> ReadCell:
        text = clean(cell)
        if is_blank(text):
            return ReadCell()
        known = codes_by_word(column.argument)
        stated = self.meanings.get(column.key, {}).get(word_key(text))
        code = known.get(normalise(stated)) if stated is not None else known.get(normalise(text))
        if code is None:
            place = column.key, text
            self.unknown[place] = self.unknown.get(place, 0) + 1
            allowed = ", ".join(words(column.argument, language()))
            return ReadCell(text, reason(ReasonCode.UNKNOWN_WORD, allowed=allowed))
        return ReadCell(word_of(column.argument, code, "en"))

    def _plain(self, cell: Cell, column: Column) -> ReadCell:
        text = clean(cell)
        if column.value == "yes_no":
            return ReadCell(text if read_yes_no(text) is not None or not is_blank(text) else "")
        if is_blank(text):
            return ReadCell()
        if column.value == "currency":
            return ReadCell(currency_code(text, self.words) or text)
        if column.value == "market":
            return ReadCell(self.words.market_names.get(word_key(text)) or text)
        return ReadCell(text)


def decimal_sign_of(cells: Iterable[Cell]) -> str:
    """Return the sign before decimals that the figures of a column show; blank where they show none."""
    found: set[str] = set()
    for body in _bodies(cells):
        found |= evidence_of(body)[0]
    return found.pop() if len(found) == 1 else ""


def reads_either_way(cells: Iterable[Cell]) -> str:
    """Return a figure of a column whose sign may group thousands or stand before decimals, else nothing."""
    doubtful = ""
    for body in _bodies(cells):
        certain, either = evidence_of(body)
        if certain:
            return ""
        if either and not doubtful:
            doubtful = body
    return doubtful


def _bodies(cells: Iterable[Cell]) -> Iterable[str]:
    for cell in cells:
        if isinstance(cell, str):
            try:
                figure = dissect(cell)
            except InvalidFigureError:
                continue
            if figure is not None:
                yield "".join(figure.body.replace("'", "").split())


def _factor(column: Column, heading: str) -> Decimal:
    """Return how many of a column's units make one of the table's: its heading may say kilograms."""
    stated = _UNIT.search(heading)
    if column.value not in {"g", "kg"} or stated is None:
        return Decimal(1)
    return Decimal(_GRAMS[stated[1].lower()]) / _GRAMS[column.value]


def _figure(cell: Cell, column: Column, sign: str, factor: Decimal, words: CommonWords) -> ReadCell:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | None):
        return ReadCell(clean(cell), reason(ReasonCode.NOT_A_NUMBER))
    try:
        figure = dissect(cell)
        if figure is None:
            return ReadCell()
        body = Decimal(plain(figure.body, "." if figure.before == NUMBER_CELL else sign))
    except InvalidFigureError as error:
        return ReadCell(clean(cell), reason(FIGURE_REASONS[error.reason]))
    currency = None
    percent = ""
    for token in (figure.before, figure.after):
        mark = token.strip().rstrip(".").lower()
        if not mark or token == NUMBER_CELL:
            continue
        if mark == "%" and column.value in {"rate", "decimal"}:
            percent = "%"
        elif column.value in {"g", "kg"} and mark in _GRAMS:
            factor = Decimal(_GRAMS[mark]) / _GRAMS[column.value]
        elif column.value in {"quantity", "int"} and mark in _PIECES:
            continue
        elif column.value == "amount" and (stated := currency_of(token, words.currencies)) is not None:
            currency = None if stated == "?" else stated
        else:
            return ReadCell(clean(cell), reason(ReasonCode.NOT_A_NUMBER))
    number = body * factor
    text = format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number, "f")
    return ReadCell(f"{'-' if figure.negative else ''}{text}{percent}", currency=currency)


def _id(cell: Cell, damage: str, *, several: bool) -> ReadCell:
    try:
        text = clean_id(cell)
    except LostIdError as lost:
        if lost.certain or damage in {"all", "some"}:
            return ReadCell(clean(cell), reason(ReasonCode.LOST_ID))
        text = lost.text
    if several and isinstance(cell, str):
        text = "" if is_blank(clean(cell)) else clean(cell)
    return ReadCell(text)
