"""A box to tick that is seen in both themes: an outline, filled with a tick once it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from desktop_app.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from desktop_app.ui.theme.look import LookInForce

_SIDE = 18
_ROOM = 24


class Tick(QCheckBox):
    """A check box; without a text its name is its accessible name."""

    def __init__(self, look: LookInForce, text: str = "") -> None:
        super().__init__(text)
        self._look = look
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the box, and for its text."""
        room = self._look.px(_ROOM)
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2 * Space.S if self.text() else 0
        return QSize(room + wide, max(room, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Answer to a click anywhere on it."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, and its text beside it."""
        tokens, side = self._look.tokens, self._look.px(_SIDE)
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
        if self.text():
            box.moveLeft((self._look.px(_ROOM) - side) / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.accent if self.isChecked() or self.hasFocus() else tokens.control
        painter.setPen(QPen(QColor(colour), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens.on_accent), 2))
            points = ((0.26, 0.52), (0.44, 0.7), (0.75, 0.34))
            painter.drawPolyline([QPointF(box.left() + x * side, box.top() + y * side) for x, y in points])
        if self.text():
            painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
            beside = self.rect().adjusted(self._look.px(_ROOM) + Space.S, 0, 0, 0)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()
