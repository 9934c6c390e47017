"""What is measured, each in a process of its own that prints its figures as JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.stock import Lot
from desktop_app.store import results
from desktop_app.store.database import Book
from desktop_app.store.queries.statements import statements
from desktop_app.store.results.recomputing import Recomputing
from desktop_app.usecases.demo import fill
from tests.benchmarks import references
from tests.benchmarks.clock import middle, peak_megabytes, seconds
from tests.benchmarks.pages import listed
from tests.benchmarks.plain_sql import profits

if TYPE_CHECKING:
    from collections.abc import Callable

Figures = dict[str, float | None]

TODAY: Final = date(2026, 11, 1)
EDITS: Final = 15
FEW: Final = 5
ENOUGH_S: Final = 40.0
"""Seconds of one kind of edit after which no more are tried."""
SHOWN: Final = 30
SCREENFUL: Final = 25
BUSIEST: Final = "KD-250"
"""The product that most lines sell."""


def made(path: Path, orders: str) -> Figures:
    """Make the book: facts alone."""
    with Book.create(path) as book:
        return {
            "seconds": seconds(lambda: fill(book, orders=int(orders))),
            "lines": book.count("sales"),
            "sessions": book.count("sessions"),
            "legs": book.count("shipping"),
            "file_mb": path.stat().st_size / 1e6,
            "peak_mb": peak_megabytes(),
        }


def rebuilt(path: Path) -> Figures:
    """Compute every kept result from nothing."""
    with Book.open(path) as book:
        reference = references.fetch_facts(book.connection)
        before = peak_megabytes()
        with book.upkeep() as connection:
            results.drop(connection)
        taken = seconds(book.refresh)
        return {"seconds": taken, "reference": reference, "before_mb": before, "peak_mb": peak_megabytes()}


def sketched(path: Path) -> Figures:
    """Profit of every session by plain SQL, which keeps to none of the model's finer rules."""
    with closing(sqlite3.connect(path)) as connection:
        return {"seconds": seconds(lambda: profits(connection))}


def shown(path: Path) -> Figures:
    """Read the statements of all sessions, and of one."""
    with Book.open(path) as book:
        book.refresh()
        sessions = book.count("sessions")
        day = next(session.started_at for session in book.iterate("sessions")).date()
        kept = references.KeptTable(path.parent, sessions)
        figures: Figures = {
            "asked": middle(lambda: statements(book, today=TODAY).rows[:SCREENFUL], SHOWN),
            "seconds": middle(lambda: list(statements(book, today=TODAY).rows), SHOWN),
            "reference": kept.all_sessions(),
            "one": middle(lambda: list(statements(book, start=day, end=day, today=TODAY).rows), SHOWN),
            "one_reference": kept.one_session(),
            "peak_mb": peak_megabytes(),
        }
        kept.close()
        return figures


def edited(path: Path) -> Figures:
    """Change one fact and bring every figure that it touches up to date, several times each."""
    return _edited(path, {"sale": EDITS, "price": EDITS, "lot": FEW})


def halved(path: Path) -> Figures:
    """Give half of all lines to one product, with lots for them, and bring in a back-dated lot of it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (before,) = connection.execute("SELECT count(*) FROM sales WHERE sku = ?", (BUSIEST,)).fetchone()
        connection.execute("UPDATE sales SET sku = ?, lot = NULL WHERE id % 2", (BUSIEST,))
        (after,) = connection.execute("SELECT count(*) FROM sales WHERE sku = ?", (BUSIEST,)).fetchone()
        connection.execute(
            "UPDATE lots SET quantity_milli = quantity_milli * ?1, total_cost_minor = total_cost_minor * ?1"
            " WHERE sku = ?2",
            (1 + after // before, BUSIEST),
        )
    with Book.open(path) as book, book.upkeep() as connection:
        results.drop(connection)
    return _edited(path, {"lot": FEW}) | {"lines": after}


def _edited(path: Path, edits: dict[str, int]) -> Figures:
    with Book.open(path) as book:
        book.refresh()
        desk = Desk(book)
        figures: Figures = {"reference": references.durable_commit(path.parent)}
        for name, times in edits.items():
            figures |= desk.measure(name, times)
        figures["peak_mb"] = peak_megabytes()
        return figures


class Desk:
    """One person editing an open book: each edit is undone again, which is measured too."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sale = self._middle_sale()
        self.recomputing = Recomputing()
        self.steps: list[float] = []
        self.number = 0

    def measure(self, name: str, times: int) -> Figures:
        """The middle of up to `times` edits of one kind: written, refreshed, all right, undone and all right.

        What a refresh puts off is worked through in steps; the longest of them is given too.
        """
        edit = {"sale": self.new_sale, "price": self.new_price, "lot": self.new_lot}[name]
        written: list[float] = []
        refreshed: list[float] = []
        right: list[float] = []
        undone: list[float] = []
        self.steps.clear()
        while len(written) < times and sum(right) + sum(undone) < ENOUGH_S:
            self.number += 1
            written.append(seconds(edit))
            refreshed.append(seconds(self._catch_up))
            right.append(seconds(self._finish))
            undone.append(seconds(self._undo))
        return {
            f"{name}_written": median(written),
            f"{name}_refreshed": median(refreshed),
            f"{name}_right": median(right),
            f"{name}_step": max(self.steps),
            f"{name}_undone": median(undone),
        }

    def new_sale(self) -> None:
        """Log one more sale of the busiest product in the newest stream, as the live desk does."""
        moment = datetime(2026, 10, 31, 12, 0, 0, tzinfo=UTC) + timedelta(seconds=self.number)
        line = OrderLine(
            order_id=f"NEW-{self.number}",
            line=1,
            account=self.sale.account,
            ordered_at=moment,
            sku=BUSIEST,
            quantity_milli=1000,
            unit_price_minor=17_900,
            currency=self.sale.currency,
        )
        with self.book.write("sale") as writer:
            writer.put(line)

    def new_price(self) -> None:
        """Correct the price of a sale in the middle of the year."""
        with self.book.write("price") as writer:
            writer.put(replace(self.sale, unit_price_minor=self.sale.unit_price_minor + self.number))

    def new_lot(self) -> None:
        """Bring in a lot that came months ago and goes out before all others."""
        received = date(2025, 12, 1)
        lot = Lot(
            lot=f"LATE-{self.number}",
            sku=BUSIEST,
            received_on=received,
            quantity_milli=5_000,
            total_cost_minor=6_100,
            best_before=received + timedelta(days=20),
        )
        with self.book.write("lot") as writer:
            writer.put(lot)

    def _undo(self) -> None:
        self.book.undo()
        self._catch_up()
        self._finish()

    def _catch_up(self) -> None:
        results.catch_up(self.book)

    def _finish(self) -> None:
        """Work through what was put off, as the desk does while nobody asks for anything."""
        more = True

        def step() -> None:
            nonlocal more
            more = self.recomputing.step(self.book)

        while more:
            self.steps.append(seconds(step))

    def _middle_sale(self) -> OrderLine:
        (account, order_id, line) = self.book.connection.execute(
            "WITH sold AS (SELECT * FROM sales WHERE sku = ? AND status = 'delivered')"
            " SELECT account, order_id, line FROM sold ORDER BY ordered_at LIMIT 1"
            " OFFSET (SELECT count(*) / 2 FROM sold)",
            (BUSIEST,),
        ).fetchone()
        sale = self.book.get("sales", account, order_id, line)
        if not isinstance(sale, OrderLine) or sale.status is not OrderStatus.DELIVERED:
            raise LookupError(order_id)
        return sale


MEASURES: Final[dict[str, Callable[..., Figures]]] = {
    "made": made,
    "rebuilt": rebuilt,
    "sketched": sketched,
    "shown": shown,
    "edited": edited,
    "halved": halved,
    "listed": listed,
}


def main(arguments: list[str]) -> None:
    """Run one measure and print its figures."""
    name, path, *rest = arguments
    print(json.dumps(MEASURES[name](Path(path), *rest)))


if __name__ == "__main__":
    main(sys.argv[1:])
