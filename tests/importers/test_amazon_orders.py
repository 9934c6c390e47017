"""Amazon's report of all orders: an amount for all pieces of a row, cancelled rows without one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderStatus
from desktop_app.store import Book
from tests.fixtures import headings, path
from tests.importers.bringing import add_account, bring, codes, lines_of
from tests.importers.making_platform_files import Grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "111-0000000-0000001"
ROW = {
    "amazon-order-id": FIRST,
    "purchase-date": "2026-09-20T07:00:00+00:00",
    "order-status": "Shipped",
    "item-status": "Shipped",
    "sku": "BSK-S-01",
    "asin": "B000000001",
    "product-name": "Bamboo basket",
    "quantity": "2",
    "currency": "USD",
    "item-price": "31.98",
    "item-tax": "2.64",
    "shipping-price": "5.99",
    "item-promotion-discount": "-3.20",
    "ship-promotion-discount": "5.99",
    "ship-country": "US",
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "az", Platform.AMAZON, "US", "USD")
        yield made


def rows_of(*rows: dict[str, Any]) -> Grid:
    names = headings("amazon-orders")
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def write(tmp_path: Path, name: str, *rows: dict[str, Any]) -> Path:
    return write_csv(tmp_path / name, rows_of(*rows), "utf-8", "\t")


def test_lines_and_what_the_settlement_then_says(book: Book, tmp_path: Path) -> None:
    (plan, settled) = bring(book, write(tmp_path / "", "orders.txt", ROW), path("amazon-settlement-v2.csv"))
    assert (plan.format, plan.refusals, plan.ignored_columns) == ("amazon-orders", [], [])
    (line,) = lines_of(book, FIRST)
    assert (line.quantity_milli, line.unit_price_minor, line.seller_discount_minor) == (2000, 1599, 320)
    assert (line.shipping_charged_minor, line.status) == (0, OrderStatus.SHIPPED), "freight was given free"
    assert line.ordered_at == datetime(2026, 9, 20, 7, tzinfo=UTC)
    assert (line.platform_fee_minor, line.settled_on is not None) == (480, True)
    assert "settlement_waits_for_order" in codes([settled]), "the settlement has another order besides"


def test_rows_cancelled_or_not_paid_yet_have_no_amount(book: Book, tmp_path: Path) -> None:
    gone = ROW | {"order-status": "Cancelled", "item-status": "Cancelled", "quantity": "0", "item-price": ""}
    waiting = ROW | {"amazon-order-id": "111-0000000-0000009", "order-status": "Pending", "item-price": ""}
    (plan,) = bring(book, write(tmp_path, "orders.txt", gone, waiting))
    assert not plan.refusals
    assert [line.status for line in lines_of(book, FIRST)] == [OrderStatus.CANCELLED]
    bring(book, write(tmp_path, "later.txt", waiting | {"order-status": "Shipped", "item-price": "31.98"}))
    (line,) = lines_of(book, "111-0000000-0000009")
    assert (line.status, line.unit_price_minor) == (OrderStatus.SHIPPED, 1599)


def test_an_amount_that_does_not_come_out_even_is_refused(book: Book, tmp_path: Path) -> None:
    (plan,) = bring(book, write(tmp_path, "orders.txt", ROW | {"quantity": "3", "item-price": "10.00"}))
    assert [refusal.column for refusal in plan.refusals] == ["item-price"]
    assert not lines_of(book, FIRST)


def test_one_item_cancelled_of_an_order_that_was_sent(book: Book, tmp_path: Path) -> None:
    other = ROW | {
        "sku": "TEA-250",
        "item-status": "Cancelled",
        "quantity": "0",
        "item-price": "",
        "item-promotion-discount": "",
    }
    bring(book, write(tmp_path, "orders.txt", ROW, other))
    assert [line.status for line in lines_of(book, FIRST)] == [OrderStatus.SHIPPED, OrderStatus.CANCELLED]
