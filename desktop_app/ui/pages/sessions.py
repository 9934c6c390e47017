"""Sessions: every stream with what it earned, filtered as one types, totals at the foot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.session import SessionStatus
from desktop_app.domain.statement import State
from desktop_app.i18n import N_, _, ngettext
from desktop_app.reports.report_table import cell_text
from desktop_app.reports.sessions_table import sessions_table, state_tone, totals_of
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import KEY, CellStyle
from desktop_app.ui.records.actions import RecordActions
from desktop_app.ui.records.session_desk import SessionDesk
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.foot import Foot
from desktop_app.ui.widgets.header_tools import FilterField, action_button
from desktop_app.ui.widgets.page import Notice, Page, make_tight
from desktop_app.ui.widgets.record_form import RecordForm
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.layout import field_of
from desktop_app.usecases.sessions import SessionsView, sessions_view

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop_app.domain.statement import StatementRow
    from desktop_app.reports.report_table import Cell, ReportTable
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context

CHIPS: Final = (
    ("all", N_("All")),
    ("lost", N_("Lost money")),
    (State.ESTIMATED, N_("Estimated")),
    (State.INCOMPLETE, N_("Incomplete")),
    (State.SETTLED, N_("Settled")),
    ("planned", N_("Planned")),
)
"""Ready-made views over the list."""
_FORM: Final = 380


@dataclass(frozen=True, slots=True)
class Listed:
    """The streams, and the table that shows them, laid out on the book's thread."""

    view: SessionsView
    table: ReportTable


def _list(book: Book, *, today: date) -> Listed:
    view = sessions_view(book, today=today)
    currency = view.report.currency
    return Listed(view, sessions_table(view.rows, currency=currency, decimals=view.decimals, zone=view.zone))


class SessionsPage(Page):
    """The list; Enter opens a stream."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-sessions")
        self._context = context
        self._view: SessionsView | None = None
        self._listed: Listed | None = None
        self._fitted = False
        self._totals: tuple[Cell, ...] | None = None
        self.filter = FilterField(context.look, 240)
        self.print = action_button(context, "print")
        self.export = action_button(context, "export")
        self.plan = HintButton(context.look, shortcut=context.actions["record_new"].shortcut(), primary=True)
        for widget in (self.filter, self.print, self.export, self.plan):
            self.header.buttons.addWidget(widget)
        self.form: RecordForm | None = None
        self.desk = SessionDesk(context)
        doing = {
            "record_new": self.plan_one,
            "record_edit": self.desk.change,
            "record_delete": self.desk.bin_it,
        }
        self._actions = RecordActions(context, doing, self)
        line = self._make_chips()
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.sort_by_headings()
        self.foot = Foot(context.look, self.table)
        card = Card(spacing=Space.S)
        card.body.addLayout(line)
        self.nothing = Notice(context.look)
        self.nothing.acted.connect(self._clear)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        card.body.addWidget(self.foot)
        card.body.addWidget(self.desk)
        both = make_tight(QWidget())
        self._halves = row(card, spacing=Space.L)
        self._halves.setStretch(0, 1)
        both.setLayout(self._halves)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(both)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        self._connect()
        self.retranslate()

    def _make_chips(self) -> QHBoxLayout:
        self._chips = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        line = row(spacing=Space.S)
        for at, (name, _text) in enumerate(CHIPS):
            chip = make_chip(checked=at == 0)
            self._chips.addButton(chip, at)
            self.chips[name] = chip
            line.addWidget(chip)
        line.addStretch(1)
        return line

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.model.set_filter)
        self._chips.idClicked.connect(self._choose_chip)
        self.model.shown_changed.connect(self._sum_anew)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._sum)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)
        self.plan.clicked.connect(self.plan_one)
        self.desk.edit_asked.connect(self._edit)
        self.empty.acted.connect(self._context.actions["import"].trigger)
        self.empty.second_acted.connect(self.plan_one)
        self.failed.acted.connect(self.reload)
        self._context.when_figures_change(self._stale)

    def enter(self, what: object) -> None:
        """Show the list; `what` the name of a ready-made view."""
        if isinstance(what, str) and what in self.chips:
            self.chips[what].click()
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(partial(_list, today=self._context.today()), self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Sessions"))
        self.filter.retranslate()
        self.print.setText(_("Print"))
        self.export.setText(_("Export Excel"))
        self.table.setAccessibleName(_("Sessions"))
        for name, text in CHIPS:
            self.chips[name].setText(_(text))
        self.empty.say(
            _("No stream yet"),
            _(
                "Import the platform's live report or its orders, or the ledger workbook: "
                "each stream then shows what it earned."
            ),
            _("Import files"),
            _("Plan a stream"),
        )
        self.plan.setText(_("Plan a stream"))
        self.desk.retranslate()
        if self.form is not None:
            self.form.retranslate()
        if self._view is not None:
            self.reload()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.take_over()

    def seen_table(self) -> ReportTable | None:
        """The list as it is seen, with the totals at its foot: for export and print."""
        seen = self.model.shown_table()
        if seen is None or self._listed is None:
            return None
        totals = (self._totals_of_shown(self._shown()),)
        return replace(seen, title=_("Sessions"), columns=self._listed.table.columns, totals=totals)

    def plan_one(self) -> None:
        """Plan a stream: its form stands beside the list."""
        words = dict(field_of("sessions", "status").choices)
        self._open_form().add(defaults={"status": words[SessionStatus.PLANNED.value]})

    def showEvent(self, event: QShowEvent) -> None:
        """Have the actions work here."""
        super().showEvent(event)
        self._actions.come()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the actions to the next page."""
        super().hideEvent(event)
        self._actions.leave()

    @property
    def _form_is_open(self) -> bool:
        return self.form is not None and not self.form.isHidden()

    def _open_form(self) -> RecordForm:
        if self.form is None:
            self.form = RecordForm(self._context, "sessions")
            self.form.setFixedWidth(self.look.px(_FORM))
            self.form.left.connect(self._form_left)
            self._halves.addWidget(self.form)
        self.form.show()
        self.plan.lead(is_first=False)
        self.show_content()
        return self.form

    def _form_left(self) -> None:
        if self.form is not None:
            self.form.hide()
        self.plan.lead(is_first=True)
        if self._view is not None and not self._view.rows:
            self.show_empty()
        self.table.setFocus()

    def _edit(self, code: str) -> None:
        self._open_form().edit((code,))

    def _look_at(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        key = index.data(KEY)
        rows = [] if self._view is None else self._view.rows
        self.desk.show_stream(next((each for each in rows if each.key == key), None))

    def _fill(self, listed: Listed) -> None:
        self._listed, self._view = listed, listed.view
        view = listed.view
        if view.report.recomputing:
            self._context.watch_figures()
        number = ngettext("{count} stream", "{count} streams", len(view.rows)).format(count=len(view.rows))
        unit = _("amounts in {currency}").format(currency=view.report.currency)
        self.header.set_title(_("Sessions"), f"{number} · {unit}")
        for widget in (self.filter, self.print, self.export, self.plan):
            widget.setVisible(bool(view.rows))
        if not view.rows and not self._form_is_open:
            self.show_empty()
            return
        rows = view.rows
        drawn = Drawn(
            styles={
                "session": CellStyle.STRONG,
                "profit": CellStyle.GAIN,
                "expected_profit": CellStyle.GAIN,
                "state": CellStyle.PILL,
                "started_at": CellStyle.MUTED,
            },
            tones={"state": lambda i: state_tone(rows[i])},
        )
        chosen = self.table.selected_keys()
        self.model.set_table(listed.table.without_units(), [r.key for r in rows], drawn)
        if not self._fitted:
            self._fitted = True
            self.table.fit_columns(foot=self.foot.texts)
        if chosen:
            self.table.choose_row(self.model.row_of(chosen[0]))
        self._look_at(self.table.currentIndex())
        self.show_content()

    def _shown(self) -> list[StatementRow]:
        return [] if self._view is None else [self._view.rows[i] for i in self.model.shown_rows()]

    def _sum(self) -> None:
        if self._view is None or self.model.table is None:
            return
        chosen = set(self.table.selected_keys())
        rows = self._shown()
        if not rows:
            self._say_nothing()
        self._shelves.setCurrentWidget(self.table if rows else self.nothing)
        picked = [r for r in rows if r.key in chosen]
        columns = self.model.table.columns
        several = len(picked) > 1
        cells = totals_of(picked) if several else self._totals_of_shown(rows)
        texts = [cell_text(c, cell) for c, cell in zip(columns, cells, strict=True)]
        texts[0] = (
            _("{count} selected").format(count=len(picked))
            if several
            else _("{count} shown").format(count=len(rows))
        )
        self.foot.say(texts, [c.is_figure for c in columns])
        self.table.widen_for(texts)

    def _totals_of_shown(self, rows: list[StatementRow]) -> tuple[Cell, ...]:
        """The sums over what is shown, added up once: one row after another is chosen meanwhile."""
        if self._totals is None:
            self._totals = totals_of(rows)
        return self._totals

    def _sum_anew(self) -> None:
        self._totals = None
        self._sum()

    def _say_nothing(self) -> None:
        typed = self.filter.text().strip()
        text = _("No stream with “{typed}”").format(typed=typed) if typed else _("No stream here")
        self.nothing.say(text, "", _("Show all streams"))

    def _clear(self) -> None:
        self.filter.clear()
        self.chips["all"].click()

    def _choose_chip(self, at: int) -> None:
        name = CHIPS[at][0]
        self.model.set_wanted(None if name == "all" else partial(self._is, name))

    def _is(self, name: str, at: int) -> bool:
        if self._view is None:
            return False
        session = self._view.rows[at]
        if name == "planned" or session.status == "planned":
            return name == "planned" and session.status == "planned"
        if name == "lost":
            profit = session.amounts["profit"]
            return profit is not None and profit < 0
        return session.state == name

    def _open(self, key: object) -> None:
        self._context.go("session", key)

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        self._fitted = self._fitted and changes is not None
        if changes is None and self.form is not None:
            self.form.hide()
            self.plan.lead(is_first=True)
        if self.isVisible():
            self.reload()
