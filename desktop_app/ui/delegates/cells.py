"""Cells as the look wants them: figures flush right, gains with arrow and sign, states as pills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.models.roles import RAW, STYLE, TONE, CellStyle, DrawnCell
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

_Index = QModelIndex | QPersistentModelIndex
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT_TONES: Final = frozenset({"gain", "loss", "warning", "muted"})
_LONG_ID: Final = 10


class CellDelegate(QStyledItemDelegate):
    """Draws every table of the window."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.hovered_row = -1
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._colours: dict[str, QColor] = {}
        look.changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Width of the text, height of a row."""
        cell = _cell_of(index)
        strong = cell.style is CellStyle.STRONG or "strong" in cell.tone
        width = self._font(Size.TABLE, strong=strong)[1].horizontalAdvance(cell.text) + 2 * Space.S + 2
        if cell.style in {CellStyle.GAIN, CellStyle.PILL}:
            width += Space.L
        return QSize(width, self._look.px(Size.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw ground, content, hairline and focus."""
        tokens = self._look.tokens
        rect = QRect(option.rect)
        state: int = option.state.value
        painter.save()
        if state & _SELECTED:
            painter.fillRect(rect, self._colour(tokens.accent_soft))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, self._colour(tokens.hover))
        painter.setPen(self._colour(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(Space.S, 0, -Space.S, 0)
        cell = _cell_of(index)
        if cell.style is CellStyle.GAIN:
            self._gain(painter, inner, cell)
        elif cell.style is CellStyle.PILL and cell.raw is not None:
            self._pill(painter, inner, cell)
        else:
            self._text(painter, inner, cell)
        if state & _FOCUSED:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._colour(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1.5, -1.5), 4, 4)
        painter.restore()

    def _text(self, painter: QPainter, box: QRect, cell: DrawnCell) -> None:
        tokens = self._look.tokens
        tones = cell.tone.split()
        strong = cell.style is CellStyle.STRONG or "strong" in tones
        plain = "muted" if cell.style is CellStyle.MUTED or cell.raw is None else "text"
        colour = self._colour(getattr(tokens, next((tone for tone in tones if tone in _TEXT_TONES), plain)))
        painter.setPen(colour)
        face, metrics = self._font(Size.TABLE, strong=strong)
        painter.setFont(face)
        text = cell.text.replace("\n", " ")
        # Measuring costs as much as drawing: what is surely short enough is not measured.
        if _at_most(text, metrics) > box.width() and metrics.horizontalAdvance(text) > box.width():
            # Ids differ at their end: it must stay.
            side = Qt.TextElideMode.ElideMiddle if _is_id(text) else Qt.TextElideMode.ElideRight
            text = metrics.elidedText(text, side, box.width())
        painter.drawText(box, _RIGHT if "right" in tones else cell.side, text)
        if "arrow" in tones:
            left = box.right() - metrics.horizontalAdvance(text) - 14
            arrow(painter, colour, left, box.center().y(), 9, up="gain" in tones)

    def _gain(self, painter: QPainter, box: QRect, cell: DrawnCell) -> None:
        if cell.raw is None:
            self._text(painter, box, cell)
            return
        tokens = self._look.tokens
        colour = self._colour(tokens.gain if cell.raw > 0 else tokens.loss if cell.raw < 0 else tokens.text)
        painter.setPen(colour)
        face, metrics = self._font(Size.TABLE)
        painter.setFont(face)
        painter.drawText(box, cell.side, cell.text)
        if cell.raw:
            left = box.right() - metrics.horizontalAdvance(cell.text) - 14
            arrow(painter, colour, left, box.center().y(), 9, up=cell.raw > 0)

    def _pill(self, painter: QPainter, box: QRect, cell: DrawnCell) -> None:
        tokens = self._look.tokens
        grounds = {
            "good": (tokens.accent_soft, tokens.accent),
            "warning": (tokens.warning_soft, tokens.warning),
            "bad": (tokens.loss_soft, tokens.loss),
        }
        ground, colour = grounds.get(cell.tone, (tokens.hover, tokens.muted))
        face, metrics = self._font(Size.CAPTION)
        painter.setFont(face)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() - 16)
        width, height = metrics.horizontalAdvance(text) + 16, self._look.px(20)
        shape = QRectF(box.left(), box.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(ground))
        painter.drawRoundedRect(shape, height / 2, height / 2)
        painter.setPen(self._colour(colour))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, text)

    def _font(self, size: int, *, strong: bool = False) -> tuple[QFont, QFontMetrics]:
        """A face of the look with its metrics, made once: a page of rows asks for hundreds."""
        known = self._fonts.get((size, strong))
        if known is None:
            face = font(size, strong=strong, scale=self._look.scale)
            known = self._fonts[size, strong] = (face, QFontMetrics(face))
        return known

    def _colour(self, token: str) -> QColor:
        colour = self._colours.get(token)
        if colour is None:
            colour = self._colours[token] = QColor(token)
        return colour

    def _forget(self) -> None:
        self._fonts.clear()
        self._colours.clear()


def _cell_of(index: _Index) -> DrawnCell:
    """What a cell is drawn of: in one answer where the model gives it, else role by role."""
    drawn = getattr(index.model(), "drawn_cell", None)
    if drawn is not None:
        cell: DrawnCell = drawn(index.row(), index.column())
        return cell
    style = index.data(STYLE)
    return DrawnCell(
        str(index.data() or ""),
        index.data(RAW),
        style if isinstance(style, CellStyle) else CellStyle.PLAIN,
        str(index.data(TONE) or ""),
        index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT,
    )


def _at_most(text: str, metrics: QFontMetrics) -> float:
    """No less than a text's width: a sign is as wide as it is high, a Latin one two thirds of that."""
    return len(text) * metrics.height() * (0.67 if text.isascii() else 1)


def _is_id(text: str) -> bool:
    """Whether a text is a long code rather than words: digits in it and no space."""
    return (
        len(text) >= _LONG_ID and " " not in text and text.isascii() and any(sign.isdigit() for sign in text)
    )


def arrow(painter: QPainter, colour: QColor, left: float, middle: float, size: float, *, up: bool) -> None:
    """Draw ▲ or ▼, so that gain and loss never rest on colour alone."""
    half = size / 2
    tip, base = (middle - half + 1, middle + half - 1) if up else (middle + half - 1, middle - half + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(left + half, tip), QPointF(left + size, base), QPointF(left, base)])
    )
