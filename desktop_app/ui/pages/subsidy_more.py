"""Needs, trial periods and training: tables over a period, for the county office and for one's own claims."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QDialog, QPushButton, QVBoxLayout

from desktop_app.i18n import N_, _
from desktop_app.ui.dialogs.claim_trial import TrialDialog
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.subsidy.periods import Periods
from desktop_app.ui.subsidy.tabs import SubsidyTabs
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row
from desktop_app.ui.widgets.page import Notice, Page
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.needs_desk import NeedsView, needs_view, write_trial

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context

TABLES: Final = (
    ("needs", N_("Report of needs")),
    ("trials", N_("Trial periods")),
    ("paper", N_("Paper to be stamped")),
    ("training", N_("Training")),
)
"""The tables by name, in the order of their chips."""


class MorePage(Page):
    """One table at a time; print, PDF and export take the one that is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._context = context
        self._view: NeedsView | None = None
        self.tabs = SubsidyTabs(context, "subsidy_more")
        self.header.beside.addWidget(self.tabs)
        self.export = HintButton(context.look, shortcut=context.actions["export"].shortcut())
        self.export.clicked.connect(context.actions["export"].trigger)
        self.trial = HintButton(context.look, primary=True)
        self.trial.clicked.connect(self._write_trial)
        for button in (self.export, self.trial):
            self.header.buttons.addWidget(button)
        self.periods = Periods(context.look, context.today())
        self.periods.changed.connect(self.reload)
        self._chips = QButtonGroup(self)
        line = row(spacing=Space.S)
        for at, (_name, _title) in enumerate(TABLES):
            chip = QPushButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            self._chips.addButton(chip, at)
            line.addWidget(chip)
        line.addStretch(1)
        self._chips.idClicked.connect(self._choose)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.note = label("", "sub", wrap=True)
        self.nothing = Notice(context.look)
        card = Card()
        card.body.addLayout(line)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(self.note)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(self.periods)
        outer.addWidget(card, 1)
        self.failed.acted.connect(self.reload)
        context.when_figures_change(self._stale)
        self.retranslate()

    def enter(self, _what: object) -> None:
        """Show the tables."""
        self.periods.set_today(self._context.today())
        self.reload()

    def reload(self) -> None:
        """Work the tables out anew."""
        self.wait(_("Reading the book…"))
        from_on, to_on = self.periods.period
        question = partial(needs_view, from_on=from_on, to_on=to_on, today=self._context.today())
        self._context.ask(question, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Subsidy"))
        self.tabs.retranslate()
        self.periods.retranslate()
        self.export.setText(_("Export Excel"))
        self.trial.setText(_("Plan a trial…"))
        for at, (_name, title) in enumerate(TABLES):
            self._chips.button(at).setText(_(title))
        if self._view is not None:
            self.reload()

    def seen_table(self) -> ReportTable | None:
        """The table that is shown."""
        return self.model.shown_table()

    def _fill(self, view: NeedsView) -> None:
        self._view = view
        self._choose(max(self._chips.checkedId(), 0))
        self.show_content()

    def _choose(self, at: int) -> None:
        if self._view is None:
            return
        name: str = TABLES[at][0]
        table: ReportTable = getattr(self._view, name)
        first = table.columns[0].key
        self.model.set_table(table, list(range(len(table.rows))), Drawn({first: CellStyle.STRONG}))
        self.table.setAccessibleName(_(TABLES[at][1]))
        self.table.fit_columns(2 if name == "trials" else 1)
        self.table.setVisible(bool(table.rows))
        self.nothing.setVisible(not table.rows)
        self.nothing.say(_("Nothing of this in the period"), _nothing(name))
        self.note.setText(" ".join(table.notes[:2]))
        self.note.setVisible(bool(table.rows) and bool(table.notes))

    def _write_trial(self) -> None:
        dialog = TrialDialog(self.window(), self._context.today())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._context.do(partial(write_trial, trial=dialog.trial), self._written, self._refused)

    def _written(self, _done: None) -> None:
        self._chips.button(2).setChecked(True)
        self._context.book_changed.emit(object())
        self._context.say(_("Print its paper, and have it stamped before the first broadcast"))

    def _refused(self, error: BaseException) -> None:
        self._context.say(" · ".join(self._context.words_of(error)))

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()


def _nothing(name: str) -> str:
    if name == "training":
        return _("Courses are written down under Training.")
    if name == "needs":
        return _("Import orders, streams and freight; the figures come of themselves.")
    return _("Plan a trial period before its first broadcast; its target is what a loss is measured by.")
