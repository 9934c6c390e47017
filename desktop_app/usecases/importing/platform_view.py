"""The book as platform files see it, with what the files planned so far bring and take away."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, KIND_OF, Record
from desktop_app.store.queries import platform as queries
from desktop_app.store.tables.shapes import WORKINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.domain.channel import Account
    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.store import Book
    from desktop_app.usecases.importing.plan import ImportPlan

Order = tuple[str, str]
"""An order: its account and its id."""
_NOTHING: Final[dict[Any, Any]] = {}


class PlatformView:
    """A book and, over it, records and rows that are planned and not written; it never writes itself."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.settings = book.settings
        self.decimals = book.decimals
        self._records: dict[str, dict[tuple[Any, ...], Record | None]] = {}
        self._rows: dict[str, dict[tuple[Any, ...], dict[str, Any] | None]] = {}
        # Orders that were looked up; most of them are new, and nothing is kept of those.
        self._looked_up: set[Order] = set()
        self._lines: dict[Order, dict[int, OrderLine]] = {}
        self._returns: dict[Order, dict[str, Return]] = {}
        self._row_orders: dict[str, dict[Order, dict[tuple[Any, ...], dict[str, Any]]]] = {
            table: {} for table in WORKINGS
        }

    # Changes ---------------------------------------------------------------------------------------------

    def absorb(self, plan: ImportPlan) -> None:
        """Take a plan as if it were written."""
        for kind, keys in plan.removals.items():
            for key in keys:
                self.remove(kind, key)
        for rows in plan.records.values():
            for planned in rows:
                self.put(planned.record)

    def put(self, record: Any) -> None:
        """Take a record as if it were written."""
        kind = KIND_OF[type(record)]
        if kind.name == "sales":
            order = self._look_up(record.account, record.order_id)
            self._lines.setdefault(order, {})[record.line] = record
        elif kind.name == "returns":
            order = self._look_up(record.account, record.order_id)
            self._returns.setdefault(order, {})[record.return_id] = record
        self._records.setdefault(kind.name, {})[kind.key_of(record)] = record

    def remove(self, kind: str, key: tuple[Any, ...]) -> None:
        """Take a record away as if it were deleted."""
        if kind == "returns" and (gone := self.get(kind, *key)) is not None:
            del self._returns[self._look_up(gone.account, gone.order_id)][gone.return_id]
        self._records.setdefault(kind, {})[key] = None

    def put_row(self, table: str, row: dict[str, Any]) -> None:
        """Take a row of a table beside the facts as if it were written."""
        key = row_key(table, row)
        self._rows.setdefault(table, {})[key] = row
        if row.get("order_id") is not None:
            order = self._look_up(row["account"], row["order_id"])
            self._row_orders[table].setdefault(order, {})[key] = row

    def remove_row(self, table: str, key: tuple[Any, ...]) -> None:
        """Take such a row away as if it were deleted."""
        gone = self.row(table, *key)
        if gone is not None and gone.get("order_id") is not None:
            order = self._look_up(gone["account"], gone["order_id"])
            self._row_orders[table].get(order, {}).pop(key, None)
        self._rows.setdefault(table, {})[key] = None

    # Records ---------------------------------------------------------------------------------------------

    def get(self, kind: str, *key: Any) -> Any | None:
        """Return the record of a key, None where there is none."""
        planned = self._records.get(kind, {})
        if key in planned:
            return planned[key]
        if kind == "sales" and key[:2] in self._looked_up:
            return self._lines.get(key[:2], _NOTHING).get(key[2])
        return self.book.get(kind, *key)

    def iterate(self, kind: str) -> Iterator[Any]:
        """Yield all records of a kind."""
        planned = dict(self._records.get(kind, {}))
        key_of = KIND[kind].key_of
        for record in self.book.iterate(kind):
            current = planned.pop(key_of(record), record)
            if current is not None:
                yield current
        yield from (record for record in planned.values() if record is not None)

    def accounts(self) -> list[Account]:
        """Return all accounts."""
        return list(self.iterate("accounts"))

    def load_orders(self, account: str, order_ids: Iterable[str]) -> None:
        """Read the lines, returns and kept rows of many orders at once, ahead of asking for each."""
        wanted = [
            order_id for order_id in dict.fromkeys(order_ids) if (account, order_id) not in self._looked_up
        ]
        self._looked_up.update((account, order_id) for order_id in wanted)
        for line in queries.lines_of_orders(self.book, account, wanted):
            self._lines.setdefault((account, line.order_id), {})[line.line] = line
        for each in queries.returns_of_orders(self.book, account, wanted):
            self._returns.setdefault((account, each.order_id), {})[each.return_id] = each
        for table in ("platform_rows", "platform_lines", "return_requests"):
            for row in queries.workings_of_orders(self.book, table, account, wanted):
                order = account, row["order_id"]
                self._row_orders[table].setdefault(order, {})[row_key(table, row)] = row

    def lines(self, account: str, order_id: str) -> list[OrderLine]:
        """Return an order's lines by their number."""
        found = self._lines.get(self._look_up(account, order_id))
        return [found[number] for number in sorted(found)] if found else []

    def returns(self, account: str, order_id: str) -> list[Return]:
        """Return an order's returns by their id."""
        found = self._returns.get(self._look_up(account, order_id))
        return [found[return_id] for return_id in sorted(found)] if found else []

    def orders_by_tracking(self, trackings: Iterable[str]) -> dict[str, set[Order]]:
        """Return the orders that were sent under each tracking number."""
        wanted = set(trackings)
        found: dict[str, set[Order]] = {}
        for line in queries.lines_by_tracking(self.book, wanted):
            found.setdefault(str(line.tracking), set()).add((line.account, line.order_id))
        for line in self._planned_lines():
            if line.tracking in wanted:
                found.setdefault(str(line.tracking), set()).add((line.account, line.order_id))
        return found

    def accounts_of_orders(self, order_ids: Iterable[str]) -> dict[str, set[str]]:
        """Return the accounts that have each order id."""
        wanted = set(order_ids)
        found: dict[str, set[str]] = {}
        for line in queries.lines_by_order(self.book, wanted):
            found.setdefault(line.order_id, set()).add(line.account)
        for line in self._planned_lines():
            if line.order_id in wanted:
                found.setdefault(line.order_id, set()).add(line.account)
        return found

    def _planned_lines(self) -> Iterator[Any]:
        return filter(None, self._records.get("sales", {}).values())

    # Rows beside the facts -------------------------------------------------------------------------------

    def row(self, table: str, *key: Any) -> dict[str, Any] | None:
        """Return a row by its key, None where there is none."""
        planned = self._rows.get(table, {})
        if key in planned:
            return planned[key]
        if table == "platform_lines" and key[:2] in self._looked_up:
            return self._row_orders[table].get(key[:2], _NOTHING).get(key)
        return self.book.row(table, *key)

    def rows_of_order(self, table: str, account: str, order_id: str) -> list[dict[str, Any]]:
        """Return the rows kept for an order."""
        found = self._row_orders[table].get(self._look_up(account, order_id))
        return list(found.values()) if found else []

    def rows_where(self, table: str, **equal: str) -> list[dict[str, Any]]:
        """Return the rows whose columns have these values, planned and written."""
        planned = dict(self._rows.get(table, {}))
        found = []
        for row in queries.workings_where(self.book, table, **equal):
            current = planned.pop(row_key(table, row), row)
            if current is not None:
                found.append(current)
        found += [row for row in planned.values() if row is not None]
        return [row for row in found if all(row[name] == value for name, value in equal.items())]

    def _look_up(self, account: str, order_id: str) -> Order:
        order = account, order_id
        if order not in self._looked_up:
            self.load_orders(account, [order_id])
        return order


def row_key(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    """Return the key of a row of a table beside the facts."""
    key: tuple[Any, ...] = _KEYS[table](row)
    return key if len(WORKINGS[table].key) > 1 else (key,)


_KEYS: Final = {name: itemgetter(*shape.key) for name, shape in WORKINGS.items()}
