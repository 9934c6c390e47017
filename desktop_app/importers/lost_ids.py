"""What ids that end in 000 show of their column: whether it has been through a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.importers.cell_text import LONG_ID, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.importers.tabular import Cell

_CONSPICUOUS: Final = 20
"""More than one in so many long ids that end in 000: they have been through a number."""


def damage_of(cells: Sequence[Cell], others: Sequence[Cell] = ()) -> str:
    """Return `all` where the whole column is damaged, `some` where those ids are, `none` where they are not.

    Excel rounds every long id of a column that it takes for numbers; of ids that are whole, one in a thousand
    ends so. A column of one id alone is judged with the `others`.
    """
    ids = _long_ids(cells)
    if len(ids) == 1:
        ids |= _long_ids(others)
    alike = sum(text.endswith("000") for text in ids)
    if alike == len(ids):
        return "all" if len(cells) > 1 else "some"
    return "some" if alike > 1 and alike * _CONSPICUOUS > len(ids) else "none"


def _long_ids(cells: Sequence[Cell]) -> set[str]:
    texts = (clean(cell) for cell in cells)
    return {text for text in texts if len(text) >= LONG_ID and text.isdigit()}
