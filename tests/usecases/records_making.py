"""A small book for the tests of records: two products and a bundle, two accounts, lots, a stream, orders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from desktop_app.domain.catalogue import Component, Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.fx import Rate
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.stock import Lot
from desktop_app.store import Book
from desktop_app.usecases.records.saving import Saved, save_draft

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 20)


def make(folder: Path) -> Book:
    """Put a fresh copy of the book into a folder and open it."""
    path = folder / "book.bozhang"
    path.write_bytes(_file())
    return Book.open(path)


@cache
def _file() -> bytes:
    """Make the book once: a copy of its file takes a hundredth of the time."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.bozhang"
        with Book.create(path) as book:
            _fill(book)
            book.refresh()
        return path.read_bytes()


def _fill(book: Book) -> None:
    with book.write("furnish") as writer:
        writer.put(Product(sku="KIWI", name="猕猴桃", unit="kg", list_price_minor=2000))
        writer.put(Product(sku="DRY", name="果干", unit="包", category="干果"))
        writer.put(
            Product(
                sku="BOX", name="礼盒", unit="盒", components=(Component(sku="DRY", quantity_milli=2000),)
            )
        )
        writer.put(Account(account="TH1", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"))
        writer.put(Account(account="US1", platform=Platform.AMAZON, market="US", currency="USD"))
        for currency, cny in (("THB", 20_000_000), ("USD", 700_000_000), ("JPY", 5_000_000)):
            writer.put(Rate(currency=currency, on=date(2026, 1, 1), cny_e8=cny))
        writer.put(lot("L1", date(2026, 2, 1), 10_000, best_before=date(2026, 4, 1), grade="一级"))
        writer.put(lot("L2", date(2026, 2, 10), 10_000, best_before=date(2026, 3, 25), grade="二级"))
        writer.put(
            StreamSession(session="S1", account="TH1", started_at=START, ended_at=START + timedelta(hours=2))
        )
        writer.put_many(
            [
                sale(
                    "100",
                    quantity_milli=2000,
                    tracking="TRK100",
                    status=OrderStatus.SHIPPED,
                    shipped_on=date(2026, 3, 2),
                ),
                sale("101", quantity_milli=9000),
                sale("102", account="US1", currency="USD", unit_price_minor=2550, country="US"),
            ]
        )


def lot(code: str, day: date, quantity_milli: int, **more: Any) -> Lot:
    """Make a lot of KIWI."""
    return Lot(
        lot=code, sku="KIWI", received_on=day, quantity_milli=quantity_milli, total_cost_minor=10_000, **more
    )


def sale(order: str, line: int = 1, **more: Any) -> OrderLine:
    """Make an order line of KIWI, an hour into the stream."""
    plain = {
        "order_id": order,
        "line": line,
        "account": "TH1",
        "ordered_at": START + timedelta(hours=1),
        "sku": "KIWI",
        "quantity_milli": 1000,
        "unit_price_minor": 19_900,
        "currency": "THB",
    }
    return OrderLine(**{**plain, **more})


def save(
    book: Book, kind: str, draft: dict[str, str], key: tuple[Any, ...] | None = None, **more: Any
) -> Saved:
    """Save a draft under a command of its own."""
    return save_draft(book, kind, draft, key=key, command_id=uuid4().bytes, **more)


def there(book: Book, kind: str, *key: Any) -> Any:
    """Give a record that must be there."""
    record = book.get(kind, *key)
    assert record is not None
    return record
