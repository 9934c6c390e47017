"""The rows of a block or table as cells by field, each with the record of the book that it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.importers import values
from desktop_app.reports.code_words import codes_by_word, normalise
from desktop_app.reports.ledger_sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.usecases.importing.known_view import KnownView

_TOGETHER: Final = 1000
"""Rows whose orders are read at once."""
NUMBERED: Final = frozenset(
    {"lots", "sessions", "promotions", "returns", "stock", "overheads", "payouts", "training"}
)
"""Kinds whose new rows get the next free number where none is pasted."""
_DAYS_IN_KEYS: Final = frozenset({"on", "from_on"})


class BlockRows:
    """Reads a block row by row, in order."""

    def __init__(
        self,
        view: KnownView,
        kind: str,
        block: Sequence[Sequence[str]],
        columns: Sequence[str | None],
        first_key: Callable[[], str] | None,
    ) -> None:
        """Read `block`; `first_key` gives the next free key of the kind to rows that have none."""
        self.view = view
        book = view.book
        self._kind = kind
        self._block = block
        self._fields = [(at, key) for at, key in enumerate(columns) if key is not None]
        sheet = sheet_of(kind)
        self._keys = [column.key for column in sheet.columns if set(column.fields) & set(KIND[kind].key)]
        by_field = {column.field: column.key for column in sheet.columns}
        self._in_order = [by_field[name] for name in KIND[kind].key]
        accounts = [account.account for account in book.iterate("accounts")]
        self._only_account = accounts[0] if len(accounts) == 1 else None
        self._has_account = any(column.key == "account" for column in sheet.columns)
        self._currencies = {account.account: account.currency for account in book.iterate("accounts")}
        self._units = {product.sku: product.unit for product in book.iterate("products")}
        self._next_number: dict[str, int] = {}
        self._lines: dict[tuple[str, str], int] = {}
        self._first_key = first_key

    def cells(self, number: int) -> tuple[dict[str, str], Any | None]:
        """Return a row's cells that are not blank, completed, and the record that has its key."""
        if not number % _TOGETHER:
            self._look_ahead(number)
        row = self._block[number]
        cells = {
            key: text
            for at, key in self._fields
            if at < len(row) and (text := row[at].strip()) and not values.is_blank(text)
        }
        if not cells:
            return {}, None
        self._complete(cells)
        before = self._known(cells)
        if before is None:
            self._begin(cells)
        return cells, before

    def _look_ahead(self, start: int) -> None:
        """Read the orders of the next rows at once."""
        at = next((at for at, key in self._fields if key == "order_id"), None)
        if at is not None:
            rows = self._block[start : start + _TOGETHER]
            self.view.look_up_orders(row[at].strip() for row in rows if at < len(row))

    def unit(self, cells: dict[str, str]) -> str | None:
        """Return the unit that a row's quantities count; None where it is not known."""
        if self._kind == "products":
            return cells.get("unit")
        return self._units.get(cells.get("sku", ""))

    def _complete(self, cells: dict[str, str]) -> None:
        """Fill in the account and the line that a row leaves out, where only one can be meant."""
        if self._kind not in {"sales", "returns"} or "order_id" not in cells:
            if self._has_account and self._only_account and self._kind != "shipping":
                cells.setdefault("account", self._only_account)
            return
        if "account" not in cells or (self._kind == "sales" and "line" not in cells):
            lines = self.view.order(cells["order_id"])
            accounts = {line.account for line in lines}
            account = accounts.pop() if len(accounts) == 1 else self._only_account
            if account is not None:
                cells.setdefault("account", account)
            own = [line.line for line in lines if line.account == cells.get("account")]
            if self._kind == "sales" and "line" not in cells and len(own) == 1 and "sku" not in cells:
                cells["line"] = str(own[0])
        if self._kind == "sales" and "line" not in cells:
            cells["line"] = self._line(cells, self.view.order(cells["order_id"]))

    def _line(self, cells: dict[str, str], lines: Sequence[Any]) -> str:
        """Return the line of an order that a row without one means: that of its product, else the next."""
        place = (cells.get("account", ""), cells["order_id"])
        same = [line.line for line in lines if line.account == place[0] and line.sku == cells.get("sku")]
        if len(same) == 1 and place not in self._lines:
            return str(same[0])
        first = (
            self._lines.get(place)
            or max((line.line for line in lines if line.account == place[0]), default=0) + 1
        )
        self._lines[place] = first + 1
        return str(first)

    def _known(self, cells: dict[str, str]) -> Any | None:
        if any(key not in cells for key in self._keys):
            return None
        key: list[Any] = [cells[name] for name in self._keys]
        try:
            parts = dict(zip(self._keys, key, strict=True))
            if "line" in parts:
                parts["line"] = int(parts["line"])
            for name in _DAYS_IN_KEYS & parts.keys():
                parts[name] = date.fromisoformat(parts[name])
            if "language" in parts:
                parts["language"] = codes_by_word("NameLanguage")[normalise(parts["language"])]
        except (ValueError, KeyError):
            return None
        return self.view.get(self._kind, *(parts[name] for name in self._in_order))

    def _begin(self, cells: dict[str, str]) -> None:
        """Give a new row what it leaves out and the book can tell: a number, its account's currency."""
        if self._first_key is not None and self._kind in NUMBERED and self._keys[0] not in cells:
            cells[self._keys[0]] = self._number(self._first_key())
        names = {column.key for column in sheet_of(self._kind).columns if column.required}
        if "currency" in names and "currency" not in cells and self._kind != "accounts":
            currency = self._currencies.get(cells.get("account", ""))
            if currency is not None:
                cells["currency"] = currency

    def _number(self, first: str) -> str:
        prefix, _, digits = first.rpartition("-")
        number = self._next_number.get(prefix, int(digits))
        self._next_number[prefix] = number + 1
        return f"{prefix}-{number}"
