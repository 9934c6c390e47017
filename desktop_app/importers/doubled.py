"""Columns of one field that stand in a file twice: whether they say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.cell_text import clean
from desktop_app.importers.errors import UnusableFileError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.importers.mapped_sheet import MappedSheet


def refuse_doubled(sheet: MappedSheet, path: Path) -> None:
    """Refuse a file where a heading stands twice over different cells: nobody knows which is the right one.

    A second column without any cell says nothing, and one that repeats the first says the same. Raises
    UnusableFileError (HEADING_TWICE).
    """
    match = sheet.match
    pairs = [
        (match.columns[name], place)
        for name, places in match.doubled.items()
        for place in places
        if place != match.columns[name]
    ]
    if not pairs:
        return
    numbers = {row.number for row in sheet.rows}
    rows = [row for number, row in enumerate(match.sheet.rows(), start=1) if number in numbers]
    for first, second in pairs:
        seconds = [clean(row[second]) if second < len(row) else "" for row in rows]
        firsts = [clean(row[first]) if first < len(row) else "" for row in rows]
        if any(seconds) and firsts != seconds:
            headings = match.sheet.head(match.header_row)[match.header_row - 1]
            raise UnusableFileError(path, FileFault.HEADING_TWICE, column=clean(headings[first]))
