"""What happened to a claim, and what the book says otherwise since it was frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.reports.claim_text import event_name
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claim_desk import ClaimView

_STEPS_SHOWN: Final = 7


class HistoryPart(QWidget):
    """Two tables: steps with amounts and reasons, and differences to today's book."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.steps_title, self.differences_title = label("", "section"), label("", "section")
        self.none = label("", "sub", wrap=True)
        self.cut_title, self.cut, self.cut_table = (
            label("", "section"),
            ReportModel(self),
            Table(context.look),
        )
        self.cut_table.setModel(self.cut)
        self.steps, self.differences = ReportModel(self), ReportModel(self)
        self.steps_table, self.differences_table = Table(context.look), Table(context.look)
        self.steps_table.setModel(self.steps)
        self.differences_table.setModel(self.differences)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.steps_title)
        layout.addWidget(self.steps_table)
        layout.addWidget(self.cut_title)
        layout.addWidget(self.cut_table, 1)
        layout.addWidget(self.differences_title)
        layout.addWidget(self.none)
        layout.addWidget(self.differences_table, 2)
        layout.addStretch(1)

    def show_view(self, view: ClaimView) -> None:
        """Show steps and differences of a claim."""
        steps = view.claim.steps
        self.steps.set_table(_steps_table(view), list(range(len(steps))), Drawn({"event": CellStyle.STRONG}))
        self.steps_table.fit_columns(3)
        for part in (self.steps_title, self.steps_table):
            part.setVisible(bool(steps))
        self.cut.set_table(cut_table(view), list(range(len(view.cut))), Drawn({"order": CellStyle.STRONG}))
        self.cut_table.fit_columns(4)
        self.cut_table.set_visible_rows(min(len(view.cut), _STEPS_SHOWN))
        for part in (self.cut_title, self.cut_table):
            part.setVisible(bool(view.cut))
        self.differences_title.setVisible(not view.claim.is_draft)
        self.steps_table.set_visible_rows(min(len(steps), _STEPS_SHOWN))
        found = view.differences
        self.differences.set_table(differences_table(view), list(range(len(found))))
        self.differences_table.fit_columns(3)
        self.differences_table.setVisible(bool(found))
        self.none.setVisible(not found)
        self.none.setText(
            _("A draft follows the book; it can still change.")
            if view.claim.is_draft
            else _("The book still says what was frozen.")
        )

    def retranslate(self) -> None:
        """Say everything anew."""
        self.steps_title.setText(_("What happened"))
        self.differences_title.setText(_("What the book says otherwise since"))
        self.cut_title.setText(_("Lines that were cut"))
        self.cut_table.setAccessibleName(self.cut_title.text())
        self.steps_table.setAccessibleName(self.steps_title.text())
        self.differences_table.setAccessibleName(self.differences_title.text())

    def seen_table(self) -> ReportTable | None:
        """The differences, where there are any, else the lines that were cut, else the steps."""
        for model in (self.differences, self.cut):
            shown = model.shown_table()
            if shown is not None and shown.rows:
                return shown
        return self.steps.shown_table()


def _steps_table(view: ClaimView) -> ReportTable:
    columns = (
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="event", title=_("What happened")),
        Column(key="amount", title=_("Amount"), kind=ColumnKind.MONEY, decimals=2),
        Column(key="note", title=_("Reason")),
    )
    rows = tuple((one.on, event_name(one.event), one.amount_fen, one.note) for one in view.claim.steps)
    return ReportTable(title=_("What happened"), columns=columns, rows=rows)


def cut_table(view: ClaimView) -> ReportTable:
    """The lines of which less was approved, each with what was claimed and the office's reason."""
    lines = {
        (item.scheme.id, *line.fact.key): line for item in view.worked.items for line in item.figures.lines
    }
    money = ColumnKind.MONEY
    columns = (
        Column(key="order", title=_("Order")),
        Column(key="product", title=_("Product")),
        Column(key="claimed", title=_("Claimed"), kind=money, decimals=2),
        Column(key="approved", title=_("Approved"), kind=money, decimals=2),
        Column(key="reason", title=_("Reason of the office")),
    )
    rows = []
    for one in view.cut:
        line = lines.get((one.scheme, one.account, one.order_id, one.line))
        product = None if line is None else line.fact.product or line.fact.sku
        claimed = None if line is None else line.net
        rows.append((f"{one.order_id} · {one.line}", product, claimed, one.approved_minor, one.reason))
    return ReportTable(title=_("Lines that were cut"), columns=columns, rows=tuple(rows))


def differences_table(view: ClaimView) -> ReportTable:
    """What a frozen claim and today's book differ in."""
    money = ColumnKind.MONEY
    columns = (
        Column(key="what", title=_("What")),
        Column(key="frozen", title=_("As frozen"), kind=money, decimals=2),
        Column(key="now", title=_("Now"), kind=money, decimals=2),
        Column(key="note", title=_("Reason")),
    )
    rows = tuple((one.what, one.frozen_fen, one.now_fen, one.note) for one in view.differences)
    return ReportTable(title=_("What the book says otherwise since"), columns=columns, rows=rows)
