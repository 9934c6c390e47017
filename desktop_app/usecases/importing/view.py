"""The book as it will be once the files planned so far are in: what the next file is planned against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, Record
from desktop_app.importers.context import ReadContext
from desktop_app.store.queries.orders import lines_of_order, returns_on_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.store import Book
    from desktop_app.usecases.importing.plan import ImportPlan

_SHARE: Final = 4
"""Where more than one in so many of a kind's records is asked for, all are read at once."""


class BookView:
    """A book, and over it the records of plans that are not written yet. It reads and never writes."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.settings = book.settings
        self.decimals = book.decimals
        self._planned: dict[str, dict[tuple[Any, ...], Record]] = {}
        self._planned_lines: dict[str, dict[tuple[Any, ...], OrderLine]] = {}
        self._planned_returns: dict[tuple[Any, ...], dict[str, Return]] = {}
        self._lots: dict[str, tuple[str, str]] | None = None

    def absorb(self, plan: ImportPlan) -> None:
        """Take a plan's records as if they were written."""
        for kind, rows in plan.records.items():
            self.add(kind, (row.record for row in rows))

    def add(self, kind: str, records: Iterable[Any]) -> None:
        """Take records as if they were written."""
        planned = self._planned.setdefault(kind, {})
        key_of = KIND[kind].key_of
        for record in records:
            key = key_of(record)
            before = planned.get(key)
            planned[key] = record
            if kind == "sales":
                self._planned_lines.setdefault(record.order_id, {})[key] = record
            elif kind == "returns":
                if before is not None:
                    self._planned_returns[_line_of(before)].pop(record.return_id, None)
                self._planned_returns.setdefault(_line_of(record), {})[record.return_id] = record
        if kind in {"lots", "repacks"}:
            self._lots = None

    def get(self, kind: str, *key: Any) -> Any | None:
        """Return the record of a key, planned or written; None where there is none."""
        planned = self._planned.get(kind, {}).get(key)
        return planned if planned is not None else self.book.get(kind, *key)

    def get_many(self, kind: str, keys: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], Any]:
        """Return the records of those keys that have one."""
        planned = self._planned.get(kind, {})
        found: dict[tuple[Any, ...], Any] = {}
        if len(keys) * _SHARE > self.book.count(kind):
            key_of = KIND[kind].key_of
            for record in self.book.iterate(kind):
                key = key_of(record)
                if key in keys:
                    found[key] = record
        else:
            for key in keys:
                record = self.book.get(kind, *key)
                if record is not None:
                    found[key] = record
        found.update((key, planned[key]) for key in keys & planned.keys())
        return found

    def iterate(self, kind: str) -> Iterator[Any]:
        """Yield all records of a kind, in the order written, then those planned anew."""
        planned = dict(self._planned.get(kind, {}))
        key_of = KIND[kind].key_of
        for record in self.book.iterate(kind):
            yield planned.pop(key_of(record), record)
        yield from planned.values()

    def lines_of_order(self, order_id: str) -> dict[tuple[str, int], OrderLine]:
        """Return the lines of an order id by account and line, in all accounts."""
        lines = {(line.account, line.line): line for line in lines_of_order(self.book, order_id)}
        for line in self._planned_lines.get(order_id, {}).values():
            lines[line.account, line.line] = line
        return lines

    def returns_on_line(self, account: str, order_id: str, line: int) -> dict[str, Return]:
        """Return the returns on one order line by their id."""
        found = {
            each.return_id: each
            for each in returns_on_line(self.book, account, order_id, line)
            if (each.return_id,) not in self._planned.get("returns", {})
        }
        return found | self._planned_returns.get((account, order_id, line), {})

    def lots(self) -> dict[str, tuple[str, str]]:
        """Return every lot code, received or repacked, with its SKU and its repack's id, or blank."""
        if self._lots is None:
            received = {lot.lot: (lot.sku, "") for lot in self.iterate("lots")}
            self._lots = received | {row.lot: (row.sku, row.repack) for row in self.iterate("repacks")}
        return self._lots

    def read_context(self) -> ReadContext:
        """Return what a reader may know of the book."""
        return ReadContext(
            book_currency=self.settings.currency,
            timezone=self.settings.timezone,
            decimals=self.decimals,
            account_currency=self._account_currency,
            order_lines=self._order_lines,
        )

    def _account_currency(self, account: str) -> str | None:
        found = self.get("accounts", account)
        return found.currency if found is not None else None

    def _order_lines(self, account: str, order_id: str) -> list[OrderLine]:
        return [line for (of, _), line in self.lines_of_order(order_id).items() if of == account]


def _line_of(record: Any) -> tuple[str, str, int]:
    return record.account, record.order_id, record.line
