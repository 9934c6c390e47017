"""Dated fee rates: what an order of each day pays, what a changed row makes stale, and what a rename does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import NameLanguage, ProductName
from desktop_app.domain.channel import FeeRate
from desktop_app.domain.returns import Return
from desktop_app.domain.sale import OrderStatus
from desktop_app.store.check import check
from desktop_app.store.queries.conservation import conservation, rebuild_differences
from tests.store.making import account, sale, stored

if TYPE_CHECKING:
    from desktop_app.store import Book

# The book's clock is eight hours ahead of UTC: this is the first moment of the first of March there.
MARCH = datetime(2026, 2, 28, 16, tzinfo=UTC)
CNY: dict[str, Any] = {"currency": "CNY", "quantity_milli": 1000, "unit_price_minor": 10_000}


def put(book: Book, *records: Any) -> None:
    with book.write("put") as writer:
        for record in records:
            writer.put(record)
    book.refresh()
    assert conservation(book) == []
    assert rebuild_differences(book) == []


def rate(day: date, commission: int | None = None, **more: Any) -> FeeRate:
    return FeeRate(account="TH1", from_on=day, commission_rate_e8=commission, **more)


def fees(book: Book) -> dict[str, int]:
    query = "SELECT s.order_id, k.fee FROM kept_lines k JOIN sales s ON s.id = k.line_id"
    return dict(book.connection.execute(query))


def stale(book: Book) -> set[str]:
    """Give the orders that the next refresh computes again."""
    from desktop_app.store.results.fees import expand_fees  # noqa: PLC0415
    from desktop_app.store.results.refreshing import workspace_of  # noqa: PLC0415

    with book.upkeep() as connection:
        expand_fees(workspace_of(book, connection))
        query = "SELECT s.order_id FROM stale_lines t JOIN sales s ON s.id = t.id"
        return {order for (order,) in connection.execute(query)}


@pytest.fixture
def days(book: Book) -> Book:
    """Orders of 100.00 around the first of March, one a moment before it and one with its fee stated."""
    put(
        book,
        account(commission_rate_e8=5_000_000),
        sale("january", ordered_at=MARCH - timedelta(days=40), **CNY),
        sale("before", ordered_at=MARCH - timedelta(seconds=1), **CNY),
        sale("on", ordered_at=MARCH, **CNY),
        sale("after", ordered_at=MARCH + timedelta(days=9), **CNY),
        sale("april", ordered_at=MARCH + timedelta(days=31), **CNY),
        sale("stated", ordered_at=MARCH + timedelta(days=9), platform_fee_minor=123, **CNY),
        sale("unpaid", ordered_at=MARCH + timedelta(days=9), status=OrderStatus.PLACED, **CNY),
    )
    return book


def test_an_order_pays_the_rates_in_force_on_its_day_by_the_books_clock(days: Book) -> None:
    put(days, rate(date(2026, 3, 1), 6_000_000), rate(date(2026, 4, 1), payment_fee_rate_e8=1_000_000))
    assert fees(days) == {
        "january": 500, "before": 500, "on": 600, "after": 600, "april": 700, "stated": 123,
    }  # fmt: skip
    days.undo()
    days.refresh()
    assert fees(days) == {
        "january": 500, "before": 500, "on": 500, "after": 500, "april": 500, "stated": 123,
    }  # fmt: skip
    assert check(days) == []


def test_a_fee_given_back_follows_the_orders_day_not_the_returns(days: Book) -> None:
    returned: dict[str, Any] = {"account": "TH1", "line": 1, "quantity_milli": 1000, "refund_minor": 10_000}
    put(
        days,
        rate(date(2026, 3, 1), fee_refund_rate_e8=50_000_000),
        Return(return_id="1", order_id="before", returned_at=MARCH + timedelta(days=3), **returned),
        Return(return_id="2", order_id="on", returned_at=MARCH + timedelta(days=3), **returned),
    )
    query = "SELECT s.order_id, k.fee_refunded FROM kept_lines k JOIN sales s ON s.id = k.line_id"
    given_back = dict(days.connection.execute(query))
    assert (given_back["before"], given_back["on"]) == (0, 250)


def test_only_lines_whose_rate_may_be_another_are_computed_again(days: Book) -> None:
    april = rate(date(2026, 4, 1), 7_000_000)
    put(days, april)
    with days.write("march") as writer:
        writer.put(rate(date(2026, 3, 1), 6_000_000))
    assert stale(days) == {"on", "after"}
    days.refresh()
    with days.write("a note says nothing") as writer:
        writer.put(rate(date(2026, 3, 1), 6_000_000, note="公告"))
        writer.put(rate(date(2026, 2, 1)))
    assert stale(days) == set()
    with days.write("payment goes on beyond april") as writer:
        writer.put(rate(date(2026, 3, 1), 6_000_000, payment_fee_rate_e8=1_000_000))
    assert stale(days) == {"on", "after", "april"}
    days.refresh()
    with days.write("moved") as writer:
        writer.rename("fee_rates", ("TH1", date(2026, 4, 1)), ("TH1", date(2026, 2, 15)))
    assert stale(days) == {"before", "april"}
    days.refresh()
    with days.write("no return has a computed fee") as writer:
        writer.put(rate(date(2026, 1, 1), fee_refund_rate_e8=50_000_000))
    assert stale(days) == set()


def test_what_belongs_to_a_record_follows_its_code_and_comes_back_by_undo(days: Book) -> None:
    name = ProductName(sku="KIWI", language=NameLanguage.THAI, name="กีวี")
    put(days, rate(date(2026, 3, 1), 6_000_000), name)
    before = fees(days)
    with days.write("rename") as writer:
        writer.rename("accounts", ("TH1",), ("泰国店",))
        writer.rename("products", ("KIWI",), ("MHT",))
    days.refresh()
    assert rebuild_differences(days) == []
    assert fees(days) == before
    assert stored(days, "fee_rates", "泰国店", date(2026, 3, 1)).commission_rate_e8 == 6_000_000
    assert stored(days, "product_names", "MHT", NameLanguage.THAI).name == "กีวี"
    # The old code is free: what is written under it is not taken for what was renamed.
    with days.write("again") as writer:
        writer.put(account("TH1"))
        writer.put(rate(date(2026, 3, 1), 1_000_000))
    days.undo()
    days.undo()
    days.refresh()
    assert rebuild_differences(days) == []
    assert stored(days, "fee_rates", "TH1", date(2026, 3, 1)).commission_rate_e8 == 6_000_000
    assert check(days) == []


def test_the_same_row_written_on_two_laptops_has_one_id(days: Book) -> None:
    put(days, rate(date(2026, 3, 1), 6_000_000))
    (first,) = days.connection.execute("SELECT uid FROM fee_rates").fetchone()
    with days.write("delete") as writer:
        writer.delete("fee_rates", "TH1", date(2026, 3, 1))
        writer.put(rate(date(2026, 3, 1), 1_000_000))
    (again,) = days.connection.execute("SELECT uid FROM fee_rates").fetchone()
    assert first == again
