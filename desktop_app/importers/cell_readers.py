"""For each column of the ledger, the function that reads its cells; figures get the limits of belief here.

Limits: quantities below 10⁹ units, amounts below 10¹³, counts below 10¹², weights below 10⁹ g, rates up to 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

from desktop_app.domain.errors import UnknownCurrencyError
from desktop_app.domain.refusals import ReasonCode
from desktop_app.importers import values
from desktop_app.importers.values import CellFaultError, fault
from desktop_app.reports.code_words import codes_by_word, normalise, read_yes_no, words
from desktop_app.reports.ledger_sheets import markets

if TYPE_CHECKING:
    from desktop_app.importers.context import ReadContext
    from desktop_app.importers.workbook import Cell
    from desktop_app.reports.ledger_sheets import Column

Read = Callable[["Cell"], Any]
"""Reads one cell that is not blank; raises CellFaultError."""

MAX_QUANTITY: Final = 10**9
MAX_AMOUNT: Final = 10**13
MAX_COUNT: Final = 10**12
_MAX_GRAMS: Final = 10**9
_MAX_KM: Final = 10**6
_MAX_HOURS: Final = 10**5
_MAX_RATE: Final = 10**8
_ONE_E8: Final = 10**8
_MAX_COUNTS: Final = {"line": 10**6, "shelf_life_days": 10**5, "return_days": 10**4, "units": 10**6}
_SCALED: Final = {
    "quantity": (3, MAX_QUANTITY),
    "fx": (8, _MAX_RATE),
    "g": (3, _MAX_GRAMS),
    "kg": (6, _MAX_GRAMS // 1000),
    "km": (3, _MAX_KM),
    "hours": (3, _MAX_HOURS),
}
_UNCACHED: Final = frozenset({"text", "id", "ids", "shares", "components"})
_CACHED: Final = 20_000


def reader_of(column: Column, context: ReadContext) -> Read:
    """Return the function that reads a column's cells; amounts stay Decimals till their currency is known."""
    read = _reader(column, context)
    return read if column.value in _UNCACHED else _remembering(read)


def _reader(column: Column, context: ReadContext) -> Read:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    zone = context.timezone
    match column.value:
        case "text":
            return values.read_text
        case "id":
            return values.read_id
        case "ids":
            return values.read_ids
        case "shares":
            return values.read_shares
        case "components":
            return lambda cell: values.read_components(cell, MAX_QUANTITY)
        case "day":
            return lambda cell: values.read_day(cell, zone)
        case "moment" | "event":
            return lambda cell: values.read_moment(cell, zone)
        case "day_or_moment":
            return lambda cell: values.read_day_or_moment(cell, zone)
        case "code":
            return lambda cell: _read_code(cell, column.argument)
        case "yes_no":
            return _read_yes_no
        case "currency":
            return lambda cell: read_currency(cell, context)
        case "market":
            return _read_market
        case "zone":
            return _read_zone
    return _figure_reader(column)


def _figure_reader(column: Column) -> Read:
    sign = column.sign
    match column.value:
        case "amount" | "decimal":
            return lambda cell: _checked(values.read_number(cell), sign)
        case "int":
            limit = _MAX_COUNTS.get(column.key, MAX_COUNT)
            return lambda cell: _checked(values.read_whole(cell, limit), sign)
        case "rate":
            return _read_rate
        case "hours_s":
            return lambda cell: _checked(values.read_seconds(cell, _MAX_HOURS), sign)
    decimals, limit = _SCALED[column.value]
    return lambda cell: _checked(values.scaled(values.read_number(cell), decimals, limit), sign)


def _remembering(read: Read) -> Read:
    """Keep what cells were read as: a column of a ledger repeats itself, and Decimals are slow.

    Text and numbers are kept apart, for the text `1` and the number 1 are equal keys.
    """
    known: dict[type, dict[Any, Any]] = {}

    def remembered(cell: Cell) -> Any:
        kept = known.get(type(cell))
        if kept is None:
            kept = known[type(cell)] = {}
        value = kept.get(cell)
        if value is None:
            if len(kept) > _CACHED:
                kept.clear()
            value = kept[cell] = read(cell)
        return value

    return remembered


def _checked(count: Any, sign: str) -> Any:
    values.check_sign(count, sign)
    return count


def _read_rate(cell: Cell) -> int:
    count = values.scaled(values.read_number(cell), 8, MAX_COUNT)
    values.check_sign(count, "0")
    if count > _ONE_E8:
        raise fault(ReasonCode.RATE_ABOVE_ONE)
    return count


def _word(cell: Cell) -> str:
    return values.read_text(cell)


def _read_code(cell: Cell, enum: str) -> Any:
    code = codes_by_word(enum).get(normalise(_word(cell)))
    if code is None:
        raise fault(ReasonCode.UNKNOWN_WORD, allowed=", ".join(words(enum, "zh") + words(enum, "en")))
    return code


def _read_yes_no(cell: Cell) -> bool:
    answer = cell if isinstance(cell, bool) else read_yes_no(_word(cell))
    if answer is None:
        raise fault(ReasonCode.UNKNOWN_WORD, allowed="是, 否, yes, no")
    return answer


def read_currency(cell: Cell, context: ReadContext) -> str:
    """Read an ISO 4217 code, whatever its case and width."""
    code = values.read_id(cell).upper()
    try:
        context.decimals(code)
    except UnknownCurrencyError:
        raise fault(ReasonCode.UNKNOWN_CURRENCY) from None
    return code


def _read_market(cell: Cell) -> str:
    code = values.read_id(cell).upper()
    if code not in markets():
        raise fault(ReasonCode.UNKNOWN_MARKET)
    return code


def _read_zone(cell: Cell) -> str:
    name = values.read_text(cell)
    if name not in available_timezones():
        raise fault(ReasonCode.UNKNOWN_ZONE)
    return name


__all__ = ["MAX_AMOUNT", "MAX_QUANTITY", "CellFaultError", "Read", "read_currency", "reader_of"]
