"""Trial periods: each with its target, its signed paper, and profit against target day by day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.charts.progress import Step, Words, draw_progress
from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.chart import Chart
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from desktop_app.ui.context import Context
    from desktop_app.usecases.needs_desk import TrialView
    from desktop_app.usecases.standing_trials import TrialDay

CHART: Final = 170


class TrialsPart(QWidget):
    """A table of trials and, below, the chart of the one that is chosen.

    `change`, `drop` and `attach` carry the chosen TrialView.
    """

    change = Signal(object)
    drop = Signal(object)
    attach = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._trials: tuple[TrialView, ...] = ()
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.opened.connect(self._ask_change)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.edit, self.delete, self.paper = QPushButton(), QPushButton(), QPushButton()
        self.edit.clicked.connect(self._ask_change)
        self.delete.clicked.connect(self._ask_drop)
        self.paper.clicked.connect(self._ask_attach)
        self.said = label("", "section", wrap=True)
        self.chart = Chart(context.look, context.tasks)
        self.chart.setMinimumHeight(context.look.px(CHART))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(self.paper, self.edit, self.delete, None))
        layout.addWidget(self.said)
        layout.addWidget(self.chart, 1)

    def show_trials(self, trials: tuple[TrialView, ...]) -> None:
        """Show trials; the one that was chosen stays so."""
        chosen = self._chosen()
        self._trials = trials
        drawn = Drawn(
            styles={"trial": CellStyle.STRONG, "paper": CellStyle.PILL}, tones={"paper": self._tone}
        )
        self.model.set_table(trials_table(trials), list(range(len(trials))), drawn)
        self.table.fit_columns(1)
        names = [one.fact.trial for one in trials]
        at = names.index(chosen.fact.trial) if chosen is not None and chosen.fact.trial in names else 0
        self.table.choose_row(at)
        self._show_chosen()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.table.setAccessibleName(_("Trial periods"))
        self.edit.setText(_("Change…"))
        self.delete.setText(_("Delete…"))
        self.paper.setText(_("Attach the signed paper…"))

    def _chosen(self) -> TrialView | None:
        at = self.table.currentIndex().row()
        return (
            self._trials[at] if 0 <= at < len(self._trials) else (self._trials[0] if self._trials else None)
        )

    def _tone(self, at: int) -> str:
        return "good" if self._trials[at].paper is not None else "bad"

    def _show_chosen(self, *_moved: object) -> None:
        one = self._chosen()
        if one is None:
            return
        self.said.setText(conclusion(one))
        self.chart.setVisible(bool(one.days))
        if one.days:
            steps = [
                Step(
                    None if day.profit_fen is None else day.profit_fen / 100, day.target_fen / 100, _tip(day)
                )
                for day in one.days
            ]
            known = [day.profit_fen for day in one.days if day.profit_fen is not None]
            words = Words(
                one.days[0].on.isoformat(),
                one.days[-1].on.isoformat(),
                _("profit {amount}").format(amount=fen_text(known[-1])) if known else "",
                _("target {amount}").format(amount=fen_text(one.days[-1].target_fen)),
            )
            self.chart.set_draw(partial(draw_progress, steps, words), self.said.text())

    def _ask_change(self, _key: object = None) -> None:
        self._emit(self.change)

    def _ask_drop(self) -> None:
        self._emit(self.drop)

    def _ask_attach(self) -> None:
        self._emit(self.attach)

    def _emit(self, signal: SignalInstance) -> None:
        one = self._chosen()
        if one is not None:
            signal.emit(one)


def conclusion(one: TrialView) -> str:
    """How a trial stands, in one sentence."""
    if not one.days:
        text = _("{trial} begins on {day}.")
        return text.format(trial=one.fact.trial, day=one.fact.first_on.isoformat())
    last = one.days[-1]
    day = _("{trial}, day {day} of {days}").format(
        trial=one.fact.trial, day=len(one.days), days=one.fact.days
    )
    if last.profit_fen is None:
        return _("{day}: a stream's profit is not known yet").format(day=day)
    gap = last.profit_fen - last.target_fen
    text = _("{day}: {amount} above the target") if gap >= 0 else _("{day}: {amount} short of the target")
    return text.format(day=day, amount=fen_text(abs(gap)))


def trials_table(trials: tuple[TrialView, ...]) -> ReportTable:
    """The trials as a table."""
    money = ColumnKind.MONEY
    columns = (
        Column(key="trial", title=_("Trial period")),
        Column(key="account", title=_("Account")),
        Column(key="first", title=_("First broadcast"), kind=ColumnKind.DAY),
        Column(key="last", title=_("Last day"), kind=ColumnKind.DAY),
        Column(key="target", title=_("Target"), kind=money, unit="CNY", decimals=2),
        Column(key="profit", title=_("Profit so far"), kind=money, unit="CNY", decimals=2),
        Column(key="paper", title=_("Signed paper")),
    )
    rows = tuple(
        (
            one.fact.trial,
            one.fact.account or _("all accounts"),
            one.fact.first_on,
            one.last_on,
            one.fact.target_minor,
            one.days[-1].profit_fen if one.days else None,
            _paper(one),
        )
        for one in trials
    )
    return ReportTable(title=_("Trial periods"), columns=columns, rows=rows)


def _paper(one: TrialView) -> str:
    if one.paper is None:
        return _("missing")
    return _("there since {day}").format(day=one.paper.added_at.date().isoformat())


def _tip(day: TrialDay) -> str:
    profit = _("not known") if day.profit_fen is None else fen_text(day.profit_fen)
    text = _("{day}: profit {profit}, target {target}")
    return text.format(day=day.on.isoformat(), profit=profit, target=fen_text(day.target_fen))
