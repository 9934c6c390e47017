"""Who applies: the fields that forms ask for, with phone, id card and account shown masked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.claims.applicant import FIELDS, shown
from desktop_app.i18n import _
from desktop_app.ui.subsidy.words import applicant_field
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row, set_property
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.applicant import set_applicant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent

    from desktop_app.ui.context import Context

KINDS: Final = ("自然人", "个体工商户", "企业法人", "合作社")
"""Kinds of applicant as notices name them: data, the same in every language."""
_ACROSS: Final = 2


class MaskedField(QLineEdit):
    """A field whose text is masked while nobody writes in it."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self.value = ""

    def say(self, value: str) -> None:
        """Show a value."""
        self.value = value
        self.setText(value if self.hasFocus() else shown(self.field, value))
        self.setModified(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show it whole."""
        super().focusInEvent(event)
        if not self.isReadOnly():
            self.setText(self.value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, and mask it again."""
        if not self.isReadOnly():
            self.value = self.text().strip()
        super().focusOutEvent(event)
        self.setText(shown(self.field, self.value))


class ApplicantForm(QScrollArea):
    """Each field is kept when it is left; `kept` with all of them as they are then.

    Whoever shows it asks before it has them erased.
    """

    kept = Signal(object)
    erase_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._known: dict[str, str] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields: dict[str, MaskedField] = {}
        self._names = {field: label("", "caption") for field in FIELDS}
        self.kind = Choice()
        self.kind.addItems(["", *KINDS])
        self.kind.activated.connect(self._choose_kind)
        self.note = label("", "sub", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.erase = QPushButton()
        self.erase.setProperty("kind", "link")
        self.erase.clicked.connect(self.erase_requested)
        inside = QWidget()
        inside.setProperty("ground", "none")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, Space.S, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.note)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.XS)
        lines = -(-len(FIELDS) // _ACROSS)
        for at, field in enumerate(FIELDS):
            column, line = divmod(at, lines)
            grid.addWidget(self._names[field], 2 * line, column)
            grid.addWidget(self._editor(field), 2 * line + 1, column)
        layout.addLayout(grid)
        layout.addWidget(self.wrong)
        layout.addLayout(row(None, self.erase))
        layout.addStretch(1)
        self.setWidget(inside)
        self.retranslate()

    def show_data(self, data: Mapping[str, str], *, can_change: bool) -> None:
        """Show the data; those of a frozen claim stay as they are."""
        self._known = dict(data)
        for field, editor in self.fields.items():
            editor.setReadOnly(not can_change)
            editor.say(data.get(field, ""))
        at = self.kind.findText(data.get("kind", ""))
        if at < 0:
            self.kind.addItem(data["kind"])
            at = self.kind.count() - 1
        self.kind.setCurrentIndex(at)
        self.kind.setEnabled(can_change)
        self.erase.setVisible(can_change and any(data.values()))
        self._say_note(can_change=can_change)

    def retranslate(self) -> None:
        """Say everything anew."""
        for field, name in self._names.items():
            name.setText(applicant_field(field))
        for field, editor in self.fields.items():
            editor.setAccessibleName(applicant_field(field))
        self.fields["registered_on"].setPlaceholderText("2025-01-31")
        self.kind.setAccessibleName(applicant_field("kind"))
        self.erase.setText(_("Erase all of it for good…"))
        self._say_note(can_change=True)

    def _say_note(self, *, can_change: bool) -> None:
        self.note.setText(
            _("Kept apart from the records in this book alone; phone, id card and account are shown masked.")
            if can_change
            else _("As they were when the claim was frozen.")
        )

    def _editor(self, field: str) -> QWidget:
        if field == "kind":
            return self.kind
        editor = MaskedField(field)
        editor.editingFinished.connect(partial(self._left, field))
        self.fields[field] = editor
        return editor

    def _left(self, field: str) -> None:
        editor = self.fields[field]
        text = editor.text().strip() if editor.hasFocus() else editor.value
        if editor.isReadOnly() or text == self._known.get(field, ""):
            return
        self._keep(field, text)

    def _choose_kind(self, at: int) -> None:
        self._keep("kind", self.kind.itemText(at))

    def _keep(self, field: str, text: str) -> None:
        self._known[field] = text
        command = partial(set_applicant, values={field: text})
        self._context.do(command, self._was_kept, partial(self._refused, field))

    def _was_kept(self, data: Mapping[str, str]) -> None:
        self.wrong.hide()
        for editor in self.fields.values():
            set_property(editor, "wrong", "false")
        self._known = dict(data)
        self.kept.emit(data)

    def _refused(self, field: str, error: BaseException) -> None:
        set_property(self.fields[field], "wrong", "true")
        sentence = self._context.words_of(error)[1]
        self.wrong.setText(_(": ").join([applicant_field(field), sentence]))
        self.wrong.show()
