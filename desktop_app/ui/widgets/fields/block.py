"""One field as it stands in the form: its name, the editor, and what is the matter with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, set_property
from desktop_app.ui.widgets.fields.days import DayEditor
from desktop_app.ui.widgets.fields.make import make_editor, words_of
from desktop_app.ui.widgets.fields.suggesting import SuggestEditor, WordEditor

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.layout import Field


class FieldBlock(QWidget):
    """A field's name above its editor, and a problem or warning beneath; signals name the field."""

    changed = Signal(str)
    entered = Signal(str)
    left = Signal(str)
    picking = Signal(str)

    def __init__(self, context: Context, field: Field) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.field = field
        self._key = field.key
        self.name = label("", "sub")
        self.editor = make_editor(context, field)
        self.beneath = label("", "error", wrap=True)
        self.beneath.hide()
        layout = column(self.name, self.editor, self.beneath, spacing=Space.XS)
        layout.addStretch(1)
        self.setLayout(layout)
        self.name.setBuddy(self.editor.line)
        self.editor.changed.connect(self._changed)
        self.editor.entered.connect(self._entered)
        self.editor.left.connect(self._left)
        if isinstance(self.editor, SuggestEditor):
            self.editor.picking.connect(self._picking)
        self.reword(field)

    def reword(self, field: Field) -> None:
        """Say everything in the language of `field`, which is the same field."""
        self.field = field
        self.name.setText(f"{field.heading} *" if field.required else field.heading)
        self.name.setToolTip(field.guide)
        self.editor.set_name(
            _("{field}, required").format(field=field.heading) if field.required else field.heading
        )
        self.editor.set_help(field.guide)
        if isinstance(self.editor, WordEditor):
            self.editor.set_words(words_of(field))
        self.editor.retranslate()

    def say_problem(self, text: str, *, warning: bool = False) -> None:
        """Show what is the matter beneath the editor; nothing where `text` is blank."""
        self.beneath.setText(text)
        self.beneath.setVisible(bool(text))
        set_property(self.beneath, "tone", "warning" if warning else "")
        self.editor.set_wrong(wrong=bool(text) and not warning)
        self.editor.set_help(text or self.field.guide)

    def say_read(self, tidy: str, tail: str) -> None:
        """Show at the editor's end what the text is read as, where that is not what stands there."""
        if isinstance(self.editor, DayEditor):
            self.editor.tidy = tidy
        typed = self.editor.text().strip()
        if not tidy or tidy == typed:
            self.editor.set_tail(tail)
        else:
            self.editor.set_tail(f"= {tidy} {tail}".rstrip())

    def _changed(self) -> None:
        self.changed.emit(self._key)

    def _entered(self) -> None:
        self.entered.emit(self._key)

    def _left(self) -> None:
        self.left.emit(self._key)

    def _picking(self) -> None:
        self.picking.emit(self._key)
