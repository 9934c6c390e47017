"""Which number formats of a workbook show a date, and which show a time."""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import cache
from typing import Final


class Shows(Flag):
    """What of a moment a cell's format shows."""

    NOTHING = 0
    DATE = auto()
    TIME = auto()


_BOTH: Final = Shows.DATE | Shows.TIME
# ECMA-376 18.8.30: the formats without a code of their own; 27 to 58 are those of Chinese and Japanese Excel.
_BUILT_IN: Final[dict[int, Shows]] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), Shows.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), Shows.TIME),
    22: _BOTH,
}
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_HALF_DAYS: Final = re.compile(r"am/pm|a/p|上午/下午")


@cache
def shows(number_format_id: int, code: str | None) -> Shows:
    """Return what a format shows of a moment; `code` is None for a format that is built in."""
    if code is None:
        return _BUILT_IN.get(number_format_id, Shows.NOTHING)
    first = _LITERAL.sub("", code.lower()).split(";")[0]
    if "general" in first or "@" in first:
        return Shows.NOTHING
    letters = _HALF_DAYS.sub("h", first)
    found = Shows.NOTHING
    if any(char in letters for char in "hs") or "[m" in letters:
        found |= Shows.TIME
    if any(char in letters for char in "yd") or ("m" in letters and not found):
        found |= Shows.DATE
    return found
