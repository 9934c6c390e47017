"""What a table's cells give beside their text; every model of the window answers these."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

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


class CellStyle(StrEnum):
    """How a cell is drawn."""

    PLAIN = "plain"
    STRONG = "strong"
    GAIN = "gain"
    """A figure with arrow, sign and colour."""
    PILL = "pill"
    MUTED = "muted"
