"""What narrows a table of records, above it: ready-made scopes, named views, conditions as chips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import N_, _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.record_flow import Flow
from desktop_app.usecases.records.rows import Operator, scopes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.ui.widgets.record_state import View
    from desktop_app.usecases.records.layout import Field
    from desktop_app.usecases.records.rows import Condition, Query

_SIGNS: Final = {
    Operator.CONTAINS: N_("{field} contains “{text}”"),
    Operator.EQUALS: N_("{field} = {text}"),
    Operator.NOT_EQUAL: N_("{field} ≠ {text}"),
    Operator.AT_LEAST: N_("{field} ≥ {text}"),
    Operator.AT_MOST: N_("{field} ≤ {text}"),
    Operator.BLANK: N_("{field} is blank"),
    Operator.NOT_BLANK: N_("{field} is filled"),
}
_LONGEST: Final = 36


def condition_text(condition: Condition, fields: Mapping[str, Field]) -> str:
    """A condition in words, short enough for a chip."""
    text = condition.text if len(condition.text) <= _LONGEST else f"{condition.text[: _LONGEST - 1]}…"
    field = fields.get(condition.field)
    heading = field.heading if field else condition.field
    return _(_SIGNS[condition.operator]).format(field=heading, text=text)


class RecordBar(QWidget):
    """Chips; `scope_chosen(name)`, `view_chosen(name)`, `condition_dropped(place)`, `save_requested`."""

    scope_chosen = Signal(str)
    view_chosen = Signal(str)
    condition_dropped = Signal(int)
    cleared = Signal()
    save_requested = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._kind = kind
        self._scopes_box, self._conditions_box = QWidget(), QWidget()
        self._lines = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.S)
        for box in (self._scopes_box, self._conditions_box):
            box.setProperty("ground", "none")
            self._lines.append(Flow(box))
            outer.addWidget(box)
        self.scopes: dict[str, QPushButton] = {}
        self.views: dict[str, QPushButton] = {}
        self.conditions: list[QPushButton] = []
        self.save = _chip("", "link")
        self.save.clicked.connect(self.save_requested)
        self.clear = _chip("", "link")
        self.clear.clicked.connect(self.cleared)
        self._lines[1].addWidget(self.save)
        self._lines[1].addWidget(self.clear)

    def show_views(self, views: Sequence[View]) -> None:
        """Make the chips of scopes and named views anew."""
        for button in (*self.scopes.values(), *self.views.values()):
            _let_go(button)
        names = [("", _("All")), *((name, _(text)) for name, text in scopes_of(self._kind))]
        self.scopes = {name: self._toggle(text, name) for name, text in names}
        self.views = {view.name: self._toggle(view.name, view.name) for view in views}
        for button in self.scopes.values():
            button.clicked.connect(self._choose_scope)
            self._lines[0].addWidget(button)
        for button in self.views.values():
            button.clicked.connect(self._choose_view)
            self._lines[0].addWidget(button)

    def say(self, query: Query, fields: Mapping[str, Field], view: str) -> None:
        """Show what is in force: the view of that name, or scope and conditions."""
        for name, button in self.views.items():
            button.setChecked(name == view)
        for name, button in self.scopes.items():
            button.setChecked(not view and name == query.scope)
        for button in self.conditions:
            _let_go(button)
        self.conditions = []
        for at, condition in enumerate(query.conditions):
            text = condition_text(condition, fields)
            button = _chip(f"{text}  ×", "chip")
            button.setAccessibleName(_("Drop the filter: {what}").format(what=text))
            button.setProperty("place", at)
            button.clicked.connect(self._drop)
            self._lines[1].addWidget(button)
            self.conditions.append(button)
        for last in (self.save, self.clear):  # after the chips
            self._lines[1].removeWidget(last)
            self._lines[1].addWidget(last)
        self.save.setText(_("Save as a view"))
        self.clear.setText(_("Show all"))
        narrowed = bool(query.conditions or query.words)
        self._conditions_box.setVisible(narrowed)
        self.save.setVisible(narrowed and not view)
        self.clear.setVisible(narrowed)

    def _toggle(self, text: str, name: str) -> QPushButton:
        button = _chip(text, "chip")
        button.setCheckable(True)
        button.setProperty("name", name)
        return button

    def _choose_scope(self) -> None:
        self._choose(self.scope_chosen)

    def _choose_view(self) -> None:
        self._choose(self.view_chosen)

    def _choose(self, signal: object) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            button.setChecked(True)
            signal.emit(str(button.property("name")))  # type: ignore[attr-defined]

    def _drop(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.condition_dropped.emit(int(button.property("place")))


def _chip(text: str, kind: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def _let_go(button: QPushButton) -> None:
    button.hide()
    parent = button.parentWidget()
    layout = parent.layout() if parent is not None else None
    if layout is not None:
        layout.removeWidget(button)
    button.deleteLater()
