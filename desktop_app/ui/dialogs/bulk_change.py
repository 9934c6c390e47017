"""One field of many records at once: which field, which value, how many records it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.ui.widgets.fields.make import make_editor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.context import Context
    from desktop_app.ui.widgets.fields.editor import Editor
    from desktop_app.usecases.records.layout import Field


class BulkChange(QDialog):
    """Asks for field and value; the button says how many records will be changed."""

    def __init__(
        self, context: Context, fields: Sequence[Field], first: str, count: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._count = context, count
        self._fields = [field for field in fields if field.editable and not field.is_key]
        self.setWindowTitle(_("Change many"))
        self.setFixedWidth(context.look.px(480))
        self.column = Choice()
        self.column.setAccessibleName(_("Field"))
        self.column.addItems([field.heading for field in self._fields])
        self.guide = label("", "caption", wrap=True)
        self.said = label("", "sub", wrap=True)
        leave = QPushButton(_("Leave as it is"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.do = QPushButton(
            ngettext("Change {count} record", "Change {count} records", count).format(
                count=formats.count(count)
            )
        )
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.accept)
        self._place = row(spacing=0)
        self.value: Editor | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Change many"), "section"))
        layout.addWidget(label(_("Field"), "caption"))
        layout.addWidget(self.column)
        layout.addWidget(self.guide)
        layout.addWidget(label(_("New value"), "caption"))
        layout.addLayout(self._place)
        layout.addWidget(self.said)
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, leave, self.do))
        keys = [field.key for field in self._fields]
        self.column.setCurrentIndex(keys.index(first) if first in keys else 0)
        self.column.currentIndexChanged.connect(self._choose)
        self._choose()

    @property
    def field(self) -> Field:
        """The field to change."""
        return self._fields[self.column.currentIndex()]

    @property
    def text(self) -> str:
        """Its new value, as typed; blank empties it."""
        return self.value.text().strip() if self.value is not None else ""

    def _choose(self) -> None:
        field = self.field
        if self.value is not None:
            self._place.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
        self.value = make_editor(self._context, field)
        self.value.set_name(_("New value"))
        self.value.changed.connect(self._say)
        self._place.addWidget(self.value)
        self.setTabOrder(self.column, self.value.line)
        self.setTabOrder(self.value.line, self.do)
        self.guide.setText(field.guide)
        self._say()
        self.value.go_in()

    def _say(self) -> None:
        count, heading = formats.count(self._count), self.field.heading
        if self.text:
            sentence = ngettext(
                "{field} of {count} record becomes “{text}”. One step, which can be undone.",
                "{field} of {count} records becomes “{text}”. One step, which can be undone.",
                self._count,
            ).format(field=heading, count=count, text=self.text)
        elif self.field.required:
            sentence = _("{field} cannot be blank: type its new value.").format(field=heading)
        else:
            sentence = ngettext(
                "{field} of {count} record is emptied. One step, which can be undone.",
                "{field} of {count} records is emptied. One step, which can be undone.",
                self._count,
            ).format(field=heading, count=count)
        self.said.setText(sentence)
        self.do.setEnabled(bool(self.text) or not self.field.required)
