"""What may be meant by what is typed: a list under its field that never takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.theme.look import LookInForce

CHOICE: Final = Qt.ItemDataRole.UserRole + 1
_SHOWN: Final = 8
_FEW: Final = 4
"""Where fewer rows than this fit under the field, the list stands above it."""
_LEAST_WIDTH: Final = 260


class Choice(Protocol):
    """One thing that may be meant: the text it puts into the field, its name, what tells it apart."""

    @property
    def key(self) -> str:
        """What goes into the field."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def note(self) -> str:
        """What tells it apart: its code, its day, what is left of it."""


def note_of(choice: Choice) -> str:
    """What stands at the right of a choice: its key, where its name is another, and its note."""
    parts = [part for part in (choice.key, choice.note) if part and part != choice.label]
    return " · ".join(dict.fromkeys(parts))


class ChoiceDelegate(QStyledItemDelegate):
    """The name at the left, the note in small at the right."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Rows of one height."""
        return QSize(200, self._look.px(Size.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one choice."""
        choice: Choice = index.data(CHOICE)
        tokens = self._look.tokens
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        inner = rect.adjusted(Space.M, 0, -Space.M, 0)
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            inner.setLeft(inner.left() + self._paint_mark(painter, inner, index) + Space.S)
        painter.setFont(font(Size.CAPTION, scale=self._look.scale))
        painter.setPen(QColor(tokens.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        note = painter.fontMetrics().elidedText(
            note_of(choice), Qt.TextElideMode.ElideRight, inner.width() // 2
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, note)
        taken = painter.fontMetrics().horizontalAdvance(note)
        painter.setFont(font(Size.TABLE, scale=self._look.scale))
        painter.setPen(QColor(tokens.text))
        room = inner.adjusted(0, 0, -taken - Space.M, 0)
        text = painter.fontMetrics().elidedText(choice.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, text)
        painter.restore()

    def _paint_mark(self, painter: QPainter, inner: QRect, index: QModelIndex) -> int:
        """Draw whether it is marked; returns how wide that is."""
        size = self._look.px(16)
        box = QRect(inner.left(), inner.center().y() - size // 2, size, size)
        marked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.accent if marked else tokens.control))
        painter.setBrush(QColor(tokens.accent_soft) if marked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if marked:
            self._look.icon("check", strong=True).paint(painter, box)
        return size


class ChoicePopup(QFrame):
    """Stands in the window, over everything, while its field is typed in."""

    chosen = Signal(object)

    def __init__(self, look: LookInForce, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self.setProperty("kind", "popup")
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What may be meant"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ChoiceDelegate(look, self))
        self.list.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        layout.addWidget(self.list)
        self.hide()

    def offer(self, field: QWidget, choices: Sequence[Choice]) -> None:
        """Show `choices` under `field`, the first one marked; nothing where there are none."""
        self._model.clear()
        for choice in choices:
            item = QStandardItem(f"{choice.label} {note_of(choice)}")
            item.setData(choice, CHOICE)
            self._model.appendRow(item)
        if not choices:
            self.hide()
            return
        self.list.setCurrentIndex(self._model.index(0, 0))
        self._place(field, len(choices))
        self.show()
        self.raise_()

    @property
    def current(self) -> Choice | None:
        """The marked choice, while the list is shown."""
        index = self.list.currentIndex()
        choice: Choice | None = index.data(CHOICE) if self.isVisible() and index.isValid() else None
        return choice

    def step(self, by: int) -> None:
        """Mark the next one, or the one before."""
        count = self._model.rowCount()
        if count:
            at = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self._model.index(at, 0))

    def _place(self, field: QWidget, count: int) -> None:
        window = self.parentWidget()
        if window is None:
            return
        row = self._look.px(Size.ROW)
        edge = 2 * Space.XS + 2
        width = min(max(field.width(), self._look.px(_LEAST_WIDTH)), window.width())
        corner = field.mapTo(window, QPoint(0, field.height() + Space.XS))
        below = (window.height() - corner.y() - edge) // row
        above = (field.mapTo(window, QPoint(0, 0)).y() - Space.XS - edge) // row
        rows = min(count, _SHOWN)
        upwards = below < min(rows, _FEW) and above > below
        height = max(min(rows, above if upwards else below), 1) * row + edge
        if upwards:
            corner.setY(field.mapTo(window, QPoint(0, 0)).y() - Space.XS - height)
        corner.setX(max(min(corner.x(), window.width() - width), 0))
        self.setGeometry(QRect(corner, QSize(width, height)))

    def _clicked(self, index: QModelIndex) -> None:
        choice = index.data(CHOICE)
        self.hide()
        self.chosen.emit(choice)
