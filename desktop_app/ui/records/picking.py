"""The pick list and the preview of tracking numbers as tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_app.i18n import N_, _, format_quantity
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from desktop_app.usecases.records.to_ship import PickLine, PickList, PickOrder, TrackingPlan

OUTCOMES: Final = {
    "ready": N_("goes in"),
    "replaces": N_("has another"),
    "same": N_("known already"),
    "unknown": N_("no such order"),
    "ambiguous": N_("in two accounts"),
    "cancelled": N_("order cancelled"),
    "unreadable": N_("cannot be read"),
    "twice": N_("given twice"),
}
"""What a pasted row comes to, as msgid; those that need a look are sorted to the top."""
TONES: Final = {"ready": "good", "same": "", "replaces": "warning"}
_FIRST: Final = ("unknown", "ambiguous", "unreadable", "twice", "cancelled", "replaces", "ready", "same")


def pick_table(picked: PickList, *, on_paper: bool = False) -> ReportTable:
    """The pick list: what to take from where, and for how many orders; on paper, for which."""
    orders = (
        Column(key="orders", title=_("Order"))
        if on_paper
        else Column(key="orders", title=_("Orders"), kind=ColumnKind.COUNT)
    )
    return ReportTable(
        title=_("To ship"),
        columns=(
            Column(key="product", title=_("Product")),
            Column(key="grade", title=_("Grade")),
            Column(key="lot", title=_("Lot")),
            Column(key="best_before", title=_("Best before"), kind=ColumnKind.DAY),
            Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
            Column(key="unit", title=_("Unit")),
            orders,
        ),
        rows=tuple(
            (
                line.product,
                line.grade or None,
                line.lot or _("not in stock"),
                date.fromisoformat(line.best_before) if line.best_before else None,
                line.quantity_milli,
                line.unit,
                _orders(line) if on_paper else len(line.orders),
            )
            for line in picked.lines
        ),
    )


def orders_table(line: PickLine) -> ReportTable:
    """The orders that a line of the pick list is for."""
    return ReportTable(
        title=line.product,
        columns=(
            Column(key="order", title=_("Order")),
            Column(key="account", title=_("Account")),
            Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
        ),
        rows=tuple((each.order_id, each.account, each.quantity_milli) for each in line.orders),
    )


def tracking_table(plan: TrackingPlan) -> tuple[ReportTable, list[str]]:
    """The preview of pasted tracking numbers, what needs a look first; and the outcome of each row."""
    rows = sorted(plan.rows, key=lambda row: (_FIRST.index(row.outcome), row.row))
    table = ReportTable(
        title=_("Tracking numbers"),
        columns=(
            Column(key="outcome", title=_("Result")),
            Column(key="order", title=_("Order")),
            Column(key="tracking", title=_("Tracking")),
        ),
        rows=tuple((_(OUTCOMES[row.outcome]), row.order_id or None, row.tracking or None) for row in rows),
    )
    return table, [row.outcome for row in rows]


def _orders(line: PickLine) -> str:
    return "、".join(_order(each) for each in line.orders)


def _order(order: PickOrder) -> str:
    return f"{order.order_id} × {format_quantity(order.quantity_milli)}"
