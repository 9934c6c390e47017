"""Statements and bills in more dress: refunds that only a settlement states, the American profit report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.store import Book
from tests.fixtures import headings
from tests.importers.bringing import add_account, bring, codes, lines_of
from tests.importers.making_platform_files import grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

ORDER = "583870900000000701"
STATEMENT = (
    "Order/adjustment ID", "Type", "Order settled time", "Currency", "Total settlement amount",
    "Total revenue", "Subtotal after seller discounts", "Refund subtotal after seller discounts",
    "Total fees", "Transaction fee", "TikTok Shop commission fee", "Seller shipping fee",
    "Actual shipping fee", "Adjustment amount", "Related order ID",
)  # fmt: skip
RETURNS = (
    "Return Order ID", "Order ID", "SKU ID", "Seller SKU", "Return Type", "Time Requested", "Return Reason",
    "Return unit price", "Return Quantity", "Return Status", "Refund Time",
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "money.bozhang") as made:
        add_account(made, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        yield made


def sell(book: Book, *prices: int) -> None:
    """One order with a line for each price, in minor units."""
    with book.write("made by hand") as writer:
        for number, price in enumerate(prices, 1):
            writer.put(Product(sku=f"P{number}", name="蜂蜜", unit="瓶"))
            writer.put(
                OrderLine(
                    order_id=ORDER,
                    line=number,
                    account="th",
                    ordered_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
                    sku=f"P{number}",
                    quantity_milli=1000,
                    unit_price_minor=price,
                    currency="THB",
                    status=OrderStatus.DELIVERED,
                )
            )


def rows(names: tuple[str, ...], *found: Mapping[str, str]) -> list[list[str]]:
    return [list(names), *([row.get(name, "/") for name in names] for row in found)]


def refunded(folder: Path) -> Path:
    """A statement that gave all of an order back: 300.00 sold, 300.00 refunded, nothing earned."""
    row = {
        "Order/adjustment ID": ORDER,
        "Type": "Order",
        "Order settled time": "2026/10/12",
        "Currency": "THB",
        "Total settlement amount": "0",
        "Total revenue": "0",
        "Subtotal after seller discounts": "300.00",
        "Refund subtotal after seller discounts": "-300.00",
        "Total fees": "0",
    }
    return write_csv(folder / "statement.csv", rows(STATEMENT, row))


def test_a_refund_that_only_the_statement_states_is_booked_over_its_lines_by_value(
    book: Book, tmp_path: Path
) -> None:
    sell(book, 10000, 20000)
    plans = bring(book, refunded(tmp_path), account="th")
    refunds = {each.line: each.refund_minor for each in book.iterate("returns")}
    assert refunds == {1: 10000, 2: 20000}
    assert codes(plans) == set()


def test_the_returns_file_takes_the_place_of_what_the_statement_said(book: Book, tmp_path: Path) -> None:
    sell(book, 30000)
    row = {
        "Return Order ID": "4035000000000000701",
        "Order ID": ORDER,
        "Seller SKU": "P1",
        "Time Requested": "07/10/2026 08:22:10",
        "Return Reason": "Damaged in transit",
        "Return unit price": "THB 300.00",
        "Return Quantity": "1",
        "Return Status": "Completed",
        "Refund Time": "11/10/2026 16:40:00",
    }
    returns = write_csv(tmp_path / "returns.csv", rows(RETURNS, row))
    bring(book, refunded(tmp_path), account="th")
    assert [each.return_id for each in book.iterate("returns")] == [f"{ORDER}/refunded"]
    bring(book, returns, account="th")
    (kept,) = book.iterate("returns")
    assert (kept.return_id, kept.refund_minor) == ("4035000000000000701", 30000)
    bring(book, refunded(tmp_path), account="th")
    assert len(list(book.iterate("returns"))) == 1


def profit_row(**more: str) -> dict[str, str]:
    """30.00 for one, 1.80 and 2.20 of fees, 3.00 of freight of which 1.00 is paid back: 24.00 is left."""
    return {
        "Order ID": ORDER,
        "SKU ID": "1729400000000000011",
        "Order Income": "30.00",
        "Order Cost": "-6.00",
        "Net Order Margin": "24.00",
        "Sold Quantity": "1",
        "Order paid date": "20261001",
        "Order settled date": "20261008",
        "Gross sales": "32.00",
        "Seller discount": "-2.00",
        "Referral fee": "-1.80",
        "Affiliate Commission": "-2.20",
        "TikTok Shop shipping fee": "-3.00",
        "Shipping fee subsidy": "1.00",
        **more,
    }


def profit_file(folder: Path, *found: Mapping[str, str]) -> Path:
    names = headings("profit-us")
    orders = [[""]] * 5 + [list(names), *([row.get(name, "") for name in names] for row in found)]
    return write_xlsx(folder / "profit.xlsx", Orders=orders)


def test_the_american_profit_report_settles_its_orders(book: Book, tmp_path: Path) -> None:
    add_account(book, "us", Platform.TIKTOK_SHOP, "US", "USD")
    sell(book, 3200)
    with book.write("made by hand") as writer:
        (line,) = lines_of(book, ORDER)
        writer.delete("sales", line.account, line.order_id, line.line)
    with book.write("made by hand") as writer:
        writer.put(
            OrderLine(
                order_id=ORDER,
                line=1,
                account="us",
                ordered_at=line.ordered_at,
                sku="P1",
                quantity_milli=1000,
                unit_price_minor=3200,
                seller_discount_minor=200,
                currency="USD",
                status=OrderStatus.DELIVERED,
            )
        )
    open_order = profit_row(**{"Order ID": "583870900000000702", "Order settled date": "/"})
    (plan,) = bring(book, profit_file(tmp_path, profit_row(), open_order), account="us")
    assert plan.format == "tiktokshop-profit-us"
    (line,) = lines_of(book, ORDER)
    assert (line.platform_fee_minor, line.settled_on) == (400, date(2026, 10, 8))
    assert [leg.cost_minor for leg in book.iterate("shipping")] == [200]
    assert [each.amount_minor for each in book.iterate("settlements")] == [2400]
    assert codes([plan]) == {"not_settled_yet"}
    assert not plan.refusals


def test_a_refund_in_the_american_profit_report(book: Book, tmp_path: Path) -> None:
    sell(book, 3200)
    row = profit_row(
        **{
            "Order Income": "0",
            "Order Cost": "-3.00",
            "Net Order Margin": "-3.00",
            "Gross sales": "32.00",
            "Seller discount": "0",
            "Gross sales refund": "-32.00",
            "Referral fee": "0",
            "Affiliate Commission": "0",
            "TikTok Shop shipping fee": "0",
            "Shipping fee subsidy": "0",
            "Return shipping label fee": "-3.00",
        }
    )
    bring(book, profit_file(tmp_path, row), account="th")
    (back,) = book.iterate("returns")
    assert (back.refund_minor, back.return_shipping_minor) == (3200, 300)


@pytest.mark.parametrize(
    "word", ["Pembayaran GMV untuk Iklan TikTok", "Thanh toán GMV cho quảng cáo", "TikTok 广告的 GMV 付款"]
)
def test_advertising_paid_from_sales_in_any_language(book: Book, tmp_path: Path, word: str) -> None:
    row = {
        "Order/adjustment ID": "7560000000000000701",
        "Type": word,
        "Order settled time": "2026/10/05",
        "Currency": "THB",
        "Total settlement amount": "-250.00",
        "Total revenue": "0",
        "Total fees": "0",
        "Adjustment amount": "-250.00",
    }
    bring(book, write_csv(tmp_path / "a.csv", rows(STATEMENT, row)), account="th")
    assert [each.amount_minor for each in book.iterate("promotions")] == [25000]


def test_a_tab_behind_each_heading_separates_nothing(book: Book, tmp_path: Path) -> None:
    names = [f"{name}\t" for name in grid("fx-chinamoney.csv")[0]]
    cells = ["2026-10-09", *("7.1" if name.strip() == "USD/CNY" else "---" for name in names[1:])]
    bring(book, write_csv(tmp_path / "rates.csv", [names, cells]))
    assert [rate.cny_e8 for rate in book.iterate("rates")] == [710_000_000]
