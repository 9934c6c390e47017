"""Summing up the totals of the sessions, and of the days of what is unattributed, that a refresh touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.statement import BASE_KEYS
from desktop_app.store.results import session_issues
from desktop_app.store.results.day_sums import sum_up_days
from desktop_app.store.results.flags import ESTIMATED, LineFlag
from desktop_app.store.results.schema import FIELDS
from desktop_app.store.results.session_issues import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.results.session_issues import Stored
    from desktop_app.store.results.workspace import Workspace

_AT: Final = {name: index for index, name in enumerate(FIELDS)}
_BIT: Final = {key: 1 << index for index, key in enumerate(BASE_KEYS)}
_CHUNK: Final = 50

Cell = list[int]
"""The values of FIELDS of one total."""

_LINE_SUMS: Final = (
    ("gross_sales", "gross"),
    ("seller_discount", "discount"),
    ("refunds", "refunds"),
    ("shipping_income", "shipping_income"),
    ("taxes", "tax"),
    ("platform_fees", "fee - fee_refunded"),
    ("cost_of_goods", "goods"),
    ("packaging", "packaging"),
    ("return_costs", "return_costs"),
)

_LINE_COUNTS: Final = (
    ("orders", "count(DISTINCT iif(l.counts, order_id, NULL))"),
    ("lines", "sum(counts)"),
    ("quantity", "sum(counts * l.quantity)"),
    ("weight_mg", "sum(counts * weight_mg)"),
    ("weightless", "sum(counts AND weight_mg IS NULL)"),
    ("returned_orders", "count(DISTINCT iif(returned_quantity, order_id, NULL))"),
    ("returned_quantity", "sum(returned_quantity)"),
    ("unsettled", "sum(NOT settled)"),
    ("estimated", f"sum((flags & {ESTIMATED}) <> 0)"),
    ("incomplete", f"sum((flags & {LineFlag.COST_MISSING}) <> 0)"),
    ("no_leg_lines", "sum(NOT carried)"),
    ("no_leg_weight_mg", "sum((NOT carried) * weight_mg)"),
    ("no_leg_weightless", "sum((NOT carried) AND weight_mg IS NULL)"),
    ("leg_weight_mg", "sum(carried * weight_mg)"),
    ("leg_weightless", "sum(carried AND weight_mg IS NULL)"),
)

_SEEN: Final = (
    f"sum((flags & {LineFlag.FEE_ESTIMATED}) <> 0)",
    f"sum((flags & {LineFlag.RESTOCKED_SPOILED}) <> 0)",
    f"sum((flags & {LineFlag.OWED | LineFlag.COST_MISSING | LineFlag.BEFORE_STOCK}) <> 0)",
    f"sum((flags & {LineFlag.PAST_DATE}) <> 0)",
    "count(*)",
)
"""What only the issues want to know of the lines: fees, restocked spoiled, odd costs, past date, lines."""

_LINES: Final = f"""
SELECT account_id, product_id, max(last_on), {", ".join(f"sum({column})" for _, column in _LINE_SUMS)},
    {", ".join(f"count(*) - count({column})" for _, column in _LINE_SUMS)},
    {", ".join(formula for _, formula in _LINE_COUNTS)}, {", ".join(_SEEN)}
FROM (SELECT k.*, s.order_id, EXISTS (SELECT 1 FROM kept_leg_parts p WHERE p.session_id = k.session_id
        AND p.line_id = k.line_id) AS carried
    FROM kept_lines k JOIN sales s ON s.id = k.line_id WHERE {{lines}} LIMIT -1) l
GROUP BY account_id, product_id
"""  # noqa: S608
# LIMIT keeps the inner query whole: drawn into the outer one, it would look for each line's legs five times.

_ORDERS: Final = """
SELECT account_id, count(*), sum(returned) FROM (SELECT k.account_id, max(k.returned_quantity > 0) AS returned
    FROM kept_lines k JOIN sales s ON s.id = k.line_id WHERE {lines} AND k.counts GROUP BY k.account_id,
    s.order_id)
GROUP BY account_id
"""

_RETURN_COSTS: Final = """
SELECT account_id, product_id, sum(return_costs), count(*) - count(return_costs)
FROM kept_returns WHERE session_id = 0 AND day = :day GROUP BY account_id, product_id
"""

_LEGS: Final = """
SELECT account_id, product_id, sum(amount), count(*) - count(amount), sum(iif(line_id, amount, 0))
FROM kept_leg_parts WHERE session_id = :session GROUP BY account_id, product_id
"""
_LOOSE_LEGS: Final = """
SELECT account_id, product_id, sum(amount), count(*) - count(amount), sum(iif(line_id, amount, 0))
FROM kept_leg_parts INDEXED BY kept_leg_parts_loose WHERE session_id = 0 AND day = :day GROUP BY
    account_id, product_id
"""

_PROMOTIONS: Final = """
SELECT account_id, 0, sum(amount), count(*) - count(amount) FROM kept_promotion_parts
WHERE session_id = :session{day} GROUP BY account_id
"""

_SAMPLES: Final = """
SELECT 0, m.product_id, sum(m.cost), 0 FROM stock e CROSS JOIN kept_moves m ON m.source = e.id AND
    m.line_id IS NULL
WHERE e.session = :code AND e.kind IN ('sample', 'gift') AND m.rank IN (3, 4) GROUP BY m.product_id
"""
_LOOSE_SAMPLES: Final = """
SELECT 0, m.product_id, sum(m.cost), 0 FROM kept_moves m JOIN stock e ON e.id = m.source
WHERE m.line_id IS NULL AND m.rank IN (3, 4) AND m.moment >= :from AND m.moment < :until AND e.session IS NULL
GROUP BY m.product_id
"""

_RUNNING: Final = """
INSERT INTO kept_running
SELECT :session, :day, iif(:session, :account, account_id), last_on, coalesce(sum(gross - discount -
    refunds), 0),
    count(*) - count(gross - discount - refunds)
FROM kept_lines k WHERE {lines} AND counts
GROUP BY iif(:session, :account, account_id), last_on
"""


def refresh_totals(work: Workspace) -> Iterator[int]:
    """Sum up every session and day touched; yields how many are left after each chunk."""
    dirty = work.dirty
    scopes = [(number, "") for number in sorted(dirty.sessions - {0})]
    scopes += [(0, day) for day in sorted(dirty.days)]
    for index, (session, day) in enumerate(scopes):
        _Scope(work, session, day).refresh()
        if index % _CHUNK == 0:
            yield len(scopes) - index - 1
    for session in sorted(dirty.past_date - dirty.sessions):
        session_issues.refresh_past_date(work, session)
    sum_up_days(work)
    dirty.clear()


class _Scope:
    """The totals of one session, or of one day of what is unattributed."""

    def __init__(self, work: Workspace, session: int, day: str) -> None:
        self._work = work
        self._session = session
        self._day = day
        self._account = 0
        # Two texts of each query, so that SQLite goes by the index in both.
        self._lines = "k.session_id = :session" if session else "k.session_id = 0 AND k.day = :day"
        self._on_day = "" if session else " AND day = :day"
        self._cells: dict[tuple[int, int], Cell] = {}
        self._last: dict[tuple[int, int], str] = {}
        self._seen = [0] * len(_SEEN)

    def refresh(self) -> None:
        """Sum up and write."""
        execute = self._work.connection.execute
        if not self._work.whole:
            for table in ("kept_totals", "kept_cells", "kept_running"):
                execute(f"DELETE FROM {table} WHERE session_id = ? AND day = ?", (self._session, self._day))  # noqa: S608
        names: dict[str, Any] = {"session": self._session, "day": self._day}
        if self._session:
            row = execute(
                "SELECT s.session, a.id, coalesce(s.host_pay_minor, 0) + coalesce(s.other_cost_minor, 0)"
                " FROM sessions s JOIN accounts a ON a.account = s.account WHERE s.id = ?",
                (self._session,),
            ).fetchone()
            if row is None:
                return
            code, self._account, costs = row
            self._cell(self._account, 0)[_AT["session_costs"]] += costs
            names |= {"code": code, "account": self._account}
        else:
            names |= {
                "from": self._work.days.start(self._day), "until": self._work.days.end(self._day),
                "account": 0,
            }  # fmt: skip
        self._add_lines(names)
        self._add_others(names)
        execute(_RUNNING.format(lines=self._lines), names)
        self._write(names, session_issues.issues_text(self._issues()))

    def _issues(self) -> list[Stored]:
        bits = 0
        for cell in self._cells.values():
            bits |= cell[_AT["missing"]]
        fees, spoiled, odd_costs, past_date, lines = self._seen
        cells = self._cells.values()
        seen = Seen(
            lines=lines,
            unsettled=sum(cell[_AT["unsettled"]] for cell in cells),
            no_leg=sum(cell[_AT["no_leg_lines"]] for cell in cells),
            fees=fees,
            spoiled=spoiled,
            odd_costs=odd_costs,
            past_date=past_date,
            missing=frozenset(key for key, bit in _BIT.items() if bits & bit),
        )
        if self._session:
            return session_issues.issues_of_session(self._work, self._session, seen)
        return session_issues.issues_of_day(self._work, self._day, seen)

    def _cell(self, account: int, product: int) -> Cell:
        key = (account if not self._session else self._account, product)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = [0] * len(FIELDS)
        return cell

    def _add_lines(self, names: dict[str, Any]) -> None:
        width = len(_LINE_SUMS)
        for account, product, last_on, *rest in self._work.connection.execute(
            _LINES.format(lines=self._lines), names
        ):
            cell = self._cell(account, product)
            for (key, _), amount, missing in zip(_LINE_SUMS, rest, rest[width:], strict=False):
                # Costs of an unattributed return stand on the return's day, not the order's.
                if self._session or key != "return_costs":
                    _add(cell, key, amount, missing)
            for (name, _), value in zip(_LINE_COUNTS, rest[2 * width :], strict=False):
                cell[_AT[name]] += value or 0
            self._seen = [one + more for one, more in zip(self._seen, rest[-len(_SEEN) :], strict=True)]
            key_of_last = (account if not self._session else self._account, product)
            self._last[key_of_last] = max(last_on, self._last.get(key_of_last, ""))

    def _add_others(self, names: dict[str, Any]) -> None:
        execute = self._work.connection.execute
        for account, product, amount, missing, carried in execute(
            _LEGS if self._session else _LOOSE_LEGS, names
        ):
            cell = self._cell(account, product)
            _add(cell, "shipping", amount, missing)
            cell[_AT["leg_shipping"]] += carried or 0
        queries = [
            ("promotion", _PROMOTIONS.format(day=self._on_day)),
            ("samples", _SAMPLES if self._session else _LOOSE_SAMPLES),
        ]
        if not self._session:
            queries.append(("return_costs", _RETURN_COSTS))
        for key, query in queries:
            for account, product, amount, missing in execute(query, names):
                _add(self._cell(account, product), key, amount, missing)

    def _write(self, names: dict[str, Any], issues: str) -> None:
        connection = self._work.connection
        totals: dict[int, Cell] = {}
        last: dict[int, str] = {}
        for (account, product), cell in self._cells.items():
            total = totals.setdefault(account, [0] * len(FIELDS))
            for index, value in enumerate(cell):
                total[index] += value
            # The bits of what is missing are joined, not added.
            place = _AT["missing"]
            total[place] = (total[place] - cell[place]) | cell[place]
            last[account] = max(last.get(account, ""), self._last.get((account, product), ""))
        for total in totals.values():
            # An order of two products is one order: the products' counts do not add up.
            total[_AT["orders"]] = total[_AT["returned_orders"]] = 0
        for account, orders, returned in connection.execute(_ORDERS.format(lines=self._lines), names):
            total = totals[account if not self._session else self._account]
            total[_AT["orders"]] += orders
            total[_AT["returned_orders"]] += returned
        if issues != "[]" and not self._session:
            totals.setdefault(0, [0] * len(FIELDS))
        marks = ", ?" * len(FIELDS)
        first = min(totals, default=0)
        connection.executemany(
            f"INSERT INTO kept_totals VALUES (?, ?, ?{marks}, ?, ?)",  # noqa: S608
            [
                (self._session, self._day, account, *cell, last.get(account) or None,
                 issues if account == first else "[]")
                for account, cell in totals.items()
            ],
        )  # fmt: skip
        connection.executemany(
            f"INSERT INTO kept_cells VALUES (?, ?, ?, ?{marks}, ?)",  # noqa: S608
            [
                (
                    self._session,
                    self._day,
                    account,
                    product,
                    *cell,
                    self._last.get((account, product)) or None,
                )
                for (account, product), cell in self._cells.items()
            ],
        )


def _add(cell: Cell, key: str, amount: int | None, missing: int) -> None:
    """Add an amount to a row of a total, and remember where something of it lacks a rate."""
    cell[_AT[key]] += amount or 0
    if missing:
        cell[_AT["missing"]] |= _BIT[key]
