"""Shopify orders: what the first row of an order says holds for its further ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderStatus
from desktop_app.store import Book
from tests.fixtures import path, table
from tests.importers.bringing import add_account, bring, lines_of, minor
from tests.importers.making_platform_files import grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "shopify-orders.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "sf", Platform.SHOPIFY, "US", "USD")
        yield made


def test_further_rows_take_their_orders_cells(book: Book) -> None:
    (plan,) = bring(book, path(FILE))
    assert (plan.format, plan.ignored_columns, plan.refusals) == ("shopify-orders", [], [])
    first, further, voided = table(FILE)
    lines = lines_of(book, "#1001")
    net = sum(
        line.quantity_milli // 1000 * line.unit_price_minor - line.seller_discount_minor for line in lines
    )
    assert [line.sku for line in lines] == [first["Lineitem sku"], further["Lineitem sku"]]
    assert net == minor(first["Subtotal"])
    assert sum(line.shipping_charged_minor for line in lines) == minor(first["Shipping"])
    assert {line.status for line in lines} == {OrderStatus.SHIPPED}
    assert {line.country for line in lines} == {"US"}
    assert {line.ordered_at for line in lines} == {datetime(2026, 10, 1, 12, 20, 10, tzinfo=UTC)}
    refunds = [back.refund_minor for back in book.iterate("returns")]
    assert sum(refunds) == minor(first["Refunded Amount"])
    (gone,) = lines_of(book, "#1002")
    assert gone.status is OrderStatus.CANCELLED
    assert gone.seller_discount_minor == minor(voided["Lineitem price"]) - minor(voided["Subtotal"])
    assert gone.seller_discount_minor == minor(voided["Discount Amount"])
    assert gone.ordered_at == datetime(2026, 10, 3, 15, 59, 59, tzinfo=UTC)


def test_a_discount_and_its_parts_are_not_both_added(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    place = rows[0].index
    rows[1][place("Lineitem discount")] = "2.00"
    rows[1][place("Discount Amount")] = "3.00"
    rows[1][place("Subtotal")] = "49.98"
    bring(book, write_csv(tmp_path / "a.csv", rows))
    assert sum(line.seller_discount_minor for line in lines_of(book, "#1001")) == 300


def test_cancelled_by_its_moment(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    rows[1][rows[0].index("Cancelled at")] = "2026-10-02 08:00:00 -0400"
    bring(book, write_csv(tmp_path / "a.csv", rows))
    assert {line.status for line in lines_of(book, "#1001")} == {OrderStatus.CANCELLED}


def test_nothing_of_the_buyer_is_kept(book: Book) -> None:
    (plan,) = bring(book, path(FILE))
    assert plan.kept is not None
    assert b"buyer1@example.com" not in book.connection.serialize()
