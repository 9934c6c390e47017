"""History: what was done, when, by whom, newest first, with undo and redo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop_app.i18n import _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.history_text import changes_text, entry_title
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, row
from desktop_app.ui.widgets.page import Page
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.history import HistoryView, history_view

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

PAGE: Final = 200


class HistoryPage(Page):
    """The commands of this book."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "kiwi")
        self._context = context
        self._limit = PAGE
        self._view: HistoryView | None = None
        self.undo = HintButton(context.look, shortcut=context.actions["undo"].shortcut())
        self.undo.clicked.connect(context.actions["undo"].trigger)
        self.redo = HintButton(context.look, shortcut=context.actions["redo"].shortcut())
        self.redo.clicked.connect(context.actions["redo"].trigger)
        self.header.buttons.addWidget(self.redo)
        self.header.buttons.addWidget(self.undo)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.more = QPushButton()
        self.more.clicked.connect(self._show_more)
        card = Card()
        card.body.addWidget(self.table, 1)
        card.body.addLayout(row(None, self.more, None))
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(card)
        self.empty.button.hide()
        self.failed.acted.connect(self.reload)
        context.book_changed.connect(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the newest entries."""
        self._limit = PAGE
        self.reload()

    def reload(self) -> None:
        """Read the history anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(partial(history_view, limit=self._limit), self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("History"), _("Every step of this book; undo works after a restart, too"))
        self.undo.setText(_("Undo"))
        self.redo.setText(_("Redo"))
        self.more.setText(_("Show older ones"))
        self.table.setAccessibleName(_("History"))
        self.empty.say(
            _("Nothing has been done yet"),
            _("Every import and every change will stand here, and can be undone."),
        )
        if self._view is not None:
            self._fill(self._view)

    def _fill(self, view: HistoryView) -> None:
        self._view = view
        self.undo.setEnabled(view.can_undo is not None)
        self.redo.setEnabled(view.can_redo is not None)
        if not view.entries:
            self.show_empty()
            return
        rows = [
            (entry.at, entry_title(entry), changes_text(entry.by_kind), entry.person or None)
            for entry in view.entries
        ]
        columns = (
            Column(key="at", title=_("When"), kind=ColumnKind.MOMENT),
            Column(key="what", title=_("What")),
            Column(key="records", title=_("Records")),
            Column(key="person", title=_("Who")),
        )
        table = ReportTable(title=_("History"), columns=columns, rows=tuple(rows), zone=view.zone)
        drawn = Drawn(styles={"what": CellStyle.STRONG, "at": CellStyle.MUTED, "records": CellStyle.MUTED})
        self.model.set_table(table, [entry.number for entry in view.entries], drawn)
        self.table.fit_columns(stretch=2)
        self.more.setVisible(view.has_more)
        self.show_content()

    def _show_more(self) -> None:
        self._limit += PAGE
        self.reload()

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()
