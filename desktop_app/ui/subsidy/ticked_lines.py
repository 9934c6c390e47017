"""Lines of a list with boxes to tick, where a box that is chosen has its tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject

    from desktop_app.ui.theme.look import LookInForce

_TICK = ((0.26, 0.52), (0.44, 0.7), (0.75, 0.34))
"""Its points as parts of the box, as the boxes beside lists have it."""


class TickedLines(QStyledItemDelegate):
    """Draws a line as the style sheet has it, box included, then the tick that a style sheet cannot draw."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one line."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or Qt.CheckState(state) is not Qt.CheckState.Checked:
            return
        line = QStyleOptionViewItem(option)
        self.initStyleOption(line, index)
        widget = line.widget
        place = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QRectF(widget.style().subElementRect(place, line, widget))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.on_accent), 2))
        painter.drawPolyline(
            [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in _TICK]
        )
        painter.restore()
