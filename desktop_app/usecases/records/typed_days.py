"""Days, moments and spans of days as people type them: 3/1, 昨天, 20:30, 2026-03, 三月, 上周五."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

_WORDS: Final = {
    "今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "yesterday": -1, "前天": -2,
    "大前天": -3, "明天": 1, "tomorrow": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_TIMES: Final = re.compile(
    r"(上午|早上|凌晨|中午|下午|晚上|晚|夜里)?\s*(\d{1,2})(?:[:点时](\d{1,2}|半)?分?)(?::(\d{2}))?",
    re.IGNORECASE,
)
_MONTH_DAY: Final = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
_SHORT_YEAR: Final = re.compile(r"(\d{2})([-/.])(\d{1,2})\2(\d{1,2})")
_FULL: Final = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?")
_DAY_ONLY: Final = re.compile(r"(\d{1,2})[日号]")
_WEEKDAY: Final = re.compile(r"(上|本|这|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_YEAR: Final = re.compile(r"(\d{4})年?")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})月?|(\d{1,2})月份?")
_LATE: Final = frozenset({"下午", "晚上", "晚", "夜里"})
_NOON: Final = 12
_AHEAD_DAYS: Final = 31
_SPAN: Final = re.compile(r"\s*(?:~|到|至|\.\.|—)\s*")


def tidy_day(text: str, today: date) -> str:
    """Return a typed day or moment as a ledger has it (`2026-03-01`, `2026-03-01 20:30`), else as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    day, rest = _leading_day(plain, today)
    if plain.isdecimal():
        return text
    if day is None:
        found = _TIMES.fullmatch(plain)
        return f"{today.isoformat()} {_clock(found)}" if found and _clock(found) else text
    rest = rest.lstrip(" T,")
    if not rest:
        return day.isoformat()
    found = _TIMES.fullmatch(rest)
    clock = _clock(found) if found else None
    return f"{day.isoformat()} {clock}" if clock else f"{day.isoformat()} {rest}"


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """Read a span of days, both ends in it: a day, a month, a year, or two days with ~ or 到 between."""
    plain = unicodedata.normalize("NFKC", text).strip()
    ends = _SPAN.split(plain)
    if len(ends) == 2:  # noqa: PLR2004
        first, last = (read_span(end, today) for end in ends)
        return (first[0], last[1]) if first and last else None
    try:
        if found := _YEAR.fullmatch(plain):
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
        if found := _MONTH.fullmatch(plain):
            first_day = _month(found, today)
            return first_day, (first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None
    day, rest = _leading_day(plain, today)
    return (day, day) if day is not None and not rest else None


def _month(found: re.Match[str], today: date) -> date:
    if found[1]:
        return date(int(found[1]), int(found[2]), 1)
    month = int(found[3])
    return date(today.year if month <= today.month else today.year - 1, month, 1)


def _leading_day(text: str, today: date) -> tuple[date | None, str]:
    """Take a day off the beginning of a text."""
    lower = text.casefold()
    for word in sorted(_WORDS, key=len, reverse=True):
        if lower.startswith(word):
            rest = text[len(word) :]
            return today + timedelta(days=_WORDS[word]), "晚" + rest if word == "昨晚" and rest else rest
    try:
        return _written_day(text, today)
    except ValueError:
        return None, text


def _written_day(text: str, today: date) -> tuple[date | None, str]:
    if found := _FULL.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if found := _SHORT_YEAR.match(text):
        return date(2000 + int(found[1]), int(found[3]), int(found[4])), text[found.end() :]
    if (found := _MONTH_DAY.match(text)) and not text[found.end() :][:1].isdigit():
        return _nearest(int(found[1]), int(found[2]), today), text[found.end() :]
    if found := _DAY_ONLY.match(text):
        return today.replace(day=int(found[1])), text[found.end() :]
    if found := _WEEKDAY.match(text):
        weekday = "一二三四五六日天".index(found[2]) % 7 if found[2] != "天" else 6
        monday = today - timedelta(days=today.weekday())
        week = {"上": -1, "下": 1}.get(found[1] or "", 0)
        return monday + timedelta(days=weekday, weeks=week), text[found.end() :]
    return None, text


def _nearest(month: int, day: int, today: date) -> date:
    """Return a day without its year: the last such day that is past, or no more than a month ahead."""
    for year in (today.year + 1, today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=_AHEAD_DAYS):
            return found
    raise ValueError(month, day)


def _clock(found: re.Match[str]) -> str | None:
    part, hour_text, minute_text, second = found.groups()
    hour = int(hour_text)
    minute = 30 if minute_text == "半" else int(minute_text or 0)
    if part in _LATE and hour < _NOON:
        hour += _NOON
    if hour > 23 or minute > 59:  # noqa: PLR2004
        return None
    return f"{hour:02}:{minute:02}" + (f":{second}" if second else "")
