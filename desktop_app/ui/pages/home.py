"""Home: the month, the last streams as bars, what needs attention."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout

from desktop_app.charts.bars import Bar, draw_bars
from desktop_app.i18n import _, ngettext
from desktop_app.reports.sessions_table import session_title, sessions_table, state_tone
from desktop_app.ui import formats
from desktop_app.ui.attention_text import todo_of
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row
from desktop_app.ui.widgets.chart import Chart
from desktop_app.ui.widgets.figures import FigureCard
from desktop_app.ui.widgets.header_tools import action_button
from desktop_app.ui.widgets.page import Page
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.todo import Todo, TodoList
from desktop_app.usecases.home import HomeView, home_attention, home_differences, home_view

if TYPE_CHECKING:
    from desktop_app.store.queries.attention import Attention
    from desktop_app.ui.context import Context

HOME_ROWS = 5
_SHOWN = ("session", "account", "net_sales", "promotion", "shipping", "profit", "margin", "state")


class HomePage(Page):
    """What the month brought, at a glance, and what to do next."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-sessions")
        self._context = context
        self._month: date | None = None
        self._view: HomeView | None = None
        self._attention: list[Attention] = []
        self._differences: list[Attention] = []
        self._reconciled = False
        self.previous = QPushButton()
        self.next = QPushButton()
        for button, icon in ((self.previous, "back"), (self.next, "forward")):
            button.setProperty("kind", "quiet")
            button.setProperty("icon_name", icon)
            self.header.beside.addWidget(button)
        self.previous.clicked.connect(self._to_previous)
        self.next.clicked.connect(self._to_next)
        self.finder = action_button(context, "palette")
        self.bring = HintButton(context.look, shortcut=context.actions["import"].shortcut(), primary=True)
        self.bring.clicked.connect(context.actions["import"].trigger)
        self.header.buttons.addWidget(self.finder)
        self.header.buttons.addWidget(self.bring)
        self.profit = FigureCard(context.look)
        self.sales = FigureCard(context.look)
        self.per_kg = FigureCard(context.look)
        self.promotion = FigureCard(context.look)
        self.headline = label("", "section")
        self.sub = label("", "sub")
        self.chart = Chart(context.look, context.tasks)
        self.chart.chosen.connect(self._open_session)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open_session)
        self.todo_title = label("", "section")
        self.todos = TodoList(context.look)
        self.todos.opened.connect(context.go)
        self._lay_out()
        self.empty.acted.connect(self._begin)
        self.empty.second_acted.connect(context.actions["import"].trigger)
        self.failed.acted.connect(self.reload)
        context.when_figures_change(self._stale)
        context.look.changed.connect(self._tint)
        self._tint()
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the month; `what` a date shows that month."""
        if isinstance(what, date):
            self._month = what
        self.reload()

    def reload(self) -> None:
        """Read everything anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(
            partial(home_view, today=self._context.today(), month=self._month), self._arrive, self._wrong
        )

    def _arrive(self, view: HomeView) -> None:
        self._fill(view)
        # The figures are painted first: what needs attention is looked for through the whole book.
        QTimer.singleShot(0, self, self._look_around)

    def _look_around(self) -> None:
        self._context.ask(partial(home_attention, today=self._context.today()), self._fill_todos)
        if not self._reconciled:
            self._context.whole(home_differences, self._say_differences)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.finder.setText(_("Find page or session"))
        self.bring.setText(_("Import files"))
        self.previous.setAccessibleName(_("Month before"))
        self.previous.setToolTip(_("Month before"))
        self.next.setAccessibleName(_("Month after"))
        self.next.setToolTip(_("Month after"))
        self.todo_title.setText(_("What needs attention"))
        self.table.setAccessibleName(_("Last streams"))
        self._say_empty()
        if self._view is not None:
            self._fill(self._view)
            self._fill_todos(self._attention)

    def _lay_out(self) -> None:
        figures = row(spacing=Space.L)
        for card, stretch in ((self.profit, 5), (self.sales, 4), (self.per_kg, 4), (self.promotion, 4)):
            figures.addWidget(card, stretch)
        streams = Card()
        streams.body.setSpacing(Space.XS)
        streams.body.addWidget(self.headline)
        streams.body.addWidget(self.sub)
        streams.body.addWidget(self.chart, 1)
        streams.body.addWidget(self.table)
        wanting = Card()
        wanting.setFixedWidth(self.look.px(320))
        wanting.body.addWidget(self.todo_title)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.todos)
        wanting.body.addWidget(area, 1)
        lower = row(spacing=Space.L)
        lower.addWidget(streams, 1)
        lower.addWidget(wanting)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addLayout(figures)
        outer.addLayout(lower, 1)

    def _fill(self, view: HomeView) -> None:
        self._view = view
        sessions = [r for r in view.month.rows if r.status != "planned"]
        days = _("{first} to {last}").format(
            first=formats.short_day(view.first), last=formats.short_day(view.last)
        )
        number = ngettext("{count} stream", "{count} streams", len(sessions)).format(count=len(sessions))
        said = [days, number]
        if view.month.recomputing:
            self._context.watch_figures()
            if any(r.recomputing for r in (*view.month.rows, view.month.unattributed)):
                said.append(_("updating"))
        self.header.set_title(formats.month_name(view.first), " · ".join(said))
        self.previous.setEnabled(any(month < view.first for month in view.months))
        self.next.setEnabled(any(month > view.first for month in view.months))
        # Where there is nothing yet, the first step stands in the middle, and it alone is offered.
        self.bring.setVisible(view.has_sessions)
        if not view.has_sessions:
            self.header.set_title(formats.month_name(view.first))
            self._say_empty()
            self.show_empty()
            self.empty.button.setFocus()
            return
        self._fill_figures(view)
        self._fill_streams(view)
        self.show_content()

    def _fill_todos(self, items: list[Attention]) -> None:
        self._attention = items
        todos = [todo_of(item) for item in (*items, *self._differences)]
        self.todos.say(todos or [Todo(_("Nothing is waiting"), settled=True)])

    def _say_differences(self, items: list[Attention]) -> None:
        self._reconciled = True
        self._differences = items
        self._fill_todos(self._attention)

    def _say_empty(self) -> None:
        """What to do first: say where one sells, then bring in files; a ledger workbook brings both."""
        if self._view is None or self._view.has_accounts:
            self.empty.say(
                _("The book is empty"),
                _(
                    "Bring in the files of your shop, of your streams and of your carrier, or "
                    "the ledger workbook you keep."
                ),
                _("Import files"),
            )
            return
        self.empty.say(
            _("The book is empty"),
            _(
                "Say first where you sell: one account for each shop or live account. Whoever "
                "keeps the ledger workbook brings it in at once."
            ),
            _("Add the first account"),
            _("Import files"),
        )

    def _begin(self) -> None:
        there = self._view is None or self._view.has_accounts
        self._context.actions["import" if there else "account_new"].trigger()

    def _fill_figures(self, view: HomeView) -> None:
        amounts, currency, decimals = view.month.period.amounts, view.currency, view.decimals
        profit, before = amounts["profit"], view.before.period.amounts["profit"]
        caption = _("Profit of the month")
        if view.estimated:
            caption += " · " + ngettext(
                "{count} stream estimated", "{count} streams estimated", view.estimated
            ).format(count=view.estimated)
        beside = [_("expected {money}").format(money=formats.money(view.expected_profit, currency, decimals))]
        if profit is not None and before is not None and view.before.rows:
            change = formats.money(profit - before, currency, decimals, signed=True)
            beside.append(_("{change} against the month before").format(change=change))
        self.profit.figure.say(
            caption, formats.money(profit, currency, decimals), " · ".join(beside), way=_way(profit)
        )
        net_sales, refunds = amounts["net_sales"], amounts["refunds"]
        orders = ngettext("{count} order", "{count} orders", view.orders).format(
            count=formats.count(view.orders)
        )
        gross = amounts["gross_sales"]
        share = formats.percent(_share(refunds, gross))
        self.sales.figure.say(
            _("Net sales"),
            formats.money(net_sales, currency, decimals),
            f"{orders} · " + _("refunds {share}").format(share=share),
        )
        markets = " · ".join(
            f"{formats.market_name(market)} {formats.amount(round(rate), decimals)}"
            for market, rate in view.per_kg_by_market[:3]
        )
        if view.per_kg is None:
            markets = _("a weight or a rate is missing") + (f" · {markets}" if markets else "")
        per_kg = round(view.per_kg) if view.per_kg is not None else None
        self.per_kg.figure.say(
            _("Left per kilogram"), formats.money(per_kg, currency, decimals), markets, way=None
        )
        spent = amounts["promotion"]
        self.promotion.figure.say(
            _("Promotion"),
            formats.money(spent, currency, decimals),
            _("{share} of net sales").format(share=formats.percent(_share(spent, net_sales))),
        )

    def _fill_streams(self, view: HomeView) -> None:
        known = [r.amounts["profit"] for r in view.recent if r.amounts["profit"] is not None]
        gained, lost = sum(p >= 0 for p in known), sum(p < 0 for p in known)
        headline = _("Last {count} streams: {gained} earned, {lost} lost")
        unknown = len(view.recent) - len(known)
        if unknown:
            headline = _("Last {count} streams: {gained} earned, {lost} lost, {unknown} not known yet")
        self.headline.setText(
            headline.format(count=len(view.recent), gained=gained, lost=lost, unknown=unknown)
        )
        self.sub.setText(
            _("Profit of each stream in {currency}; a click shows how it came about").format(
                currency=view.currency
            )
        )
        unit = 10**view.decimals
        bars = []
        for r in view.recent:
            profit = r.amounts["profit"]
            figure = formats.BLANK if profit is None else formats.rounded(profit, view.decimals, signed=True)
            day = r.started_at.astimezone(view.zone).date() if r.started_at else view.today
            tip = f"{session_title(r)}\n{formats.money(profit, view.currency, view.decimals, signed=True)}"
            value = None if profit is None else profit / unit
            bars.append(Bar(r.key, formats.short_day(day), value, figure, tip))
        self.chart.set_draw(partial(draw_bars, bars), self.headline.text())
        latest = list(reversed(view.recent))
        table = sessions_table(latest, currency=view.currency, decimals=view.decimals, zone=view.zone)
        drawn = Drawn(
            styles={"session": CellStyle.STRONG, "profit": CellStyle.GAIN, "state": CellStyle.PILL},
            tones={"state": lambda i: state_tone(latest[i])},
        )
        self.model.set_table(table.select(_SHOWN).without_units(), [r.key for r in latest], drawn)
        self.table.set_visible_rows(HOME_ROWS)
        self.table.fit_columns()

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, _changes: object) -> None:
        self._month = self._month if _changes is not None else None
        self._reconciled = False
        if _changes is None:
            self._differences = []
        if self.isVisible():
            self.reload()

    def _open_session(self, key: object) -> None:
        self._context.go("session", key)

    def _to_previous(self) -> None:
        if self._view is not None:
            self._month = max(m for m in self._view.months if m < self._view.first)
            self.reload()

    def _to_next(self) -> None:
        if self._view is not None:
            self._month = min(m for m in self._view.months if m > self._view.first)
            self.reload()

    def _tint(self) -> None:
        for button in (self.previous, self.next):
            button.setIcon(self.look.icon(str(button.property("icon_name"))))


def _way(minor: int | None) -> int | None:
    return None if minor is None else (minor > 0) - (minor < 0)


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole and whole > 0 else None
