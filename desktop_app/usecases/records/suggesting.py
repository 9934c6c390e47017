"""Suggestions while a code is typed: by Chinese, pinyin, initials and code, what was used last first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import _, format_moment, format_quantity, territory_name
from desktop_app.reports.code_words import word_of
from desktop_app.store.queries import numbers
from desktop_app.store.queries.held import held_lots, on_hand_of
from desktop_app.usecases.records.names import best_rank, product_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop_app.store.database import Book

_USED_BY: Final = {
    "products": ("sales", "sku"),
    "accounts": ("sales", "account"),
    "sessions": ("sales", "session"),
}
"""The kind and column whose newest row says when a code was used last."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that fits: `key` is what is written, `label` what it is called, `note` what helps to choose."""

    key: str
    label: str
    note: str = ""


def suggest(book: Book, refers_to: str, typed: str, limit: int = 12) -> list[Suggestion]:
    """Return codes of a kind (`products`, `accounts`, `sessions`, `lots`, `orders`, `settlements`) that fit.

    Better fits come first, and of equal ones what was used last; with nothing typed, what was used last.
    """
    text = typed.strip()
    if refers_to == "orders":
        return _orders(book, text, limit)
    candidates, describe = _SOURCES[refers_to](book)
    fitting = []
    for key, names in candidates:
        rank = best_rank(text, (key, *names)) if text else 0
        if rank is not None:
            fitting.append((rank, key))
    used = _last_used(book, refers_to, [key for _rank, key in fitting])
    fitting.sort(key=lambda pair: (pair[0], -used.get(pair[1], 0)))
    return [describe(key) for _rank, key in fitting[:limit]]


_Source = tuple["Iterable[tuple[str, tuple[str, ...]]]", "Callable[[str], Suggestion]"]


def _products(book: Book) -> _Source:
    known = {product.sku: product for product in book.iterate("products")}

    def describe(sku: str) -> Suggestion:
        product = known[sku]
        held = on_hand_of(book, sku)
        note = (
            _("bundle")
            if held is None
            else _("{quantity} {unit} on hand").format(
                quantity=format_quantity(held.quantity_milli).replace("-", "\N{MINUS SIGN}"), unit=held.unit
            )
        )
        return Suggestion(sku, product.name, note)

    return [(sku, names[1:]) for sku, names in product_names(book).items()], describe


def _accounts(book: Book) -> _Source:
    known: dict[str, Any] = {account.account: account for account in book.iterate("accounts")}

    def describe(code: str) -> Suggestion:
        account = known[code]
        return Suggestion(code, territory_name(account.market), account.currency)

    return [
        (code, (territory_name(account.market), word_of("Platform", account.platform, "zh")))
        for code, account in known.items()
    ], describe


def _sessions(book: Book) -> _Source:
    known: dict[str, Any] = {session.session: session for session in book.iterate("sessions")}

    def describe(code: str) -> Suggestion:
        session = known[code]
        return Suggestion(
            code, session.title or session.account, format_moment(session.started_at, book.settings.timezone)
        )

    return [(code, (session.title or "", session.host or "")) for code, session in known.items()], describe


def _lots(book: Book) -> _Source:
    names = {product.sku: product for product in book.iterate("products")}
    known = {lot.lot: lot for lot in held_lots(book, empty=True)}

    def describe(code: str) -> Suggestion:
        lot = known[code]
        note = _("{quantity} {unit} left").format(
            quantity=format_quantity(lot.left_milli), unit=names[lot.sku].unit
        )
        return Suggestion(
            code, names[lot.sku].name, f"{note} · {lot.best_before}" if lot.best_before else note
        )

    return [(code, (names[lot.sku].name, lot.sku)) for code, lot in known.items()], describe


def _settlements(book: Book) -> _Source:
    known = {row.settlement: row for row in book.iterate("settlements")}

    def describe(code: str) -> Suggestion:
        return Suggestion(code, known[code].account, known[code].settled_on.isoformat())

    return [(code, ()) for code in known], describe


_SOURCES: Final[dict[str, Callable[[Book], _Source]]] = {
    "products": _products,
    "accounts": _accounts,
    "sessions": _sessions,
    "lots": _lots,
    "settlements": _settlements,
}


def _last_used(book: Book, kind: str, keys: list[str]) -> dict[str, int]:
    if kind == "sessions":
        # The newest stream is the one that is written about.
        order = sorted(keys, key=lambda code: _start(book, code))
        return {code: at + 1 for at, code in enumerate(order)}
    if kind == "lots":
        left = {lot.lot: lot for lot in held_lots(book)}
        order = [code for code in left if left[code].left_milli > 0]
        return {code: len(order) - at for at, code in enumerate(order)}
    if kind not in _USED_BY:
        return {code: at for at, code in enumerate(keys)}
    return numbers.last_uses(book, *_USED_BY[kind], keys)


def _start(book: Book, code: str) -> datetime:
    session = book.get("sessions", code)
    return session.started_at if session is not None else datetime.min.replace(tzinfo=UTC)


def _orders(book: Book, text: str, limit: int) -> list[Suggestion]:
    found = numbers.orders_like(book, text, limit) if text else numbers.newest_orders(book, limit)
    zone = book.settings.timezone
    return [
        Suggestion(order, account, format_moment(datetime.fromtimestamp(moment, UTC), zone))
        for order, account, moment in found
    ]
