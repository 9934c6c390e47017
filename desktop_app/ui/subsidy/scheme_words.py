"""What the fields of a scheme's editor are called, what their boxes offer, and a card of some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.subsidy.words import CostKind, Day, ExchangeRule, RoundingMode
from desktop_app.i18n import N_, _, language
from desktop_app.reports.code_words import word_of
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXTS: Final = (
    ("name", N_("Name of the scheme")),
    ("issuer", N_("Issued by")),
    ("document_number", N_("Number of the notice")),
    ("source_url", N_("Address of the notice")),
    ("valid_from", N_("Holds from")),
    ("valid_to", N_("Holds to")),
    ("apply_from", N_("Applications from")),
    ("apply_to", N_("Applications to")),
    ("exclusion_group", N_("Group of which only one is paid")),
)
CLAUSE: Final = "clause"
DAYS: Final = ("valid_from", "valid_to", "apply_from", "apply_to")
FILTERS: Final = (
    ("platforms", N_("Platforms")),
    ("markets", N_("Markets")),
    ("skus", N_("Products (SKU)")),
    ("origins", N_("Origins")),
    ("carriers", N_("Carriers")),
    ("customs_codes", N_("Customs codes")),
)
BOXES: Final = (
    ("measure", N_("What is counted")),
    ("currency", N_("Counted in")),
    ("day", N_("Which day counts")),
    ("cross_border", N_("Which sales")),
    ("status", N_("Orders that came at least so far")),
    ("exchange", N_("Exchange rate")),
    ("unit", N_("Rounded to")),
    ("mode", N_("How it is rounded")),
)
COSTS: Final = {
    CostKind.FREIGHT: N_("freight costs"),
    CostKind.PROMOTION: N_("promotion costs"),
    CostKind.PLATFORM_FEE: N_("platform fees"),
    CostKind.WAREHOUSE: N_("warehouse costs"),
    CostKind.TRAINING: N_("training costs"),
    CostKind.OTHER: N_("other costs"),
}
_DAYS: Final = {
    Day.ORDER: N_("the day of the order"),
    Day.DISPATCH: N_("the day of dispatch"),
    Day.DELIVERY: N_("the day of delivery"),
    Day.SETTLEMENT: N_("the day of settlement"),
}
_BORDERS: Final = ((True, N_("across the border")), (False, N_("inside the country")), (None, N_("both")))
_RATES: Final = {
    ExchangeRule.ORDER_DAY: N_("of the order's day"),
    ExchangeRule.MONTH_FIRST: N_("of the first of the month"),
    ExchangeRule.FIXED_DATE: N_("of one fixed day"),
    ExchangeRule.CUSTOMS: N_("of the customs (third Wednesday)"),
}
_MODES: Final = {RoundingMode.HALF_UP: N_("half up"), RoundingMode.FLOOR: N_("down")}
_UNITS: Final = ("0.01", "1", "100", "10000")


def box_items(measures: Mapping[str, str]) -> dict[str, dict[Any, str]]:
    """Return what each box offers, by value."""
    statuses: dict[Any, str] = {None: _("no limit")}
    statuses |= {one.value: word_of("OrderStatus", one, language()) for one in OrderStatus}
    return {
        "measure": dict(measures),
        "currency": {"CNY": _("yuan (CNY)"), "USD": _("US dollars (USD)")},
        "day": {day.value: _(text) for day, text in _DAYS.items()},
        "cross_border": {value: _(text) for value, text in _BORDERS},
        "status": statuses,
        "exchange": {rule.value: _(text) for rule, text in _RATES.items()},
        "unit": {unit: _("{unit} yuan").format(unit=unit) for unit in _UNITS},
        "mode": {mode.value: _(text) for mode, text in _MODES.items()},
    }


def part(title: str, fields: Sequence[tuple[str, QWidget]], across: int) -> tuple[Card, QLabel]:
    """Return a card of fields under a title, and where it says what is wrong with one of them."""
    card = Card(padding=Space.M)
    card.body.addWidget(label(title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.XS)
    for at, (name, field) in enumerate(fields):
        line, column = divmod(at, across)
        if len(fields) > 1:
            grid.addWidget(label(name, "caption"), 2 * line, column)
        if name:
            field.setAccessibleName(name)
        grid.addWidget(field, 2 * line + 1, column)
        grid.setColumnStretch(column, 1)
    card.body.addLayout(grid)
    fault = label("", "error", wrap=True)
    fault.hide()
    card.body.addWidget(fault)
    return card, fault
