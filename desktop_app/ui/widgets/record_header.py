"""Headings of the record table: a click sorts, Shift adds a column, marks say what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.ui.theme.look import LookInForce

MARK: Final = 20
"""Room beside a heading for the mark of its order."""
_TIP: Final = 8
_DOT: Final = 5


class RecordHeader(QHeaderView):
    """`sort_requested(column, add)`; `menu_requested(column, place on the screen)`."""

    sort_requested = Signal(int, bool)
    menu_requested = Signal(int, QPoint)

    def __init__(self, look: LookInForce, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._sorted: Mapping[int, tuple[int, bool]] = {}
        self._filtered: frozenset[int] = frozenset()
        self._extends = False
        self.is_held = False
        """Whether the mouse is down on it: widths that change meanwhile are a person's."""
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(Space.XXL)
        self.sectionClicked.connect(self._clicked)

    def say(self, order: Sequence[tuple[int, bool]], filtered: frozenset[int]) -> None:
        """Mark the columns sorted by (column, descending), first to last, and those that are filtered."""
        self._sorted = {column: (at, down) for at, (column, down) in enumerate(order)}
        self._filtered = filtered
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether Shift was held."""
        self._extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.is_held = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        self.is_held = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the column."""
        column = self.logicalIndexAt(event.pos())
        if column >= 0:
            self.menu_requested.emit(column, event.globalPos())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """Draw the heading, then its marks: an arrow with its place in the order, a dot for a filter."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex not in self._sorted and logicalIndex not in self._filtered:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._mark_left(rect, logicalIndex)
        accent = QColor(self._look.tokens.accent)
        if logicalIndex in self._filtered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(QRectF(left + 2, rect.top() + 5, _DOT, _DOT))
        if logicalIndex in self._sorted:
            self._draw_order(painter, rect, left, *self._sorted[logicalIndex])
        painter.restore()

    def _mark_left(self, rect: QRect, column: int) -> int:
        """Where the marks begin: after the heading, before it where it stands at the right."""
        model = self.model()
        text = str(model.headerData(column, self.orientation(), Qt.ItemDataRole.DisplayRole) or "")
        side = model.headerData(column, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        width = self.fontMetrics().horizontalAdvance(text)
        if Qt.AlignmentFlag(side or 0) & Qt.AlignmentFlag.AlignRight:
            return max(rect.right() - Space.S - width - MARK, rect.left())
        return min(rect.left() + Space.S + width + 2, rect.right() - MARK)

    def _draw_order(self, painter: QPainter, rect: QRect, left: int, place: int, down: bool) -> None:  # noqa: FBT001 - one of a pair
        middle = rect.center().y()
        tip, base = (middle + 3, middle - 2) if down else (middle - 3, middle + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.tokens.accent))
        painter.drawPolygon(
            QPolygonF(
                [QPointF(left + 1, base), QPointF(left + 1 + _TIP, base), QPointF(left + 1 + _TIP / 2, tip)]
            )
        )
        if len(self._sorted) > 1:
            painter.setPen(QColor(self._look.tokens.muted))
            painter.setFont(font(Size.CAPTION - 2, scale=self._look.scale))
            painter.drawText(
                QRect(left + _TIP + 2, middle - 8, 10, 16), Qt.AlignmentFlag.AlignCenter, str(place + 1)
            )

    def _clicked(self, column: int) -> None:
        self.sort_requested.emit(column, self._extends)
