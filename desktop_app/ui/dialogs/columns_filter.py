"""One column held against a text: contains, equals, at least, at most, blank."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import N_, _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.ui.widgets.fields.make import make_editor
from desktop_app.usecases.records.rows import Condition, FilterTextError, Operator, Query, first_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.widgets.fields.editor import Editor
    from desktop_app.usecases.records.layout import Field

NAMES: Final = {
    Operator.CONTAINS: N_("contains"),
    Operator.EQUALS: N_("is equal to"),
    Operator.NOT_EQUAL: N_("is not equal to"),
    Operator.AT_LEAST: N_("is at least"),
    Operator.AT_MOST: N_("is at most"),
    Operator.BLANK: N_("is blank"),
    Operator.NOT_BLANK: N_("is filled"),
}
_ORDERED: Final = frozenset({"day", "moment", "event", "day_or_moment"})


class ColumnFilter(QDialog):
    """Asks for a condition; what cannot be read is said before anything is filtered."""

    def __init__(
        self, context: Context, kind: str, fields: Sequence[Field], first: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._kind = context, kind
        self._fields = [field for field in fields if field.editable or field.sortable]
        self.condition: Condition | None = None
        self.setWindowTitle(_("Filter by a column"))
        self.setFixedWidth(context.look.px(460))
        self.column, self.operator = Choice(), Choice()
        self.column.setAccessibleName(_("Column"))
        self.operator.setAccessibleName(_("How"))
        self.column.addItems([field.heading for field in self._fields])
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        leave = QPushButton(_("Leave as it is"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.do = QPushButton(_("Filter"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self._try)
        self._place = row(spacing=0)
        self.value: Editor | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Filter by a column"), "section"))
        layout.addWidget(self.column)
        layout.addWidget(self.operator)
        layout.addLayout(self._place)
        layout.addWidget(self.problem)
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, leave, self.do))
        keys = [field.key for field in self._fields]
        self.column.setCurrentIndex(keys.index(first) if first in keys else 0)
        self.column.currentIndexChanged.connect(self._choose)
        self.operator.currentIndexChanged.connect(self._choose_operator)
        self._choose()

    @property
    def _field(self) -> Field:
        return self._fields[self.column.currentIndex()]

    def _choose(self) -> None:
        """Another column: other ways to compare, another field to type in."""
        field = self._field
        self.operator.clear()
        for operator in _operators(field):
            self.operator.addItem(_(NAMES[operator]), operator)
        if self.value is not None:
            self._place.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
        self.value = make_editor(self._context, field)
        self.value.set_name(_("Value"))
        self._place.addWidget(self.value)
        self.setTabOrder(self.operator, self.value.line)
        self.setTabOrder(self.value.line, self.do)
        self._choose_operator()
        self.value.go_in()

    def _choose_operator(self) -> None:
        needs = self.operator.currentData() not in {Operator.BLANK, Operator.NOT_BLANK}
        if self.value is not None:
            self.value.setVisible(needs)
        self.problem.hide()

    def _try(self) -> None:
        text = self.value.text().strip() if self.value is not None else ""
        operator = Operator(self.operator.currentData())
        if operator in {Operator.BLANK, Operator.NOT_BLANK}:
            text = ""
        elif not text:
            self._say(_("Type what to look for"))
            return
        self.condition = Condition(self._field.key, operator, text)
        question = partial(_look, Query(kind=self._kind, conditions=(self.condition,)))
        self._context.ask(question, self._readable, self._unreadable)

    def _readable(self, _found: int) -> None:
        self.accept()

    def _unreadable(self, error: BaseException) -> None:
        if isinstance(error, FilterTextError):
            text = _("“{text}” cannot be read as “{field}”")
            self._say(text.format(text=error.text, field=self._field.heading))
        else:
            self._say(self._context.words_of(error)[1])

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()
        if self.value is not None:
            self.value.go_in()


def _operators(field: Field) -> Sequence[Operator]:
    blanks = () if field.required else (Operator.BLANK, Operator.NOT_BLANK)
    if field.is_figure or field.value in _ORDERED:
        return (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS, Operator.NOT_EQUAL, *blanks)
    if field.choices:
        return (Operator.EQUALS, Operator.NOT_EQUAL, *blanks)
    return (Operator.CONTAINS, Operator.EQUALS, Operator.NOT_EQUAL, *blanks)


def _look(query: Query, book: Book) -> int:
    """Read one row, to see whether the condition can be read."""
    return len(first_rows(book, query, 1))
