"""Differences as a table, and in words: what each is, what it means, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.reconciling import Decision, Kind, Part
from desktop_app.i18n import N_, _, format_amount
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.reconciling import Difference
    from desktop_app.reports.report_table import Cell

PART_TITLES: Final = {
    Part.ORDERS: N_("Settlements"),
    Part.PAYOUTS: N_("Payouts"),
    Part.ADVERTISING: N_("Advertising"),
    Part.FREIGHT: N_("Carriers' bills"),
}
"""The parts, as chips name them."""

_KINDS: Final = {
    Kind.UNPAID: (
        N_("not settled"),
        N_("Delivered, and no settlement has it yet; before the platform's fees."),
    ),
    Kind.UNDERPAID: (N_("paid too little"), N_("Settled for less than its lines come to after fees.")),
    Kind.OVERPAID: (
        N_("paid too much"),
        N_("Settled for more than its lines come to after fees and refunds; a later refund may follow."),
    ),
    Kind.UNKNOWN_ORDER: (
        N_("order unknown"),
        N_("Settled, but the book does not have the order: bring in the orders of that time."),
    ),
    Kind.PAYOUT_DIFFERS: (
        N_("payout differs"),
        N_("The payout is not the sum of the settlements that it names."),
    ),
    Kind.EXCHANGE: (
        N_("exchange"),
        N_("What arrived is more than a hundredth off what the day's rate makes of the payout."),
    ),
    Kind.ADVERT_UNREPORTED: (
        N_("no report"),
        N_("Taken from sales for advertising, and no advertising report covers it: bring in the report."),
    ),
    Kind.ADVERT_CREDIT: (
        N_("credit"),
        N_("Taken from sales before credits; the report says less was paid in the end."),
    ),
    Kind.UNKNOWN_PARCEL: (
        N_("no order"),
        N_("Billed for a parcel that no order of the book was sent under."),
    ),
    Kind.BILLED_TWICE: (
        N_("billed twice"),
        N_("The same number is billed more than once with the same amount."),
    ),
    Kind.OVERWEIGHT: (
        N_("too heavy"),
        N_("Billed far heavier than the goods are; the difference is the cost's share of the weight."),
    ),
    Kind.DEAR: (
        N_("above the list"),
        N_("Billed more than a tenth above the dearest service of the carrier's price list for that weight."),
    ),
}
_TONES: Final = {
    Kind.UNPAID: "warning",
    Kind.OVERPAID: "",
    Kind.ADVERT_CREDIT: "",
    Kind.EXCHANGE: "",
}
_DECISIONS: Final = {
    Decision.EXPLAINED: (N_("explained"), "good"),
    Decision.ACCEPTED: (N_("accepted"), "good"),
    Decision.CLAIMED: (N_("claimed"), "warning"),
}
_MG_PER_G: Final = 1000


def kind_name(kind: Kind) -> str:
    """Return what sort of difference it is, in few words."""
    return _(_KINDS[kind][0])


def kind_sentence(kind: Kind) -> str:
    """Return what such a difference means."""
    return _(_KINDS[kind][1])


def kind_tone(kind: Kind) -> str:
    """Return the tone in which it is shown."""
    return _TONES.get(kind, "bad")


def decision_name(decision: Decision | None) -> str:
    """Return what was decided; open where nothing was."""
    return _("open") if decision is None else _(_DECISIONS[decision][0])


def decision_tone(decision: Decision | None) -> str:
    """Return the tone in which that is shown."""
    return "" if decision is None else _DECISIONS[decision][1]


def differences_table(
    rows: Sequence[Difference], part: Part, decimals: Mapping[str, int], *, decided: bool
) -> ReportTable:
    """Return the differences of one part, in the order given; `decided`: with what was decided of them.

    Amounts are typed figures where all currencies shown have the same decimals, else written out. One
    currency alone stands in the headings, several have a column.
    """
    shown = {decimals[row.currency] for row in rows}
    digits = shown.pop() if len(shown) == 1 else None
    codes = {row.currency for row in rows}
    unit = codes.pop() if len(codes) == 1 else None
    columns = _columns(part, digits, unit, decided=decided)
    cells = [_cells(row, decimals, typed=digits is not None) for row in rows]
    return ReportTable(
        title=f"{_('Reconcile')} · {_(PART_TITLES[part])}",
        columns=columns,
        rows=tuple(tuple(row[column.key] for column in columns) for row in cells),
    )


def _columns(part: Part, digits: int | None, unit: str | None, *, decided: bool) -> tuple[Column, ...]:
    kind = ColumnKind.EXACT if digits is None else ColumnKind.MONEY
    names = {
        Part.ORDERS: (_("Order"), _("By the book"), _("Settled")),
        Part.PAYOUTS: (_("Payout"), _("Should be"), _("Arrived")),
        Part.ADVERTISING: (_("Payment"), _("In reports"), _("Taken")),
        Part.FREIGHT: (_("Carrier and number"), _("Should be"), _("Billed")),
    }[part]
    weights = (
        Column(key="known", title=_("Weight"), kind=ColumnKind.QUANTITY, unit="kg"),
        Column(key="billed", title=_("Weight billed"), kind=ColumnKind.QUANTITY, unit="kg"),
    )
    account = Column(key="account", title=_("Account"))
    titles = [("difference", _("Difference")), ("expected", names[1]), ("stated", names[2])]
    if part is Part.FREIGHT:
        # What a parcel should cost is what is billed and the difference; the weights need the room.
        del titles[1]
    state = (Column(key="decision", title=_("State")), Column(key="note", title=_("Note")))
    return (
        Column(key="about", title=names[0]),
        Column(key="kind", title=_("Finding")),
        *(weights if part is Part.FREIGHT else (account,)),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        *((Column(key="currency", title=_("Currency")),) if unit is None else ()),
        *(Column(key=key, title=title, kind=kind, unit=unit, decimals=digits or 0) for key, title in titles),
        *(state if decided else ()),
    )


def _cells(row: Difference, decimals: Mapping[str, int], *, typed: bool) -> dict[str, Cell]:
    amounts = {"expected": row.expected_minor, "stated": row.stated_minor, "difference": row.difference_minor}
    shown: dict[str, Cell] = {**amounts}
    if not typed:
        digits = decimals[row.currency]
        shown = {
            key: None if amount is None else format_amount(amount, digits) for key, amount in amounts.items()
        }
    return {
        "about": row.about,
        "kind": kind_name(row.kind),
        "account": row.account,
        "on": row.on,
        "known": _grams(row.known_mg),
        "billed": _grams(row.billed_mg),
        "currency": row.currency,
        "decision": decision_name(row.decision),
        "note": row.note,
        **shown,
    }


def _grams(weight_mg: int | None) -> int | None:
    """Thousandths of a kilogram."""
    return None if weight_mg is None else weight_mg // _MG_PER_G
