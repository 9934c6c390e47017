"""Dates and times in foreign files: day and month are told apart for a whole file, never cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Final

from desktop_app.importers.cell_text import clean, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from desktop_app.importers.tabular import Cell

DAY_FIRST: Final = "dmy"
MONTH_FIRST: Final = "mdy"
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199
_LAST_MONTH: Final = 12
_TIME: Final = (
    r"(?:/?[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AaPp]\.?[Mm]\.?))?)?(?:\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?))?$"
)
_YEAR_FIRST: Final = re.compile(
    r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?" + _TIME
)
_YEAR_LAST: Final = re.compile(r"^(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})" + _TIME)
_COMPACT: Final = re.compile(r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _TIME)
_NAMED: Final = re.compile(r"^(?P<day>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<year>\d{4})" + _TIME)
_NO_YEAR: Final = re.compile(r"^(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?" + _TIME)
_SERIAL: Final = re.compile(r"^\d{5}(?:\.\d+)?$")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = (20_000, 80_000)
_HALF_DAY: Final = 12


class BadDateError(Exception):
    """A cell that is no date, or a date beyond belief."""


class AmbiguousDatesError(Exception):
    """A file whose dates read either way: no day above 12, and no market to tell; `text` is one of them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as the file writes it, with its time and offset where it has them."""

    day: date
    time: time | None = None
    offset: timezone | None = None

    def moment(self, zone: ZoneInfo | timezone) -> datetime:
        """Return the moment in UTC, in `zone` where the file states no offset, midnight where no time."""
        wall = datetime.combine(self.day, self.time or time(), self.offset or zone)
        return wall.astimezone(UTC)


def day_month_order(cells: Iterable[Cell], market_order: str | None) -> str:
    """Decide for all dates of a file whether the day or the month stands first.

    What a day above 12 shows goes before what the market writes. Raises AmbiguousDatesError where
    neither tells.
    """
    doubtful = ""
    day_first = month_first = False
    # The time of day tells nothing: many moments are of one day.
    days = {cell.strip().partition(" ")[0] for cell in cells if isinstance(cell, str)}
    for cell in sorted(days):
        match = _YEAR_LAST.match(clean(cell))
        if match is None:
            continue
        one, two = int(match["one"]), int(match["two"])
        day_first = day_first or one > _LAST_MONTH >= two
        month_first = month_first or two > _LAST_MONTH >= one
        if one != two and not doubtful:
            doubtful = match[0]
        if day_first and month_first:
            break
    if day_first != month_first:
        return DAY_FIRST if day_first else MONTH_FIRST
    if market_order is not None:
        return market_order
    if doubtful:
        raise AmbiguousDatesError(doubtful)
    return DAY_FIRST


def read_stamp(cell: Cell, order: str = DAY_FIRST, year: int | None = None) -> Stamp | None:
    """Read one date, None where the cell is blank.

    `order` is what `day_month_order` decided; `year` completes dates without one. Raises BadDateError.
    """
    if isinstance(cell, datetime):
        clock = cell.time().replace(microsecond=0)
        return Stamp(_believed(cell.date()), clock if clock != time() else None)
    if isinstance(cell, date):
        return Stamp(_believed(cell))
    if isinstance(cell, time | timedelta | bool):
        raise BadDateError
    if isinstance(cell, int | float):
        return _from_number(cell)
    text = clean(cell).lstrip("'").strip()
    if is_blank(text):
        return None
    plain = plain_moment(text, order, year)
    return _from_text(text, order, year) if plain is None else Stamp(plain.date(), plain.time())


def plain_moment(
    text: str,
    order: str = DAY_FIRST,
    year: int | None = None,
    zone: ZoneInfo | timezone | None = None,
) -> datetime | None:
    """Read a day and a time of day as most files have them; None where anything else stands.

    The moments of a large file are of few days: each is read once, and its clock taken as it stands.
    """
    first, _, rest = text.partition(" ")
    if len(rest) not in {8, 11} or not rest[2] == rest[5] == ":":
        return None
    found = _day_alone(first, order, year)
    at = None if found is None else _plain_clock(rest)
    return None if found is None or at is None else datetime.combine(found, at, zone)


@lru_cache(maxsize=4096)
def _day_alone(text: str, order: str, year: int | None) -> date | None:
    """Read a date that has neither time nor offset; None where it has, or is none."""
    try:
        stamp = _from_text(text, order, year)
    except BadDateError:
        return None
    return stamp.day if stamp.time is None and stamp.offset is None else None


def _plain_clock(text: str) -> time | None:
    """Read `20:15:00` or `08:15:00 PM`; None where it is neither."""
    half = text[8:]
    try:
        clock = time.fromisoformat(text[:8])
    except ValueError:
        return None
    if not half:
        return clock
    if half not in {" AM", " PM"}:
        return None
    # A tenth of what `replace` takes, and there are as many of these as orders.
    return time(clock.hour % _HALF_DAY + (_HALF_DAY if half == " PM" else 0), clock.minute, clock.second)


def _from_text(text: str, order: str, year: int | None) -> Stamp:
    if _SERIAL.match(text):
        return _from_number(float(text))
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return _stamp(match, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _YEAR_LAST.match(text):
        one, two = int(match["one"]), int(match["two"])
        day, month = (one, two) if order == DAY_FIRST else (two, one)
        return _stamp(match, int(match["year"]), month, day)
    if (match := _NAMED.match(text)) and match["name"].lower()[:3] in _MONTHS:
        month = _MONTHS.index(match["name"].lower()[:3]) + 1
        return _stamp(match, int(match["year"]), month, int(match["day"]))
    if year is not None and (match := _NO_YEAR.match(text)):
        return _stamp(match, year, int(match["month"]), int(match["day"]))
    raise BadDateError


def _stamp(match: re.Match[str], year: int, month: int, day: int) -> Stamp:
    try:
        found = _believed(date(year, month, day))
        return Stamp(found, _clock(match), _offset(match["zone"]))
    except ValueError as error:
        raise BadDateError from error


def _clock(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        # 12 o'clock counts as 0 in each half of the day.
        hour = (hour % _HALF_DAY) + (_HALF_DAY if match["half"][0] in "pP" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    signed = text.removeprefix("UTC").removeprefix("GMT")
    if signed in {"", "Z"}:
        return UTC
    digits = signed[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)  # noqa: PLR2004
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if signed[0] == "-" else away)


def _from_number(value: float) -> Stamp:
    """Read a whole number YYYYMMDD, or an Excel serial as re-saving leaves behind."""
    if not isfinite(value):
        raise BadDateError
    first, last = _SERIALS
    if first <= value < last:
        seconds = round((value - int(value)) * 86_400)
        moment = datetime.combine(_EXCEL_EPOCH, time()) + timedelta(days=int(value), seconds=seconds)
        return Stamp(_believed(moment.date()), moment.time() if value != int(value) else None)
    if value == int(value) and (match := _COMPACT.match(str(int(value)))):
        return _stamp(match, int(match["year"]), int(match["month"]), int(match["day"]))
    raise BadDateError


def _believed(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDateError
    return day


_DURATION: Final = re.compile(
    r"^(?:(?P<h>\d+)\s*(?:h|小时|时))?\s*(?:(?P<m>\d+)\s*(?:m(?:in)?|分钟|分))?\s*(?:(?P<s>\d+)\s*(?:s|秒))?$"
)


def read_seconds(cell: Cell) -> int | None:
    """Read a duration such as `2h37m`, `1m12s`, `38s`, `02:37:03` or plain seconds, None where it is blank.

    Raises BadDateError.
    """
    if isinstance(cell, timedelta):
        return int(cell.total_seconds())
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = clean(cell)
    if is_blank(text):
        return None
    if text.isdecimal():
        return int(text)
    if ":" in text and all(part.isdecimal() for part in text.split(":")):
        total = 0
        for part in text.split(":"):
            total = total * 60 + int(part)
        return total
    if match := _DURATION.match(text):
        return int(match["h"] or 0) * 3600 + int(match["m"] or 0) * 60 + int(match["s"] or 0)
    raise BadDateError
