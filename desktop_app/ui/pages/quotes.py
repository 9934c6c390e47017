"""Quotes: a weight and a country, and what each carrier asks for such a parcel, cheapest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout

from desktop_app.i18n import _, format_day, ngettext
from desktop_app.reports.quotes_table import quotes_table
from desktop_app.ui import formats
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.records.tabs import FamilyTabs
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.ui.widgets.header_tools import action_button
from desktop_app.ui.widgets.page import Notice, Page
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.quoting import Quoted, UnreadWeightError, ask_quotes, read_weight

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context

WAIT_MS: Final = 200
_WEIGHT: Final = 140
_MARKET: Final = 220
_STEPS: Final = 4
"""The column that takes the room that is left."""


class QuotesPage(Page):
    """Weight and country above, quotes below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-import")
        self._context = context
        self._shown: Quoted | None = None
        self.tabs = FamilyTabs(context, "quotes")
        self.header.beside.addWidget(self.tabs)
        self.print = action_button(context, "print")
        self.export = action_button(context, "export")
        self.header.buttons.addWidget(self.print)
        self.header.buttons.addWidget(self.export)
        self.weight = QLineEdit()
        self.weight.setFixedWidth(context.look.px(_WEIGHT))
        self.market = Choice()
        self.market.setFixedWidth(context.look.px(_MARKET))
        self.weight_name, self.market_name = label("", "sub"), label("", "sub")
        self.weight_name.setBuddy(self.weight)
        self.market_name.setBuddy(self.market)
        self.hint = label("", "sub", wrap=True)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.nothing = Notice(context.look)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(WAIT_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def enter(self, what: object) -> None:
        """Ask anew, and be ready for a weight."""
        self.reload()
        self.weight.setFocus()

    def reload(self) -> None:
        """Ask for what stands in the fields."""
        self.wait(_("Reading the book…"))
        self._pause.stop()
        try:
            weight = read_weight(self.weight.text()) if self.weight.text().strip() else None
        except UnreadWeightError:
            weight = None
        market = self.market.currentData()
        self._context.ask(
            partial(ask_quotes, weight_mg=weight, market=market, on=self._context.today()),
            self._fill,
            self._wrong,
        )

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Quotes"))
        self.tabs.retranslate()
        self.print.setText(_("Print"))
        self.export.setText(_("Export Excel"))
        self.weight_name.setText(_("Weight of the parcel"))
        self.weight.setAccessibleName(_("Weight of the parcel"))
        self.weight.setPlaceholderText(_("520 g or 0.52 kg"))
        self.market_name.setText(_("To"))
        self.market.setAccessibleName(_("Country it goes to"))
        self.table.setAccessibleName(_("Quotes"))
        self.hint.setText(
            _("Fuel, remote areas and taxes are added by the carrier. Goods that take much room weigh more.")
        )
        self.empty.say(
            _("No price list yet"),
            _("Import a carrier's price list: then a parcel can be quoted, and bills are held against it."),
            _("Import files"),
        )
        if self._shown is not None:
            self._fill(self._shown)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be asked of the book."""
        return not self._pause.isActive()

    def seen_table(self) -> ReportTable | None:
        """The quotes as they are seen, for print and export."""
        return self.model.shown_table() if self.model.rowCount() else None

    def _lay_out(self) -> None:
        card = Card(spacing=Space.M)
        line = row(self.weight_name, self.weight, self.market_name, self.market, spacing=Space.M)
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addWidget(self.hint)
        # First the place, then what lies in it: without one, the first would be shown as a window.
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)

    def _connect(self) -> None:
        self.weight.textChanged.connect(self._pause.start)
        self.market.activated.connect(self.reload)
        self._pause.timeout.connect(self.reload)
        self.empty.acted.connect(self._context.actions["import"].trigger)
        self.failed.acted.connect(self.reload)
        self._context.book_changed.connect(self._stale)

    def _fill(self, shown: Quoted) -> None:
        first = self._shown is None
        self._shown = shown
        self.print.setVisible(bool(shown.quotes))
        self.export.setVisible(bool(shown.quotes))
        if not shown.markets:
            self.show_empty()
            return
        self._offer_markets(shown.markets)
        drawn = Drawn(
            styles={
                "carrier": CellStyle.STRONG,
                "steps": CellStyle.MUTED,
                "transit": CellStyle.MUTED,
                "from_on": CellStyle.MUTED,
            }
        )
        self.model.set_table(quotes_table(shown.quotes, shown.decimals), range(len(shown.quotes)), drawn)
        self.table.fit_columns(stretch=_STEPS)
        self.nothing.say(*self._why_none())
        self._shelves.setCurrentWidget(self.table if shown.quotes else self.nothing)
        number = len(shown.quotes)
        text = ngettext("{count} price", "{count} prices", number).format(count=formats.count(number))
        self.header.set_title(_("Quotes"), f"{text} · {format_day(self._context.today())}" if number else "")
        self.show_content()
        if first:
            self.weight.setFocus()

    def _offer_markets(self, markets: tuple[str, ...]) -> None:
        """Offer the countries that there are lists for; the one that was chosen stays so."""
        chosen = self.market.currentData()
        self.market.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.market.clear()
        for market in markets:
            self.market.addItem(formats.market_name(market), market)
        self.market.setCurrentIndex(max(self.market.findData(chosen), 0))
        self.market.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _why_none(self) -> tuple[str, str]:
        """Say why there is no quote: no weight, one that does not read, or none that carries it."""
        typed = self.weight.text().strip()
        if not typed:
            return _("How heavy is the parcel?"), _("Type its weight; grams, or with kg behind it.")
        try:
            read_weight(typed)
        except UnreadWeightError:
            return _("“{typed}” is no weight").format(typed=typed), _("Write 520, 520 g or 0.52 kg.")
        return (
            _("No price list carries such a parcel"),
            _("Look at the bands of weight, and from which day they hold, under Price lists."),
        )

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self._shown = None
            self.market.clear()
        if self.isVisible():
            self.reload()
