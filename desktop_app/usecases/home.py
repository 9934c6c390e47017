"""Home's view: a month's profit and what it is made of, the last streams, what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.issues import IssueCode
from desktop_app.domain.statement import State, StatementReport, StatementRow, total
from desktop_app.store.queries.attention import Attention, attention
from desktop_app.store.queries.statements import By, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book

RECENT: Final = 10
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
    attention: tuple[Attention, ...]
    has_sessions: bool
    months: tuple[date, ...]
    """First days of the months that have sessions, oldest first."""


def home_view(book: Book, *, today: date, month: date | None = None) -> HomeView:
    """Read Home for `month` (its first day): by default this month, else the last that has sessions."""
    book.refresh()
    whole = statements(book, by=By.SESSION, today=today)
    zone = book.settings.timezone
    begun = [row for row in whole.rows if row.status != "planned" and _day(row, zone) <= today]
    months = tuple(sorted({_day(row, zone).replace(day=1) for row in begun}))
    first = month or _month_to_show(months, today)
    last = min(_month_end(first), today) if first <= today else _month_end(first)
    shown = statements(book, by=By.SESSION, start=first, end=last, today=today)
    earlier = _month_before(first)
    same_day = min(_month_end(earlier), earlier + (last - first))
    by_market = statements(book, by=By.MARKET, start=first, end=last, today=today)
    return HomeView(
        currency=whole.currency,
        decimals=book.decimals(whole.currency),
        zone=zone,
        today=today,
        first=first,
        last=last,
        month=shown,
        before=statements(book, by=By.SESSION, start=earlier, end=same_day, today=today),
        expected_profit=total(*(row.expected_profit for row in shown.rows)),
        estimated=sum(row.state is not State.SETTLED and row.status != "planned" for row in shown.rows),
        orders=sum(row.measures.orders for row in shown.rows),
        per_kg=_per_kg(shown.rows),
        per_kg_by_market=tuple(
            (row.key, rate) for row in by_market.rows if (rate := _per_kg([row])) is not None
        ),
        recent=tuple(begun[-RECENT:]),
        attention=(*attention(book, today=today), *_from_issues(whole)),
        has_sessions=bool(whole.rows),
        months=months,
    )


_GROUPED: Final = {
    IssueCode.RATE_MISSING: "currency",
    IssueCode.COST_MISSING: "sku",
    IssueCode.STOCK_OWED: "sku",
    IssueCode.LINES_UNATTRIBUTED: "",
}
"""Issues that Home shows, each thing once: by which of its data."""


def _from_issues(report: StatementReport) -> list[Attention]:
    """What the statements want: each thing once, with the days and the number of sessions it touches."""
    touched: dict[tuple[IssueCode, str], list[tuple[str, str]]] = {}
    for row in [*report.rows, report.unattributed]:
        for issue in row.issues:
            if issue.code in _GROUPED:
                what = str(issue.get(_GROUPED[issue.code]) or "")
                touched.setdefault((issue.code, what), []).append((row.key, str(issue.get("on") or "")))
    found = []
    for (code, what), places in touched.items():
        days = sorted({day for _key, day in places if day})
        sessions = list(dict.fromkeys(key for key, _day in places if key))
        data: list[tuple[str, str | int]] = [("what", what), ("sessions", len(sessions))]
        data += [("first", days[0]), ("last", days[-1])] if days else []
        found.append(Attention(code.value, tuple(data), session=sessions[-1] if sessions else None))
    return found


def _per_kg(rows: Sequence[StatementRow]) -> Fraction | None:
    """Profit per kilogram over rows, in minor units; None where a weight or a profit is not known."""
    profit = total(*(row.amounts["profit"] for row in rows))
    weights = [row.measures.weight_mg for row in rows if row.measures.lines]
    if profit is None or not weights or any(weight is None for weight in weights):
        return None
    mass = sum(weight for weight in weights if weight is not None)
    return Fraction(profit * _MG_PER_KG, mass) if mass else None


def _day(row: StatementRow, zone: tzinfo) -> date:
    if row.started_at is None:
        raise ValueError(row.key)
    return row.started_at.astimezone(zone).date()


def _month_to_show(months: Sequence[date], today: date) -> date:
    """This month where it has sessions or nothing has, else the last month that has some."""
    this = today.replace(day=1)
    return this if not months or this in months else months[-1]


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
