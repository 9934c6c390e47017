"""Statements by session, product, market, platform, account or month, read from the kept results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, overload

from desktop_app.domain.issues import Issue, IssueCode, merge_issues
from desktop_app.domain.statement import (
    BASE_KEYS,
    Measures,
    PeriodTotals,
    StatementReport,
    StatementRow,
    complete,
    state_of,
    total,
)
from desktop_app.domain.stock_order import StockRank
from desktop_app.store.queries.conservation import Difference, conservation, rebuild_differences
from desktop_app.store.queries.kept import (
    ANY_MISSING,
    AT,
    BASE_SUMS,
    COLUMNS,
    MISSING,
    SUMS,
    Reading,
    Unit,
    moment_of,
    read_issues,
)
from desktop_app.store.results.totals import FIELDS

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.domain.statement import Amounts
    from desktop_app.store.database import Book

__all__ = ["By", "Difference", "conservation", "rebuild_differences", "statements"]

_WIDTH: Final = len(FIELDS)
_NOTHING: Final = (0,) * _WIDTH
_PAGE: Final = 50


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
    whole = _sum([_session_sums(reading), *(unit.values for unit in loose)])
    rows: Sequence[StatementRow]
    if by is By.SESSION:
        rows = _SessionStatements(reading)
    elif by is By.PRODUCT:
        rows, rest = _product_statements(reading)
        loose += rest
    else:
        rows = _grouped(reading, by)
    return StatementReport(
        currency=book.settings.currency,
        by=by.value,
        start=start,
        end=end,
        rows=rows,
        unattributed=_statement(reading, "", loose),
        period=_period(reading, _amounts(whole)),
    )


def _session_ids(reading: Reading) -> list[int]:
    found = reading.book.connection.execute(
        "SELECT id FROM sessions WHERE started_at >= ? AND started_at < ? ORDER BY started_at, session",
        (reading.period.start, reading.period.end),
    )
    return [number for (number,) in found]


def _session_sums(reading: Reading) -> Sequence[int]:
    """Add up all sessions of the period."""
    where = (
        "FROM sessions s CROSS JOIN kept_totals t ON t.session_id = s.id AND t.day = ''"
        " WHERE s.started_at >= ? AND s.started_at < ?"
    )
    span = (reading.period.start, reading.period.end)
    execute = reading.book.connection.execute
    sums = execute(f"SELECT {BASE_SUMS} {where}", span).fetchone()
    values = [*sums, *_NOTHING[len(sums) :]]
    for (bits,) in execute(f"SELECT DISTINCT t.missing {where}", span):
        values[AT["missing"]] |= bits
    return values


class _SessionStatements(Sequence[StatementRow]):
    """The sessions' statements, read page by page as they are looked at: a long list shows a screenful."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._ids = _session_ids(reading)
        self._pages: dict[int, list[StatementRow]] = {}

    def __len__(self) -> int:
        return len(self._ids)

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
        for number in range(0, len(self), _PAGE):
            yield from self._page(number // _PAGE)

    def _page(self, number: int) -> list[StatementRow]:
        page = self._pages.get(number)
        if page is None:
            ids = self._ids[number * _PAGE : (number + 1) * _PAGE]
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
        values = row[_KEPT:] if row[_KEPT] is not None else _NOTHING
        still = running.get((row[0], row[15]), (0, 0))
        yield row, Unit(row[15], values, row[16], row[17] or "[]", still)


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
    return _statement(reading, code, [unit], live=live, shown=shown)


def _grouped(reading: Reading, by: By) -> list[StatementRow]:
    """Put the sessions of one market, platform, account or month together."""
    groups: defaultdict[str, list[Unit]] = defaultdict(list)
    for row, unit in _session_rows(reading, _session_ids(reading)):
        groups[_group_of(reading, row, by)].append(unit)
    return [_statement(reading, key, groups[key]) for key in sorted(groups)]


def _group_of(reading: Reading, row: Sequence[Any], by: By) -> str:
    if by is By.MONTH:
        return moment_of(row[6]).astimezone(reading.book.settings.timezone).strftime("%Y-%m")
    return str(row[{By.ACCOUNT: 3, By.PLATFORM: 4, By.MARKET: 5}[by]])


def _product_statements(reading: Reading) -> tuple[list[StatementRow], list[Unit]]:
    """Give a statement for each product, and what of the sessions belongs to none."""
    running = _running_by_product(reading)
    cells = reading.book.connection.execute(
        f"SELECT s.id, t.account_id, t.product_id, t.last_on, {COLUMNS} FROM sessions s"  # noqa: S608
        " JOIN kept_cells t ON t.session_id = s.id AND t.day = '' WHERE s.started_at >= ?"
        " AND s.started_at < ?",
        (reading.period.start, reading.period.end),
    )
    groups: defaultdict[int, list[Unit]] = defaultdict(list)
    for session, account, product, last_on, *values in cells:
        still = running.get((session, product), (0, 0))
        groups[product].append(Unit(account, values, last_on, "[]", still))
    rest = groups.pop(0, [])
    names = reading.book.connection.execute("SELECT id, sku, name FROM products ORDER BY sku").fetchall()
    issues = _issues_by_sku(reading)
    rows = [
        _statement(reading, sku, groups[number], shown={"title": name}, more=issues.get(sku, ()))
        for number, sku, name in names
        if number in groups
    ]
    return rows, rest


def _issues_by_sku(reading: Reading) -> dict[str, list[Issue]]:
    stored = reading.book.connection.execute(
        "SELECT t.issues FROM sessions s JOIN kept_totals t ON t.session_id = s.id AND t.day = ''"
        " WHERE t.issues <> '[]' AND s.started_at >= ? AND s.started_at < ?",
        (reading.period.start, reading.period.end),
    )
    found: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in merge_issues(read_issues(text for (text,) in stored)):
        sku = issue.get("sku")
        if sku is not None:
            found[str(sku)].append(issue)
    return found


def _running_by_product(reading: Reading) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the net sales whose return days run, by session and product."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for session, account in reading.running(_session_ids(reading)):
        rows = reading.book.connection.execute(
            "SELECT product_id, last_on, coalesce(sum(gross - discount - refunds), 0),"
            " count(*) - count(gross - discount - refunds) FROM kept_lines"
            " WHERE session_id = ? AND counts AND last_on > ? GROUP BY product_id, last_on",
            (session, reading.running_since()),
        )
        for product, last_on, net_sales, missing in rows:
            if reading.returns_may_come(account, last_on):
                known = found.get((session, product), (0, 0))
                found[session, product] = (known[0] + net_sales, known[1] + missing)
    return found


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
        units.append(Unit(account, sums, last_on, text, running.get((0, account), (0, 0))))
    return units


def _statement(
    reading: Reading,
    key: str,
    units: Sequence[Unit],
    *,
    live: dict[str, Any] | None = None,
    shown: dict[str, Any] | None = None,
    more: Iterable[Issue] = (),
) -> StatementRow:
    """Put one statement together from kept figures."""
    values = units[0].values if len(units) == 1 else _sum([unit.values for unit in units])
    expected = reading.expect(units)
    open_until = [
        until
        for unit in units
        if (until := reading.returns_until(unit.account, unit.last_on)) is not None and reading.today < until
    ]
    issues = list(merge_issues([*read_issues(unit.issues for unit in units), *more]))
    if open_until:
        issues.append(Issue(IssueCode.RETURNS_MAY_COME, (("until", max(open_until).isoformat()),)))
    return StatementRow(
        key=key,
        amounts=_amounts(values),
        **(shown or {}),
        measures=_measures(values, live or {}),
        expected_shipping=expected.shipping,
        expected_refunds=expected.refunds,
        reasons=expected.reasons,
        state=state_of(
            incomplete=bool(values[AT["missing"]] & ANY_MISSING or values[AT["incomplete"]]),
            covered=not values[AT["unsettled"]],
            estimated=bool(values[AT["estimated"]]),
            returns_may_come=bool(open_until),
        ),
        issues=tuple(issues),
    )


def _measures(values: Sequence[int], live: dict[str, Any]) -> Measures:
    return Measures(
        orders=values[AT["orders"]],
        lines=values[AT["lines"]],
        quantity_milli=values[AT["quantity"]],
        returned_orders=values[AT["returned_orders"]],
        returned_quantity_milli=values[AT["returned_quantity"]],
        weight_mg=None if values[AT["weightless"]] else values[AT["weight_mg"]],
        **live,
    )


def _amounts(values: Sequence[int]) -> Amounts:
    bits = values[AT["missing"]]
    return complete(
        {key: None if bits & MISSING[key] else values[index] for index, key in enumerate(BASE_KEYS)}
    )


def _sum(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    """Add up kept figures; the bits of what is missing are joined."""
    if not rows:
        return _NOTHING
    columns = list(zip(*rows, strict=True))
    sums = [sum(column) for column in columns]
    sums[AT["missing"]] = reduce(or_, columns[AT["missing"]])
    return sums


def _period(reading: Reading, amounts: Amounts) -> PeriodTotals:
    """Give the period's own rows: spoilage, adjustments and overheads by their days."""
    execute = reading.book.connection.execute
    moved = (
        "SELECT coalesce(sum(cost), 0) FROM kept_moves"
        " WHERE line_id IS NULL AND rank = ? AND moment >= ? AND moment < ?"
    )
    span = (reading.period.start, reading.period.end)
    (spoilage,) = execute(moved, (int(StockRank.SPOILAGE), *span)).fetchone()
    (adjustments,) = execute(moved, (int(StockRank.ADJUSTMENT), *span)).fetchone()
    overheads = [
        amount
        for (amount,) in execute(
            "SELECT amount FROM kept_overheads WHERE day BETWEEN ? AND ?",
            (reading.period.first, reading.period.last),
        )
    ]
    return PeriodTotals(
        amounts=amounts,
        spoilage=spoilage,
        adjustments=adjustments,
        overheads=total(*overheads),
        issues=tuple(_period_issues(reading)),
    )


def _period_issues(reading: Reading) -> Iterator[Issue]:
    execute = reading.book.connection.execute
    for currency, day, count in execute(
        'SELECT o.currency, o."on", count(*) FROM kept_overheads k JOIN overheads o ON o.id = k.overhead_id'
        " WHERE k.amount IS NULL AND k.day BETWEEN ? AND ? GROUP BY 1, 2",
        (reading.period.first, reading.period.last),
    ):
        data = (("what", "overheads"), ("currency", currency), ("on", day), ("count", count))
        yield Issue(IssueCode.RATE_MISSING, data)
    span = (reading.period.start, reading.period.end)
    for entry, lot, short in execute(
        "SELECT e.entry, e.lot, k.quantity FROM kept_shorts k JOIN stock e ON e.id = k.source"  # noqa: S608
        f" WHERE k.rank BETWEEN {int(StockRank.SPOILAGE)} AND {int(StockRank.ADJUSTMENT)}"
        " AND k.moment >= ? AND k.moment < ?",
        span,
    ):
        yield Issue(IssueCode.ENTRY_EXCEEDS_LOT, (("entry", entry), ("lot", lot), ("short_milli", short)))
    for repack, lot, short in execute(
        "SELECT r.repack, r.from_lot, k.quantity FROM kept_shorts k JOIN repacks r ON r.id = k.source"  # noqa: S608
        f" WHERE k.rank = {int(StockRank.REPACK)} AND k.moment >= ? AND k.moment < ?",
        span,
    ):
        yield Issue(IssueCode.REPACK_EXCEEDS_LOT, (("repack", repack), ("lot", lot), ("short_milli", short)))
