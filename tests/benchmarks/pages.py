"""A table of all order lines as a screen asks for it: first page, list, jump, sorting, filters, words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from desktop_app.store.database import Book
from desktop_app.usecases.records.rows import (
    Condition,
    Operator,
    Query,
    Sort,
    first_rows,
    list_rows,
    read_rows,
    sum_rows,
)
from tests.benchmarks.clock import middle, peak_megabytes

if TYPE_CHECKING:
    from pathlib import Path

PAGE: Final = 50
"""Rows of a screenful, and some more."""
TIMES: Final = 5


def listed(path: Path) -> dict[str, float | None]:
    """Page through the order lines, beside a bare table of as many rows: id, a moment, an index on it."""
    with Book.open(path) as book:
        plain = Query(kind="sales")
        ids = list_rows(book, plain).ids
        bare = _Bare(path, len(ids))
        half = len(ids) // 2
        paid = Query(kind="sales", conditions=(Condition("status", Operator.EQUALS, "cancelled"),))
        rare = Query(kind="sales", words="58390")
        by_product = Query(kind="sales", sort=(Sort("sku"),))
        by_price = Query(kind="sales", sort=(Sort("unit_price", descending=True),))
        figures: dict[str, float | None] = {
            "first": middle(lambda: first_rows(book, plain, PAGE), TIMES),
            "first_reference": bare.first(),
            "list": middle(lambda: list_rows(book, plain), TIMES),
            "list_reference": bare.all(),
            "jump": middle(lambda: read_rows(book, "sales", ids[half : half + PAGE]), TIMES),
            "jump_reference": bare.jump(half),
            "sorted_first": middle(lambda: first_rows(book, by_product, PAGE), TIMES),
            "sorted": middle(lambda: list_rows(book, by_product), TIMES),
            "unindexed_first": middle(lambda: first_rows(book, by_price, PAGE), TIMES),
            "filtered_first": middle(lambda: first_rows(book, paid, PAGE), TIMES),
            "filtered": middle(lambda: list_rows(book, paid), TIMES),
            "word": middle(lambda: first_rows(book, rare, PAGE), TIMES),
            "selection": middle(lambda: sum_rows(book, plain, ids[:1000]), TIMES),
            "peak_mb": peak_megabytes(),
        }
        bare.close()
        return figures


class _Bare:
    """As many rows as the book has lines, with nothing in them but a moment."""

    def __init__(self, path: Path, rows: int) -> None:
        self._path = path.with_suffix(".bare")
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, moment INTEGER)")
        # Moments that come in another order than the rows.
        self._connection.executemany(
            "INSERT INTO bare (moment) VALUES (?)", ((number * 7919 % rows,) for number in range(rows))
        )
        self._connection.execute("CREATE INDEX bare_moment ON bare (moment)")
        self._connection.commit()

    def first(self) -> float:
        """Fetch the first rows by the index."""
        return middle(lambda: self._fetch("SELECT id, moment FROM bare ORDER BY moment DESC LIMIT 50"), TIMES)

    def all(self) -> float:
        """Fetch every id in order of the index, a row each."""
        return middle(lambda: self._fetch("SELECT id FROM bare ORDER BY moment DESC"), TIMES)

    def jump(self, start: int) -> float:
        """Fetch rows from the middle by counting up to them, as a table without a list of ids does."""
        statement = f"SELECT id, moment FROM bare ORDER BY moment DESC LIMIT 50 OFFSET {start}"
        return middle(lambda: self._fetch(statement), TIMES)

    def close(self) -> None:
        """Throw the table away."""
        with closing(self._connection):
            pass
        self._path.unlink()

    def _fetch(self, statement: str) -> list[object]:
        return self._connection.execute(statement).fetchall()
