"""Cells as the look wants them: figures flush right, gains with arrow and sign, states as pills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.models.roles import RAW, STYLE, TONE, CellStyle
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws every table of the window."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.hovered_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Width of the text, height of a row."""
        metrics = QFontMetrics(font(Size.TABLE, scale=self._look.scale))
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * Space.S + 2
        if index.data(STYLE) in {CellStyle.GAIN, CellStyle.PILL}:
            width += Space.L
        return QSize(width, self._look.px(Size.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw ground, content, hairline and focus."""
        tokens = self._look.tokens
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.accent_soft))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, QColor(tokens.hover))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(Space.S, 0, -Space.S, 0)
        match index.data(STYLE):
            case CellStyle.GAIN:
                self._gain(painter, inner, index)
            case CellStyle.PILL:
                self._pill(painter, inner, index)
            case style:
                self._text(
                    painter, inner, index, strong=style is CellStyle.STRONG, muted=style is CellStyle.MUTED
                )
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1.5, -1.5), 4, 4)
        painter.restore()

    def _text(self, painter: QPainter, box: QRect, index: _Index, *, strong: bool, muted: bool) -> None:
        tokens = self._look.tokens
        tones = str(index.data(TONE) or "").split()
        strong = strong or "strong" in tones
        named = {"gain": tokens.gain, "loss": tokens.loss, "warning": tokens.warning, "muted": tokens.muted}
        plain = tokens.muted if muted or index.data(RAW) is None else tokens.text
        colour = next((named[tone] for tone in tones if tone in named), plain)
        painter.setPen(QColor(colour))
        painter.setFont(font(Size.TABLE, strong=strong, scale=self._look.scale))
        text = painter.fontMetrics().elidedText(
            str(index.data() or "").replace("\n", " "), Qt.TextElideMode.ElideRight, box.width()
        )
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        if "right" in tones:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, side, text)
        if "arrow" in tones:
            up = "gain" in tones
            left = box.right() - painter.fontMetrics().horizontalAdvance(text) - 14
            arrow(painter, QColor(colour), left, box.center().y(), 9, up=up)

    def _gain(self, painter: QPainter, box: QRect, index: _Index) -> None:
        raw = index.data(RAW)
        if raw is None:
            self._text(painter, box, index, strong=False, muted=True)
            return
        tokens = self._look.tokens
        colour = QColor(tokens.gain if raw > 0 else tokens.loss if raw < 0 else tokens.text)
        painter.setPen(colour)
        painter.setFont(font(Size.TABLE, scale=self._look.scale))
        text = str(index.data())
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        if raw:
            width = painter.fontMetrics().horizontalAdvance(text)
            arrow(painter, colour, box.right() - width - 14, box.center().y(), 9, up=raw > 0)

    def _pill(self, painter: QPainter, box: QRect, index: _Index) -> None:
        tokens = self._look.tokens
        grounds = {
            "good": (tokens.accent_soft, tokens.accent),
            "warning": (tokens.warning_soft, tokens.warning),
            "bad": (tokens.loss_soft, tokens.loss),
        }
        ground, colour = grounds.get(index.data(TONE) or "", (tokens.hover, tokens.muted))
        painter.setFont(font(Size.CAPTION, scale=self._look.scale))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, box.width() - 16)
        width, height = metrics.horizontalAdvance(text) + 16, self._look.px(20)
        shape = QRectF(box.left(), box.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(shape, height / 2, height / 2)
        painter.setPen(QColor(colour))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, text)


def arrow(painter: QPainter, colour: QColor, left: float, middle: float, size: float, *, up: bool) -> None:
    """Draw ▲ or ▼, so that gain and loss never rest on colour alone."""
    half = size / 2
    tip, base = (middle - half + 1, middle + half - 1) if up else (middle + half - 1, middle - half + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(left + half, tip), QPointF(left + size, base), QPointF(left, base)])
    )
