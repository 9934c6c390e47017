"""Nothing lost, nothing doubled: statements against unsplit amounts, results against a rebuild."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.pricing import StatedLine, per_quantity, price_line
from desktop_app.domain.return_amounts import ReturnedLine, StatedReturn, return_amounts
from desktop_app.domain.statement import BASE_KEYS
from desktop_app.domain.stock_states import LotState
from desktop_app.store.queries.kept import AT, MISSING, SUMS
from desktop_app.store.results import refreshing, schema
from desktop_app.store.results.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.store.database import Book

MOST: Final = 100
"""Differences of one table that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two ways to the same figure that disagree; `where` is a statement key or a table of results."""

    where: str
    expected: int | str | None
    found: int | str | None


class _Whole:
    """Amounts of the whole book by statement key, None once one of them is missing a rate."""

    def __init__(self) -> None:
        self._sums: defaultdict[str, int] = defaultdict(int)
        self._missing: set[str] = set()

    def add(self, key: str, amount: int | None, sign: int = 1) -> None:
        """Add an amount to a row."""
        if amount is None:
            self._missing.add(key)
        else:
            self._sums[key] += sign * amount

    def of(self, key: str) -> int | None:
        """Give a row's sum."""
        return None if key in self._missing else self._sums[key]


def conservation(book: Book) -> list[Difference]:
    """Compare Σ sessions + unattributed with the amounts computed without splitting, row by row.

    Refreshes the results first. Goods are what has left the lots, less what left otherwise than by sale.
    """
    book.refresh()
    whole = _Whole()
    work = _workspace(book)
    _add_lines(work, whole)
    _add_returns(work, whole)
    _add_goods(work, whole)
    _add_the_rest(work, whole)
    (*values,) = book.connection.execute(f"SELECT {SUMS} FROM kept_totals t").fetchone()  # noqa: S608
    bits = 0
    for (missing,) in book.connection.execute("SELECT DISTINCT missing FROM kept_totals"):
        bits |= missing
    found = {key: None if bits & MISSING[key] else int(values[AT[key]]) for key in BASE_KEYS}
    differences = [
        Difference(where=key, expected=whole.of(key), found=found[key])
        for key in BASE_KEYS
        if whole.of(key) != found[key]
    ]
    return differences + _repacks(book)


def _workspace(book: Book) -> Workspace:
    settings = book.settings
    return Workspace(
        book.connection,
        currency=settings.currency,
        zone=settings.timezone,
        stock_from=settings.stock_from.isoformat() if settings.stock_from else None,
        decimals_of=book.decimals,
        whole=False,
    )


def _stated(row: Iterable[Any]) -> StatedLine:
    quantity, unit_price, currency, discount, shipping, tax, fee = row
    return StatedLine(quantity, unit_price, currency, discount, shipping, tax, fee)


_LINE: Final = (
    "s.quantity_milli, s.unit_price_minor, s.currency, s.seller_discount_minor,"
    " s.shipping_charged_minor, s.tax_minor,"
    " s.platform_fee_minor"
)
_TAKES: Final = "s.status <> 'placed' AND (s.status <> 'cancelled' OR s.shipped_on IS NOT NULL)"


def _add_lines(work: Workspace, whole: _Whole) -> None:
    rows = work.connection.execute(
        f"SELECT s.account, s.sku, s.ordered_at, s.status, {_LINE} FROM sales s WHERE {_TAKES}"  # noqa: S608
    )
    for code, sku, moment, status, *stated in rows:
        product = work.product_of(sku)
        if product is None:
            continue
        day = work.days.of(moment)
        whole.add("packaging", per_quantity(stated[0], product.packaging))
        if work.stock_from is not None and day < work.stock_from:
            whole.add("cost_of_goods", per_quantity(stated[0], product.reference))
        if status == "cancelled":
            continue
        priced = price_line(_stated(stated), work.account(code).fees.on(day), work.rates, day)
        whole.add("gross_sales", priced.gross)
        whole.add("seller_discount", priced.discount)
        whole.add("shipping_income", priced.shipping_income)
        whole.add("taxes", priced.tax)
        whole.add("platform_fees", priced.fee)


def _add_returns(work: Workspace, whole: _Whole) -> None:
    rows = work.connection.execute(
        f"SELECT r.returned_at, r.refund_minor, r.platform_reversed_minor, r.fee_refunded_minor,"  # noqa: S608
        " r.return_shipping_minor, r.return_shipping_currency, r.compensation_minor, r.compensation_currency,"
        f" s.account, s.ordered_at, s.status, {_LINE} FROM returns r JOIN sales s ON s.account = r.account"
        f" AND s.order_id = r.order_id AND s.line = r.line WHERE {_TAKES}"
    )
    for returned_at, *rest in rows:
        code, ordered_at, status = rest[7:10]
        day = work.days.of(ordered_at)
        line, rates = _stated(rest[10:]), work.account(code).fees.on(day)
        priced = price_line(line, rates, work.rates, day)
        returned = ReturnedLine(
            status != "cancelled", line.currency, day, priced.own_list, line.seller_discount, priced.own_fee
        )
        stated = StatedReturn(*rest[:7])
        amounts = return_amounts(stated, returned, rates.fee_refund, work.rates, work.days.of(returned_at))
        whole.add("refunds", amounts.refunds)
        whole.add("platform_fees", amounts.fee_refunded, -1)
        whole.add("return_costs", amounts.return_costs)


def _add_goods(work: Workspace, whole: _Whole) -> None:
    execute = work.connection.execute
    for row in execute(
        "SELECT lot_ref, code, product_id, received_at, received_on, best_before, quantity, total_cost, drawn"
        " FROM kept_lots"
    ):
        lot = LotState(*row)
        whole.add("cost_of_goods", lot.cost_left(lot.drawn))
    for rank, cost in execute("SELECT rank, cost FROM kept_moves WHERE line_id IS NULL"):
        whole.add("cost_of_goods", cost, -1)
        if rank in {3, 4}:
            whole.add("samples", cost)
    for (cost,) in execute("SELECT cost FROM kept_owed"):
        whole.add("cost_of_goods", cost)


def _add_the_rest(work: Workspace, whole: _Whole) -> None:
    execute = work.connection.execute
    for cost, currency, day in execute('SELECT cost_minor, currency, "on" FROM shipping'):
        whole.add("shipping", work.rates.convert(cost, currency, day))
    # A leg split by value is missing where a line's rate is, though its own cost is known.
    if execute("SELECT 1 FROM kept_leg_parts WHERE amount IS NULL LIMIT 1").fetchone():
        whole.add("shipping", None)
    for amount, currency, day, moment in execute(
        "SELECT amount_minor, currency, started_on, started_at FROM promotions"
    ):
        whole.add("promotion", work.rates.convert(amount, currency, day or work.days.of(moment)))
    (costs,) = execute(
        "SELECT sum(coalesce(host_pay_minor, 0) + coalesce(other_cost_minor, 0)) FROM sessions"
    ).fetchone()
    whole.add("session_costs", costs or 0)


def _repacks(book: Book) -> list[Difference]:
    """Compare what each repack drew with what its new lots carry."""
    rows = book.connection.execute(
        "SELECT r.repack, sum(k.total_cost), coalesce((SELECT sum(m.cost) FROM kept_moves m JOIN repacks f"
        " ON f.id = m.source WHERE m.rank = 7 AND m.line_id IS NULL AND f.repack = r.repack), 0)"
        " FROM repacks r JOIN kept_lots k ON k.lot_ref = 2 * r.id + 1 GROUP BY r.repack"
    )
    return [
        Difference(where=f"repack {repack}", expected=drawn, found=carried)
        for repack, carried, drawn in rows
        if carried != drawn
    ]


_COMPARED: Final = {
    "kept_lots": "*",
    "kept_moves": "product_id, moment, rank, line_id, part, source, lot_ref, quantity, cost, past_date",
    "kept_owed": "*",
    "kept_shorts": "product_id, moment, rank, source, quantity",
    "kept_sessions": "*",
    "kept_lines": "*",
    "kept_returns": "*",
    "kept_leg_parts": "*",
    "kept_leg_notes": "*",
    "kept_promotions": "*",
    "kept_promotion_parts": "*",
    "kept_overheads": "*",
    "kept_cells": "*",
    "kept_running": "*",
    "kept_totals": "*",
    "kept_days": "*",
}
"""Tables of results and their columns that a rebuild must give again; ids of rows are not among them."""


def rebuild_differences(book: Book) -> list[Difference]:
    """Compare the kept results with results rebuilt from nothing in a private copy of the book.

    Refreshes the results first; the copy needs as much room in the folder for temporary files as the book.
    """
    book.refresh()
    settings = book.settings
    with TemporaryDirectory() as folder:
        copy = sqlite3.connect(Path(folder) / "copy.bozhang", isolation_level=None)
        try:
            book.connection.backup(copy)
            copy.execute("PRAGMA synchronous = OFF")
            copy.execute("BEGIN")
            schema.drop(copy)
            refreshing.run(
                copy,
                currency=settings.currency,
                zone=settings.timezone,
                stock_from=settings.stock_from.isoformat() if settings.stock_from else None,
                decimals_of=book.decimals,
                progress=lambda _share: None,
            )
            copy.execute("COMMIT")
            return [
                difference
                for table, columns in _COMPARED.items()
                for difference in _differences(book.connection, copy, table, columns)
            ]
        finally:
            copy.close()


def _differences(
    kept: sqlite3.Connection, rebuilt: sqlite3.Connection, table: str, columns: str
) -> Iterator[Difference]:
    """Give the rows that only one of them has."""
    width = len(kept.execute(f"SELECT {columns} FROM {table} LIMIT 0").description)  # noqa: S608
    order = ", ".join(str(column + 1) for column in range(width))
    query = f"SELECT {columns} FROM {table} ORDER BY {order}"  # noqa: S608
    found = 0
    for one, other in zip_longest(kept.execute(query), rebuilt.execute(query)):
        if one != other:
            yield Difference(where=table, expected=str(other), found=str(one))
            found += 1
            if found == MOST:
                return
