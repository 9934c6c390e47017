"""Carriers' bills: weights, totals and their parts, rows without a date or a year, several rows a parcel."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.refusals import FileFault
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import headings, path, table
from tests.importers.bringing import add_account, bring, codes, minor
from tests.importers.making_platform_files import grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOUR = "4px-bill.xlsx"
POST = "chinapost-bill.csv"
JT = "jt-bill.xlsx"
FIRST, SECOND = "586000300000000001", "586000300000000002"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "my", Platform.TIKTOK_SHOP, "MY", "MYR")
        yield made


def sell(book: Book, order: str, tracking: str | None = None) -> None:
    with book.write("made by hand") as writer:
        writer.put(Product(sku="HNY-500", name="蜂蜜", unit="瓶"))
        line = OrderLine(
            order_id=order,
            line=1,
            account="my",
            ordered_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
            sku="HNY-500",
            quantity_milli=1000,
            unit_price_minor=4990,
            currency="MYR",
            status=OrderStatus.DELIVERED,
            tracking=tracking,
        )
        writer.put(line)


def legs(book: Book) -> list[Any]:
    return sorted(book.iterate("shipping"), key=lambda leg: str(leg.leg))


def kilograms(text: str) -> int:
    return round(float(text) * 1_000_000)


def test_4px_dates_by_its_period_and_joins_by_order(book: Book) -> None:
    sell(book, FIRST)
    sell(book, SECOND)
    (plan,) = bring(book, path(FOUR))
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("4px-bill", [], [])
    *rows, total = table(FOUR, header=4)
    for leg, row in zip(legs(book), rows, strict=True):
        assert (leg.orders, leg.tracking) == ((row["客户单号"],), row["4px单号"])
        assert (leg.cost_minor, leg.currency) == (minor(row["合计(RMB)"]), "CNY")
        parts = ("运费", "运费优惠金额", "燃油附加费", "重派费", "挂号费", "代收VAT税")
        assert leg.cost_minor == sum(minor(row[part]) for part in parts)
        assert leg.billed_weight_mg == kilograms(row["计费重"])
        assert leg.on == date(2026, 10, 7), "the bill has no dates: the last day of its period"
        assert leg.shipment == "递四方 4PX BL202610000001"
    assert sum(leg.cost_minor for leg in legs(book)) == minor(total["合计(RMB)"])


def test_4px_without_a_period_is_asked_for_one(book: Book, tmp_path: Path) -> None:
    rows = grid(FOUR)
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [write_xlsx(tmp_path / "a.xlsx", A=rows[3:])])
    assert (caught.value.fault, caught.value.data["columns"]) == (FileFault.MISSING_COLUMNS, "账单周期")


def test_china_post_weighs_in_grams(book: Book) -> None:
    names, *rows = grid(POST)
    place = names.index
    sell(book, FIRST, "LW000000001CN")
    sell(book, SECOND, "LW000000002CN")
    (plan,) = bring(book, path(POST))
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("chinapost-bill", [], [])
    for leg, row in zip(legs(book), rows, strict=True):
        assert leg.cost_minor == minor(row[place("总邮资")])
        assert leg.billed_weight_mg == int(row[place("计费重量")]) * 1000
        assert leg.on == date(2026, 10, 2)


def test_jt_never_adds_what_was_collected(book: Book) -> None:
    sell(book, FIRST, "JT0000000000001")
    sell(book, SECOND, "JT0000000000002")
    (plan,) = bring(book, path(JT))
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("jt-bill", [], [])
    rows = table(JT, header=2)
    assert [leg.cost_minor for leg in legs(book)] == [
        minor(row["运费"]) + minor(row["附加费"]) for row in rows
    ]
    assert [leg.cost_minor for leg in legs(book)] == [minor(row["合计"]) for row in rows]
    assert [leg.tracking for leg in legs(book)] == ["JT0000000000001", "JT0000000000002"]


def made(tmp_path: Path, carrier: str, *rows: Mapping[str, str], above: str = "") -> Path:
    """A bill of a carrier of which there is no file."""
    names = headings(carrier)
    assert all(set(row) <= set(names) for row in rows)
    title = [[above]] if above else []
    cells = [[row.get(name, "") for name in names] for row in rows]
    return write_xlsx(tmp_path / f"{carrier}.xlsx", Sheet1=[*title, names, *cells])


def test_yanwen(book: Book, tmp_path: Path) -> None:
    sell(book, FIRST)
    row = {
        "业务日期": "2026-10-02",
        "运单号": "UJ000000001YP",
        "客户订单号": FIRST,
        "计费重(KG)": "0.35",
        "运费": "25.20",
        "折扣": "0.95",
        "应收金额(元)": "39.94",
    }
    (plan,) = bring(book, made(tmp_path, "yanwen", row))
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("yanwen-bill", [], [])
    (leg,) = legs(book)
    assert (leg.cost_minor, leg.billed_weight_mg, leg.orders) == (3994, 350_000, (FIRST,))


def test_sf_adds_the_rows_of_a_parcel(book: Book, tmp_path: Path) -> None:
    sell(book, FIRST, "SF1000000000001")
    parcel = {"日期": "12-28", "运单号码": "SF1000000000001", "计费重量": "1.0", "产品类型": "顺丰特快"}
    rows = [
        parcel | {"费用(元)": "23.00", "应付金额": "20.70"},
        parcel | {"费用(元)": "2.00", "应付金额": "2.00", "增值费用": "保价"},
        parcel | {"日期": "01-03", "费用(元)": "18.00", "应付金额": "18.00", "增值费用": "原单退回"},
    ]
    file = made(tmp_path, "sf", *rows, above="账单周期：2026/12/26-2027/01/25")
    (plan,) = bring(book, file)
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("sf-bill", [], [])
    assert sum(leg.cost_minor for leg in legs(book)) == 2070 + 200 + 1800
    assert [leg.leg for leg in legs(book)] == [
        "SF1000000000001",
        "SF1000000000001/保价",
        "SF1000000000001/原单退回",
    ]
    assert {leg.on for leg in legs(book)} == {date(2026, 12, 28), date(2027, 1, 3)}


def test_sf_without_a_year_is_refused(book: Book, tmp_path: Path) -> None:
    row = {"日期": "12-28", "运单号码": "SF1000000000001", "应付金额": "20.70"}
    (plan,) = bring(book, made(tmp_path, "sf", row))
    assert [refusal.column for refusal in plan.refusals] == ["日期"]


def test_jd(book: Book, tmp_path: Path) -> None:
    sell(book, FIRST, "JDX000000001")
    row = {
        "运单号": "@JDX000000001",
        "业务时间": "2026-10-02 15:00:00",
        "结算客户": "某县竹编合作社",
        "结算重量": "1.2",
        "运费": "12.00",
        "保价费": "1.00",
        "包装费": "2.00",
        "合计金额": "16.00",
    }
    (plan,) = bring(book, made(tmp_path, "jd", row))
    assert (plan.format, plan.ignored_columns) == ("jd-bill", [])
    (leg,) = legs(book)
    assert (leg.cost_minor, leg.tracking) == (1600, "JDX000000001")
    assert codes([plan]) == {"charge_parts_differ"}


def test_a_bill_passed_on_as_text_is_the_same_bill(book: Book, tmp_path: Path) -> None:
    sell(book, FIRST, "JT0000000000001")
    bring(book, path(JT))
    rows = grid(JT)
    plans = bring(book, write_csv(tmp_path / "jt.csv", [["标题"], *rows[1:]], "gb18030"))
    assert not plans[0].changes_anything


@pytest.mark.parametrize("bill_first", [False, True])
def test_a_parcel_is_found_by_the_number_of_whoever_carries_it_on(
    book: Book, tmp_path: Path, *, bill_first: bool
) -> None:
    names = ["客户单号", "4px单号", "服务商单号", "计费重", "合计(RMB)", "发货日期"]
    row = ["unknown", "4PX7", "LX77", "0.6", "41.11", "2026-10-02"]
    bill = write_xlsx(tmp_path / "bill.xlsx", 明细=[names, row])
    orders = grid("tiktokshop-orders-th.csv")[:2]
    heads = [head.strip() for head in orders[0]]
    orders[1][heads.index("Tracking ID")] = "LX77"
    file = write_csv(tmp_path / "orders.csv", orders)
    with book.write("made by hand") as writer:
        writer.put(Account(account="th", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"))
    for each in [bill, file] if bill_first else [file, bill]:
        bring(book, each, account=None if each is bill else "th")
    (leg,) = book.iterate("shipping")
    assert (leg.tracking, leg.orders, leg.cost_minor) == ("4PX7", (orders[1][0].strip(),), 4111)
    assert list(book.rows("waiting_charges")) == []
