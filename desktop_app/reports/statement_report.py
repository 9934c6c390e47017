"""Statements as a table and as JSON: every row of MODEL's statement, its state, and its issues in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app import i18n
from desktop_app.domain.issues import ReasonCode
from desktop_app.domain.money import from_scaled, round_half_up
from desktop_app.domain.statement import STATEMENT_KEYS, State, StatementReport, StatementRow, margin
from desktop_app.i18n import N_, _
from desktop_app.reports.issue_text import Money, issue_text, reason_text
from desktop_app.reports.report_table import Cell, Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from fractions import Fraction

STATEMENT_TITLES: Final = {
    "gross_sales": N_("Gross sales"),
    "seller_discount": N_("Seller discounts"),
    "refunds": N_("Refunds"),
    "net_sales": N_("Net sales"),
    "shipping_income": N_("Freight charged"),
    "taxes": N_("Taxes"),
    "platform_fees": N_("Platform fees"),
    "cost_of_goods": N_("Cost of goods"),
    "packaging": N_("Packing"),
    "shipping": N_("Freight"),
    "return_costs": N_("Return costs"),
    "promotion": N_("Promotion"),
    "samples": N_("Samples and gifts"),
    "session_costs": N_("Host and other"),
    "profit": N_("Profit"),
}
"""How each row of the statement is called, in English; `_` gives the reader's language."""

BY_TITLES: Final = {
    "session": N_("Session"),
    "product": N_("Product"),
    "market": N_("Market"),
    "platform": N_("Platform"),
    "account": N_("Account"),
    "month": N_("Month"),
}

STATE_TITLES: Final = {
    State.INCOMPLETE: N_("incomplete"),
    State.ESTIMATED: N_("estimated"),
    State.SETTLED: N_("settled"),
}

_EXPECTED: Final = ("expected_shipping", "expected_refunds", "expected_profit")
_PERIOD_ROWS: Final = (
    ("spoilage", N_("Spoilage")),
    ("adjustments", N_("Count differences")),
    ("overheads", N_("Overheads")),
    ("net_profit", N_("Net profit of the period")),
)
_MARGIN_DECIMALS: Final = 6


def statement_json(report: StatementReport, decimals: int) -> dict[str, Any]:
    """Return what `profit --json` prints: amounts as decimal strings in units, null where missing."""
    period = report.period

    def figure(minor: int | None) -> str | None:
        return None if minor is None else from_scaled(minor, decimals)

    money = money_writer(report.currency, decimals)
    return {
        "currency": report.currency,
        "rows": [_row_json(row, report.by, row.key, decimals, money) for row in report.rows],
        "unattributed": _row_json(report.unattributed, report.by, None, decimals, money),
        "period": {
            "profit": figure(period.profit),
            "spoilage": figure(period.spoilage),
            "adjustments": figure(period.adjustments),
            "overheads": figure(period.overheads),
            "net_profit": figure(period.net_profit),
        },
    }


def _row_json(row: StatementRow, by: str, key: str | None, decimals: int, money: Money) -> dict[str, Any]:
    figures = {name: row.amounts[name] for name in STATEMENT_KEYS}
    figures |= {name: getattr(row, name) for name in _EXPECTED}
    texts = {
        name: None if figure is None else from_scaled(figure, decimals) for name, figure in figures.items()
    }
    expected = {name: texts.pop(name) for name in _EXPECTED}
    return {
        str(by): key,
        **texts,
        "margin": margin_text(row.margin),
        **expected,
        "state": str(row.state),
        "issues": [issue_text(issue, money) for issue in row.issues],
    }


def margin_text(share: Fraction | None) -> str | None:
    """Return a share as a decimal string, half up at six decimals; None stays None."""
    if share is None:
        return None
    scaled = round_half_up(share.numerator * 10**_MARGIN_DECIMALS, share.denominator)
    return from_scaled(scaled, _MARGIN_DECIMALS)


def money_writer(currency: str, decimals: int) -> Money:
    """Return a function that writes minor units of a currency as they are read."""
    return lambda minor: i18n.format_money(minor, currency, decimals)


def statement_table(report: StatementReport, decimals: int, zone: tzinfo) -> ReportTable:
    """Return the statements with all their rows; at the foot unattributed, total, and the period's own."""
    money = money_writer(report.currency, decimals)
    columns = _columns(report, decimals)
    totals = [_cells(report.unattributed, _("Unattributed"), money, unattributed=True)]
    amounts: list[Cell] = [report.period.amounts[name] for name in STATEMENT_KEYS]
    blank = len(columns) - len(STATEMENT_KEYS) - 5
    totals.append((_("Total"), None, None, None, *amounts, margin(report.period.amounts), *(None,) * blank))
    profit = 4 + STATEMENT_KEYS.index("profit")
    for name, title in _PERIOD_ROWS:
        line: list[Cell] = [None] * len(columns)
        line[0], line[profit] = _(title), getattr(report.period, name)
        totals.append(tuple(line))
    return ReportTable(
        title=_title(report),
        columns=columns,
        rows=tuple(_cells(row, row.key, money) for row in report.rows),
        totals=tuple(totals),
        notes=tuple(issue_text(issue, money) for issue in report.period.issues),
        zone=zone,
    )


def _title(report: StatementReport) -> str:
    title = _("Profit by {what}").format(what=_(BY_TITLES[str(report.by)]))
    if report.start is None and report.end is None:
        return title
    start = i18n.format_day(report.start) if report.start else ""
    end = i18n.format_day(report.end) if report.end else ""
    return f"{title} {start} – {end}".rstrip()


def _columns(report: StatementReport, decimals: int) -> tuple[Column, ...]:
    def money(key: str, title: str) -> Column:
        return Column(key=key, title=title, kind=ColumnKind.MONEY, unit=report.currency, decimals=decimals)

    return (
        Column(key=str(report.by), title=_(BY_TITLES[str(report.by)])),
        Column(key="title", title=_("Title")),
        Column(key="account", title=_("Account")),
        Column(key="started_at", title=_("Start"), kind=ColumnKind.MOMENT),
        *(money(key, _(STATEMENT_TITLES[key])) for key in STATEMENT_KEYS),
        Column(key="margin", title=_("Margin"), kind=ColumnKind.SHARE),
        money("expected_shipping", _("Expected freight")),
        money("expected_refunds", _("Expected refunds")),
        money("expected_profit", _("Expected profit")),
        Column(key="state", title=_("State")),
        Column(key="issues", title=_("What to know")),
    )


def _cells(row: StatementRow, name: str, money: Money, *, unattributed: bool = False) -> tuple[Cell, ...]:
    return (
        name,
        row.title,
        row.account,
        row.started_at,
        *(row.amounts[key] for key in STATEMENT_KEYS),
        row.margin,
        row.expected_shipping,
        row.expected_refunds,
        row.expected_profit,
        None if unattributed else _(STATE_TITLES[row.state]),
        " ".join(row_sentences(row, money)) or None,
    )


def row_sentences(row: StatementRow, money: Money) -> list[str]:
    """Return what there is to know about a statement: its issues, then where expected figures come from."""
    told = [reason for reason in row.reasons if reason.code is not ReasonCode.NOTHING_EXPECTED]
    issues = [issue_text(issue, money) for issue in row.issues]
    return issues + [reason_text(reason, money) for reason in told]


def shown_keys(report: StatementReport) -> Sequence[str]:
    """Return the columns that fit on a terminal: who, what came in, the largest costs, what is left."""
    return (
        str(report.by),
        "net_sales",
        "cost_of_goods",
        "shipping",
        "platform_fees",
        "promotion",
        "profit",
        "margin",
        "expected_profit",
        "state",
    )
