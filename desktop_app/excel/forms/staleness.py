"""Which sheets' results may be wrong once others are filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.references import Reference, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.excel.forms.workbook import Sheet, Workbook

_INDIRECT: Final = {"INDIRECT", "OFFSET", "CELL", "NOW", "TODAY", "RAND", "RANDBETWEEN", "SHEETS", "INFO"}
_CONSTANT: Final = re.compile(r"[\d.]+(?:[eE]\d*)?|TRUE|FALSE", re.IGNORECASE)


def stale_sheets(book: Workbook, changed: Iterable[str]) -> set[str]:
    """Return the names of sheets with formulas that look, however far round, at a changed sheet.

    A formula that goes through a name, a table or an address made of text may look anywhere.
    """
    looks = {sheet.name: _looks_at(sheet) for sheet in book.sheets}
    stale = {name.casefold() for name in changed}
    if not stale:
        return set()
    while True:
        more = {
            name.casefold()
            for name, (seen, anywhere) in looks.items()
            if name.casefold() not in stale and (anywhere or seen & stale)
        }
        if not more:
            break
        stale |= more
    return {name for name in looks if name.casefold() in stale}


def _looks_at(sheet: Sheet) -> tuple[set[str], bool]:
    seen: set[str] = set()
    anywhere = False
    for cell in sheet.cells():
        if cell.formula is None:
            continue
        made = pieces(sheet.part.text(cell.formula))
        for at, piece in enumerate(made):
            if isinstance(piece, Reference):
                seen.update(_sheets(piece, sheet))
                anywhere |= piece.through_sheets
            elif piece[0].isalpha() or piece[0] in "_\\[":
                called = made[at + 1 : at + 2] == ("(",)
                anywhere |= piece.upper() in _INDIRECT if called else not _CONSTANT.fullmatch(piece)
    return seen, anywhere


def _sheets(reference: Reference, home: Sheet) -> set[str]:
    return {(reference.sheet or home.name).casefold()}
