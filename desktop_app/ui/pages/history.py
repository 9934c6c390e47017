"""History: what was done, when, by whom, newest first; any step taken back; bin and months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedLayout, QWidget

from desktop_app.i18n import N_, _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.history.bin import BinPart
from desktop_app.ui.history.detail import StepDetail
from desktop_app.ui.history.months import MonthsPart
from desktop_app.ui.history_text import changes_text, entry_title
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import KEY, CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.header_tools import FilterField, action_button
from desktop_app.ui.widgets.page import Notice, Page, make_tight
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.history import HistoryView, history_view

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from desktop_app.ui.context import Context

PAGE: Final = 200
SOUGHT: Final = 2000
"""Steps that are looked through when they are filtered."""
_FILTER: Final = 200
PARTS: Final = (("steps", N_("Steps")), ("bin", N_("Bin")), ("months", N_("Months")))


class HistoryPage(Page):
    """The commands of this book, what each did, and what was deleted."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "kiwi")
        self._context = context
        self._limit = PAGE
        self._view: HistoryView | None = None
        self.filter = FilterField(context.look, _FILTER)
        self.undo = action_button(context, "undo")
        self.redo = action_button(context, "redo")
        for widget in (self.filter, self.redo, self.undo):
            self.header.buttons.addWidget(widget)
        self._chips = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for at, (name, _text) in enumerate(PARTS):
            chip = make_chip(checked=at == 0)
            self._chips.addButton(chip, at)
            self.chips[name] = chip
            self.header.beside.addWidget(chip)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.more = QPushButton()
        self.nothing = Notice(context.look)
        self.detail = StepDetail(context)
        self.bin = BinPart(context)
        self.months = MonthsPart(context)
        self._lay_out()
        self._connect()
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the newest entries, or the part that `what` names."""
        self._limit = PAGE
        if isinstance(what, str) and what in self.chips:
            self.chips[what].click()
        self.reload()

    def reload(self) -> None:
        """Read the history, and the part that is seen, anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(partial(history_view, limit=self._wanted), self._fill, self._wrong)
        self._reload_part()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("History"))
        self.filter.retranslate()
        self.undo.setText(_("Undo"))
        self.redo.setText(_("Redo"))
        self.more.setText(_("Show older ones"))
        self.table.setAccessibleName(_("History"))
        for name, text in PARTS:
            self.chips[name].setText(_(text))
        self.empty.say(
            _("Nothing has been done yet"),
            _("Every import and every change will stand here, and can be undone."),
        )
        self.bin.retranslate()
        self.months.retranslate()
        self.detail.retranslate()
        if self._view is not None:
            self._fill(self._view)

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.take_over()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be asked of the book."""
        return self.detail.is_calm

    def seen_table(self) -> ReportTable | None:
        """What is seen, for print and export."""
        models = {"steps": self.model, "bin": self.bin.model, "months": self.months.model}
        return next(models[name] for name, chip in self.chips.items() if chip.isChecked()).shown_table()

    @property
    def _wanted(self) -> int:
        return max(self._limit, SOUGHT) if self.filter.text() else self._limit

    def _lay_out(self) -> None:
        card = Card()
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        card.body.addLayout(row(None, self.more, None))
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        line = row(card, self.detail, spacing=Space.L)
        line.setStretch(0, 1)
        steps = make_tight(QWidget())
        steps.setLayout(line)
        self._parts = QStackedLayout(self.content)
        self._parts.addWidget(steps)
        self._parts.addWidget(self.bin)
        self._parts.addWidget(self.months)
        self.empty.button.hide()

    def _connect(self) -> None:
        self._chips.idClicked.connect(self._show_part)
        self.filter.textChanged.connect(self._seek)
        self.more.clicked.connect(self._show_more)
        self.table.opened.connect(self._go_to_detail)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)
        self.nothing.acted.connect(self.filter.clear)
        self.failed.acted.connect(self.reload)
        self._context.book_changed.connect(self._stale)

    def _show_part(self, at: int) -> None:
        self._parts.setCurrentIndex(at)
        self._reload_part()

    def _reload_part(self) -> None:
        """Read what is seen beside the steps, where it is seen."""
        part = self._parts.currentWidget()
        if isinstance(part, BinPart | MonthsPart):
            part.reload()

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
        chosen = self.table.currentIndex().data(KEY)
        self.model.set_table(table, [entry.number for entry in view.entries], drawn)
        self.table.fit_columns(stretch=2)
        self.more.setVisible(view.has_more)
        self._choose(chosen)
        self.show_content()

    def _choose(self, key: object) -> None:
        """Go on where one was, as far as that is still shown; else to the newest."""
        is_here = self.model.rowCount() > 0
        if not is_here:
            self.nothing.say(
                _("No step with “{typed}”").format(typed=self.filter.text().strip()), "", _("Show all steps")
            )
        self._shelves.setCurrentWidget(self.table if is_here else self.nothing)
        self.detail.setVisible(is_here)
        self.table.choose_row(max(self.model.row_of(key), 0))
        self._look_at(self.table.currentIndex())

    def _look_at(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if self._view is not None:
            number = index.data(KEY)
            entry = next((e for e in self._view.entries if e.number == number), None)
            self.detail.show_entry(entry, self._view.zone)

    def _go_to_detail(self, _key: object) -> None:
        self.detail.text.setFocus()

    def _seek(self, typed: str) -> None:
        chosen = self.table.currentIndex().data(KEY)
        self.model.set_filter(typed)
        self.bin.model.set_filter(typed)
        self.months.model.set_filter(typed)
        if self._view is not None:
            self._choose(chosen)
            if self._view.has_more and len(self._view.entries) < self._wanted:
                self.reload()

    def _show_more(self) -> None:
        self._limit = self._wanted + PAGE
        self.reload()

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()
