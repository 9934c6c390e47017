"""Ways to choose one of several: chips, and a list that opens, with an arrow that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ROOM: Final = 16
"""From the right edge to the middle of the arrow."""
_HALF: Final = 4


class Choice(QComboBox):
    """A list that opens; the style sheet leaves its arrow away, so that it is drawn here as our icons are."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, then its arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = self.width() - _ROOM, self.height() / 2 - _HALF / 2
        painter.drawPolyline(QPolygonF([QPointF(x - _HALF, y), QPointF(x, y + _HALF), QPointF(x + _HALF, y)]))


class Chip(QPushButton):
    """A small button with room for its text in bold, as the chosen one is set."""

    def sizeHint(self) -> QSize:
        """Room for the text in bold."""
        hint = super().sizeHint()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        plain = self.fontMetrics().horizontalAdvance(self.text())
        more = QFontMetrics(strong).horizontalAdvance(self.text()) - plain
        return QSize(hint.width() + max(more, 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same: a chip's text is never cut."""
        return self.sizeHint()


def make_chip(text: str = "", *, checked: bool = False) -> QPushButton:
    """A small button that stays down while its part or its filter is in force."""
    chip = Chip(text)
    chip.setProperty("kind", "chip")
    chip.setCheckable(True)
    chip.setChecked(checked)
    return chip
