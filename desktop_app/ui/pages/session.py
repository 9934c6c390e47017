"""One stream: what it earned, where the money went, the statement row by row and what stands behind each."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.charts.waterfall import draw_waterfall
from desktop_app.i18n import _, ngettext
from desktop_app.reports.issue_text import issue_text, reason_text
from desktop_app.reports.sessions_table import session_title, state_name, state_tone
from desktop_app.reports.statement_report import STATEMENT_TITLES, money_writer
from desktop_app.ui import formats
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.session_words import (
    conclusion,
    issue_todo,
    live_figures,
    statement_rows,
    subtitle,
    waterfall_steps,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, hairline, label, pill, row, set_tone
from desktop_app.ui.widgets.chart import Chart
from desktop_app.ui.widgets.figures import KeyFigure, SmallFigures
from desktop_app.ui.widgets.header_tools import action_button
from desktop_app.ui.widgets.page import Page
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.todo import Todo, TodoList
from desktop_app.usecases.reconciling import open_in_session
from desktop_app.usecases.sessions import SessionView, session_view
from desktop_app.usecases.statement_detail import Behind, amounts_behind

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context

STATEMENT_WIDTH: Final = 396


class SessionPage(Page):
    """The statement of one stream."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-sessions")
        self._context = context
        self._code = ""
        self._view: SessionView | None = None
        self._key: str | None = None
        self._open = 0
        self.state = pill()
        self.differences = pill()
        self.header.beside.addWidget(self.state)
        self.header.beside.addWidget(self.differences)
        self.header.back_requested.connect(self._to_list)
        self.print = action_button(context, "print")
        self.export = action_button(context, "export")
        self.header.buttons.addWidget(self.print)
        self.header.buttons.addWidget(self.export)
        self.figure = KeyFigure(context.look)
        self.conclusion = label("", "section", wrap=True)
        self.chart = Chart(context.look, context.tasks)
        self.live = SmallFigures(context.look)
        self.expected = label("", "sub", wrap=True)
        self.statement_model = ReportModel(self)
        self.statement = Table(context.look, compact=True)
        self.statement.setModel(self.statement_model)
        self.statement.horizontalHeader().hide()
        self.issues_title = label("", "section")
        self.issues = TodoList(context.look)
        self.issues.opened.connect(context.go)
        self.behind_title = label("", "section")
        self.behind_sub = label("", "sub", wrap=True)
        self.behind_back = QPushButton()
        self.behind_model = ReportModel(self)
        self.behind = Table(context.look)
        self.behind.setModel(self.behind_model)
        self.behind.setSortingEnabled(True)
        self.behind.horizontalHeader().setSortIndicator(
            -1, self.behind.horizontalHeader().sortIndicatorOrder()
        )
        self._lay_out()
        self.chart.chosen.connect(self.show_behind)
        self.statement.clicked.connect(self._clicked)
        self.statement.opened.connect(self._opened)
        self.behind_back.clicked.connect(self.show_chart)
        self.empty.acted.connect(self._to_list)
        self.failed.acted.connect(self.reload)
        context.when_figures_change(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the stream of that code; None: the one shown last."""
        if isinstance(what, str) and what != self._code:
            self._code = what
            self._key = None
            self._open = 0
            self._layers_left.setCurrentIndex(0)
        self.reload()

    def reload(self) -> None:
        """Read the stream anew."""
        self.wait(_("Reading the book…"))
        ask = partial(session_view, code=self._code, today=self._context.today())
        self._context.ask(ask, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.print.setText(_("Print"))
        self.export.setText(_("Export Excel"))
        self.issues_title.setText(_("What this rests on"))
        self.behind_back.setText(_("Back to the chart"))
        self.statement.setAccessibleName(_("Statement"))
        self.behind.setAccessibleName(_("Amounts behind this row"))
        self.empty.say(_("This stream is not in the book"), _("It may have been undone."), _("All sessions"))
        self._fill(self._view)

    def seen_table(self) -> ReportTable | None:
        """The amounts behind the chosen row where they are shown, else the statement."""
        return (
            self.behind_model.shown_table()
            if self._layers_left.currentIndex()
            else self.statement_model.table
        )

    @property
    def session(self) -> str:
        """The code of the stream that is shown."""
        return self._code

    def show_behind(self, key: object) -> None:
        """Show the amounts behind a row of the statement."""
        if not isinstance(key, str) or self._view is None:
            return
        self._key = key
        ask = partial(amounts_behind, session=self._code, key=key)
        self._context.ask(ask, self._fill_behind, self._wrong)

    def show_chart(self) -> None:
        """Show the chart again."""
        self._key = None
        self._layers_left.setCurrentIndex(0)
        self.statement.setFocus()

    def _lay_out(self) -> None:
        overview = QWidget()
        overview.setProperty("ground", "none")
        inside = QVBoxLayout(overview)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addWidget(self.figure)
        inside.addSpacing(Space.S)
        inside.addWidget(self.conclusion)
        inside.addWidget(self.chart, 1)
        inside.addWidget(hairline())
        inside.addWidget(self.live)
        inside.addWidget(self.expected)
        detail = QWidget()
        detail.setProperty("ground", "none")
        below = QVBoxLayout(detail)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(Space.S)
        head = row(self.behind_title, None, self.behind_back)
        below.addLayout(head)
        below.addWidget(self.behind_sub)
        below.addWidget(self.behind, 1)
        left = Card()
        self._layers_left = QStackedLayout()
        left.body.addLayout(self._layers_left)
        right = Card()
        right.setFixedWidth(self.look.px(STATEMENT_WIDTH))
        self.statement_title = label("", "section")
        inner = QWidget()
        inner.setProperty("ground", "none")
        under = QVBoxLayout(inner)
        under.setContentsMargins(0, 0, Space.S, 0)
        under.setSpacing(Space.S)
        for widget in (self.statement, self.issues_title, self.issues):
            under.addWidget(widget)
        under.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        right.body.addWidget(self.statement_title)
        right.body.addWidget(area, 1)
        whole = row(spacing=Space.L)
        whole.addWidget(left, 1)
        whole.addWidget(right)
        self.content.setLayout(whole)
        self._layers_left.addWidget(overview)
        self._layers_left.addWidget(detail)

    def _fill(self, view: SessionView | None) -> None:
        self._view = view
        if view is None:
            self.header.set_title(self._code, crumb=_("Sessions"))
            self.state.hide()
            self.differences.hide()
            self.show_empty()
            return
        if view.row.recomputing:
            self._context.watch_figures()
        self.header.set_title(session_title(view.row), subtitle(view), crumb=_("Sessions"))
        self.state.setText(state_name(view.row))
        self.state.show()
        set_tone(self.state, state_tone(view.row))  # type: ignore[arg-type]
        self.statement_title.setText(_("Statement in {currency}").format(currency=view.currency))
        self._fill_figure(view)
        self._fill_statement(view)
        money = money_writer(view.currency, view.decimals)
        self._fill_issues(view)
        # What is settled is final only when nothing stands open against it: asked when nothing else waits.
        count = partial(open_in_session, session=view.row.key)
        self._context.later(count, partial(self._say_open, view.row.key))
        reasons = " ".join(reason_text(reason, money) for reason in view.row.reasons)
        self.expected.setText(reasons)
        self.expected.setVisible(bool(reasons))
        if self._key is not None:
            self.show_behind(self._key)
        self.show_content()

    def _fill_issues(self, view: SessionView) -> None:
        money = money_writer(view.currency, view.decimals)
        todos = [issue_todo(issue, issue_text(issue, money)) for issue in view.row.issues]
        text = ngettext("Reconcile: {count} open", "Reconcile: {count} open", self._open)
        text = text.format(count=formats.count(self._open))
        self.differences.setText(text)
        set_tone(self.differences, "warning")
        self.differences.setVisible(self._open > 0)
        if self._open:
            advice = _("Amounts that do not agree: explain, accept or claim each; then this stream is final.")
            todos.append(Todo(text, advice, "reconciling"))
        self.issues.say(todos or [Todo(_("Everything is stated; nothing is estimated"), settled=True)])

    def _say_open(self, code: str, number: int) -> None:
        if self._view is not None and self._code == code and number != self._open:
            self._open = number
            self._fill_issues(self._view)

    def _fill_figure(self, view: SessionView) -> None:
        amounts, currency, decimals = view.row.amounts, view.currency, view.decimals
        profit = amounts["profit"]
        settled = state_tone(view.row) == "good"
        shown = profit if settled else view.row.expected_profit
        caption = _("This stream earned") if settled else _("Expected to be left")
        beside = [_("margin {share}").format(share=formats.percent(view.row.margin))]
        if not settled:
            beside.insert(0, _("so far {money}").format(money=formats.money(profit, currency, decimals)))
        measures = view.row.measures
        if profit is not None and measures.duration_s:
            hourly = round(Fraction(profit * 3600, measures.duration_s))
            beside.append(_("{money} an hour").format(money=formats.money(hourly, currency, decimals)))
        if profit is not None and measures.weight_mg:
            per_kg = round(Fraction(profit * 1_000_000, measures.weight_mg))
            beside.append(_("{money} a kilogram").format(money=formats.money(per_kg, currency, decimals)))
        if view.median_profit is not None:
            text = _("median of the {count} before {money}")
            beside.append(
                text.format(count=view.compared, money=formats.money(view.median_profit, currency, decimals))
            )
        way = None if shown is None else (shown > 0) - (shown < 0)
        self.figure.say(caption, formats.money(shown, currency, decimals), " · ".join(beside), way=way)
        self.conclusion.setText(conclusion(view))
        steps = waterfall_steps(view)
        self.chart.set_draw(partial(draw_waterfall, steps) if steps else None, self.conclusion.text())
        self.live.say(live_figures(view))

    def _fill_statement(self, view: SessionView) -> None:
        table, keys, strong = statement_rows(view)
        drawn = Drawn(
            styles={"row": CellStyle.PLAIN, "amount": CellStyle.PLAIN, "note": CellStyle.MUTED},
            tones={
                "row": lambda i: "strong" if keys[i] in strong else "",
                "amount": lambda i: _tone(keys[i], view) if keys[i] in strong else "",
                "note": lambda _i: "right muted",
            },
        )
        chosen = self.statement.selected_keys()
        self.statement_model.set_table(table, keys, drawn)
        self.statement.show_all_rows()
        width = self.look.px(STATEMENT_WIDTH) - 2 * Space.L - Space.S - 14
        for at, share in enumerate((0.365, 0.36, 0.275)):
            self.statement.setColumnWidth(at, int(width * share))
        if chosen:
            self.statement.choose_row(self.statement_model.row_of(chosen[0]))

    def _fill_behind(self, found: Behind) -> None:
        if self._view is None or found.key != self._key:
            return
        title = _(STATEMENT_TITLES[found.key])
        sum_text = formats.money(self._view.row.amounts[found.key], self._view.currency, self._view.decimals)
        self.behind_title.setText(f"{title}  {sum_text}")
        self.behind_sub.setText(found.explanation)
        self.behind_model.set_table(found.table, range(len(found.table.rows)))
        texts = [at for at, column in enumerate(found.table.columns) if not column.is_figure]
        self.behind.fit_columns(stretch=texts[-1])
        self._layers_left.setCurrentIndex(1)

    def _clicked(self) -> None:
        chosen = self.statement.selected_keys()
        if chosen:
            self.show_behind(chosen[0])

    def _opened(self, key: object) -> None:
        self.show_behind(key)
        self.behind.setFocus()

    def _to_list(self) -> None:
        self._context.go("sessions")

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self._code, self._view, self._key = "", None, None
        elif self.isVisible():
            self.reload()


def _tone(key: str, view: SessionView) -> str:
    """Sums are strong; profit says by its colour, too, whether it is a gain."""
    figure = view.row.amounts[key]
    if key != "profit" or not figure:
        return "strong"
    return "strong arrow gain" if figure > 0 else "strong arrow loss"
