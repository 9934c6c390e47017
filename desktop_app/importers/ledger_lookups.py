"""What the rows of a ledger need of its other sheets, and of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers import values
from desktop_app.importers.cell_readers import MAX_AMOUNT

if TYPE_CHECKING:
    from desktop_app.domain.sale import OrderLine
    from desktop_app.importers.context import ReadContext

_KEPT: Final = 50_000


class Lookups:
    """What is known of accounts and order lines so far: the file's, then the book's."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self._account_currency: dict[str, str] = {}
        self._lines: dict[tuple[str, str], dict[int, OrderLine]] = {}
        self._minor_units: dict[tuple[Any, str], int] = {}
        self._last_line: dict[str | tuple[str, str], int] = {}

    def note(self, kind: str, record: Any) -> None:
        """Remember what later sheets need of a record."""
        if kind == "accounts":
            self._account_currency[record.account] = record.currency
        elif kind == "sales":
            self._lines.setdefault((record.account, record.order_id), {})[record.line] = record

    def currency_of_account(self, account: str | None) -> str:
        """Return an account's currency; the book's for an unknown account, whose row is refused later."""
        if account is None:
            return self.context.book_currency
        return (
            self._account_currency.get(account)
            or self.context.account_currency(account)
            or self.context.book_currency
        )

    def minor_units(self, number: Any, currency: str) -> int:
        """Return an amount in its currency's minor units; what was worked out once is kept.

        Raises CellFaultError.
        """
        known = self._minor_units.get((number, currency))
        if known is None:
            if len(self._minor_units) > _KEPT:
                self._minor_units.clear()
            known = values.scaled(number, self.context.decimals(currency), MAX_AMOUNT)
            self._minor_units[number, currency] = known
        return known

    def number_line(self, order_id: str, account: str | None, line: int | None) -> int:
        """Return a sale's line number: the one stated, else the next of its order."""
        order = order_id if account is None else (account, order_id)
        highest = self._last_line.get(order, 0)
        number = highest + 1 if line is None else line
        for seen_as in (order_id, order):
            self._last_line[seen_as] = max(number, self._last_line.get(seen_as, 0))
        return number

    def lines_of(self, account: str, order_id: str) -> dict[int, OrderLine]:
        """Return an order's lines by number: the book's, and over them the file's."""
        lines = {line.line: line for line in self.context.order_lines(account, order_id)}
        return lines | self._lines.get((account, order_id), {})
