"""Stock: what is on hand by product, lot and place, and what changes it without a sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.domain.stock import StockKind
from desktop_app.i18n import N_, _, format_day, ngettext
from desktop_app.reports.held_table import count_sheet, held_table, held_value
from desktop_app.reports.report_table import cell_text
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import KEY, CellStyle
from desktop_app.ui.printing import document_of, is_wide, preview
from desktop_app.ui.records.actions import RecordActions
from desktop_app.ui.records.count_panel import CountPanel
from desktop_app.ui.records.tabs import FamilyTabs
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, row
from desktop_app.ui.widgets.foot import Foot
from desktop_app.ui.widgets.header_tools import FilterField, action_button
from desktop_app.ui.widgets.page import Notice, Page, make_tight
from desktop_app.ui.widgets.record_form import RecordForm
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.layout import field_of
from desktop_app.usecases.records.stock_actions import stock_view

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.stock_actions import OnHand, StockView

_FILTER: Final = 200
_SIDE: Final = 380
_GIVE_WAY: Final = (2, 7)
"""Columns that give way to an entry: grade and cost."""
NEAR: Final = timedelta(days=14)
"""A lot this close to its date is coloured."""
ACTIONS: Final = (
    (StockKind.SPOILAGE, N_("Spoilt…")),
    (StockKind.SAMPLE, N_("Sample…")),
    (StockKind.GIFT, N_("Gift…")),
    (StockKind.TRANSFER, N_("Move…")),
    (StockKind.ADJUSTMENT, N_("Count…")),
)
"""What can be done with a lot, each with its button."""


class StockPage(Page):
    """The table; beside it the form of an entry for the chosen lot, or its count."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "kiwi")
        self._context = context
        self._held: StockView | None = None
        self._fitted = False
        self.form: RecordForm | None = None
        self.tabs = FamilyTabs(context, "stock")
        self.header.beside.addWidget(self.tabs)
        self.filter = FilterField(context.look, _FILTER)
        self.sheet = QPushButton()
        self.print = action_button(context, "print")
        for widget in (self.filter, self.sheet, self.print):
            self.header.buttons.addWidget(widget)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.sort_by_headings()
        self.foot = Foot(context.look, self.table)
        self.nothing = Notice(context.look)
        self.buttons = {kind: QPushButton() for kind, _text in ACTIONS}
        self.count = CountPanel(context)
        self.count.setFixedWidth(context.look.px(_SIDE))
        self.count.hide()
        self._actions = RecordActions(context, {"record_new": self.spoil}, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show what is on hand."""
        self.reload()

    def reload(self) -> None:
        """Read what is on hand anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(stock_view, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Stock"))
        self.tabs.retranslate()
        self.filter.retranslate()
        self.sheet.setText(_("Count sheet…"))
        self.print.setText(_("Print"))
        self.table.setAccessibleName(_("On hand"))
        for kind, text in ACTIONS:
            self.buttons[kind].setText(_(text))
        self.count.retranslate()
        if self.form is not None:
            self.form.retranslate()
        self.empty.say(
            _("Nothing is on hand"),
            _("Write down the lots that came in; what is left of each stands here."),
            _("Go to the lots"),
        )
        if self._held is not None:
            self._fitted = False
            self._fill(self._held)

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.take_over()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be asked of the book."""
        return self.count.is_calm

    def seen_table(self) -> ReportTable | None:
        """What is on hand, as it is seen, with the sum of what is seen: for print and export."""
        rows = self._shown()
        if self._held is None or not rows:
            return None
        return held_table(rows, currency=self._held.currency, decimals=self._held.decimals)

    def print_count_sheet(self) -> None:
        """Show the sheet to count on, as it will be printed."""
        rows = self._shown()
        if rows:
            sheet = count_sheet(rows)
            sheet = replace(sheet, title=f"{sheet.title} · {format_day(self._context.today())}")
            preview(self.window(), document_of([sheet]), wide=is_wide([sheet]))

    def spoil(self) -> None:
        """Book goods of the chosen lot as spoilt."""
        self.begin(StockKind.SPOILAGE)

    def begin(self, kind: StockKind) -> None:
        """Begin an entry of this kind for the chosen lot."""
        chosen = self._chosen()
        if chosen is None:
            return
        if kind is StockKind.ADJUSTMENT:
            self._hide_form()
            self.count.show()
            self._make_room()
            self.count.begin(chosen.lot, chosen.product)
            return
        self.count.hide()
        words = dict(field_of("stock", "kind").choices)
        form = self._open_form()
        form.add(defaults={"lot": chosen.lot, "kind": words[kind.value]})

    def showEvent(self, event: QShowEvent) -> None:
        """Have Ctrl+N work here."""
        super().showEvent(event)
        self._actions.come()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave Ctrl+N to the next page."""
        super().hideEvent(event)
        self._actions.leave()

    def _lay_out(self) -> None:
        card = Card(spacing=Space.S)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        card.body.addWidget(self.foot)
        line = row(spacing=Space.S)
        for kind, _text in ACTIONS:
            self.buttons[kind].setProperty("kind", "plain")
            self.buttons[kind].setProperty("entry", kind.value)
            self.buttons[kind].clicked.connect(self._act)
            line.addWidget(self.buttons[kind])
        line.addStretch(1)
        card.body.addLayout(line)
        both = make_tight(QWidget())
        self._line = row(card, self.count, spacing=Space.L)
        self._line.setStretch(0, 1)
        both.setLayout(self._line)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(both)

    def _connect(self) -> None:
        self.sheet.clicked.connect(self.print_count_sheet)
        self.empty.acted.connect(self._go_to_lots)
        self.failed.acted.connect(self.reload)
        self.filter.textChanged.connect(self.model.set_filter)
        self.model.shown_changed.connect(self._sum)
        self.nothing.acted.connect(self.filter.clear)
        self.table.opened.connect(self._open_lot)
        self.count.left.connect(self._left)
        self._context.when_figures_change(self._stale)

    def _act(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.begin(StockKind(str(button.property("entry"))))

    def _open_form(self) -> RecordForm:
        if self.form is None:
            self.form = RecordForm(self._context, "stock")
            self.form.setFixedWidth(self.look.px(_SIDE))
            self.form.left.connect(self._left)
            self._line.addWidget(self.form)
        self.form.show()
        self._make_room()
        return self.form

    def _make_room(self) -> None:
        """Leave columns away that an entry does not need, while it stands beside the table."""
        beside = not self.count.isHidden() or (self.form is not None and not self.form.isHidden())
        for column in _GIVE_WAY:
            self.table.setColumnHidden(column, beside)
        self.table.fit_columns(foot=self.foot.texts)

    def _hide_form(self) -> None:
        if self.form is not None:
            self.form.hide()

    def _left(self) -> None:
        self._hide_form()
        self.count.hide()
        self._make_room()
        self.table.setFocus()

    def _fill(self, held: StockView) -> None:
        self._held = held
        rows = held.rows
        said = [_("cost in {currency}").format(currency=held.currency)] if rows else []
        if held.recomputing:
            self._context.watch_figures()
            said.append(_("updating"))
        self.header.set_title(_("Stock"), " · ".join(said))
        for widget in (self.filter, self.sheet, self.print):
            widget.setVisible(bool(rows))
        if not rows:
            self.show_empty()
            return
        today = self._context.today()
        drawn = Drawn(
            styles={"product": CellStyle.STRONG, "unit": CellStyle.MUTED, "grade": CellStyle.MUTED},
            tones={"best_before": lambda at: _tone(rows[at], today)},
        )
        before = self._place()
        table = held_table(rows, currency=held.currency, decimals=held.decimals)
        self.model.set_table(table.without_units(), range(len(rows)), drawn)
        if not self._fitted:
            self._fitted = True
            self.table.fit_columns(foot=self.foot.texts)
        self.table.choose_row(min(before, self.model.rowCount() - 1))
        self.show_content()

    def _sum(self) -> None:
        table = self.model.table
        rows = self._shown()
        if table is None or self._held is None:
            return
        typed = self.filter.text().strip()
        if not rows:
            self.nothing.say(_("Nothing with “{typed}”").format(typed=typed), "", _("Show all"))
        self._shelves.setCurrentWidget(self.table if rows else self.nothing)
        for button in self.buttons.values():
            button.setEnabled(bool(rows))
        texts = [""] * len(table.columns)
        texts[0] = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
        texts[-1] = cell_text(table.columns[-1], held_value(rows))
        self.foot.say(texts, [column.is_figure for column in table.columns])
        self.table.widen_for(texts)
        if self.table.currentIndex().row() < 0:
            self.table.choose_row(0)

    def _shown(self) -> list[OnHand]:
        return [] if self._held is None else [self._held.rows[at] for at in self.model.shown_rows()]

    def _place(self) -> int:
        return max(self.table.currentIndex().row(), 0)

    def _chosen(self) -> OnHand | None:
        at = self.table.currentIndex().data(KEY)
        return self._held.rows[at] if self._held is not None and isinstance(at, int) else None

    def _open_lot(self, _key: object) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._context.go("lots", (chosen.lot,))

    def _go_to_lots(self) -> None:
        self._context.go("lots")

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self._fitted = False
            self._left()
        if self.isVisible():
            self.reload()


def _tone(row: OnHand, today: date) -> str:
    """How a lot's date is coloured: past it, near it, or not at all."""
    if not row.best_before:
        return ""
    best_before = date.fromisoformat(row.best_before)
    if best_before < today:
        return "loss"
    return "warning" if best_before - today <= NEAR else ""
