"""Single figures beside their words on a summary sheet: a bill's period, its total, its currency."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean, word_key

if TYPE_CHECKING:
    from desktop_app.importers.recognise import Recognised

_ROWS: Final = 100


def read_labels(recognised: Recognised) -> dict[str, Any]:
    """Return, for each label that the format declares, the cell that follows it on any other sheet."""
    meanings = {key: label for label, keys in recognised.format.labels.items() for key in keys}
    found: dict[str, Any] = {}
    if not meanings:
        return found
    for sheet in recognised.table.sheets:
        if sheet is recognised.match.sheet:
            continue
        for row in sheet.head(_ROWS):
            cells = [cell for cell in row if clean(cell)]
            for cell, following in pairwise(cells):
                label = meanings.get(word_key(clean(cell)))
                if label is not None:
                    found.setdefault(label, following)
    return found
