"""Statements by product: what each product earned in the sessions of a period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from desktop_app.domain.issues import merge_issues
from desktop_app.store.queries.kept import COLUMNS, Reading, Unit, read_issues
from desktop_app.store.queries.statement_building import build_statement

if TYPE_CHECKING:
    from desktop_app.domain.issues import Issue
    from desktop_app.domain.statement import StatementRow


def product_statements(reading: Reading) -> tuple[list[StatementRow], list[Unit]]:
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
        unit = Unit(account, values, last_on, "[]", still, session in reading.recomputing)
        groups[product].append(unit)
    rest = groups.pop(0, [])
    names = reading.book.connection.execute("SELECT id, sku, name FROM products ORDER BY sku").fetchall()
    issues = _issues_by_sku(reading)
    rows = [
        build_statement(reading, sku, groups[number], shown={"title": name}, more=issues.get(sku, ()))
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
    for session, account in reading.running(reading.session_ids()):
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
