"""Records of one kind: any number of rows, filtered, sorted, edited in place, with the form beside."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout

from desktop_app.i18n import _
from desktop_app.ui.models.record_model import RecordModel
from desktop_app.ui.records.actions import RecordActions
from desktop_app.ui.records.narrowing import Narrowing
from desktop_app.ui.records.output import RecordOutput
from desktop_app.ui.records.saver import CellSaver
from desktop_app.ui.records.tools import RecordTools
from desktop_app.ui.records.words import PAGES, WORDS
from desktop_app.ui.records.work import RecordWork
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card
from desktop_app.ui.widgets.page import Notice, Page
from desktop_app.ui.widgets.record_bar import RecordBar
from desktop_app.ui.widgets.record_foot import RecordFoot
from desktop_app.ui.widgets.record_form import RecordForm
from desktop_app.ui.widgets.record_state import RecordState
from desktop_app.ui.widgets.record_table import RecordTable
from desktop_app.usecases.records.rows import Query, Refreshed, refresh_computed, row_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_reading import Listed, Typed

FORM_LEAST: Final = 360
FORM_MOST: Final = 460
REMEMBER_MS: Final = 400
_FOLLOWS_ALL: Final = frozenset({"products", "lots"})
"""Kinds whose computed columns follow from every other kind."""


class RecordsPage(Page):
    """The table of one kind; `name` is the page's."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(context.look, "kiwi")
        self._context = context
        self.name = name
        self.kind = PAGES[name]
        self._words = WORDS[self.kind]
        self._asked = False
        self._stale = False
        self._wanted: tuple[Any, ...] | None = None
        self.form: RecordForm | None = None
        self.model = RecordModel(context, self.kind, self)
        self.table = RecordTable(context, self.model)
        self.state = RecordState(context, self.kind, self.model.fields)
        self.bar = RecordBar(self.kind)
        self.foot = RecordFoot(context, self.model, self.table)
        self.nothing = Notice(context.look)
        self.saver = CellSaver(context, self.model, self)
        self.tools = RecordTools(context, name)
        self.header.beside.addWidget(self.tools.tabs)
        self.header.buttons.addWidget(self.tools)
        self.filter, self.new = self.tools.filter, self.tools.new
        self.narrowing = Narrowing(context, self.table, self.bar, self.state, self.filter)
        self.work = RecordWork(context, self.table)
        self.output = RecordOutput(context, self.table)
        self._lay_out()
        self._actions = RecordActions(context, self._doing(), self)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(REMEMBER_MS)
        self._remember.timeout.connect(self._keep_columns)
        self._connect()
        self.table.arrange(self.state.columns)
        self.retranslate()

    # Coming and going -----------------------------------------------------------------------------------

    def enter(self, what: object) -> None:
        """Show the table, narrowed to `what` (a `Query`, a scope), or with the record of that key open."""
        if isinstance(what, Query):
            self.narrowing.take(what)
        elif isinstance(what, str) and what in self.bar.scopes:
            self.narrowing.take(Query(kind=self.kind, scope=what))
        elif isinstance(what, tuple):
            self._wanted = what
            self.edit(what)
        if not self._asked:
            self.reload()
        elif self._stale:
            self._again()
        else:
            self._find_wanted()

    def reload(self) -> None:
        """Ask for the rows of what is to be seen."""
        self.wait(_("Reading the book…"))
        self._asked, self._stale = True, False
        self.narrowing.say()
        self.model.ask(self.narrowing.query)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.model.retranslate()
        self.header.set_title(_(self._words.title))
        self.tools.retranslate()
        self.table.setAccessibleName(_(self._words.title))
        self.empty.say(_(self._words.empty), _(self._words.advice), _(self._words.new))
        self.bar.show_views(self.state.views)
        self.narrowing.say()
        if self.form is not None:
            self.form.retranslate()
        self.table.fit()
        if self._asked:
            self._again()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be asked of the book."""
        return self.narrowing.is_calm and self.foot.is_calm and self.model.is_calm

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.setFocus()
        self.filter.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the actions work here."""
        super().showEvent(event)
        self._actions.come()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the actions to the next page, and remember what was moved."""
        super().hideEvent(event)
        self._actions.leave()
        if self._remember.isActive():
            self._remember.stop()
            self._keep_columns()

    def export_to(self, ask: Callable[[str], Path | None], done: Callable[[Path], object]) -> None:
        """Write what is seen to a workbook, where `ask` says."""
        title = _(self._words.title)
        path = ask(title)
        if path is not None:
            self.output.export_to(path, title, done)

    def ask_printable(self, then: Callable[[ReportTable], object]) -> None:
        """Read what is seen as a table to print."""
        self.output.ask_printable(_(self._words.title), then)

    # The form -------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Write a new record down."""
        self._open_form().add()

    def edit(self, key: object) -> None:
        """Open a record in the form."""
        if isinstance(key, tuple) and key:
            self._open_form().edit(key)

    def open_current(self) -> None:
        """Open the current record in the form."""
        record = self.model.record_at(self.table.currentIndex().row())
        if record is not None:
            self.edit(record.key)

    def duplicate(self) -> None:
        """Write a new record down, like the current one."""
        record = self.model.record_at(self.table.currentIndex().row())
        if record is not None:
            self._open_form().add(like=record.key)

    def edit_cell(self) -> None:
        """Edit the current cell; where it is computed, open the record."""
        if not self.table.edit_cell():
            self.open_current()

    def _open_form(self) -> RecordForm:
        is_new_here = self.form is None or self.form.isHidden()
        if self.form is None:
            self.form = RecordForm(self._context, self.kind)
            self.form.setMinimumWidth(FORM_LEAST)
            self.form.setMaximumWidth(self.look.px(FORM_MOST))
            self.form.saved.connect(self._form_saved)
            self.form.left.connect(self._form_left)
            self._halves.addWidget(self.form)
            self._halves.setCollapsible(1, False)  # noqa: FBT003 - Qt's own
            self._halves.setStretchFactor(1, 0)
        self.form.show()
        if is_new_here:
            # Told outright: left to itself the splitter gives the form room that it does not take.
            width = min(max(self._halves.width() // 3, FORM_LEAST), self.form.maximumWidth())
            self._halves.setSizes([self._halves.width() - width - Space.L, width])
        self._show_shelf()
        return self.form

    def _form_saved(self, key: object) -> None:
        self._wanted = key if isinstance(key, tuple) else None

    def _form_left(self) -> None:
        if self.form is not None:
            self.form.hide()
        self._show_shelf()
        self.table.setFocus()

    # What comes -----------------------------------------------------------------------------------------

    def _began(self) -> None:
        self.table.begin()
        if self.model.rowCount():
            self._show_shelf()
        self.foot.shown_changed()

    def _listed(self, listed: Listed) -> None:
        self.table.find_again(listed)
        self._show_shelf()
        self.foot.shown_changed()
        self._find_wanted()
        if any(not field.editable for field in self.model.fields) and self._context.desk is not None:
            work = self._context.desk.later(refresh_computed)
            self._context.tasks.watch(work, self._refreshed)

    def _refreshed(self, refreshed: Refreshed) -> None:
        if refreshed is Refreshed.NOW:
            self._again()
        elif refreshed is Refreshed.LATER:
            self._context.watch_figures()

    def _figures_stand(self, _desk: object) -> None:
        if self.isVisible() and self._asked:
            self._again()
        else:
            self._stale = True

    def _again(self) -> None:
        self._stale = False
        self.model.again(self.table.keep())

    def _show_shelf(self) -> None:
        """Show rows, or why there are none."""
        form_is_open = self.form is not None and not self.form.isHidden()
        is_empty = not self.model.rowCount() and not self.narrowing.is_narrowed and not form_is_open
        self.tools.say_empty(empty=is_empty)
        self.tools.say_form(is_open=form_is_open)
        if is_empty:
            self.show_empty()
            return
        if not self.model.rowCount():
            self.nothing.say(*self.narrowing.nothing_words(_(self._words.empty)))
        self._shelves.setCurrentWidget(self.table if self.model.rowCount() else self.nothing)
        self.show_content()

    def _find_wanted(self) -> None:
        """Go to the record that was asked for, once it is listed."""
        key, self._wanted = self._wanted, None
        if key is not None:
            self._context.ask(partial(_id_of, self.kind, key), self._go_to)

    def _go_to(self, row_id: int | None) -> None:
        if row_id is not None:
            self.table.go_to(self.model.row_of_id(row_id))

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Show all") if self.narrowing.is_narrowed else _("Try again"))

    def _after_failure(self) -> None:
        if self.narrowing.is_narrowed:
            self.narrowing.clear()
        else:
            self.reload()

    def _book_changed(self, changes: Changes | None) -> None:
        if changes is None:
            self._asked = False
            self.model.forget()
            if self.form is not None:
                self.form.hide()
            if self.isVisible():
                self.reload()
            return
        by_kind = getattr(changes, "by_kind", None)
        refers = {field.refers_to for field in self.model.fields} | {self.kind}
        if by_kind is not None and self.kind not in _FOLLOWS_ALL and refers.isdisjoint(by_kind):
            return
        if self.isVisible() and self._asked:
            self._again()
        else:
            self._stale = True

    # Cells ----------------------------------------------------------------------------------------------

    def _kept(self, changes: object) -> None:
        self._context.book_changed.emit(changes)

    def _refused(self, typed: Typed) -> None:
        """Go back to the cell that could not be kept, where the keys are still in the table."""
        if not self.table.is_editing and self.table.hasFocus():
            self.table.go_to_cell(typed.row_id, typed.field)
            self.table.edit_cell()

    def _drop_typed(self) -> None:
        typed = self.model.entered_at(self.table.currentIndex())
        if typed is not None:
            self.model.settle(typed, None)

    # Parts ----------------------------------------------------------------------------------------------

    def _doing(self) -> dict[str, Any]:
        return {
            "record_new": self.add,
            "record_open": self.open_current,
            "record_edit": self.edit_cell,
            "record_duplicate": self.duplicate,
            "record_bulk": self.work.change_many,
            "record_delete": self.work.delete,
            "record_copy": self.output.copy,
            "record_paste": self.work.paste,
            "record_select_all": self.table.selectAll,
            "record_same": self.narrowing.like_this,
            "record_filter": self.narrowing.ask_condition,
            "record_sort": self.narrowing.sort_here,
            "record_show_all": self.narrowing.clear,
            "record_save_view": self.narrowing.ask_name,
            "record_columns": self._ask_columns,
        }

    def _lay_out(self) -> None:
        card = Card(spacing=Space.S)
        card.body.addWidget(self.bar)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        card.body.addWidget(self.foot)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        self._halves = QSplitter()
        self._halves.setChildrenCollapsible(False)
        self._halves.setHandleWidth(Space.L)
        self._halves.addWidget(card)
        self._halves.setStretchFactor(0, 1)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._halves)

    def _connect(self) -> None:
        self.tools.more.clicked.connect(self._show_menu)
        self.new.clicked.connect(self.add)
        self.empty.acted.connect(self.add)
        self.failed.acted.connect(self._after_failure)
        self.nothing.acted.connect(self.narrowing.clear)
        self.narrowing.changed.connect(self.reload)
        self.model.began.connect(self._began)
        self.model.listed.connect(self._listed)
        self.model.failed.connect(self._wrong)
        self.table.opened.connect(self.edit)
        self.table.edit_left.connect(self._drop_typed)
        self.table.rows_chosen.connect(self.foot.chosen_changed)
        self.table.menu_asked.connect(self._show_menu_at)
        self.table.columns_changed.connect(self._remember.start)
        self.saver.kept.connect(self._kept)
        self.saver.refused.connect(self._refused)
        self.look.changed.connect(self._tint)
        self._context.book_changed.connect(self._book_changed)
        self._context.figures_right.connect(self._figures_stand)

    def _show_menu(self) -> None:
        self._show_menu_at(self.tools.more.mapToGlobal(self.tools.more.rect().bottomLeft()))

    def _show_menu_at(self, place: Any) -> None:
        menu = self._actions.menu()
        menu.exec(place)
        menu.deleteLater()

    def _ask_columns(self) -> None:
        states = self.narrowing.ask_columns()
        if states is not None:
            self.table.arrange(states)
            self._keep_columns()

    def _keep_columns(self) -> None:
        self.state.columns = self.table.columns()
        self.state.keep()

    def _tint(self) -> None:
        self.table.fit()


def _id_of(kind: str, key: tuple[Any, ...], book: Book) -> int | None:
    return row_of(book, kind, key)
