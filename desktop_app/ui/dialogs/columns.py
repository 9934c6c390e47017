"""Which columns a table shows, and in which order, by keyboard or mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import HintButton, label, row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.records.layout import Field

_ROWS = 12
_ROW = 28
_KEY = Qt.ItemDataRole.UserRole


class _Lines(QStyledItemDelegate):
    """A box that is marked where the column is shown, then its heading."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Rows of one height."""
        return QSize(120, self._look.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one column."""
        tokens = self._look.tokens
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(rect.adjusted(0, 1, -1, -1), 6, 6)
        size = self._look.px(16)
        box = QRect(rect.left() + Space.S, rect.center().y() - size // 2, size, size)
        marked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        painter.setPen(QColor(tokens.accent if marked else tokens.control))
        painter.setBrush(QColor(tokens.accent_soft if marked else tokens.surface))
        painter.drawRoundedRect(box, 4, 4)
        if marked:
            self._look.icon("check", strong=True).paint(painter, box)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(Size.TABLE, scale=self._look.scale))
        room = rect.adjusted(size + 2 * Space.S, 0, -Space.S, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class ColumnsDialog(QDialog):
    """Space shows or hides a column, Alt with an arrow moves it; `states` is what was chosen."""

    def __init__(
        self,
        parent: QWidget,
        look: LookInForce,
        states: Sequence[Mapping[str, object]],
        fields: Mapping[str, Field],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns"))
        self.setMinimumWidth(look.px(400))
        self._states = {str(state["key"]): dict(state) for state in states}
        self._fields = fields
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns"))
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.list.setItemDelegate(_Lines(look, self))
        self.list.setFixedHeight(look.px(_ROW) * _ROWS)
        self.up, self.down = HintButton(look), HintButton(look)
        for button, text, keys, slot in (
            (self.up, _("Up"), "Alt+Up", self._up),
            (self.down, _("Down"), "Alt+Down", self._down),
        ):
            button.setText(text)
            button.set_hint(QKeySequence(keys))
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        first = QPushButton(_("As at first"))
        first.setAutoDefault(False)
        first.clicked.connect(self._reset)
        leave = QPushButton(_("Leave as it is"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.do = QPushButton(_("Show these columns"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Columns"), "section"))
        layout.addWidget(
            label(_("Space shows or hides a column; drag it, or move it by keys."), "sub", wrap=True)
        )
        layout.addWidget(self.list)
        layout.addLayout(row(self.up, self.down, None, first))
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, leave, self.do))
        self._fill([(str(s["key"]), not s.get("hidden")) for s in states])
        self.list.setFocus()

    @property
    def states(self) -> list[dict[str, object]]:
        """Every column in its order, with whether it is hidden; widths stay."""
        chosen = []
        for at in range(self.list.count()):
            item = self.list.item(at)
            hidden = item.checkState() is not Qt.CheckState.Checked
            chosen.append({**self._states.get(item.data(_KEY), {}), "key": item.data(_KEY), "hidden": hidden})
        if all(state["hidden"] for state in chosen):
            chosen[0]["hidden"] = False
        return chosen

    def _fill(self, columns: Sequence[tuple[str, bool]]) -> None:
        self.list.clear()
        for key, shown in columns:
            item = QListWidgetItem(self._fields[key].heading)
            item.setData(_KEY, key)
            item.setToolTip(self._fields[key].guide)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _reset(self) -> None:
        self._states = {}
        self._fill([(field.key, field.shown) for field in self._fields.values()])

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)
