"""Sessions with what each earned, as a table: for the list, Home's last streams, print and workbook."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.statement import State, total
from desktop_app.i18n import _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.reports.statement_report import STATE_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from desktop_app.domain.statement import StatementRow
    from desktop_app.reports.report_table import Cell

STATE_TONES: Final = {State.INCOMPLETE: "bad", State.ESTIMATED: "warning", State.SETTLED: "good"}
"""The tone of the look each state is shown in."""

_MONEY: Final = ("net_sales", "promotion", "shipping", "profit")


def session_title(row: StatementRow) -> str:
    """What a session is called: its title, else its code."""
    return row.title or row.key


def state_name(row: StatementRow) -> str:
    """The state of a session in the language in force."""
    if row.recomputing:
        return _("updating")
    return _("planned") if row.status == "planned" else _(STATE_TITLES[row.state])


def state_tone(row: StatementRow) -> str:
    """The tone in which that state is shown."""
    if row.recomputing:
        return ""
    return "" if row.status == "planned" else STATE_TONES[row.state]


def sessions_table(
    rows: Sequence[StatementRow], *, currency: str, decimals: int, zone: tzinfo, title: str = ""
) -> ReportTable:
    """One row for each session, in the order given, with totals at the foot."""
    return ReportTable(
        title=title or _("Sessions"),
        columns=_columns(currency, decimals),
        rows=tuple(_cells(row) for row in rows),
        totals=(totals_of(rows),),
        zone=zone,
    )


def totals_of(rows: Sequence[StatementRow]) -> tuple[Cell, ...]:
    """The foot of the table over these rows: sums, and the margin of the sums."""
    profit = total(*(row.amounts["profit"] for row in rows))
    net_sales = total(*(row.amounts["net_sales"] for row in rows))
    share = Fraction(profit, net_sales) if profit is not None and net_sales and net_sales > 0 else None
    sums = [total(*(row.amounts[key] for row in rows)) for key in _MONEY]
    expected = total(*(row.expected_profit for row in rows))
    orders = sum(row.measures.orders for row in rows)
    return (_("Total"), None, None, orders, *sums, expected, share, None)


def _columns(currency: str, decimals: int) -> tuple[Column, ...]:
    money = {"kind": ColumnKind.MONEY, "unit": currency, "decimals": decimals}
    return (
        Column(key="session", title=_("Session")),
        Column(key="account", title=_("Account")),
        Column(key="started_at", title=_("Start"), kind=ColumnKind.MOMENT),
        Column(key="orders", title=_("Orders"), kind=ColumnKind.COUNT),
        Column(key="net_sales", title=_("Net sales"), **money),  # type: ignore[arg-type]
        Column(key="promotion", title=_("Promotion"), **money),  # type: ignore[arg-type]
        Column(key="shipping", title=_("Freight"), **money),  # type: ignore[arg-type]
        Column(key="profit", title=_("Profit"), **money),  # type: ignore[arg-type]
        Column(key="expected_profit", title=_("Expected"), **money),  # type: ignore[arg-type]
        Column(key="margin", title=_("Margin"), kind=ColumnKind.SHARE),
        Column(key="state", title=_("State")),
    )


def _cells(row: StatementRow) -> tuple[Cell, ...]:
    if row.status == "planned" and not row.measures.orders and not row.amounts["profit"]:
        # What has not happened is blank, not 0.
        return (session_title(row), row.account, row.started_at, *(None,) * 7, state_name(row))
    return (
        session_title(row),
        row.account,
        row.started_at,
        row.measures.orders,
        *(row.amounts[key] for key in _MONEY),
        row.expected_profit,
        row.margin,
        state_name(row),
    )
