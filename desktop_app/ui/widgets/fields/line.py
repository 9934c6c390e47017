"""One line to type in: it waits for input methods, shows a unit at its end, and leaves Enter to the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import label, set_property

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent

    from desktop_app.ui.theme.look import LookInForce

LONGEST: Final = 100_000
"""Characters a field takes: far more than any record may hold, so that nothing pasted is cut in silence."""
_LEAST_SHARE, _MOST_SHARE = 0.3, 0.65
"""How much of the field its tail may take, by how much the text leaves."""
_ENTER: Final = frozenset([Qt.Key.Key_Return, Qt.Key.Key_Enter])


class Line(QLineEdit):
    """A line edit of the form.

    While an input method composes, no key saves and no shortcut fires. Enter, plain or with Ctrl, goes to
    the form; arrows up and down are told by `stepped`.
    """

    entered = Signal()
    left = Signal()
    stepped = Signal(int)

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self._composing = False
        self._just_composed = False
        self._tail: QLabel = label("", "sub")
        self._tail.setParent(self)
        self._tail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tail.hide()
        self._whole_tail = ""
        self._button: QPushButton | None = None
        self.setProperty("wrong", "false")
        self.setMaxLength(LONGEST)
        self.textChanged.connect(self._place_tail)
        # Files dropped on a field are for the form.
        self.setAcceptDrops(False)

    @property
    def composing(self) -> bool:
        """Whether an input method has the keys, or had them for this very key."""
        return self._composing or self._just_composed

    @property
    def tail(self) -> str:
        """What stands at the end of the field, uncut."""
        return self._whole_tail

    def set_tail(self, text: str) -> None:
        """Show a unit, currency, result or name at the end of the field."""
        self._whole_tail = text
        self._place_tail()

    def make_button(self) -> QPushButton:
        """A small button at the very end of the field; the keys have their own ways to what it does."""
        self._button = QPushButton(self)
        self._button.setProperty("kind", "inline")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._place_tail()
        return self._button

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark the field as one that needs mending."""
        set_property(self, "wrong", "true" if wrong else "false")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether something is being composed."""
        if self._composing and event.commitString():
            self._just_composed = True
            QTimer.singleShot(0, self._composed)
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts while something is composed."""
        if event.type() == QEvent.Type.ShortcutOverride and self._composing:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass Enter and Esc on, unless an input method has them; tell of arrows; else do as a line does."""
        if event.key() in _ENTER or event.key() == Qt.Key.Key_Escape:
            event.setAccepted(self.composing)
        elif event.matches(QKeySequence.StandardKey.Paste) and _holds_no_text():
            event.ignore()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not event.modifiers():
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell who has come."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self._composing = False
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tail at the end."""
        super().resizeEvent(event)
        self._place_tail()

    def _composed(self) -> None:
        self._just_composed = False

    def _place_tail(self) -> None:
        end = self.width() - Space.M
        if self._button is not None:
            side = self._look.px(Size.ICON) + Space.XS
            self._button.setIconSize(QSize(self._look.px(16), self._look.px(16)))
            self._button.setGeometry(self.width() - side - Space.XS, (self.height() - side) // 2, side, side)
            end = self._button.x() - Space.XS
        free = end - Space.XL - self.fontMetrics().horizontalAdvance(self.text())
        room = min(max(free, round(self.width() * _LEAST_SHARE)), round(self.width() * _MOST_SHARE))
        shown = self._tail.fontMetrics().elidedText(self._whole_tail, Qt.TextElideMode.ElideRight, room)
        self._tail.setText(shown)
        self._tail.adjustSize()
        self._tail.setVisible(bool(shown))
        wide = self._tail.width() if shown else 0
        self._tail.move(end - wide, (self.height() - self._tail.height()) // 2)
        self.setTextMargins(0, 0, max(self.width() - Space.M - end + wide + (Space.XS if wide else 0), 0), 0)
        self.setToolTip(self._whole_tail if shown != self._whole_tail else "")


def _holds_no_text() -> bool:
    """Whether the clipboard holds a picture or files: what a form takes, and a line cannot."""
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    if data is None:
        return False
    return any(url.isLocalFile() for url in data.urls()) or (data.hasImage() and not data.hasText())
