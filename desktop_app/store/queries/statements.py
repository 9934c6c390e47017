"""Statements by session, product, market, platform, account or month, read from the kept results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, overload

from desktop_app.domain.statement import StatementReport, StatementRow
from desktop_app.store.queries.kept import (
    AT,
    BASE_SUMS,
    COLUMNS,
    SUMS,
    Reading,
    Unit,
    moment_of,
)
from desktop_app.store.queries.period_totals import period_totals
from desktop_app.store.queries.product_statements import product_statements
from desktop_app.store.queries.statement_building import NOTHING, amounts_of, build_statement, sum_up

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.store.database import Book

__all__ = ["By", "statements"]

_PAGE: Final = 25
"""Rows read at once: about a screenful."""


class By(StrEnum):
    """What the rows of a report are."""

    SESSION = "session"
    PRODUCT = "product"
    MARKET = "market"
    PLATFORM = "platform"
    ACCOUNT = "account"
    MONTH = "month"


def statements(
    book: Book, *, by: str = By.SESSION, start: date | None = None, end: date | None = None, today: date
) -> StatementReport:
    """Read the statements of sessions that start from `start` to `end` (both included, book's zone).

    Unattributed amounts are those whose day of rate lies there. Call `book.refresh()` first where results
    may be stale. By product, what belongs to no product stands in the unattributed row. Raises ValueError
    for a `by` that is none.
    """
    by = By(by)
    reading = Reading(book, start, end, today)
    loose = _loose_units(reading)
    whole = sum_up([_session_sums(reading), *(unit.values for unit in loose)])
    rows: Sequence[StatementRow]
    if by is By.SESSION:
        rows = _SessionStatements(reading)
    elif by is By.PRODUCT:
        rows, rest = product_statements(reading)
        loose += rest
    else:
        rows = _grouped(reading, by)
    return StatementReport(
        currency=book.settings.currency,
        by=by.value,
        start=start,
        end=end,
        rows=rows,
        unattributed=build_statement(reading, "", loose),
        period=period_totals(reading, amounts_of(whole)),
        recomputing=bool(reading.recomputing),
    )


def _session_sums(reading: Reading) -> Sequence[int]:
    """Add up all sessions of the period."""
    where = "FROM kept_days t WHERE t.day BETWEEN ? AND ?"
    span = (reading.period.first, reading.period.last)
    execute = reading.book.connection.execute
    sums = execute(f"SELECT {BASE_SUMS} {where}", span).fetchone()
    values = [*sums, *NOTHING[len(sums) :]]
    for (bits,) in execute(f"SELECT DISTINCT t.missing {where}", span):
        values[AT["missing"]] |= bits
    return values


class _SessionStatements(Sequence[StatementRow]):
    """The sessions' statements, read page by page as they are looked at: a long list shows a screenful."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._length = reading.session_count()
        self._pages: dict[int, list[StatementRow]] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> StatementRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[StatementRow]: ...
    def __getitem__(self, index: int | slice) -> StatementRow | list[StatementRow]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._page(index // _PAGE)[index % _PAGE]

    def __iter__(self) -> Iterator[StatementRow]:
        ids = self._reading.session_ids()
        for number in range(0, len(ids), _PAGE):
            yield from self._read(number // _PAGE, ids[number : number + _PAGE])

    def _page(self, number: int) -> list[StatementRow]:
        return self._pages.get(number) or self._read(
            number, self._reading.session_ids(limit=_PAGE, offset=number * _PAGE)
        )

    def _read(self, number: int, ids: Sequence[int]) -> list[StatementRow]:
        page = [_session_statement(self._reading, *row) for row in _session_rows(self._reading, ids)]
        self._pages[number] = page
        return page


_SESSION_COLUMNS: Final = (
    "s.id, s.session, s.title, s.account, a.platform, a.market, s.started_at, s.status,"
    " s.trial, s.ended_at, s.views,"
    " s.viewers, s.product_clicks, s.platform_gmv_minor, a.currency, a.id, t.last_on, t.issues"
)
_KEPT: Final = _SESSION_COLUMNS.count(",") + 1


def _session_rows(reading: Reading, ids: Sequence[int]) -> Iterator[tuple[tuple[Any, ...], Unit]]:
    """Give sessions in order of start with their kept figures."""
    found = reading.book.connection.execute(
        f"SELECT {_SESSION_COLUMNS}, {COLUMNS} FROM sessions s JOIN accounts a ON a.account = s.account"  # noqa: S608
        " LEFT JOIN kept_totals t ON t.session_id = s.id AND t.day = ''"
        " WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.started_at, s.session",
        (str(list(ids)),),
    ).fetchall()
    running = reading.running(ids)
    for row in found:
        values = row[_KEPT:] if row[_KEPT] is not None else NOTHING
        still = running.get((row[0], row[15]), (0, 0))
        yield row, Unit(row[15], values, row[16], row[17] or "[]", still, row[0] in reading.recomputing)


def _session_statement(reading: Reading, row: Sequence[Any], unit: Unit) -> StatementRow:
    code, title, account, platform, market, started_at, status, trial, ended_at = row[1:10]
    seconds = None if ended_at is None else max(0, ended_at - started_at)
    live = {
        "duration_s": seconds, "views": row[10], "viewers": row[11], "product_clicks": row[12],
        "platform_gmv_minor": row[13], "gmv_currency": row[14],
    }  # fmt: skip
    shown = {
        "title": title, "account": account, "platform": platform, "market": market,
        "started_at": moment_of(started_at), "status": status, "trial": bool(trial),
    }  # fmt: skip
    return build_statement(reading, code, [unit], live=live, shown=shown)


def _grouped(reading: Reading, by: By) -> list[StatementRow]:
    """Put the sessions of one market, platform, account or month together."""
    groups: defaultdict[str, list[Unit]] = defaultdict(list)
    for row, unit in _session_rows(reading, reading.session_ids()):
        groups[_group_of(reading, row, by)].append(unit)
    return [build_statement(reading, key, groups[key]) for key in sorted(groups)]


def _group_of(reading: Reading, row: Sequence[Any], by: By) -> str:
    if by is By.MONTH:
        return moment_of(row[6]).astimezone(reading.book.settings.timezone).strftime("%Y-%m")
    return str(row[{By.ACCOUNT: 3, By.PLATFORM: 4, By.MARKET: 5}[by]])


def _loose_units(reading: Reading) -> list[Unit]:
    """Give what is unattributed in the period, one unit for each account (0: of none)."""
    span = (reading.period.first, reading.period.last)
    where = "FROM kept_totals t WHERE t.session_id = 0 AND t.day BETWEEN ? AND ?"
    execute = reading.book.connection.execute
    missing: defaultdict[int, int] = defaultdict(int)
    for account, bits in execute(f"SELECT DISTINCT t.account_id, t.missing {where}", span):
        missing[account] |= bits
    issues: defaultdict[int, list[str]] = defaultdict(list)
    for account, text in execute(f"SELECT t.account_id, t.issues {where} AND t.issues <> '[]'", span):
        issues[account].append(text[1:-1])
    running = reading.running([0])
    units = []
    for account, last_on, *sums in execute(
        f"SELECT t.account_id, max(t.last_on), {SUMS} {where} GROUP BY t.account_id",
        span,
    ):
        sums[AT["missing"]] = missing[account]
        text = f"[{','.join(issues[account])}]"
        still = running.get((0, account), (0, 0))
        units.append(Unit(account, sums, last_on, text, still, 0 in reading.recomputing))
    return units
