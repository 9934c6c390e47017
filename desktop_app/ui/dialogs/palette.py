"""Find anything by typing: actions, pages and sessions, chosen by arrow keys and Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
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
    from collections.abc import Callable, Sequence

    from desktop_app.ui.theme.look import LookInForce

_ENTRY = Qt.ItemDataRole.UserRole + 1
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find: its text, a hint at the right (shortcut, day), words it is also found by."""

    text: str
    run: Callable[[], object]
    hint: str = ""
    words: str = ""
    enabled: bool = True


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Entries that hold every typed word, those that begin with it first; all where nothing is typed."""
    wanted = typed.casefold().split()
    found = [
        entry
        for entry in entries
        if all(word in f"{entry.text} {entry.words} {entry.hint}".casefold() for word in wanted)
    ]
    if wanted:
        found.sort(key=lambda entry: not entry.text.casefold().startswith(wanted[0]))
    return found


class _EntryDelegate(QStyledItemDelegate):
    """Text at the left, hint in small at the right."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Rows of one height."""
        return QSize(200, self._look.px(Size.ROW) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one entry."""
        entry: Entry = index.data(_ENTRY)
        tokens = self._look.tokens
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        inner = rect.adjusted(Space.M, 0, -Space.M, 0)
        painter.setFont(font(Size.CAPTION, scale=self._look.scale))
        painter.setPen(QColor(tokens.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, right, entry.hint)
        hint_width = painter.fontMetrics().horizontalAdvance(entry.hint)
        painter.setFont(font(Size.BODY, scale=self._look.scale))
        painter.setPen(QColor(tokens.text if entry.enabled else tokens.muted))
        room = inner.adjusted(0, 0, -hint_width - Space.M, 0)
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class Palette(QDialog):
    """The finder; Enter does the chosen entry, Esc leaves."""

    def __init__(self, look: LookInForce, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._entries = list(entries)
        self._chosen: Entry | None = None
        self.setWindowTitle(_("Find anything"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setFixedWidth(look.px(560))
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Action, page or session"))
        self.field.setAccessibleName(_("Find anything"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setAccessibleName(_("Found"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(look, self))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self._fill("")
        self._place(parent)

    @property
    def chosen(self) -> Entry | None:
        """What was chosen; None where the finder was left."""
        return self._chosen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter in the field work on the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._run(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self._model.clear()
        for entry in matching(self._entries, typed):
            item = QStandardItem(entry.text)
            item.setData(entry, _ENTRY)
            item.setEnabled(entry.enabled)
            self._model.appendRow(item)
        if not self._model.rowCount():
            nothing = QStandardItem()
            nothing.setData(Entry(_("Nothing found"), _nothing, enabled=False), _ENTRY)
            nothing.setEnabled(False)
            self._model.appendRow(nothing)
        self.list.setFixedHeight(min(self._model.rowCount(), _SHOWN) * (self._look.px(Size.ROW) + 2) + 2)
        self.adjustSize()
        self._step(0)

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            at = max(self.list.currentIndex().row(), 0)
            self.list.setCurrentIndex(self._model.index((at + by) % count, 0))

    def _run(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(_ENTRY) if index.isValid() else None
        if entry is not None and entry.enabled:
            self._chosen = entry
            self.accept()

    def _place(self, parent: QWidget) -> None:
        self.adjustSize()
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + Space.XXL * 2)


def _nothing() -> None:
    """What choosing nothing does."""
