"""Kept totals as a report reads them: a unit for each session, account's loose amounts, or product."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.days import Days
from desktop_app.domain.expected import (
    DEFAULT_RETURN_DAYS,
    LOOK_BACK_DAYS,
    Expected,
    Outlook,
    PastSession,
    Waiting,
    add_expected,
)
from desktop_app.domain.issues import Issue, IssueCode
from desktop_app.domain.statement import BASE_KEYS
from desktop_app.store.queries.put_off import recomputing_sessions
from desktop_app.store.results.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop_app.store.database import Book

AT: Final = {name: index for index, name in enumerate(FIELDS)}
COLUMNS: Final = ", ".join(f"t.{name}" for name in FIELDS)
SUMS: Final = ", ".join(f"coalesce(sum(t.{name}), 0)" for name in FIELDS)
BASE_SUMS: Final = ", ".join(f"coalesce(sum(t.{key}), 0)" for key in BASE_KEYS)
MISSING: Final = {key: 1 << index for index, key in enumerate(BASE_KEYS)}
ANY_MISSING: Final = sum(MISSING.values())


class Unit(NamedTuple):
    """Kept figures of one account: `values` in the order of FIELDS, the last day return days run from."""

    account: int
    values: Sequence[int]
    last_on: str | None
    issues: str
    running: tuple[int, int] = (0, 0)
    recomputing: bool = False


class Period(NamedTuple):
    """The days of a report as ISO texts and as moments, open ends at the ends of time."""

    first: str
    last: str
    start: int
    end: int


class Reading:
    """One report's look at the kept results; what only some rows need is read on first need."""

    def __init__(self, book: Book, start: date | None, end: date | None, today: date) -> None:
        """Take the period of the report, both days included."""
        self.book = book
        self.today = today
        self._days = days = Days(book.settings.timezone)
        self.period = Period(
            start.isoformat() if start else "",
            end.isoformat() if end else "~",
            days.start(start) if start else -(2**62),
            days.end(end) if end else 2**62,
        )

    @cached_property
    def return_days(self) -> dict[int, int]:
        """The return days of each account."""
        return {
            number: DEFAULT_RETURN_DAYS if stated is None else stated
            for number, stated in self.book.connection.execute("SELECT id, return_days FROM accounts")
        }

    @cached_property
    def outlook(self) -> Outlook:
        """What each account's sessions of the last 90 days say."""
        rows = self.book.connection.execute(
            "SELECT t.account_id, t.missing, t.leg_shipping, t.leg_weight_mg, t.leg_weightless, t.refunds,"
            " t.gross_sales - t.seller_discount - t.refunds, t.last_on"
            " FROM sessions s CROSS JOIN kept_totals t INDEXED BY kept_totals_past"
            " ON t.session_id = s.id AND t.day = '' WHERE s.started_at >= ? AND s.started_at < ?",
            (self._days.start(self.today - timedelta(days=LOOK_BACK_DAYS)), self._days.end(self.today)),
        )
        return Outlook.of(self._past(rows))

    @cached_property
    def recomputing(self) -> frozenset[int]:
        """The sessions (0: none) whose figures wait until stock has been worked through again."""
        return recomputing_sessions(self.book.connection, self._days)

    def session_count(self) -> int:
        """Give the number of sessions of the period."""
        (count,) = self.book.connection.execute(
            "SELECT count(*) FROM sessions WHERE started_at >= ? AND started_at < ?",
            (self.period.start, self.period.end),
        ).fetchone()
        return int(count)

    def session_ids(self, limit: int = -1, offset: int = 0) -> list[int]:
        """Give the sessions of the period in order of start: all, or `limit` of them after `offset`."""
        found = self.book.connection.execute(
            "SELECT id FROM sessions WHERE started_at >= ? AND started_at < ?"
            " ORDER BY started_at, session LIMIT ? OFFSET ?",
            (self.period.start, self.period.end, limit, offset),
        )
        return [number for (number,) in found]

    def expect(self, units: Iterable[Unit]) -> Expected:
        """Say what is still expected of the accounts that a statement is made of."""
        open_units = [(unit.account, waiting_of(unit)) for unit in units]
        return add_expected(
            self.outlook.expect(account, waiting) for account, waiting in open_units if any(waiting)
        )

    def returns_until(self, account: int, last_on: str | None) -> date | None:
        """Give the day from which no return is to be expected any more; None where nothing was sold."""
        if not last_on:
            return None
        return date.fromisoformat(last_on) + timedelta(
            days=self.return_days.get(account, DEFAULT_RETURN_DAYS)
        )

    def returns_may_come(self, account: int, last_on: str | None) -> bool:
        """Whether fewer than the account's return days have passed."""
        until = self.returns_until(account, last_on)
        return until is not None and self.today < until

    def running_since(self) -> str:
        """Give the last day from which even the longest return days have run out."""
        return self._days_ago(max(self.return_days.values(), default=DEFAULT_RETURN_DAYS))

    def running(self, sessions: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
        """Add up, by session (0: none) and account, net sales whose return days run."""
        rows = self.book.connection.execute(
            "SELECT session_id, account_id, last_on, net_sales, missing FROM kept_running"
            " WHERE session_id IN (SELECT value FROM json_each(?)) AND last_on > ?"
            " AND (session_id <> 0 OR day BETWEEN ? AND ?)",
            (str(list(sessions)), self.running_since(), self.period.first, self.period.last),
        )
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for session, account, last_on, net_sales, missing in rows:
            if self.returns_may_come(account, last_on):
                known = found.get((session, account), (0, 0))
                found[session, account] = (known[0] + net_sales, known[1] + missing)
        return found

    def _past(self, rows: Iterable[Sequence[Any]]) -> Iterator[PastSession]:
        sold = MISSING["gross_sales"] | MISSING["seller_discount"] | MISSING["refunds"]
        freight = MISSING["shipping"]
        # Days compared as texts: this runs for hundreds of sessions before a single row is shown.
        open_after = {number: self._days_ago(days) for number, days in self.return_days.items()}
        usual = self._days_ago(DEFAULT_RETURN_DAYS)
        for account, missing, shipping, weight, weightless, refunds, net_sales, last_on in rows:
            closed = not missing & sold and (last_on or "") <= open_after.get(account, usual)
            yield PastSession(
                account,
                None if missing & freight or weightless else shipping,
                weight or None,
                refunds if closed else None,
                net_sales if closed else None,
            )

    def _days_ago(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()


def waiting_of(unit: Unit) -> Waiting:
    """Give what of kept figures is still open."""
    values = unit.values
    return Waiting(
        values[AT["no_leg_lines"]],
        values[AT["no_leg_weight_mg"]],
        values[AT["no_leg_weightless"]],
        *unit.running,
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
