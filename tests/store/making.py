"""Records and books for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.facts import KIND
from desktop_app.domain.sale import OrderLine
from desktop_app.domain.session import StreamSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store import Book

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def product(sku: str = "KIWI", **more: Any) -> Product:
    return Product(**{"sku": sku, "name": "猕猴桃", "unit": "kg", **more})


def account(name: str = "TH1", **more: Any) -> Account:
    return Account(
        **{"account": name, "platform": Platform.TIKTOK_SHOP, "market": "TH", "currency": "THB", **more}
    )


def session(code: str = "S1", **more: Any) -> StreamSession:
    return StreamSession(**{"session": code, "account": "TH1", "started_at": START, **more})


def sale(order: str = "1", line: int = 1, **more: Any) -> OrderLine:
    plain = {
        "order_id": order,
        "line": line,
        "account": "TH1",
        "ordered_at": START + timedelta(hours=1),
        "sku": "KIWI",
        "quantity_milli": 2000,
        "unit_price_minor": 19900,
        "currency": "THB",
    }
    return OrderLine(**{**plain, **more})


def furnish(book: Book) -> None:
    """Put a product, an account and a session into a book."""
    with book.write("furnish") as writer:
        writer.put(product())
        writer.put(account())
        writer.put(session())


def stored(book: Book, kind: str, *key: Any) -> Any:
    """Give a record that must be there."""
    record = book.get(kind, *key)
    assert record is not None
    return record


def contents(book: Book) -> dict[str, list[Any]]:
    """Give every record of a book by kind."""
    return {name: list(book.iterate(name)) for name in KIND}


def many_sales(number: int, first: int = 0) -> Iterator[OrderLine]:
    for index in range(first, first + number):
        yield sale(f"{index:06d}", tracking=f"T{index}" if index % 2 else None)
