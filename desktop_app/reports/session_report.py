"""One stream, or one period, as tables to print: the statement row by row with its share of net sales."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.statement import ADDED, STATEMENT_KEYS, Amounts
from desktop_app.i18n import _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.reports.sessions_table import session_title, state_name
from desktop_app.reports.statement_report import STATEMENT_TITLES, money_writer, row_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from desktop_app.domain.statement import PeriodTotals, StatementReport, StatementRow

_UNSIGNED = ("gross_sales", "net_sales", "profit", *ADDED)


def signed(amounts: Amounts, key: str) -> int | None:
    """A row's figure as it enters profit: what is taken away is below 0."""
    figure = amounts[key]
    return figure if figure is None or key in _UNSIGNED else -figure


def amounts_table(
    amounts: Amounts, *, title: str, currency: str, decimals: int, notes: Sequence[str] = ()
) -> ReportTable:
    """A statement downwards: row, amount as it enters profit, share of net sales; profit at the foot."""
    columns = (
        Column(key="row", title=_("Row")),
        Column(key="amount", title=_("Amount"), kind=ColumnKind.MONEY, unit=currency, decimals=decimals),
        Column(key="share", title=_("Share of net sales"), kind=ColumnKind.SHARE),
    )
    rows = [(_(STATEMENT_TITLES[key]), signed(amounts, key), _share(amounts, key)) for key in STATEMENT_KEYS]
    return ReportTable(
        title=title, columns=columns, rows=tuple(rows[:-1]), totals=(rows[-1],), notes=tuple(notes)
    )


def session_tables(row: StatementRow, *, currency: str, decimals: int) -> list[ReportTable]:
    """A stream's statement, with its state and what it rests on as notes."""
    money = money_writer(currency, decimals)
    notes = [_("State: {state}").format(state=state_name(row)), *row_sentences(row, money)]
    return [
        amounts_table(
            row.amounts, title=session_title(row), currency=currency, decimals=decimals, notes=notes
        )
    ]


def period_table(report: StatementReport, *, title: str, decimals: int) -> ReportTable:
    """A period's statement downwards, ending with what is left after spoilage, counts and overheads."""
    table = amounts_table(report.period.amounts, title=title, currency=report.currency, decimals=decimals)
    return ReportTable(
        title=table.title,
        columns=table.columns,
        rows=(*table.rows, *table.totals, *_own_rows(report.period)),
        totals=((_("Net profit of the period"), report.period.net_profit, None),),
    )


def notes_table(rows: Sequence[StatementRow], *, currency: str, decimals: int, zone: tzinfo) -> ReportTable:
    """What statements rest on, sentence by sentence, with the stream each is about."""
    money = money_writer(currency, decimals)
    columns = (
        Column(key="session", title=_("Session")),
        Column(key="started_at", title=_("Start"), kind=ColumnKind.MOMENT),
        Column(key="note", title=_("What this rests on")),
    )
    lines = [
        (session_title(row), row.started_at, sentence)
        for row in rows
        for sentence in row_sentences(row, money)
    ]
    return ReportTable(title=_("What this rests on"), columns=columns, rows=tuple(lines), zone=zone)


def _own_rows(period: PeriodTotals) -> tuple[tuple[str, int | None, None], ...]:
    def taken(amount: int | None) -> int | None:
        return None if amount is None else -amount

    return (
        (_("Spoilage"), taken(period.spoilage), None),
        (_("Count differences"), taken(period.adjustments), None),
        (_("Overheads"), taken(period.overheads), None),
    )


def _share(amounts: Amounts, key: str) -> Fraction | None:
    figure, net_sales = signed(amounts, key), amounts["net_sales"]
    return Fraction(figure, net_sales) if figure is not None and net_sales and net_sales > 0 else None
