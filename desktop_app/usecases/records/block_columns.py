"""Which column of a pasted block is which field: by its heading, else by what stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.reports.code_words import codes_by_word, normalise, read_yes_no
from desktop_app.reports.ledger_sheets import markets, sheet_of
from desktop_app.usecases.records.layout import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.reports.ledger_sheets import Column

_SAMPLE: Final = 30
"""Rows that are looked at."""
_DAY: Final = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_MOMENT: Final = re.compile(rf"{_DAY.pattern}[ T]+\d{{1,2}}:\d{{2}}.*")
_FIGURE: Final = re.compile(r"[-+]?[¥￥$]?\d[\d,]*(?:\.\d+)?%?")
_WHOLE: Final = re.compile(r"\d{1,9}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_ID: Final = re.compile(r"\S{1,60}")


def guess_columns(kind: str, block: Sequence[Sequence[str]]) -> tuple[list[str | None], bool]:
    """Return the field of each column of a block (None: unknown), and whether row one is a heading."""
    width = max((len(row) for row in block), default=0)
    if not width:
        return [], False
    known = _headings(kind)
    first = [normalise(cell) for cell in block[0]] + [""] * (width - len(block[0]))
    found: list[str | None] = []
    for text in first:
        key = known.get(text)
        found.append(key if key not in found else None)
    named = sum(key is not None for key in found)
    if named and 2 * named >= sum(bool(text) for text in first):
        return found, True
    return _by_contents(kind, block[:_SAMPLE], width), False


def _headings(kind: str) -> dict[str, str]:
    columns = sheet_of(kind).columns_by_heading()
    known = {heading: column.key for heading, column in columns.items()}
    known.update({normalise(field.heading): field.key for field in fields_of(kind) if field.editable})
    return known


def _by_contents(kind: str, block: Sequence[Sequence[str]], width: int) -> list[str | None]:
    """Give each column the first field of the sheet, in order, that all that stands in it would fit."""
    free = [
        column for column in sheet_of(kind).columns if column.value not in {"shares", "components", "zone"}
    ]
    free.sort(key=lambda column: not column.required)
    found: list[str | None] = []
    for at in range(width):
        texts = [row[at].strip() for row in block if at < len(row) and row[at].strip()]
        fitting = [column for column in free if texts and all(_fits(column, text) for text in texts)]
        best = max(fitting, key=_precision, default=None)
        found.append(best.key if best is not None else None)
        if best is not None:
            free.remove(best)
    return found


_PRECISION: Final = {
    "code": 9, "yes_no": 8, "market": 7, "currency": 7, "moment": 6, "day": 5, "event": 5, "day_or_moment": 5,
    "amount": 3, "quantity": 4, "id": 2, "ids": 1, "text": 0,
}  # fmt: skip


def _precision(column: Column) -> tuple[int, bool]:
    return _PRECISION.get(column.value, 3), column.required


def _fits(column: Column, text: str) -> bool:  # noqa: PLR0911 - a line a kind
    match column.value:
        case "code":
            return normalise(text) in codes_by_word(column.argument)
        case "yes_no":
            return read_yes_no(text) is not None and not text.isdecimal()
        case "market":
            return text in markets()
        case "currency":
            return _CURRENCY.fullmatch(text) is not None
        case "moment":
            return _MOMENT.fullmatch(text) is not None
        case "day" | "event" | "day_or_moment":
            return _DAY.match(text) is not None
        case "id":
            return _ID.fullmatch(text) is not None and _DAY.match(text) is None and "." not in text
        case "ids" | "text":
            return True
        case "int":
            return _WHOLE.fullmatch(text) is not None
    return _FIGURE.fullmatch(text) is not None and len(text) < 14  # noqa: PLR2004 - longer ones are ids
