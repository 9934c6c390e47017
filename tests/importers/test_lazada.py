"""Lazada orders: one row for each piece, known by its own id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderStatus
from desktop_app.store import Book
from tests.fixtures import path, table
from tests.importers.bringing import add_account, bring, lines_of, minor
from tests.importers.making_platform_files import grid, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "lazada-orders.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "lz", Platform.LAZADA, "TH", "THB")
        yield made


def test_each_piece_is_a_line(book: Book) -> None:
    (plan,) = bring(book, path(FILE))
    assert (plan.format, plan.ignored_columns, plan.refusals) == ("lazada-orders", [], [])
    rows = table(FILE)
    order = rows[0]["orderNumber"]
    pieces = [row for row in rows if row["orderNumber"] == order]
    lines = lines_of(book, order)
    assert [line.quantity_milli for line in lines] == [1000] * len(pieces)
    for line, row in zip(lines, pieces, strict=True):
        assert line.seller_discount_minor == -minor(row["sellerDiscountTotal"])
        assert line.unit_price_minor - line.seller_discount_minor == minor(row["paidPrice"])
        assert (line.status, f"{line.delivered_on}") == (OrderStatus.DELIVERED, "2026-10-05")
        assert (line.country, line.tracking) == ("TH", row["trackingCode"])
    (gone,) = lines_of(book, rows[2]["orderNumber"])
    assert gone.status is OrderStatus.CANCELLED
    (back,) = book.iterate("returns")
    assert (back.order_id, back.refund_minor) == (rows[2]["orderNumber"], minor(rows[2]["refundAmount"]))


def test_pieces_in_parts_and_refunds_of_their_own(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    place = rows[0].index("refundAmount")
    rows[1][place], rows[2][place] = "269.00", "100.00"
    bring(book, write_xlsx(tmp_path / "a.xlsx", orders=[rows[0], rows[2]]))
    bring(book, write_xlsx(tmp_path / "b.xlsx", orders=[rows[0], rows[1]]))
    bring(book, write_xlsx(tmp_path / "c.xlsx", orders=rows))
    order = rows[1][rows[0].index("orderNumber")]
    assert len(lines_of(book, order)) == 2
    refunds = [back.refund_minor for back in book.iterate("returns") if back.order_id == order]
    assert sorted(refunds) == [100_00, 269_00]


def test_a_status_nobody_knows_is_asked(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    rows[1][rows[0].index("status")] = "teleported"
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", orders=rows))
    assert [refusal.value for refusal in plan.refusals] == ["teleported"]
