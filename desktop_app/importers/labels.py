"""Single figures beside their words on a summary sheet: a bill's period, its total, its currency."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean, word_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.importers.recognise import Recognised

_ROWS: Final = 100
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


def read_labels(recognised: Recognised) -> dict[str, Any]:
    """Return, for each label that the format declares, what follows it above the headings or elsewhere.

    That is the next cell, or what stands behind a colon in the label's own.
    """
    meanings = {key: label for label, keys in recognised.format.labels.items() for key in keys}
    found: dict[str, Any] = {}
    if not meanings:
        return found
    for sheet in recognised.table.sheets:
        own = sheet is recognised.match.sheet
        for row in sheet.head(recognised.match.header_row - 1 if own else _ROWS):
            cells = [part for cell in row if clean(cell) for part in _around_colon(cell)]
            for cell, following in pairwise(cells):
                label = meanings.get(word_key(clean(cell)))
                if label is not None:
                    found.setdefault(label, following)
    return found


def _around_colon(cell: Any) -> list[Any]:
    """Take a cell such as `账单号：BL1` apart; any other stays whole."""
    if not isinstance(cell, str):
        return [cell]
    label, _, value = cell.partition("：")
    return [label, value] if value.strip() else [cell]


def day_in(text: str) -> date | None:
    """Return the first day that stands in a text, None where none does."""
    match = _DAY.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def period_of(labels: Mapping[str, Any]) -> tuple[date, date] | None:
    """Return the first and last day of the period that a file states, None where it states none."""
    days = []
    for match in _DAY.finditer(clean(labels.get("period"))):
        try:
            days.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            return None
    return (min(days), max(days)) if days else None
