"""What the form asks of every field: its text, whether it is wrong, and news of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.widgets.fields.line import Line

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce


class Editor(QWidget):
    """A field in which a text is typed, with what belongs to it at its right."""

    changed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.look = look
        self.line = Line(look)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.textChanged.connect(self.changed)
        self.line.entered.connect(self.entered)
        self.line.left.connect(self.left)

    def text(self) -> str:
        """What is typed, as it is typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a text in."""
        if text != self.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def set_name(self, name: str) -> None:
        """What screen readers call it."""
        self.line.setAccessibleName(name)

    def set_help(self, text: str) -> None:
        """What screen readers say beside the name: a problem, or what the field means."""
        self.line.setAccessibleDescription(text)

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark it as one that needs mending."""
        self.line.set_wrong(wrong=wrong)

    def set_locked(self, *, locked: bool) -> None:
        """Take no typing, as while a record is being saved."""
        self.line.setReadOnly(locked)

    def set_tail(self, text: str) -> None:
        """Show a unit, currency, result or name at its end."""
        self.line.set_tail(text)

    def go_in(self) -> None:
        """Put the focus here, with all of the text chosen."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def retranslate(self) -> None:
        """Say everything anew."""


class TextEditor(Editor):
    """Text, codes of one's own, and figures of all kinds: read by the records, not here."""
