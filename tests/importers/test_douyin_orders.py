"""Orders of Douyin and Kuaishou: sub-orders, codes broken over lines, refunds without an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderStatus
from desktop_app.store import Book
from tests.fixtures import headings, path
from tests.importers.bringing import add_account, bring, codes, lines_of, minor
from tests.importers.making_platform_files import grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "douyin-orders.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "dy", Platform.DOUYIN, "CN", "CNY")
        add_account(made, "ks", Platform.KUAISHOU, "CN", "CNY")
        yield made


def rows_of() -> list[dict[str, str]]:
    names, *rows = grid(FILE)
    return [{name: cell.strip() for name, cell in zip(names, row, strict=True)} for row in rows]


def test_sub_orders_become_lines(book: Book) -> None:
    plans = bring(book, path(FILE))
    assert (plans[0].format, plans[0].ignored_columns, plans[0].refusals) == ("douyin-orders", [], [])
    basket, tea, mats, closed = rows_of()
    (line,) = lines_of(book, basket["主订单编号"])
    assert (line.sku, line.status) == ("BSK-S-01", OrderStatus.DELIVERED)
    listed = line.quantity_milli // 1000 * line.unit_price_minor
    assert listed == int(basket["商品数量"]) * minor(basket["商品单价"])
    discounts = line.seller_discount_minor + line.platform_discount_minor
    assert listed - discounts == minor(basket["订单应付金额"])
    first, second = lines_of(book, tea["主订单编号"])
    assert (first.sku, first.unit_price_minor) == ("TEA-250", minor(tea["商品单价"]))
    assert first.shipping_charged_minor == minor(tea["运费"])
    assert second.shipping_charged_minor == minor(mats["运费"])
    assert f"{first.shipped_on}" == tea["发货时间"][:10]
    assert lines_of(book, closed["主订单编号"])[0].status is OrderStatus.CANCELLED
    refunded = [one for plan in plans for one in plan.suspicions if one.code == "refund_not_stated"]
    assert [dict(one.data)["order"] for one in refunded] == [tea["主订单编号"]]


def test_a_file_in_two_parts_is_the_whole(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    bring(book, write_csv(tmp_path / "b.csv", [rows[0], *rows[3:]], "gb18030"))
    bring(book, write_csv(tmp_path / "a.csv", rows[:4]))
    assert book.count("sales") == len(rows) - 1


def test_a_changed_price_goes_by_what_is_to_be_paid(book: Book, tmp_path: Path) -> None:
    rows = grid(FILE)
    for column, value in (("商家改价", "-20.00"), ("订单应付金额", "148.00")):
        rows[1][rows[0].index(column)] = value
    bring(book, write_csv(tmp_path / "a.csv", rows))
    (line,) = lines_of(book, "6930000000000000001")
    assert line.seller_discount_minor == 2 * 8900 - 500 - 14800


def test_kuaishou(book: Book, tmp_path: Path) -> None:
    names = headings("kuaishou")
    cells = {
        "订单号": "2627400000000000001",
        "订单创建时间": "2026/10/01 19:32:10",
        "订单状态": "交易成功",
        "实付款": "¥173.00",
        "快递费": "¥0.00",
        "店铺优惠": "¥5.00",
        "平台补贴": "0",
        "成交数量": "2",
        "商品名称": "竹编提篮",
        "商品ID": "3500000000000000001",
        "商品规格": "小",
        "SKU编码": "BSK-S-01",
        "商品单价": "¥89.00",
        "发货时间": "2026/10/02 15:00:00",
        "快递单号": "SF0001",
        "收货人姓名": "张三",
    }
    file = write_xlsx(tmp_path / "a.xlsx", 订单列表=[names, [cells.get(name, "") for name in names]])
    plans = bring(book, file)
    assert (plans[0].format, plans[0].ignored_columns, plans[0].refusals) == ("kuaishou-orders", [], [])
    (line,) = lines_of(book, "2627400000000000001")
    assert line.quantity_milli // 1000 * line.unit_price_minor - line.seller_discount_minor == 17300
    assert (line.status, line.tracking, line.sku) == (OrderStatus.DELIVERED, "SF0001", "BSK-S-01")
    assert codes(plans) == {"unknown_sku"}
