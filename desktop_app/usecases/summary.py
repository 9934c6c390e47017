"""Workbooks of what is seen: a table, one stream, a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.reports.session_report import notes_table, period_table, session_tables
from desktop_app.reports.sessions_table import sessions_table
from desktop_app.reports.statement_report import shown_keys, statement_table
from desktop_app.store.queries.statements import By, statements
from desktop_app.usecases.statement_detail import behind_tables
from desktop_app.usecases.tables import write_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.store.database import Book


def write_seen(_book: Book, *, tables: Sequence[ReportTable], path: Path) -> Path:
    """Write tables as they are seen. Raises FileNotWrittenError."""
    write_workbook(tables, path)
    return path


def write_session(book: Book, *, code: str, today: date, path: Path) -> Path:
    """Write one stream: its statement, then the amounts behind each row. Raises FileNotWrittenError."""
    write_workbook(session_summary(book, code=code, today=today), path)
    return path


def session_summary(book: Book, *, code: str, today: date) -> list[ReportTable]:
    """The tables of one stream's summary."""
    book.refresh()
    report = statements(book, by=By.SESSION, today=today)
    row = next(row for row in report.rows if row.key == code)
    decimals = book.decimals(report.currency)
    return [
        *session_tables(row, currency=report.currency, decimals=decimals),
        *behind_tables(book, session=code),
    ]


def write_summary(book: Book, *, start: date, end: date, today: date, path: Path) -> Path:
    """Write a period: its statement, streams, products, markets, accounts. Raises FileNotWrittenError."""
    book.refresh()
    zone = book.settings.timezone
    report = statements(book, by=By.SESSION, start=start, end=end, today=today)
    decimals = book.decimals(report.currency)
    title = _("Summary {start} to {end}").format(start=start.isoformat(), end=end.isoformat())
    tables = [
        period_table(report, title=title, decimals=decimals),
        sessions_table(report.rows, currency=report.currency, decimals=decimals, zone=zone),
    ]
    for by in (By.PRODUCT, By.MARKET, By.ACCOUNT):
        grouped = statements(book, by=by, start=start, end=end, today=today)
        # As many columns as can be read on a printed page; all of them are in `profit --out`.
        tables.append(statement_table(grouped, decimals, zone).select(shown_keys(grouped)))
    notes = notes_table(report.rows, currency=report.currency, decimals=decimals, zone=zone)
    write_workbook([*tables, notes] if notes.rows else tables, path)
    return path
