"""A book looked at for many records of one kind at once: what was read before is not asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND
from desktop_app.store.queries.orders import lines_of_orders
from desktop_app.usecases.importing.view import BookView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.sale import OrderLine
    from desktop_app.store.database import Book


class KnownView(BookView):
    """A view that remembers records of `kind`, and the lines of orders that were looked up together."""

    def __init__(self, book: Book, kind: str) -> None:
        super().__init__(book)
        self._kind = kind
        self._known: dict[tuple[Any, ...], Any] = {}
        self._orders: dict[str, list[OrderLine]] = {}

    def remember(self, record: Any) -> None:
        """Remember a record of the kind."""
        self._known[KIND[self._kind].key_of(record)] = record

    def look_up_orders(self, order_ids: Iterable[str]) -> None:
        """Read the lines of many orders at once."""
        self._orders.update(lines_of_orders(self.book, order_ids))

    def order(self, order_id: str) -> list[OrderLine]:
        """Return the lines of an order id, of every account that has it."""
        known = self._orders.get(order_id)
        if known is None:
            known = self._orders[order_id] = lines_of_orders(self.book, [order_id])[order_id]
        planned = self._planned_lines.get(order_id)
        if not planned:
            return known
        return list({(line.account, line.line): line for line in (*known, *planned.values())}.values())

    def get(self, kind: str, *key: Any) -> Any | None:
        """Return the record of a key; None where there is none."""
        if kind == self._kind and key in self._known:
            return self._known[key]
        if kind == "sales":
            return next(
                (line for line in self.order(key[1]) if (line.account, line.line) == (key[0], key[2])), None
            )
        return super().get(kind, *key)
