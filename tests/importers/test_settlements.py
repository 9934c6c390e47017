"""Settlements of Douyin and Amazon, and Douyin's movements of money: the same money counts once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.store import Book
from tests.fixtures import path
from tests.importers.bringing import add_account, bring, codes, lines_of, minor
from tests.importers.making_platform_files import Grid, grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDERS, SETTLED, FUND = "douyin-orders.csv", "douyin-settlement.csv", "douyin-fund.csv"
AMAZON = "amazon-settlement-v2.csv"
FIRST, SECOND = "6930000000000000001", "6930000000000000002"
SOLD, BACK = "111-0000000-0000001", "111-0000000-0000002"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "dy", Platform.DOUYIN, "CN", "CNY")
        add_account(made, "az", Platform.AMAZON, "US", "USD")
        yield made


def rows_of(name: str) -> list[dict[str, str]]:
    names, *rows = amazon() if name == AMAZON else grid(name)
    return [{head: cell.strip() for head, cell in zip(names, row, strict=True)} for row in rows]


def amazon() -> Grid:
    return [line.split("\t") for line in path(AMAZON).read_text(encoding="utf-8").splitlines()]


def paid(book: Book, order: str) -> list[int]:
    return [each.amount_minor for each in book.iterate("settlements") if each.order_id == order]


def assert_settled(book: Book) -> None:
    """The two orders as the settlement states them."""
    _, sold, back = rows_of(SETTLED)
    (line,) = lines_of(book, FIRST)
    assert line.platform_fee_minor == -minor(sold["平台服务费"]) - minor(sold["佣金"])
    assert line.platform_fee_minor == -minor(sold["支出合计"])
    assert line.settled_on == date(2026, 10, 9)
    assert paid(book, FIRST) == [minor(sold["结算金额"])]
    given_back = sum(line.platform_fee_minor for line in lines_of(book, SECOND))
    assert given_back == -minor(back["支出合计"])
    assert paid(book, SECOND) == [minor(back["结算金额"])]
    (refund,) = book.iterate("returns")
    assert (refund.order_id, refund.line, refund.sku) == (SECOND, 1, "TEA-250")
    assert refund.refund_minor == -minor(back["收入合计"])


def test_a_settlement_states_fees_and_what_was_given_back(book: Book) -> None:
    plans = bring(book, path(ORDERS), path(SETTLED))
    assert (plans[1].format, plans[1].ignored_columns, plans[1].refusals) == ("douyin-settlement", [], [])
    assert_settled(book)
    assert "total_differs" not in codes(plans), "the total above the rows is their sum"
    assert "settlement_remainder" not in codes(plans)


@pytest.mark.parametrize("order", [(SETTLED, FUND), (FUND, SETTLED)])
def test_settlement_and_movements_are_the_same_money(book: Book, order: tuple[str, str]) -> None:
    bring(book, path(ORDERS))
    for name in order:
        bring(book, path(name))
    assert_settled(book)
    (payout,) = book.iterate("payouts")
    drawn = rows_of(FUND)[2]
    assert (payout.payout, payout.amount_minor) == (drawn["动帐流水号"], minor(drawn["动账金额"]))


def test_movements_alone(book: Book, tmp_path: Path) -> None:
    rows = grid(FUND)
    scene = rows[0].index("动账场景")
    compensated = list(rows[3])
    compensated[scene], compensated[1] = "消费者赔付", "2026101400000004"
    strange = list(rows[3])
    strange[scene], strange[1] = "别的", "2026101400000005"
    file = write_csv(tmp_path / "a.csv", [*rows, compensated, strange])
    plans = bring(book, path(ORDERS), file)
    sold = rows_of(FUND)[0]
    (line,) = lines_of(book, FIRST)
    assert line.platform_fee_minor == -minor(sold["平台服务费"]) - minor(sold["佣金"])
    (overhead,) = book.iterate("overheads")
    assert (overhead.amount_minor, overhead.kind) == (100_00, "消费者赔付"), "what goes out is a cost"
    assert [refusal.value for refusal in plans[1].refusals] == ["别的"]


def sell(book: Book, order: str) -> None:
    with book.write("made by hand") as writer:
        writer.put(Product(sku="BSK-S-01", name="竹篮", unit="个"))
        line = OrderLine(
            order_id=order,
            line=1,
            account="az",
            ordered_at=datetime(2026, 9, 23, 12, tzinfo=UTC),
            sku="BSK-S-01",
            quantity_milli=2000,
            unit_price_minor=1599,
            currency="USD",
            status=OrderStatus.DELIVERED,
        )
        writer.put(line)


def test_one_amount_a_row(book: Book) -> None:
    sell(book, SOLD)
    sell(book, BACK)
    (plan,) = bring(book, path(AMAZON))
    assert (plan.format, plan.ignored_columns, plan.refusals) == ("amazon-settlement-v2", [], [])
    summary, price, fee, refund, _ = rows_of(AMAZON)
    (line,) = lines_of(book, SOLD)
    assert line.platform_fee_minor == -minor(fee["amount"])
    assert paid(book, SOLD) == [minor(price["amount"]) + minor(fee["amount"])]
    (back,) = book.iterate("returns")
    assert (back.order_id, back.refund_minor) == (BACK, -minor(refund["amount"]))
    (payout,) = book.iterate("payouts")
    assert (payout.payout, payout.amount_minor) == (summary["settlement-id"], minor(summary["total-amount"]))
    assert payout.on == date(2026, 10, 6)
    assert codes([plan]) == set(), "the rows add up to the settlement's total"


def test_freight_tax_reserve_and_words_nobody_knows(book: Book, tmp_path: Path) -> None:
    sell(book, SOLD)
    rows = amazon()
    names = rows[0]

    def row(source: int, **cells: str) -> list[str]:
        made = list(rows[source])
        for name, value in cells.items():
            made[names.index(name.replace("_", "-"))] = value
        return made

    extra = [
        row(2, amount_description="Shipping", amount="4.00"),
        row(2, amount_description="Tax", amount="2.10"),
        row(2, amount_type="ItemWithheldTax", amount_description="MarketplaceFacilitatorTax", amount="-2.10"),
        row(5, amount_description="Current Reserve Amount", amount="-10.00"),
        row(5, amount_description="Subscription Fee", amount="-39.99"),
        row(2, amount_type="Mystery", amount="1.00"),
    ]
    file = write_xlsx(tmp_path / "a.xlsx", Sheet1=[*rows, *extra])
    plans = bring(book, file)
    (line,) = lines_of(book, SOLD)
    assert (line.shipping_charged_minor, line.tax_minor) == (400, 0)
    (overhead,) = book.iterate("overheads")
    assert (overhead.kind, overhead.amount_minor) == ("Subscription Fee", 3999), "a reserve is no cost"
    assert [refusal.value for refusal in plans[0].refusals] == ["Mystery"]
    assert "total_differs" in codes(plans)


def test_parts_of_a_settlement_overlap(book: Book, tmp_path: Path) -> None:
    sell(book, SOLD)
    rows = amazon()
    bring(book, write_csv(tmp_path / "a.csv", rows[:3]))
    bring(book, write_csv(tmp_path / "b.csv", [rows[0], *rows[1:]], separator="\t"))
    assert paid(book, SOLD) == [minor("31.98") - minor("4.80")]
