"""Choose records by looking for them: the whole list, sought by name, pinyin or code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.fields.popup import CHOICE, ChoiceDelegate
from desktop_app.ui.widgets.fields.suggesting import SeveralEditor
from desktop_app.usecases.records.suggesting import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.widgets.fields.popup import Choice
    from desktop_app.ui.widgets.fields.suggesting import ReferenceEditor

LISTED: Final = 200
"""Records listed at a time; more are found by typing."""
_ROWS: Final = 10
_ENTER: Final = frozenset([Qt.Key.Key_Return, Qt.Key.Key_Enter])


class Pick(QDialog):
    """A list to choose one record from, or with `several` as many as one likes: Space marks, Enter takes."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        refers_to: str,
        title: str,
        several: bool,
        chosen: Sequence[str],
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._refers_to = refers_to
        self._several = several
        self._keys: list[str] = list(chosen)
        self.setWindowTitle(title)
        self.setFixedWidth(context.look.px(480))
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Name, pinyin or code"))
        self.field.setAccessibleName(_("Look for"))
        self.field.textChanged.connect(self._seek)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setAccessibleName(title)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ChoiceDelegate(context.look, self))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFixedHeight(_ROWS * context.look.px(Size.ROW) + 2)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.count = label("", "sub")
        self.take = QPushButton()
        self.take.setProperty("kind", "primary")
        self.take.clicked.connect(self._take)
        self.leave = QPushButton(_("Leave as it is"))
        self.leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addLayout(row(self.count, None, self.leave, self.take))
        self._say_count()
        self._seek("")

    @property
    def keys(self) -> tuple[str, ...]:
        """What was chosen, in the order of choosing."""
        return tuple(self._keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows in the field go through the list; Space marks there, Enter takes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and watched is self.field:
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Space and watched is self.list:
                self._clicked(self.list.currentIndex())
                return True
            if event.key() in _ENTER:
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _seek(self, typed: str) -> None:
        self._context.ask(partial(_found, refers_to=self._refers_to, typed=typed.strip()), self._fill)

    def _fill(self, answer: tuple[str, list[Choice]]) -> None:
        typed, choices = answer
        if typed != self.field.text().strip():
            return
        self._model.clear()
        for choice in choices:
            item = QStandardItem(choice.label)
            item.setData(choice, CHOICE)
            item.setCheckable(self._several)
            if self._several:
                item.setCheckState(_state(choice.key in self._keys))
            self._model.appendRow(item)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self._say_count()

    def _clicked(self, index: QModelIndex) -> None:
        choice: Choice | None = index.data(CHOICE) if index.isValid() else None
        if choice is None:
            return
        if not self._several:
            self._keys = [choice.key]
            self.accept()
            return
        if choice.key in self._keys:
            self._keys.remove(choice.key)
        else:
            self._keys.append(choice.key)
        self._model.itemFromIndex(index).setCheckState(_state(choice.key in self._keys))
        self._say_count()

    def _take(self) -> None:
        index = self.list.currentIndex()
        if not self._several and index.isValid():
            self._clicked(index)
        elif self._several:
            self.accept()

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            at = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self._model.index(at, 0))

    def _say_count(self) -> None:
        number = len(self._keys)
        self.take.setText(
            ngettext("Take {count}", "Take {count}", number).format(count=number)
            if self._several
            else _("Take it")
        )
        self.take.setEnabled(self._several or self._model.rowCount() > 0)
        self.count.setText("" if self._model.rowCount() else _("Nothing found"))


def pick(context: Context, parent: QWidget, title: str, editor: ReferenceEditor) -> str | None:
    """Choose for a field from the whole list; returns its new text, None where it was left as it is."""
    several = isinstance(editor, SeveralEditor)
    chosen = editor.keys() if several else ()
    dialog = Pick(context, parent, refers_to=editor.refers_to, title=title, several=several, chosen=chosen)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return editor.text_with(dialog.keys)


def _found(book: Book, *, refers_to: str, typed: str) -> tuple[str, list[Choice]]:
    return typed, list(suggest(book, refers_to, typed, LISTED))


def _state(marked: bool) -> Qt.CheckState:  # noqa: FBT001 - a state of two
    return Qt.CheckState.Checked if marked else Qt.CheckState.Unchecked
