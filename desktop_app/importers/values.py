"""Reads the cells of a ledger: text, ids, figures, days, moments, codes and lists, exactly or not at all.

Each reader takes a cell that is not blank and returns a value, or raises CellFaultError with the reason. A
number's digits are taken to the fifteen that Excel keeps: 0.1 + 0.2 computed in a sheet reads as 0.3.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeVar

from desktop_app.domain.catalogue import Component
from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.money import to_scaled
from desktop_app.domain.promotion import SessionShare
from desktop_app.domain.refusals import Reason, ReasonCode, reason
from desktop_app.importers.workbook import Cell, CellError, NumberText
from desktop_app.reports.cell_lists import BrokenListError, split_list, split_pair, unquote

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MAX_TEXT: Final = 32_767
"""Characters an Excel cell holds."""
MAX_ID: Final = 500
MAX_EXACT: Final = 15
"""Digits that Excel keeps of a number."""
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199

_Day = TypeVar("_Day", date, datetime)

_EXCEL: Final = Context(prec=MAX_EXACT)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_CURRENCY_MARK: Final = re.compile(
    r"^([+-]?)\s*(?:[A-Z]{1,3}\$|[A-Z]{3}|RM|Rp|[¥$€£฿₫₱₩₹元])\s*|\s*(?:[A-Z]{3}|元|[¥$€£฿₫₱₩₹])$"
)
_DATE: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日?|(\d{4})(\d{2})(\d{2})"
)
_TIME: Final = re.compile(
    r"(?:[ T]\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}(?::\d{2})?)?",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(r"(\d{1,5}):(\d{2})(?::(\d{2}))?")
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NO_CHARACTER: Final = {
    **{code: None for code in range(32) if code not in (9, 10)},
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF)),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}
_EDGES: Final = " \t\n\r\u00a0\u3000\u200b\ufeff"


class CellFaultError(Exception):
    """A cell that cannot be read; `reason` says why. Caught by the reader of its row."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.reason = why


def fault(code: ReasonCode, **data: str | int) -> CellFaultError:
    """Make a CellFaultError."""
    return CellFaultError(reason(code, **data))


def is_blank(cell: Cell | None) -> bool:
    """Tell whether nothing stands in a cell, not even a space that counts."""
    return cell is None or (
        isinstance(cell, str) and (not cell or (cell[0] in _EDGES and not cell.strip(_EDGES)))
    )


def shown(cell: Cell | None) -> str:
    """Return a cell as text for a report, cut where it is very long."""
    match cell:
        case None:
            return ""
        case CellError():
            return cell.text
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case bool():
            return "TRUE" if cell else "FALSE"
    return clean(cell if len(cell) <= 200 else cell[:199] + "…")  # noqa: PLR2004


# Text -----------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return text without control characters, lone surrogates and blank edges, lines ended as in Unix."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_CHARACTER)
    return text.strip(_EDGES)


def read_text(cell: Cell) -> str:
    """Read a text; a number's or date's cell gives what it shows."""
    if isinstance(cell, CellError):
        raise fault(ReasonCode.CELL_ERROR)
    text = (
        plain_digits(cell)
        if isinstance(cell, NumberText)
        else shown(cell)
        if not isinstance(cell, str)
        else clean(cell)
    )
    if len(text) > MAX_TEXT:
        raise fault(ReasonCode.TEXT_TOO_LONG, limit=MAX_TEXT)
    return text


def read_id(cell: Cell) -> str:
    """Read an id, which is text: what went through a number beyond its digits is refused as lost."""
    if isinstance(cell, NumberText):
        return _id_of_number(cell)
    if not isinstance(cell, str):
        raise fault(ReasonCode.CELL_ERROR if isinstance(cell, CellError) else ReasonCode.LOST_ID)
    text = clean(cell)
    if not text.isascii() and all(char.isascii() or ord(char) in _FULL_WIDTH for char in text):
        text = text.translate(_FULL_WIDTH)
    if text.startswith(("'", "’")) and text[1:].isalnum():
        # An apostrophe typed before a number to keep it text: seen, and not meant.
        text = text[1:]
    if _SCIENTIFIC.fullmatch(text) and _is_lost(text):
        raise fault(ReasonCode.LOST_ID)
    if len(text) > MAX_ID:
        raise fault(ReasonCode.TEXT_TOO_LONG, limit=MAX_ID)
    return text


def _is_lost(text: str) -> bool:
    """Tell `5.8387E+17` from a code such as `12E5`: Excel writes a point or a sign."""
    return any(char in text for char in ".,+")


def _id_of_number(cell: NumberText) -> str:
    number = _decimal(cell)
    if number != number.to_integral_value() or number < 0 or number.adjusted() >= MAX_EXACT:
        raise fault(ReasonCode.LOST_ID)
    return str(int(number))


def plain_digits(cell: NumberText) -> str:
    """Return a numeric cell as plain digits: `12.5`, `3`."""
    number = _decimal(cell)
    if number.is_zero():
        return "0"
    return format(number.normalize(), "f") if abs(number.adjusted()) <= MAX_EXACT else str(number)


# Figures --------------------------------------------------------------------------------------------------


def read_number(cell: Cell) -> Decimal:
    """Read a figure: a numeric cell, or text such as `１２．５`, `￥1,299.00`, `(120.00)`, `1e3`, `5%`."""
    if isinstance(cell, NumberText):
        return _decimal(cell)
    if isinstance(cell, CellError):
        raise fault(ReasonCode.CELL_ERROR)
    if isinstance(cell, bool) or not isinstance(cell, str):
        raise fault(ReasonCode.NOT_A_NUMBER)
    text = unicodedata.normalize("NFKC", clean(cell)).replace("−", "-").strip()
    text = text.removeprefix("'")
    negative = text.startswith("(") and text.endswith(")")
    text = _CURRENCY_MARK.sub(r"\1", text[1:-1].strip() if negative else text).replace(" ", "")
    percent = text.endswith("%")
    text = text.removesuffix("%")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        raise fault(ReasonCode.NOT_A_NUMBER)
    number = Decimal(text)
    if percent:
        number = number.scaleb(-2)
    return -number if negative else number


def _decimal(cell: NumberText) -> Decimal:
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation:
        raise fault(ReasonCode.NOT_A_NUMBER) from None
    if not number.is_finite():
        raise fault(ReasonCode.NOT_A_NUMBER)
    return number if len(number.as_tuple().digits) <= MAX_EXACT else _EXCEL.plus(number)


def scaled(number: Decimal, decimals: int, limit: int) -> int:
    """Return a figure as a count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ below `limit` units; refuses what is finer or larger."""
    try:
        count = to_scaled(number, decimals)
    except InvalidFigureError as error:
        if error.reason == "too_fine":
            raise fault(ReasonCode.TOO_FINE, decimals=decimals) from None
        if error.reason == "too_large":
            raise fault(ReasonCode.TOO_LARGE, limit=limit) from None
        raise fault(ReasonCode.NOT_A_NUMBER) from None
    if abs(count) >= limit * 10**decimals:
        raise fault(ReasonCode.TOO_LARGE, limit=limit)
    return count


def check_sign(count: int, sign: str) -> None:
    """Refuse a figure whose sign its column does not allow (`+`, `0`, `±`; `!` is any but 0)."""
    if sign == "+" and count <= 0:
        raise fault(ReasonCode.NOT_POSITIVE)
    if sign == "0" and count < 0:
        raise fault(ReasonCode.NEGATIVE)
    if sign == "!" and count == 0:
        raise fault(ReasonCode.ZERO)


def read_whole(cell: Cell, limit: int) -> int:
    """Read a count."""
    number = read_number(cell)
    if number != number.to_integral_value():
        raise fault(ReasonCode.NOT_WHOLE)
    return scaled(number, 0, limit)


def read_seconds(cell: Cell, limit_hours: int) -> int:
    """Read hours, `1.5` or `1:30` or `1:30:00`, as whole seconds."""
    if isinstance(cell, str) and not isinstance(cell, NumberText):
        found = _DURATION.fullmatch(unicodedata.normalize("NFKC", clean(cell)))
        if found:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return _below(hours * 3600 + minutes * 60 + seconds, limit_hours)
    exact = read_number(cell) * 3600
    if exact != exact.to_integral_value():
        raise fault(ReasonCode.TOO_FINE, decimals=3)
    return _below(int(exact), limit_hours)


def _below(seconds: int, limit_hours: int) -> int:
    if abs(seconds) >= limit_hours * 3600:
        raise fault(ReasonCode.TOO_LARGE, limit=limit_hours)
    return seconds


# Days and moments -----------------------------------------------------------------------------------------


def read_day_or_moment(cell: Cell, zone: ZoneInfo) -> date | datetime:
    """Read a date alone as a date, else a moment in UTC; without an offset it is in `zone`."""
    if isinstance(cell, datetime):
        return _utc(_believable(cell), zone)
    if isinstance(cell, date):
        return _believable(cell)
    if isinstance(cell, CellError):
        raise fault(ReasonCode.CELL_ERROR)
    if not isinstance(cell, str):
        raise fault(ReasonCode.BAD_DATE)
    text = unicodedata.normalize("NFKC", clean(cell)).removeprefix("'")
    found = _DATE.match(text)
    if found is None:
        raise fault(ReasonCode.NUMBER_AS_DATE if _PLAIN.fullmatch(text) else ReasonCode.BAD_DATE)
    year, month, day = (int(part) for part in found.groups() if part is not None and part.isdigit())
    try:
        on = date(year, month, day)
    except ValueError:
        raise fault(ReasonCode.BAD_DATE) from None
    rest = text[found.end() :]
    if not rest:
        return _believable(on)
    return _with_time(_believable(on), rest, zone)


def _with_time(on: date, rest: str, zone: ZoneInfo) -> datetime:
    found = _TIME.fullmatch(rest)
    if found is None:
        raise fault(ReasonCode.BAD_DATE)
    hour, minute, second, offset = found.groups()
    try:
        moment = datetime.combine(on, time(int(hour), int(minute), int(second or 0)))
        if offset is None:
            return _utc(moment, zone)
        return _utc(moment.replace(tzinfo=_offset(offset)), zone)
    except (ValueError, OverflowError):
        raise fault(ReasonCode.BAD_DATE) from None


def _offset(text: str) -> timezone:
    if text.upper() in {"Z", "UTC"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(6, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:6]))
    return timezone(-size if text[0] == "-" else size)


def _utc(moment: datetime, zone: ZoneInfo) -> datetime:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _believable(day: _Day) -> _Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise fault(ReasonCode.YEAR_UNBELIEVABLE)
    return day


def read_day(cell: Cell, zone: ZoneInfo) -> date:
    """Read a day; of a moment, the day it is in `zone`."""
    value = read_day_or_moment(cell, zone)
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def read_moment(cell: Cell, zone: ZoneInfo) -> datetime:
    """Read a moment in UTC; a date alone is its first moment in `zone`."""
    value = read_day_or_moment(cell, zone)
    return value if isinstance(value, datetime) else first_moment(value, zone)


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in a zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


# Lists ----------------------------------------------------------------------------------------------------


def read_ids(cell: Cell) -> tuple[str, ...]:
    """Read a list of ids, `A; B`."""
    if isinstance(cell, NumberText):
        return (read_id(cell),)
    try:
        items = split_list(read_text(cell))
    except BrokenListError:
        raise fault(ReasonCode.BAD_LIST, form="A; B") from None
    return tuple(dict.fromkeys(read_id(unquote(item)) for item in items))


def read_components(cell: Cell, limit: int) -> tuple[Component, ...]:
    """Read a bundle's parts, `A×2; B×1`; a part without a quantity is one."""
    parts = []
    for name, figure in _pairs(cell, "×*✕✖", "A×2; B×1"):
        count = scaled(read_number(figure), 3, limit) if figure is not None else 1000
        check_sign(count, "+")
        parts.append(Component(sku=read_id(name), quantity_milli=count))
    if len({part.sku for part in parts}) != len(parts):
        raise fault(ReasonCode.BAD_LIST, form="A×2; B×1")
    return tuple(parts)


def read_shares(cell: Cell) -> tuple[SessionShare, ...]:
    """Read the sessions of a promotion, `S1; S2` or `S1=2; S2=1`."""
    shares = []
    for name, figure in _pairs(cell, "=＝", "S1=2; S2=1"):
        weight = read_number(figure) if figure is not None else None
        if weight is not None and not (0 <= weight < 10**12 and weight.as_tuple().exponent >= -12):  # type: ignore[operator]  # noqa: PLR2004
            raise fault(ReasonCode.BAD_LIST, form="S1=2; S2=1")
        shares.append(SessionShare(session=read_id(name), weight=weight))
    return tuple(shares)


def _pairs(cell: Cell, marks: str, form: str) -> list[tuple[str, str | None]]:
    if isinstance(cell, NumberText):
        return [(read_id(cell), None)]
    try:
        return [split_pair(item, marks) for item in split_list(read_text(cell))]
    except BrokenListError:
        raise fault(ReasonCode.BAD_LIST, form=form) from None
