"""A statement's issues and the reasons of its expected figures, in words that a user can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from desktop_app import i18n
from desktop_app.domain.issues import Issue, IssueCode, Reason, ReasonCode
from desktop_app.i18n import N_, _
from desktop_app.reports.kind_text import kind_name

Money = Callable[[int], str]
"""Writes minor units of the book's currency."""

_ISSUES: Final[Mapping[IssueCode, str]] = {
    IssueCode.RATE_MISSING: N_(
        "No {currency} rate on or before {on}: enter one under Rates; until then amounts are missing"
        " ({count})."
    ),
    IssueCode.COST_MISSING: N_(
        "{sku} has neither a lot nor a reference cost: {quantity} sold at cost 0 (order lines: {count});"
        " enter a lot or a reference cost."
    ),
    IssueCode.STOCK_OWED: N_(
        "{sku} is sold beyond stock by {quantity} (order lines: {count}), its cost estimated; enter the"
        " lot that they came from."
    ),
    IssueCode.COST_BEFORE_STOCK: N_(
        "{sku} was sold before the book's first day of stock (order lines: {count}); its cost is the"
        " reference cost."
    ),
    IssueCode.LOT_PAST_DATE: N_(
        "Lot {lot} of {sku} was past its date {best_before} when {quantity} were sold from it (order lines:"
        " {count}); check the lot."
    ),
    IssueCode.FEE_ESTIMATED: N_(
        "Platform fees are computed from the account's rates (order lines: {count}); bring in the platform's"
        " settlement."
    ),
    IssueCode.FEE_REFUND_ESTIMATED: N_(
        "Fees given back on returns are computed from the account's rate (returns: {count})."
    ),
    IssueCode.UNSETTLED: N_("No settlement covers these order lines yet: {count}."),
    IssueCode.RETURNS_MAY_COME: N_("Returns may still come until {until}."),
    IssueCode.WEIGHT_MISSING: N_(
        "{sku} has no weight, so freight was split by quantity (legs: {count}); enter its weight."
    ),
    IssueCode.LINES_WITHOUT_LEG: N_(
        "No freight leg carries these order lines yet: {count}; bring in the carrier's bill."
    ),
    IssueCode.LEG_ORDER_UNKNOWN: N_(
        "Leg {leg} of shipment {shipment} names orders that carry no freight ({count}), {order} the"
        " first; check the order numbers."
    ),
    IssueCode.LEG_UNATTRIBUTED: N_(
        "Freight legs carry no order and no session ({count}), leg {leg} of shipment {shipment} the"
        " first; name what they carried."
    ),
    IssueCode.LINES_UNATTRIBUTED: N_(
        "Order lines belong to no session: {count}; name their session where there was one."
    ),
    IssueCode.PROMOTION_UNATTRIBUTED: N_(
        "Promotions overlap no session ({count}), {promotion} the first; name the sessions they were for."
    ),
    IssueCode.SAMPLE_UNATTRIBUTED: N_("Samples and gifts name no session: {count}."),
    IssueCode.RESTOCK_EXCEEDS: N_(
        "Returns put back more than their order line still had (returns: {count}); {short} went nowhere,"
        " check the restocked quantity."
    ),
    IssueCode.RESTOCKED_SPOILED: N_(
        "Goods returned as spoiled were put back into stock (returns: {count}); check them."
    ),
    IssueCode.ENTRY_EXCEEDS_LOT: N_(
        "Stock entry {entry} takes {short} more from lot {lot} than it held; that much costs nothing,"
        " check the quantity."
    ),
    IssueCode.REPACK_EXCEEDS_LOT: N_(
        "Repack {repack} takes {short} more from lot {lot} than it held; that much carries no cost, check the"
        " quantity."
    ),
}

_REASONS: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.NOTHING_EXPECTED: N_("Nothing more is expected."),
    ReasonCode.SHIPPING_MEDIAN: N_(
        "Expected freight: order lines without a leg ({count}, {weight} kg) at the account's median per"
        " kilogram of the last 90 days (sessions: {sessions})."
    ),
    ReasonCode.SHIPPING_NO_HISTORY: N_(
        "Expected freight is 0: order lines have no leg yet ({count}), and the account has no freight of"
        " the last 90 days to go by."
    ),
    ReasonCode.SHIPPING_NO_WEIGHT: N_(
        "Expected freight leaves out order lines that have neither a leg nor a weight: {count}."
    ),
    ReasonCode.REFUNDS_MEDIAN: N_(
        "Expected refunds: {net_sales} may still come back, at the account's median share of the last 90 days"
        " (sessions: {sessions})."
    ),
    ReasonCode.REFUNDS_NO_HISTORY: N_(
        "Expected refunds are 0: {net_sales} may still come back, but no session of the last 90 days is"
        " past its return days."
    ),
    ReasonCode.REFUNDS_UNKNOWN: N_("Expected refunds leave out sales that are missing an exchange rate."),
}


def issue_text(issue: Issue, money: Money) -> str:
    """Return one issue as a sentence; `money` writes amounts of the book's currency."""
    return _(_ISSUES[issue.code]).format_map(_words(issue.data, money))


def reason_text(reason: Reason, money: Money) -> str:
    """Return where an expected figure comes from, as a sentence."""
    return _(_REASONS[reason.code]).format_map(_words(reason.data, money))


class _Words(dict[str, str]):
    """The values of a sentence; one that is not known reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def _words(data: tuple[tuple[str, str | int], ...], money: Money) -> _Words:
    """Return the values by name as they are read, without the suffix of their unit."""
    words = _Words()
    for name, value in data:
        stem, _separator, unit = name.rpartition("_")
        if isinstance(value, str):
            words[name] = kind_name(value) if name == "what" else value
        elif unit == "milli":
            words[stem] = i18n.format_quantity(value)
        elif unit == "mg":
            words[stem] = i18n.format_quantity((value + 500) // 1000)
        elif unit == "minor":
            words[stem] = money(value)
        else:
            words[name] = i18n.format_count(value)
    return words
