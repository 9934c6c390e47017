"""Needs, trial periods and training: tables over a period, for the county office and for one's own claims."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QVBoxLayout

from desktop_app.i18n import N_, _
from desktop_app.ui.dialogs.ask import asked
from desktop_app.ui.dialogs.claim_trial import TrialDialog
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.subsidy.periods import Periods
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.tabs import fit_chips
from desktop_app.ui.subsidy.trials_part import TrialsPart, trials_table
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.header_tools import action_button
from desktop_app.ui.widgets.page import Notice
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.needs_desk import NeedsView, attach_paper, needs_view, write_trial
from desktop_app.usecases.standing_trials import drop_trial

if TYPE_CHECKING:
    from desktop_app.domain.claims.facts import TrialFact
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context
    from desktop_app.usecases.needs_desk import TrialView

TABLES: Final = (
    ("needs", N_("Report of needs")),
    ("trials", N_("Trial periods")),
    ("days", N_("Trials by day")),
    ("paper", N_("Paper to be stamped")),
    ("training", N_("What training came to")),
)
"""The tables by name, in the order of their chips."""
NAMES: Final[tuple[str, ...]] = tuple(name for name, _title in TABLES)


def _flush_right(_row: int) -> str:
    return "right"


class MorePage(SubsidyScreen):
    """One table at a time; print, PDF and export take the one that is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tab="subsidy_more")
        self._view: NeedsView | None = None
        self.export = action_button(context, "export")
        self.trial = HintButton(context.look, primary=True)
        self.trial.clicked.connect(self._write_trial)
        self.offer(self.export, self.trial)
        self.periods = Periods(context.look, context.today())
        self.periods.changed.connect(self.reload)
        self._chips = QButtonGroup(self)
        line = row(spacing=Space.S)
        for at, (_name, _title) in enumerate(TABLES):
            chip = make_chip(checked=at == 0)
            self._chips.addButton(chip, at)
            line.addWidget(chip)
        line.addStretch(1)
        self._chips.idClicked.connect(self._choose)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.note = label("", "sub", wrap=True)
        self.nothing = Notice(context.look)
        self.trials = TrialsPart(context)
        self.trials.change.connect(self._change_trial)
        self.trials.drop.connect(self._drop_trial)
        self.trials.attach.connect(self._attach_paper)
        card = Card()
        card.body.addLayout(line)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.trials, 1)
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

    def enter(self, what: object) -> None:
        """Show the tables; `what` the name of one."""
        if what in NAMES:
            self._chips.button(NAMES.index(str(what))).setChecked(True)
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
        self.say_place()
        self.periods.retranslate()
        self.export.setText(_("Export Excel"))
        self.trial.setText(_("Plan a trial…"))
        self.trials.retranslate()
        for at, (_name, title) in enumerate(TABLES):
            self._chips.button(at).setText(_(title))
        fit_chips(self.look, self._chips.buttons())
        if self._view is not None:
            self.reload()

    def seen_table(self) -> ReportTable | None:
        """The table that is shown."""
        at = max(self._chips.checkedId(), 0)
        return (self.trials.model if NAMES[at] == "trials" else self.model).shown_table()

    def _fill(self, view: NeedsView) -> None:
        self._view = view
        self._choose(max(self._chips.checkedId(), 0))
        self.show_content()

    def _choose(self, at: int) -> None:
        if self._view is None:
            return
        name = NAMES[at]
        is_trials = name == "trials"
        table: ReportTable = trials_table(self._view.trials) if is_trials else getattr(self._view, name)
        if is_trials:
            self.trials.show_trials(self._view.trials)
        else:
            first = table.columns[0].key
            self.model.set_table(
                table,
                list(range(len(table.rows))),
                Drawn({first: CellStyle.STRONG}, {"figure": _flush_right}),
            )
            self.table.setAccessibleName(_(TABLES[at][1]))
            self.table.fit_columns(2 if name == "days" else 1)
        self.table.setVisible(bool(table.rows) and not is_trials)
        self.trials.setVisible(bool(table.rows) and is_trials)
        self.nothing.setVisible(not table.rows)
        self.nothing.say(_("Nothing of this in the period"), _nothing(name))
        self.note.setText(" ".join(table.notes[:2]))
        self.note.setVisible(bool(table.rows) and bool(table.notes))

    # Trial periods --------------------------------------------------------------------------------------

    def _write_trial(self) -> None:
        self._ask_trial(None, _("Print its paper, and have it stamped before the first broadcast"))

    def _change_trial(self, one: TrialView) -> None:
        self._ask_trial(one.fact, _("Kept; the paper must say the same"))

    def _ask_trial(self, known: TrialFact | None, said: str) -> None:
        accounts = () if self._view is None else self._view.accounts
        dialog = TrialDialog(self.window(), self._context.today(), accounts, known)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            command = partial(write_trial, trial=dialog.trial)
            self._context.do(command, partial(self._written, said), self._refused)

    def _drop_trial(self, one: TrialView) -> None:
        headline = _("Delete the trial {name}?").format(name=one.fact.trial)
        sentence = _("Its streams and its signed paper stay; a claim for its loss needs it.")
        if asked(self.window(), headline, sentence, _("Delete it")):
            self._context.do(partial(drop_trial, trial=one.fact.trial), self._dropped, self._refused)

    def _dropped(self, _done: None) -> None:
        self._context.book_changed.emit(object())
        self._context.say(_("Deleted"), _("Undo"), self._context.actions["undo"].trigger)

    def _attach_paper(self, one: TrialView) -> None:
        title = _("Attach the signed paper…")
        name, _kind = QFileDialog.getOpenFileName(self.window(), title)
        if name:
            command = partial(attach_paper, trial=one.fact.trial, file=Path(name))
            self._context.do(command, partial(self._written, _("The signed paper is kept")), self._refused)

    def _written(self, said: str, _done: None) -> None:
        self._chips.button(NAMES.index("trials")).setChecked(True)
        self._context.book_changed.emit(object())
        self._context.say(said)


def _nothing(name: str) -> str:
    if name == "training":
        return _("Courses are written down under Training.")
    if name == "needs":
        return _("Import orders, streams and freight; the figures come of themselves.")
    return _("Plan a trial period before its first broadcast; its target is what a loss is measured by.")
