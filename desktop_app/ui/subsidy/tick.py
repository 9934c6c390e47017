"""A box to tick that is seen in both themes: an outline, filled with a tick once it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from desktop_app.ui.theme.look import LookInForce

_SIDE = 18
_ROOM = 24


class Tick(QCheckBox):
    """A check box without a text of its own; its name is its accessible name."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the box alone."""
        return QSize(self._look.px(_ROOM), self._look.px(_ROOM))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Answer to a click anywhere on it."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        tokens, side = self._look.tokens, self._look.px(_SIDE)
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
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
        painter.end()
