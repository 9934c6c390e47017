"""To ship: what to take from which lot for the day's parcels, and tracking numbers brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_day, ngettext
from desktop_app.ui import formats
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import KEY, CellStyle
from desktop_app.ui.records.actions import RecordActions
from desktop_app.ui.records.picking import orders_table, pick_table
from desktop_app.ui.records.tabs import FamilyTabs
from desktop_app.ui.records.tracking import TrackingPanel
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Elided, HintButton, label, row
from desktop_app.ui.widgets.header_tools import FilterField, action_button
from desktop_app.ui.widgets.page import Notice, Page, make_tight
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.rows import Query
from desktop_app.usecases.records.to_ship import PickList, pick_list

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QHideEvent, QShowEvent

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context

_FILTER: Final = 200
_ORDERS: Final = 380


class ToShipPage(Page):
    """The pick list; beside it the orders of a line, or tracking numbers being brought in."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "kiwi")
        self._context = context
        self._found: PickList | None = None
        self.tabs = FamilyTabs(context, "to_ship")
        self.header.beside.addWidget(self.tabs)
        self.filter = FilterField(context.look, _FILTER)
        self.print = action_button(context, "print")
        self.paste = HintButton(
            context.look, shortcut=context.actions["record_paste"].shortcut(), primary=True
        )
        for widget in (self.filter, self.print, self.paste):
            self.header.buttons.addWidget(widget)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.sort_by_headings()
        self.nothing = Notice(context.look)
        self.orders_model = ReportModel(self)
        self.orders = Table(context.look)
        self.orders.setModel(self.orders_model)
        self.title = Elided("section")
        self.sub = label("", "sub", wrap=True)
        self.tracking = TrackingPanel(context)
        self.tracking.hide()
        self._actions = RecordActions(context, {"record_paste": self.bring_in}, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show what waits now."""
        self.reload()

    def reload(self) -> None:
        """Read the pick list anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(pick_list, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("To ship"))
        self.tabs.retranslate()
        self.filter.retranslate()
        self.print.setText(_("Print"))
        self.paste.setText(_("Bring in tracking numbers"))
        self.table.setAccessibleName(_("To ship"))
        self.orders.setAccessibleName(_("Orders"))
        self.tracking.retranslate()
        self.empty.say(
            _("Nothing waits to be sent"),
            _("Orders that are paid and not sent stand here, by product, grade and lot."),
            _("Bring in tracking numbers"),
        )
        if self._found is not None:
            self._fill(self._found)

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.take_over()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be asked of the book."""
        return self.tracking.is_calm

    def seen_table(self) -> ReportTable | None:
        """The pick list as it is seen, for print and export."""
        if self._found is None or not self.model.rowCount():
            return None
        table = pick_table(self._found, on_paper=True)
        rows = tuple(table.rows[at] for at in self.model.shown_rows())
        return replace(table, rows=rows, title=f"{_('To ship')} · {format_day(self._context.today())}")

    def bring_in(self) -> None:
        """Bring tracking numbers in, beginning with what was copied."""
        copied = QGuiApplication.clipboard().text()
        self._side.hide()
        self.paste.hide()
        self.tracking.show()
        self.show_content()
        self.tracking.begin(copied if len(copied.split()) > 1 else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Have Ctrl+V work here."""
        super().showEvent(event)
        self._actions.come()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave Ctrl+V to the next page."""
        super().hideEvent(event)
        self._actions.leave()

    def _lay_out(self) -> None:
        card = Card()
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        self._side = Card()
        self._side.setFixedWidth(self.look.px(_ORDERS))
        self._side.body.addWidget(self.title)
        self._side.body.addWidget(self.sub)
        self._side.body.addWidget(self.orders, 1)
        both = make_tight(QWidget())
        line = row(card, self._side, self.tracking, spacing=Space.L)
        line.setStretch(0, 1)
        both.setLayout(line)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(both)

    def _connect(self) -> None:
        self.paste.clicked.connect(self.bring_in)
        self.empty.acted.connect(self.bring_in)
        self.failed.acted.connect(self.reload)
        self.filter.textChanged.connect(self._seek)
        self.nothing.acted.connect(self.filter.clear)
        self.tracking.left.connect(self._tracking_left)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)
        self.table.opened.connect(self._go_to_orders)
        self.orders.opened.connect(self._open_order)
        self._context.when_figures_change(self._stale)

    def _fill(self, found: PickList) -> None:
        self._found = found
        lines = found.lines
        orders = ngettext("{count} order", "{count} orders", found.orders)
        said = [orders.format(count=formats.count(found.orders))] if lines else []
        if found.recomputing:
            self._context.watch_figures()
            said.append(_("updating"))
        self.header.set_title(_("To ship"), " · ".join(said))
        self.print.setVisible(bool(lines))
        self.filter.setVisible(bool(lines))
        self.paste.setVisible(bool(lines) and self.tracking.isHidden())
        drawn = Drawn(
            styles={"product": CellStyle.STRONG, "unit": CellStyle.MUTED, "orders": CellStyle.MUTED},
            tones={"lot": lambda at: "warning strong" if lines[at].lot is None else ""},
        )
        self.model.set_table(pick_table(found), range(len(lines)), drawn)
        self.table.fit_columns(stretch=0)
        self._choose(0)
        if lines or self.tracking.isVisibleTo(self):
            self.show_content()
        else:
            self.show_empty()

    def _choose(self, at: int) -> None:
        is_here = self.model.rowCount() > 0
        typed = self.filter.text().strip()
        self.nothing.say(
            _("Nothing with “{typed}”").format(typed=typed) if typed else _("Nothing waits to be sent"),
            "",
            _("Show all") if typed else "",
        )
        self._shelves.setCurrentWidget(self.table if is_here else self.nothing)
        self._side.setVisible(is_here and self.tracking.isHidden())
        self.table.choose_row(at)
        self._look_at(self.table.currentIndex())

    def _look_at(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        at = index.data(KEY)
        if self._found is None or not isinstance(at, int):
            return
        line = self._found.lines[at]
        table = orders_table(line)
        self.title.say(line.product)
        number = len(table.rows)
        self.sub.setText(ngettext("For {count} order", "For {count} orders", number).format(count=number))
        self.orders_model.set_table(table, range(number), Drawn(styles={"account": CellStyle.MUTED}))
        self.orders.fit_columns(stretch=1)

    def _go_to_orders(self, _key: object) -> None:
        self.orders.setFocus()

    def _open_order(self, at: object) -> None:
        """Open the orders page at one order."""
        index = self.table.currentIndex().data(KEY)
        if self._found is not None and isinstance(at, int) and isinstance(index, int):
            order = self._found.lines[index].orders[at]
            self._context.go("orders", Query(kind="sales", words=order.order_id))

    def _tracking_left(self) -> None:
        self.tracking.hide()
        self.paste.setVisible(bool(self._found and self._found.lines))
        self._choose(max(self.table.currentIndex().row(), 0))
        self.table.setFocus()
        if self._found is not None and not self._found.lines:
            self.show_empty()

    def _seek(self, typed: str) -> None:
        self.model.set_filter(typed)
        self._choose(0)

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()
