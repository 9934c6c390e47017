"""What is asked of a table of records: words, conditions, order, scopes and named views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu

from desktop_app.i18n import _
from desktop_app.ui.dialogs.columns import ColumnsDialog
from desktop_app.ui.dialogs.columns_filter import ColumnFilter
from desktop_app.ui.dialogs.views import ViewsDialog
from desktop_app.ui.widgets.record_bar import condition_text
from desktop_app.usecases.records.rows import Condition, Operator, Query, Sort

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_model import RecordModel
    from desktop_app.ui.widgets.record_bar import RecordBar
    from desktop_app.ui.widgets.record_state import RecordState
    from desktop_app.ui.widgets.record_table import RecordTable

CALM_MS: Final = 120
"""How long typing rests before it filters."""


class Narrowing(QObject):
    """Holds the question; `changed` when another is to be asked."""

    changed = Signal()

    def __init__(
        self, context: Context, table: RecordTable, bar: RecordBar, state: RecordState, field: QLineEdit
    ) -> None:
        super().__init__(table)
        self._context, self._table, self._bar, self._state, self._field = context, table, bar, state, field
        self._model: RecordModel = table.records
        self._view = ""
        self.query = Query(kind=self._model.kind, sort=state.sort)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self._typed)
        self._typing = ""
        field.textChanged.connect(self.type_words)
        bar.scope_chosen.connect(self._choose_scope)
        bar.view_chosen.connect(self._choose_view)
        bar.condition_dropped.connect(self._drop)
        bar.cleared.connect(self.clear)
        bar.save_requested.connect(self.ask_name)
        table.head.sort_requested.connect(self.sort)
        table.head.menu_requested.connect(self._offer_column)

    @property
    def is_calm(self) -> bool:
        """Whether nothing typed waits to be asked."""
        return not self._timer.isActive()

    @property
    def is_narrowed(self) -> bool:
        """Whether some records may be left out."""
        return bool(self.query.words or self.query.conditions or self.query.scope)

    def nothing_words(self, empty: str) -> tuple[str, str, str]:
        """What to say where nothing is found, and on the button that leads back."""
        if not self.is_narrowed:
            return empty, "", ""
        words = self.query.words.strip()
        text = _("Nothing with “{typed}”").format(typed=words) if words else _("Nothing here")
        fields = {field.key: field for field in self._model.fields}
        return text, " · ".join(condition_text(each, fields) for each in self.query.conditions), _("Show all")

    def take(self, query: Query) -> None:
        """Ask this question."""
        self._ask(query)

    def type_words(self, text: str) -> None:
        """Filter by words, once typing rests."""
        self._typing = text
        self._timer.start()

    def clear(self) -> None:
        """Leave nothing out."""
        self._ask(Query(kind=self.query.kind, sort=self.query.sort))

    def say(self) -> None:
        """Show what is in force."""
        fields = {field.key: field for field in self._model.fields}
        self._bar.say(self.query, fields, self._view)
        columns = {field.key: at for at, field in enumerate(self._model.fields)}
        self._table.head.say(
            [(columns[each.field], each.descending) for each in self.query.sort if each.field in columns],
            frozenset(columns[each.field] for each in self.query.conditions if each.field in columns),
        )
        if self._field.text().strip() != self.query.words.strip() and not self._timer.isActive():
            self._field.blockSignals(True)  # noqa: FBT003 - Qt's own
            self._field.setText(self.query.words)
            self._field.blockSignals(False)  # noqa: FBT003 - Qt's own

    # Order ----------------------------------------------------------------------------------------------

    def sort(self, column: int, add: bool) -> None:  # noqa: FBT001 - a signal's
        """Sort by a column: rising, falling, then as it comes; with `add`, beside the others."""
        field = self._model.fields[column]
        if not field.sortable:
            self._context.say(_("{column} cannot be sorted by").format(column=field.heading))
            return
        before = next((each for each in self.query.sort if each.field == field.key), None)
        others = tuple(each for each in self.query.sort if each.field != field.key) if add else ()
        mine = () if before and before.descending else (Sort(field.key, descending=before is not None),)
        if add and before is not None and mine:
            at = [each.field for each in self.query.sort].index(field.key)
            order = (*others[:at], *mine, *others[at:])
        else:
            order = (*others, *mine)
        self._state.sort = order
        self._state.keep()
        self._ask(replace(self.query, sort=order))

    def sort_here(self) -> None:
        """Sort by the current column."""
        column = self._table.currentIndex().column()
        if column >= 0:
            self.sort(column, add=False)

    # Conditions -----------------------------------------------------------------------------------------

    def ask_condition(self) -> None:
        """Ask for a condition on the current column."""
        column = max(self._table.currentIndex().column(), self._table.first_column())
        self._ask_condition(column)

    def like_this(self) -> None:
        """Show only rows that have in this column what the current one has."""
        index = self._table.currentIndex()
        record = self._model.record_at(index.row())
        if record is None:
            return
        text = record.texts[index.column()]
        field = self._model.fields[index.column()].key
        self._add(Condition(field, Operator.EQUALS, text) if text else Condition(field, Operator.BLANK))

    def _ask_condition(self, column: int) -> None:
        fields = self._model.fields
        dialog = ColumnFilter(
            self._context, self.query.kind, fields, fields[column].key, self._table.window()
        )
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.condition is not None:
            self._add(dialog.condition)
        dialog.deleteLater()

    def _add(self, condition: Condition) -> None:
        if condition not in self.query.conditions:
            self._ask(replace(self.query, conditions=(*self.query.conditions, condition)))

    def _drop(self, place: int) -> None:
        kept = tuple(each for at, each in enumerate(self.query.conditions) if at != place)
        self._ask(replace(self.query, conditions=kept))

    # Scopes and views -----------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Keep what is seen as a named view, or drop one."""
        fields = {field.key: field for field in self._model.fields}
        parts = [condition_text(each, fields) for each in self.query.conditions]
        if self.query.words:
            parts.insert(0, f"“{self.query.words.strip()}”")
        names = [view.name for view in self._state.views]
        dialog = ViewsDialog(
            self._table.window(), self._context.look, names, " · ".join(parts) or _("All rows, in this order")
        )
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        self._state.views = [view for view in self._state.views if view.name not in dialog.dropped]
        if accepted and dialog.name:
            self._state.add_view(dialog.name, self.query)
            self._view = dialog.name
        self._state.keep()
        self._bar.show_views(self._state.views)
        self.say()
        dialog.deleteLater()

    def _choose_scope(self, name: str) -> None:
        self._ask(replace(self.query, scope=name))

    def _choose_view(self, name: str) -> None:
        view = next((each for each in self._state.views if each.name == name), None)
        if view is not None:
            self._ask(view.query, view=name)

    # Columns --------------------------------------------------------------------------------------------

    def ask_columns(self) -> list[dict[str, object]] | None:
        """Ask which columns to show; None where they stay."""
        fields = {field.key: field for field in self._model.fields}
        dialog = ColumnsDialog(self._table.window(), self._context.look, self._table.columns(), fields)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        states = dialog.states if accepted else None
        dialog.deleteLater()
        return states

    def _offer_column(self, column: int, place: QPoint) -> None:
        """What can be done with one column, at its heading."""
        menu = QMenu(self._table)
        field = self._model.fields[column]
        rising, falling = menu.addAction(_("Sort rising")), menu.addAction(_("Sort falling"))
        for action in (rising, falling):
            action.setEnabled(field.sortable)
        menu.addSeparator()
        narrow = menu.addAction(_("Filter by this column…"))
        hide = menu.addAction(_("Hide this column"))
        hide.setEnabled(len(self._table.shown_columns()) > 1)
        menu.addAction(self._context.actions["record_columns"])
        chosen = menu.exec(place)
        menu.deleteLater()
        if chosen is rising or chosen is falling:
            self._state.sort = (Sort(field.key, descending=chosen is falling),)
            self._state.keep()
            self._ask(replace(self.query, sort=self._state.sort))
        elif chosen is narrow:
            self._ask_condition(column)
        elif chosen is hide:
            self._table.setColumnHidden(column, True)  # noqa: FBT003 - Qt's own
            self._table.columns_changed.emit()

    def _typed(self) -> None:
        if self._typing.strip() != self.query.words.strip():
            self._ask(replace(self.query, words=self._typing.strip()))

    def _ask(self, query: Query, view: str = "") -> None:
        self._timer.stop()
        self._view = view
        self.query = query
        self.changed.emit()
