"""Kept totals as they are read for a report: one unit for each session, account's loose amounts, or product."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.domain.channel import DEFAULT_RETURN_DAYS
from desktop_app.domain.days import Days
from desktop_app.domain.expected import LOOK_BACK_DAYS, Outlook, PastSession, Waiting
from desktop_app.domain.issues import Issue, IssueCode
from desktop_app.domain.statement import BASE_KEYS
from desktop_app.store.results.totals import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.store.database import Book

AT: Final = {name: index for index, name in enumerate(FIELDS)}
COLUMNS: Final = ", ".join(f"t.{name}" for name in FIELDS)
SUMS: Final = ", ".join(f"total(t.{name})" if name == "missing" else f"coalesce(sum(t.{name}), 0)" for name in FIELDS)
MISSING: Final = {key: 1 << index for index, key in enumerate(BASE_KEYS)}
ANY_MISSING: Final = sum(MISSING.values())


class Unit(NamedTuple):
    """Kept figures of one account: `values` in the order of FIELDS, the last day return days run from."""

    account: int
    values: Sequence[int]
    last_on: str | None
    issues: str
    running: tuple[int, int] = (0, 0)


class Period(NamedTuple):
    """The days of a report as ISO texts and as moments, open ends at the ends of time."""

    first: str
    last: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """One report's look at the kept results: what of each account's past and present is needed for all rows."""

    book: Book
    today: date
    period: Period
    return_days: dict[int, int] = field(default_factory=dict)
    running: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    outlook: Outlook = field(default_factory=Outlook)

    @classmethod
    def open(cls, book: Book, start: date | None, end: date | None, today: date) -> Reading:
        """Read what all rows of a report need."""
        days = Days(book.settings.timezone)
        period = Period(
            start.isoformat() if start else "",
            end.isoformat() if end else "~",
            days.start(start) if start else -(2**62),
            days.end(end) if end else 2**62,
        )
        reading = cls(book, today, period)
        reading.return_days = {
            number: DEFAULT_RETURN_DAYS if stated is None else stated
            for number, stated in book.connection.execute("SELECT id, return_days FROM accounts")
        }
        reading._read_running()
        reading._read_past(days)
        return reading

    def returns_until(self, account: int, last_on: str | None) -> date | None:
        """Give the day from which no return is to be expected any more; None where nothing was sold."""
        if not last_on:
            return None
        return date.fromisoformat(last_on) + timedelta(days=self.return_days.get(account, DEFAULT_RETURN_DAYS))

    def returns_may_come(self, account: int, last_on: str | None) -> bool:
        """Whether fewer than the account's return days have passed."""
        until = self.returns_until(account, last_on)
        return until is not None and self.today < until

    def running_since(self) -> str:
        """Give the first day from which the longest return days still run."""
        longest = max(self.return_days.values(), default=DEFAULT_RETURN_DAYS)
        return (self.today - timedelta(days=longest)).isoformat()

    def _read_running(self) -> None:
        """Add up, by session and account, the net sales whose return days run."""
        rows = self.book.connection.execute(
            "SELECT session_id, account_id, last_on, sum(net_sales), sum(missing) FROM kept_running"
            " WHERE last_on > ? AND (session_id <> 0 OR day BETWEEN ? AND ?) GROUP BY session_id, account_id, last_on",
            (self.running_since(), self.period.first, self.period.last),
        )
        for session, account, last_on, net_sales, missing in rows:
            if self.returns_may_come(account, last_on):
                known = self.running.get((session, account), (0, 0))
                self.running[session, account] = (known[0] + net_sales, known[1] + missing)

    def _read_past(self, days: Days) -> None:
        rows = self.book.connection.execute(
            "SELECT t.account_id, t.missing, t.leg_shipping, t.leg_weight_mg, t.leg_weightless, t.refunds,"
            " t.gross_sales - t.seller_discount - t.refunds, t.last_on FROM sessions s"
            " JOIN kept_totals t ON t.session_id = s.id AND t.day = '' WHERE s.started_at >= ? AND s.started_at < ?",
            (days.start(self.today - timedelta(days=LOOK_BACK_DAYS)), days.end(self.today)),
        )
        self.outlook = Outlook.of(self._past(row) for row in rows)

    def _past(self, row: Sequence[int]) -> PastSession:
        account, missing, shipping, weight, weightless, refunds, net_sales, last_on = row
        sold = MISSING["gross_sales"] | MISSING["seller_discount"] | MISSING["refunds"]
        closed = not missing & sold and not self.returns_may_come(account, str(last_on or ""))
        return PastSession(
            account,
            None if missing & MISSING["shipping"] or weightless else shipping,
            weight or None,
            refunds if closed else None,
            net_sales if closed else None,
        )


def waiting_of(values: Sequence[int], running: tuple[int, int]) -> Waiting:
    """Give what of kept figures is still open."""
    return Waiting(
        values[AT["no_leg_lines"]],
        values[AT["no_leg_weight_mg"]],
        values[AT["no_leg_weightless"]],
        *running,
    )


def read_issues(stored: Iterable[str]) -> Iterable[Issue]:
    """Read issues as results keep them."""
    for text in stored:
        if text != "[]":
            for code, *data in json.loads(text):
                yield Issue(IssueCode(code), tuple((name, value) for name, value in data))


def moment_of(seconds: int) -> datetime:
    """Give a moment of the book's file."""
    return datetime.fromtimestamp(seconds, UTC)
