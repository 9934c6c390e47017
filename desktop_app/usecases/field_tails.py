"""What stands behind a field while it is typed in: its currency or unit, its clock, whose code it is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import territory_name
from desktop_app.reports.ledger_sheets import markets
from desktop_app.usecases.records.layout import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.database import Book
    from desktop_app.usecases.records.layout import Field

_MOMENTS: Final = frozenset(["moment", "event", "day_or_moment"])
_NAMED: Final = frozenset(["accounts", "sessions", "lots", "products"])
"""Kinds whose records have a name beside their code."""
_LOT_FIELDS: Final = {"stock": "lot", "repacks": "from_lot"}


def field_tails(book: Book, kind: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return by field what stands behind its text; a field that needs nothing is left out.

    An amount has its currency, a quantity its product's unit, a moment its distance from world time, a
    reference the name of what it names. `texts` are as typed: what is not known yet has nothing.
    """
    typed = {key: text.strip() for key, text in texts.items()}
    found = {field.key: _tail(book, kind, field, typed) for field in fields_of(kind) if field.editable}
    return {key: tail for key, tail in found.items() if tail}


def _tail(book: Book, kind: str, field: Field, typed: Mapping[str, str]) -> str:
    if field.value == "amount":
        return _currency(book, field.argument, typed)
    if field.value == "quantity":
        return _unit(book, kind, field.key, typed)
    if field.value in _MOMENTS:
        return _clock(book) if field.value == "moment" else ""
    if field.value == "market":
        code = typed.get(field.key, "").upper()
        return territory_name(code) if code in markets() else ""
    if field.refers_to and field.value == "id":
        return _name(book, field.refers_to, typed.get(field.key, ""))
    return ""


def _currency(book: Book, rule: str, typed: Mapping[str, str]) -> str:
    own = book.settings.currency
    match rule:
        case "book":
            return own
        case "account" | "order":
            account = _get(book, "accounts", typed.get("account", ""))
            return str(account.currency) if account else ""
        case name if name.endswith("?"):
            return typed.get(name[:-1], "").upper() or own
        case name:
            return typed.get(name, "").upper()


def _unit(book: Book, kind: str, key: str, typed: Mapping[str, str]) -> str:
    if kind == "products":
        return typed.get("unit", "")
    sku = typed.get("sku", "")
    lot_field = _LOT_FIELDS.get(kind)
    if lot_field is not None and (kind == "stock" or key == "from_quantity"):
        lot = _get(book, "lots", typed.get(lot_field, ""))
        sku = lot.sku if lot else ""
    product = _get(book, "products", sku)
    return str(product.unit) if product else ""


def _clock(book: Book) -> str:
    offset = datetime.now(book.settings.timezone).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _name(book: Book, refers_to: str, key: str) -> str:
    record = _get(book, refers_to, key) if refers_to in _NAMED else None
    match refers_to:
        case "products" if record:
            return str(record.name)
        case "accounts" if record:
            return territory_name(record.market)
        case "sessions" if record:
            return record.title or ""
        case "lots" if record:
            product = _get(book, "products", record.sku)
            return str(product.name) if product else ""
    return ""


def _get(book: Book, kind: str, key: str) -> Any | None:
    return book.get(kind, key) if key else None
