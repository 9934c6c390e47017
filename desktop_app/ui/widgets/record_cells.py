"""Cells of the record table: drawn like all others, quiet while they come, edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter

from desktop_app.ui.delegates.cells import CellDelegate
from desktop_app.ui.models.record_model import WRONG
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.fields.editor import Editor
from desktop_app.ui.widgets.fields.make import make_editor
from desktop_app.ui.widgets.fields.suggesting import SuggestEditor, WordEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_model import RecordModel

_Index = QModelIndex | QPersistentModelIndex
_LEAST_WIDTH: Final = 150
_TAKING: Final = frozenset([Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
_ELSEWHERE: Final = frozenset(
    [
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    ]
)
"""Reasons for which the focus leaves a field that is still being typed in."""


class RecordDelegate(CellDelegate):
    """Draws records and edits their cells; `edit_ended(key)` after an editor has closed by that key."""

    edit_ended = Signal(int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(context.look, parent)
        self._context = context
        self._opens_with: str | None = None
        self._own = ""
        self._by_key = False
        self.editor: Editor | None = None
        """The field that is open; None where no cell is being edited."""

    def open_with(self, text: str | None) -> None:
        """Have the next field open on a text just typed; None: on the cell's own, all of it chosen."""
        self._opens_with = text

    def opened(self, text: str | None) -> None:
        """Offer what may be meant, now that the field has the focus."""
        if text is not None and self.editor is not None:
            self.editor.line.setCursorPosition(len(text))
            self.editor.line.textEdited.emit(text)
        elif isinstance(self.editor, WordEditor):
            self.editor.seek("")

    def fill(self, text: str) -> None:
        """Put the cell's text in as it would be typed, unless a person has typed meanwhile."""
        editor = self.editor
        if editor is not None and editor.text() == self._own != text:
            editor.line.setText(text)
            editor.line.selectAll()
            self._own = text

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the cell; a quiet bar while its row is being read."""
        super().paint(painter, option, index)
        if cast("RecordModel", index.model()).is_coming(index.row()):
            rect = QRect(option.rect)
            bar = QRect(rect.left() + Space.S, rect.center().y() - 3, max(rect.width() // 2 - Space.S, 8), 6)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._context.look.tokens.hover))
            painter.drawRoundedRect(bar, 3, 3)
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """The field of the cell's column, as the form has it."""
        model = cast("RecordModel", index.model())
        field = model.fields[index.column()]
        editor = make_editor(self._context, field)
        editor.setParent(parent)
        editor.setProperty("ground", "surface")
        editor.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        editor.set_name(field.heading)
        editor.setFocusProxy(editor.line)
        editor.line.installEventFilter(self)
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Put the text in that it opens with."""
        if not isinstance(editor, Editor) or editor.line.isModified():
            return
        self._own = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if self._opens_with is None:
            editor.set_text(self._own)
            editor.line.selectAll()
        else:
            editor.line.setText(self._opens_with)
        editor.line.setModified(True)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand the text on where it is another, or was refused before."""
        if not isinstance(editor, Editor):
            return
        text = editor.text().strip()
        if text != self._own or (index.data(WRONG) and self._by_key):
            records: Any = model
            records.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Cover the cell; a narrow one gets room to type."""
        rect = QRect(option.rect)
        rect.setWidth(max(rect.width(), self._context.look.px(_LEAST_WIDTH)))
        parent = editor.parentWidget()
        if parent is not None and rect.right() >= parent.width():
            rect.moveLeft(max(parent.width() - rect.width(), 0))
        editor.setGeometry(rect)

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        """Let go of the field, for whatever reason it closes."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab keep the text, so does going elsewhere in the window; Esc leaves it."""
        editor = self.editor
        if editor is None or watched is not editor.line:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() not in _ELSEWHERE:
                self._end(editor, Qt.Key.Key_unknown)
            return False
        if not isinstance(event, QKeyEvent) or editor.line.composing:
            return False
        return self._key(editor, event)

    def _key(self, editor: Editor, event: QKeyEvent) -> bool:
        offered = editor.offered if isinstance(editor, SuggestEditor) else None
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _TAKING:
            if offered is not None and isinstance(editor, SuggestEditor) and offered.current is not None:
                editor.put(offered.current)
            self._end(editor, event.key())
            return True
        if event.key() == Qt.Key.Key_Escape and offered is None:
            self._end(editor, event.key())
            return True
        return False

    def _end(self, editor: Editor, key: int) -> None:
        self.editor = None
        self._by_key = key != Qt.Key.Key_unknown
        self.open_with(None)
        if isinstance(editor, SuggestEditor):
            editor.close_list()
        if key != Qt.Key.Key_Escape:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor)
        self.edit_ended.emit(int(key))
