"""What a new record begins with: the next free number, today, the words and codes used last."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.catalogue import UNMATCHED
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.queries.numbers import highest_line, highest_number, last_written
from desktop_app.usecases.records.texts import cells_context, edit_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop_app.store.database import Book

_NUMBERS: Final = {
    "products": ("sku", "SP"),
    "lots": ("lot", "L"),
    "sessions": ("session", "S"),
    "sales": ("order_id", "D"),
    "promotions": ("promotion", "P"),
    "shipping": ("shipment", "W"),
    "returns": ("return_id", "R"),
    "stock": ("entry", "E"),
    "overheads": ("entry", "F"),
    "repacks": ("repack", "Z"),
    "settlements": ("settlement", "J"),
    "payouts": ("payout", "K"),
    "training": ("entry", "X"),
}
"""The column of each kind that is numbered, and the letters before the day and number."""

_LAST: Final = {
    "products": "category unit list_currency brand origin",
    "product_names": "language",
    "fee_rates": "account",
    "lots": "location supplier",
    "accounts": "platform role return_days",
    "sessions": "account host",
    "sales": "account session currency country",
    "promotions": "account kind currency supplier",
    "shipping": "kind carrier currency split from_place to_place",
    "returns": "account reason",
    "stock": "kind",
    "rates": "currency units",
    "tariffs": "carrier service market currency from_on transit",
    "overheads": "kind currency supplier",
    "repacks": "split",
    "settlements": "account kind currency",
    "payouts": "account currency",
    "training": "course organiser",
}
"""Columns that a new record takes over from the one written last."""

_NOT_TWICE: Final = {
    "sales": (
        "line shipped_on delivered_on settled_on tracking customs_code declaration payment_ref invoice"
        " excluded"
    ),
    "sessions": "views viewers peak_viewers new_followers product_clicks platform_gmv ended_at",
    "promotions": "impressions clicks platform_roi invoice paid_on",
    "shipping": "tracking invoice paid_on payment_ref",
    "overheads": "invoice paid_on",
    "payouts": "bank_ref settlements",
    "product_names": "name",
    "fee_rates": "note",
    "training": "certificate",
}
"""Columns that a duplicate leaves blank: they belong to the one record."""

_TODAY: Final = {
    "lots": "received_on", "sessions": "started_at", "sales": "ordered_at", "promotions": "started_at",
    "shipping": "on", "returns": "returned_on", "stock": "on", "rates": "on", "overheads": "on",
    "repacks": "on", "settlements": "settled_on", "payouts": "on", "training": "on",
    "fee_rates": "from_on",
}  # fmt: skip
_NOW: Final = frozenset({"sessions", "sales"})
"""Kinds that happen at a moment: a new one begins with the time of day, too."""


def next_key(book: Book, kind: str, day: date) -> str:
    """Return the next free number of a kind on a day: `P-20261122-1`; empty for kinds without."""
    if kind not in _NUMBERS:
        return ""
    column, letters = _NUMBERS[kind]
    prefix = f"{letters}-{day:%Y%m%d}-"
    number = highest_number(book, kind, column, prefix)
    if kind == "lots":
        number = max(number, highest_number(book, "repacks", "lot", prefix))
    return f"{prefix}{number + 1}"


def next_line(book: Book, account: str, order_id: str) -> int:
    """Return the next line number of an order."""
    return highest_line(book, account, order_id) + 1


def fresh_draft(
    book: Book, kind: str, *, today: date, like: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the texts a form begins with; `like` are those of the record it is to be a duplicate of."""
    columns = [column.key for column in sheet_of(kind).columns]
    if like is not None:
        return _duplicate(book, kind, today, dict(like))
    draft = dict.fromkeys(columns, "")
    last = last_written(book, kind)
    if last is not None:
        texts = edit_texts(kind, last, cells_context(book))
        draft.update({name: texts[name] for name in _LAST[kind].split() if name in texts})
    draft.update(_numbers(book, kind, today))
    if kind in _TODAY:
        draft[_TODAY[kind]] = _when(book, kind, today)
    if kind == "products" and draft["category"] == UNMATCHED:
        draft["category"] = ""
    if kind == "sales" and not _is_running(book, draft["session"]):
        draft["session"] = ""
    return draft


def _numbers(book: Book, kind: str, today: date) -> dict[str, str]:
    found = {}
    if kind in _NUMBERS:
        names = {column.field: column.key for column in sheet_of(kind).columns}
        found[names[_NUMBERS[kind][0]]] = next_key(book, kind, today)
    if kind == "shipping":
        found["leg"] = "1"
    if kind == "repacks":
        found["lot"] = next_key(book, "lots", today)
    return found


def _duplicate(book: Book, kind: str, today: date, draft: dict[str, str]) -> dict[str, str]:
    """Make a duplicate's texts: another number, and nothing that belongs to the one record alone.

    A leg's duplicate is the next leg of its shipment, a repack's the next new lot of its repack.
    """
    for name in _NOT_TWICE.get(kind, "").split():
        draft[name] = ""
    numbers = _numbers(book, kind, today)
    match kind:
        case "shipping":
            numbers = {"leg": _next_leg(book, draft["shipment"], draft["leg"])}
        case "repacks":
            numbers = {"lot": numbers["lot"]}
        case "accounts":
            numbers = {"account": ""}
        case "rates":
            numbers = {"on": today.isoformat()}
        case "tariffs":
            numbers = {"above_g": draft["up_to_g"], "up_to_g": ""}
        case "fee_rates":
            numbers = {"from_on": today.isoformat()}
        case "product_names":
            numbers = {"language": ""}
    return {**draft, **numbers}


def _next_leg(book: Book, shipment: str, leg: str) -> str:
    if not leg.isdecimal():
        return ""
    number = int(leg)
    while book.get("shipping", shipment, str(number)) is not None:
        number += 1
    return str(number)


def _when(book: Book, kind: str, today: date) -> str:
    if kind not in _NOW:
        return today.isoformat()
    now = datetime.now(book.settings.timezone)
    clock = now.strftime("%H:%M") if now.date() == today else "20:00"
    return f"{today.isoformat()} {clock}"


def _is_running(book: Book, session: str) -> bool:
    found: Any = book.get("sessions", session) if session else None
    return found is not None and found.status == "live"
