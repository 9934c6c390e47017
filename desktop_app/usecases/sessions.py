"""Reading sessions: the list with what each earned, and one session with the amounts behind each row."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from desktop_app.store import results
from desktop_app.store.queries.statements import By, statements

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from desktop_app.domain.channel import Account
    from desktop_app.domain.session import StreamSession
    from desktop_app.domain.statement import StatementReport, StatementRow
    from desktop_app.store.database import Book

COMPARED: Final = 10
"""How many sessions of the account before this one its figures are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsView:
    """Sessions, newest first, planned ones last; amounts in minor units of the report's currency."""

    report: StatementReport
    rows: tuple[StatementRow, ...]
    decimals: int
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One session: record, account, statement, and the median profit of the account's sessions before it."""

    session: StreamSession
    account: Account | None
    row: StatementRow
    currency: str
    decimals: int
    gmv_decimals: int
    zone: tzinfo
    median_profit: int | None
    compared: int


def sessions_view(book: Book, *, today: date) -> SessionsView:
    """Read all sessions with their statements."""
    results.catch_up(book)
    report = statements(book, by=By.SESSION, today=today)
    rows = list(report.rows)
    rows.reverse()
    rows.sort(key=lambda row: row.status == "planned")
    return SessionsView(
        report=report,
        rows=tuple(rows),
        decimals=book.decimals(report.currency),
        zone=book.settings.timezone,
    )


def session_view(book: Book, code: str, *, today: date) -> SessionView | None:
    """Read one session; None where the book has none of that code (it may have been undone)."""
    results.catch_up(book)
    session = book.get("sessions", code)
    if session is None:
        return None
    report = statements(book, by=By.SESSION, today=today)
    rows = list(report.rows)
    at = next(i for i, row in enumerate(rows) if row.key == code)
    row = rows[at]
    earlier = [
        other.amounts["profit"]
        for other in rows[:at]
        if other.account == row.account and other.status != "planned" and other.amounts["profit"] is not None
    ][-COMPARED:]
    account = book.get("accounts", session.account)
    gmv_currency = account.currency if account else report.currency
    return SessionView(
        session=session,
        account=account,
        row=row,
        currency=report.currency,
        decimals=book.decimals(report.currency),
        gmv_decimals=book.decimals(gmv_currency),
        zone=book.settings.timezone,
        median_profit=round(median(earlier)) if earlier else None,
        compared=len(earlier),
    )
