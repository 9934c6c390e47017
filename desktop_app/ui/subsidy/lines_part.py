"""The lines of a claim: counted, cancelled, taken out or left out, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop_app.domain.claims.lines import Standing
from desktop_app.i18n import N_, _, format_quantity
from desktop_app.reports.claim_text import reason_text, standing_name
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui import formats
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.subsidy.words import scheme_name
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import row
from desktop_app.ui.widgets.choices import Choice, make_chip
from desktop_app.ui.widgets.page import Notice
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claim_desk import ClaimView

_CHIPS: Final = (("all", N_("All")), ("counted", N_("Counted")), ("left", N_("Not counted")))
_TONES: Final = {Standing.COUNTED: "good", Standing.CANCELLED: "", Standing.EXCLUDED: "warning"}


class LinesPart(QWidget):
    """A table of the lines under one of the claim's schemes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._items: tuple[WorkedItem, ...] = ()
        self._lines: tuple[JudgedLine, ...] = ()
        self._chips = QButtonGroup(self)
        line = row(spacing=Space.S)
        for at, (name, _text) in enumerate(_CHIPS):
            chip = make_chip(checked=at == 0)
            chip.setObjectName(name)
            self._chips.addButton(chip, at)
            line.addWidget(chip)
        line.addStretch(1)
        self.scheme = Choice()
        self.scheme.activated.connect(self._choose_scheme)
        line.addWidget(self.scheme)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.sort_by_headings()
        self.nothing = Notice(context.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.nothing, 1)
        self._chips.idClicked.connect(self._choose_chip)

    def show_view(self, view: ClaimView) -> None:
        """Show the lines of a claim."""
        self._items = view.worked.items
        at = max(self.scheme.currentIndex(), 0)
        self.scheme.clear()
        self.scheme.addItems([scheme_name(item.scheme) for item in self._items])
        self.scheme.setVisible(len(self._items) > 1)
        self._choose_scheme(at if at < len(self._items) else 0)

    def retranslate(self) -> None:
        """Say everything anew."""
        for at, (_name, text) in enumerate(_CHIPS):
            self._chips.button(at).setText(_(text))
        self.scheme.setAccessibleName(_("Scheme"))
        self.table.setAccessibleName(_("Lines of the claim"))
        self.nothing.say(
            _("No line in this period"), _("Import the platform's orders, or look at another period.")
        )

    def seen_table(self) -> ReportTable | None:
        """The lines as they are seen."""
        return self.model.shown_table()

    def _choose_scheme(self, at: int) -> None:
        self.scheme.setCurrentIndex(at)
        item = self._items[at]
        self._lines = item.figures.lines
        drawn = Drawn(
            styles={"standing": CellStyle.PILL, "order": CellStyle.STRONG, "reason": CellStyle.MUTED},
            tones={"standing": self._tone},
        )
        table = lines_table(item)
        self.model.set_table(table, [line.fact.key for line in self._lines], drawn)
        self.table.fit_columns(4, gives_way=False)
        self.table.setVisible(bool(self._lines))
        self.nothing.setVisible(not self._lines)

    def _tone(self, at: int) -> str:
        return _TONES.get(self._lines[at].standing, "")

    def _choose_chip(self, at: int) -> None:
        wanted = (None, self._is_counted, self._is_not_counted)[at]
        self.model.set_wanted(wanted)

    def _is_counted(self, at: int) -> bool:
        return self._lines[at].is_counted

    def _is_not_counted(self, at: int) -> bool:
        return not self._lines[at].is_counted


def lines_table(item: WorkedItem) -> ReportTable:
    """The lines of a scheme as a table, in the base's currency."""
    unit = item.scheme.base.currency.value
    money = {"kind": ColumnKind.MONEY, "decimals": 2}
    columns = (
        Column(key="order", title=_("Order")),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="standing", title=_("Becomes")),
        Column(key="reason", title=_("Reason")),
        Column(key="product", title=_("Product")),
        Column(key="quantity", title=_("Quantity")),
        Column(key="amount", title=f"{_('Sales concluded')} ({unit})", **money),  # type: ignore[arg-type]
        Column(key="refund", title=_("less refunds"), **money),  # type: ignore[arg-type]
        Column(key="net", title=_("Net sales concluded"), **money),  # type: ignore[arg-type]
        Column(key="tracking", title=_("Tracking number")),
    )
    rows = tuple(
        (
            f"{line.fact.order_id} · {line.fact.line}",
            line.on,
            standing_name(line),
            reason_text(line),
            line.fact.product or line.fact.sku,
            f"{format_quantity(line.fact.quantity_milli)} {line.fact.unit}".strip(),
            line.amount if line.standing is not Standing.LEFT_OUT else None,
            line.refund if line.standing is not Standing.LEFT_OUT else None,
            line.net if line.is_counted else None,
            line.fact.tracking or formats.BLANK,
        )
        for line in item.figures.lines
    )
    return ReportTable(title=_("Lines of the claim"), columns=columns, rows=rows)
