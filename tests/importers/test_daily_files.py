"""Ninety overlapping downloads of a quarter, in any order, make the book that one download makes."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from tests.importers.bringing import add_account
from tests.importers.making_platform_files import write_csv
from tests.importers.samples import left_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS: Final = [
    "Order ID",
    "Order Status",
    "SKU ID",
    "Seller SKU",
    "Product Name",
    "Variation",
    "Quantity",
    "Sku Quantity of return",
    "SKU Unit Original Price",
    "SKU Seller Discount",
    "Shipping Fee After Discount",
    "Order Amount",
    "Order Refund Amount",
    "Created Time",
    "Shipped Time",
    "Delivered Time",
    "Tracking ID",
    "Package ID",
]
FIRST: Final = date(2026, 7, 1)
DAYS: Final = 90
WINDOW: Final = 3
"""Days that a download covers: an order stands in so many of them, each time further on its way."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "quarter.bozhang") as made:
        add_account(made, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        yield made


def order_rows(number: int, age: int) -> list[list[Any]]:
    """Two SKUs of one order as they stand `age` days after it came; every seventh is refunded in part."""
    created = FIRST + timedelta(days=number)
    number += 101
    status = ("To ship", "Shipped", "Completed")[age]
    gone = f"{created + timedelta(days=1):%d/%m/%Y} 10:00:00" if age else ""
    there = f"{created + timedelta(days=2):%d/%m/%Y} 15:30:00" if age == WINDOW - 1 else ""
    refund = "40.00" if there and number % 7 == 0 else "0.00"
    tracking, parcel = (f"TH{number:010}", f"1153{number:015}") if age else ("", "")
    return [
        [
            f"5838{number:014d}",
            status,
            f"17294000000000000{sku}",
            f"SKU-{sku}",
            "ตะกร้า",
            ("M", "L")[(number + sku) % 2],
            f"{1 + number % 3}",
            "1" if refund != "0.00" and sku == 21 else "0",
            "THB 199.00",
            "THB 19.90",
            "THB 35.00",
            "THB 393.20",
            f"THB {refund}",
            f"{created:%d/%m/%Y} 20:15:00",
            gone,
            there,
            tracking,
            parcel,
        ]
        for sku in (21, 22)
    ]


def test_ninety_daily_files_in_any_order_make_the_same_book(book: Book, tmp_path: Path) -> None:
    latest = [row for number in range(DAYS) for row in order_rows(number, WINDOW - 1)]
    whole = write_csv(tmp_path / "quarter.csv", [HEADINGS, *latest])
    expected = left_by(plan_import(book, [whole]))
    # The last orders of the quarter go on in the downloads of the next days.
    days = [
        write_csv(
            tmp_path / f"{day}.csv",
            [
                HEADINGS,
                *itertools.chain.from_iterable(
                    order_rows(number, day - number)
                    for number in range(max(day - WINDOW + 1, 0), min(day + 1, DAYS))
                ),
            ],
        )
        for day in range(DAYS + WINDOW - 1)
    ]
    Random(20261101).shuffle(days)
    plans = plan_import(book, days)
    assert not any(plan.refusals for plan in plans)
    assert left_by(plans) == expected
    assert sum(kind == "sales" for kind, *_ in expected) == 2 * DAYS
    apply_import(book, plans)
    again = plan_import(book, [whole, *days[:5]])
    assert not any(plan.changes_anything for plan in again)
