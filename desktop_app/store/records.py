"""Reading the rows and records of a book: by key, and all of them page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import can_be_kept, codec_for
from desktop_app.store.tables.shapes import FACTS, SHAPES, WORKINGS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from desktop_app.store.transactions import Transactions

PAGE: Final = 2000
"""Rows read at a time by `iterate`."""


class Records:
    """What `Book` gives of its tables; the methods say there what they give and raise."""

    def __init__(self, connection: sqlite3.Connection, transactions: Transactions) -> None:
        self._connection = connection
        self._transactions = transactions

    def get(self, kind: str, key: tuple[Any, ...]) -> Any | None:
        """Give the record of a natural key."""
        codec = codec_for(KIND[kind])
        if not can_be_kept(key):
            return None
        with self._transactions.reading():
            row = self._connection.execute(FACTS[kind].select_by_key, codec.encode_key(key)).fetchone()
            return None if row is None else codec.decode([row[2:]])[0]

    def iterate(self, kind: str) -> Iterator[Any]:
        """Give all records of a kind."""
        codec = codec_for(KIND[kind])
        for page in self._pages(kind):
            with self._transactions.reading():
                records = codec.decode([row[2:] for row in page])
            yield from records

    def count(self, kind: str) -> int:
        """Give the number of rows."""
        with self._transactions.reading():
            (number,) = self._connection.execute(f"SELECT count(*) FROM {SHAPES[kind].name}").fetchone()  # noqa: S608
        return int(number)

    def row(self, table: str, key: tuple[Any, ...]) -> dict[str, Any] | None:
        """Give a row by its key."""
        shape = WORKINGS[table]
        with self._transactions.reading():
            found = self._connection.execute(shape.select_by_key, key).fetchone()
        return found and dict(zip(shape.columns, found[2:], strict=True))

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give all rows."""
        columns = WORKINGS[table].columns
        for page in self._pages(table):
            for row in page:
                yield dict(zip(columns, row[2:], strict=True))

    def _pages(self, table: str) -> Iterator[list[Any]]:
        """Read a table page by page: no cursor stays open for a command to trip over."""
        last = -(2**63)
        while True:
            with self._transactions.reading():
                page = self._connection.execute(SHAPES[table].page, (last, PAGE)).fetchall()
            if page:
                yield page
            if len(page) < PAGE:
                return
            last = page[-1][0]
