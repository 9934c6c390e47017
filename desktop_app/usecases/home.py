"""Home: a month's profit and what it is made of, the last streams; what needs attention, read apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.statement import State, StatementReport, StatementRow, total
from desktop_app.store import results
from desktop_app.store.queries.begun import has_any, last_begun, months_begun
from desktop_app.store.queries.statements import By, statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from desktop_app.store.database import Book
    from desktop_app.store.queries.attention import Attention

RECENT: Final = 10
PLANNED: Final = "planned"
_MG_PER_KG: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """Everything on Home; amounts in minor units of `currency`, None where a rate is missing."""

    currency: str
    decimals: int
    zone: tzinfo
    today: date
    first: date
    last: date
    month: StatementReport
    before: StatementReport
    """The same days of the month before."""
    expected_profit: int | None
    estimated: int
    """Sessions of the month that are not settled."""
    orders: int
    per_kg: Fraction | None
    per_kg_by_market: tuple[tuple[str, Fraction], ...]
    recent: tuple[StatementRow, ...]
    """The last sessions that have begun, oldest first."""
    has_sessions: bool
    has_accounts: bool
    months: tuple[date, ...]
    """First days of the months that have sessions, oldest first."""


def home_view(book: Book, *, today: date, month: date | None = None) -> HomeView:
    """Read Home for `month` (its first day): by default this month, else the last that has sessions."""
    results.catch_up(book)
    months = months_begun(book, today=today)
    first = month or _month_to_show(months, today)
    last = min(_month_end(first), today) if first <= today else _month_end(first)
    shown = statements(book, by=By.SESSION, start=first, end=last, today=today)
    earlier = _month_before(first)
    same_day = min(_month_end(earlier), earlier + (last - first))
    rows = list(shown.rows)
    return HomeView(
        currency=shown.currency,
        decimals=book.decimals(shown.currency),
        zone=book.settings.timezone,
        today=today,
        first=first,
        last=last,
        # Its rows are read here, on the book's thread: the window never waits for the disk.
        month=replace(shown, rows=tuple(rows)),
        before=statements(book, by=By.SESSION, start=earlier, end=same_day, today=today),
        expected_profit=total(*(row.expected_profit for row in rows)),
        estimated=sum(row.state is not State.SETTLED and row.status != PLANNED for row in rows),
        orders=sum(row.measures.orders for row in rows),
        per_kg=_per_kg(rows),
        per_kg_by_market=_per_kg_by_market(rows),
        recent=_recent(book, shown, today, newest=not months or months[-1] == first),
        has_sessions=bool(months) or has_any(book, "sessions"),
        has_accounts=has_any(book, "accounts"),
        months=months,
    )


def home_attention(book: Book, *, today: date) -> list[Attention]:
    """Read what needs attention: beside the figures, and after them, for it looks through the whole book."""
    from desktop_app.store.queries.attention import attention  # noqa: PLC0415 - after the first paint

    results.catch_up(book)
    return attention(book, today=today)


def home_differences(book: Book) -> list[Attention]:
    """Count what is open in reconciling; it takes long in a large book, so it is asked last of all."""
    from desktop_app.store.queries.attention import Attention  # noqa: PLC0415 - after the first paint
    from desktop_app.usecases.reconciling import open_differences  # noqa: PLC0415 - as above

    number = open_differences(book)
    return [Attention("open_differences", (("count", number),))] if number else []


def _recent(book: Book, shown: StatementReport, today: date, *, newest: bool) -> tuple[StatementRow, ...]:
    """The last sessions that have begun, oldest first; where the month that is shown has them, of it."""
    since = last_begun(book, RECENT, today=today)
    if since is None:
        return ()
    there = newest and shown.start is not None and shown.start <= since
    report = shown if there else statements(book, by=By.SESSION, start=since, end=today, today=today)
    return tuple([row for row in report.rows if row.status != PLANNED][-RECENT:])


def _per_kg_by_market(rows: Sequence[StatementRow]) -> tuple[tuple[str, Fraction], ...]:
    """Profit per kilogram of each market whose weights and profits are known, by its code."""
    markets: dict[str, list[StatementRow]] = {}
    for row in rows:
        markets.setdefault(row.market or "", []).append(row)
    rates = ((market, _per_kg(markets[market])) for market in sorted(markets))
    return tuple((market, rate) for market, rate in rates if rate is not None)


def _per_kg(rows: Sequence[StatementRow]) -> Fraction | None:
    """Profit per kilogram over rows, in minor units; None where a weight or a profit is not known."""
    profit = total(*(row.amounts["profit"] for row in rows))
    weights = [row.measures.weight_mg for row in rows if row.measures.lines]
    if profit is None or not weights or any(weight is None for weight in weights):
        return None
    mass = sum(weight for weight in weights if weight is not None)
    return Fraction(profit * _MG_PER_KG, mass) if mass else None


def _month_to_show(months: Sequence[date], today: date) -> date:
    """This month where it has sessions or nothing has, else the last month that has some."""
    this = today.replace(day=1)
    return this if not months or this in months else months[-1]


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
