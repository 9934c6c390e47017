"""Cells as text: cleaned of what platforms and spreadsheet programs put around it, and ids kept whole."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop_app.importers.tabular import Cell

BLANK_WORDS: Final = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "–",
        "/",
        "\\",
        "n/a",
        "na",
        "null",
        "none",
        "#n/a",
        "#div/0!",
        "#value!",
        "#ref!",
        "#name?",
        "#num!",
        "#null!",
    }
)
"""What platforms and Excel write where there is nothing, in lower case."""

MAX_TEXT: Final = 32_767
"""Characters of the longest cell that Excel can hold."""

MAX_EXACT: Final = 10**15
"""Whole numbers below it survive a number cell; Excel keeps 15 digits."""

LONG_ID: Final = 16
"""Digits of an id that a number cell cannot hold."""
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_WRAPPED: Final = re.compile(r'^="(.*)"$', re.DOTALL)
_SCIENTIFIC: Final = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d{1,3}$")
_POINT_ZERO: Final = re.compile(r"^\d{5,}[.,]0+$")
_SPACES: Final = re.compile(r"\s+")


class LostIdError(Exception):
    """An id that has been through a number: its last digits are gone.

    `certain` is False for one that only looks so, and is `text`: a long one that ends in 000.
    """

    def __init__(self, text: str = "", *, certain: bool = True) -> None:
        super().__init__(text, certain)
        self.text = text
        self.certain = certain


def clean(cell: Cell) -> str:
    """Return a cell as text: no marks or control characters, no spaces at its ends, composed (NFC)."""
    if isinstance(cell, str):
        if cell.isalnum() and cell.isascii():
            # Ids and words, most cells of a large file: nothing in them needs cleaning.
            return cell
        text = cell
    else:
        text = _written(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    elif not text.isprintable():
        text = _UNWANTED.sub("", text)
    text = text.strip()
    if text.startswith("=") and (wrapped := _WRAPPED.match(text)):
        text = wrapped[1].strip()
    return text


def _written(cell: Cell) -> str:
    """Write out a cell that is no text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return plain_number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def plain_number(value: float) -> str:
    """Write a number cell without exponent: 3.0 as "3", 0.1 as "0.1"."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f") if value == value else "nan"  # noqa: PLR0124


def is_blank(text: str) -> bool:
    """Tell whether a cleaned cell says nothing."""
    return text.lower() in BLANK_WORDS


def clean_id(cell: Cell) -> str:
    """Return an id as text, "" where there is none.

    Raises LostIdError where it was a number: scientific notation, a decimal point, more digits than a
    number cell keeps, or a long id ending in 000.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell != cell or abs(cell) >= MAX_EXACT or cell != int(cell):  # noqa: PLR0124
            raise LostIdError
        return str(int(cell))
    text = clean(cell)
    if text.isdigit() and text.isascii():
        # Nearly every id there is: nothing stands around it, and it is no figure that was written out.
        if len(text) >= LONG_ID and text.endswith("000"):
            raise LostIdError(text, certain=False)
        return text
    text = unicodedata.normalize("NFKC", text).lstrip("'@’`").strip()
    if _SCIENTIFIC.match(text) or _POINT_ZERO.match(text):
        raise LostIdError
    if len(text) >= LONG_ID and text.isdigit() and text.endswith("000"):
        raise LostIdError(text, certain=False)
    return "" if is_blank(text) else text


def word_key(text: str) -> str:
    """Return the form in which headings and status words are compared: NFKC, no spaces, no case."""
    return exact_key(text).casefold()


def exact_key(text: str) -> str:
    """Return the form in which headings that differ by case alone are compared."""
    # Forty formats look at the same headings; a long text is none, and is not kept.
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


_SHORT: Final = 200
_short_key: Final = lru_cache(maxsize=8192)(_key)
