"""What a table's cells give beside their text; every model of the window answers these."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, NamedTuple

from PySide6.QtCore import Qt

RAW: Final = Qt.ItemDataRole.UserRole + 1
"""The typed cell: int, Fraction, date, str or None."""
STYLE: Final = Qt.ItemDataRole.UserRole + 2
"""A `CellStyle`."""
TONE: Final = Qt.ItemDataRole.UserRole + 3
"""A tone of the look, for pills and coloured text."""
KEY: Final = Qt.ItemDataRole.UserRole + 4
"""What the row is, for whoever opens it."""


FIGURE: Final = Qt.ItemDataRole.UserRole + 5
"""Of a heading: whether its column holds figures."""


class DrawnCell(NamedTuple):
    """One cell as it is drawn: its text, the typed cell behind it, how, in which tone, on which side."""

    text: str
    raw: Any
    style: CellStyle
    tone: str
    side: Qt.AlignmentFlag


class CellStyle(StrEnum):
    """How a cell is drawn."""

    PLAIN = "plain"
    STRONG = "strong"
    GAIN = "gain"
    """A figure with arrow, sign and colour."""
    PILL = "pill"
    MUTED = "muted"
