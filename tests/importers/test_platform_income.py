"""Income statements by SKU, and with Indonesian and Chinese headings; figures from named cells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from tests.fixtures import headings, path, table
from tests.importers.making_platform_files import Grid, grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.usecases.importing.plan import ImportPlan

BY_SKU = "tiktokshop-statement-sku-my.csv"
INDONESIA = "tiktokshop-income-id.xlsx"
FIRST, SECOND = "586000300000000001", "586000300000000002"
ADVERT = "7563000000000000001"
ORDER_ID = "584000100000000001"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        with made.write("made by hand") as writer:
            for code, market, currency in (("my", "MY", "MYR"), ("id", "ID", "IDR")):
                account = Account(
                    account=code, platform=Platform.TIKTOK_SHOP, market=market, currency=currency
                )
                writer.put(account)
            writer.put(Product(sku="HNY-500", name="蜂蜜", unit="瓶"))
            writer.put(Product(sku="TEA-100", name="茶", unit="袋"))
            writer.put(_line(FIRST, 1, "my", 4990, 500))
            writer.put(_line(SECOND, 2, "my", 101900, 0))
            writer.put(_line(ORDER_ID, 1, "id", 15000000, 1500000))
        yield made


def _line(order: str, pieces: int, account: str, price: int, discount: int) -> OrderLine:
    return OrderLine(
        order_id=order,
        line=1,
        account=account,
        ordered_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
        sku="HNY-500",
        quantity_milli=pieces * 1000,
        unit_price_minor=price,
        seller_discount_minor=discount,
        currency="MYR" if account == "my" else "IDR",
        status=OrderStatus.DELIVERED,
    )


def bring(book: Book, *files: Path) -> list[ImportPlan]:
    plans = plan_import(book, files)
    apply_import(book, plans)
    assert not any(plan.changes_anything for plan in plan_import(book, files)), "twice changes nothing"
    return plans


def sen(text: str) -> int:
    return int(Decimal(text) * 100)


def my(order: str, column: str) -> int:
    (row,) = [row for row in table(BY_SKU) if row["Order/adjustment ID"] == order]
    return sen(row[column])


def line(book: Book, order: str, account: str) -> Any:
    return book.get("sales", account, order, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_statement_by_sku_settles_its_orders(book: Book, tmp_path: Path, language: str) -> None:
    file = path(BY_SKU)
    if language == "zh":
        rows = grid(BY_SKU)
        rows[0] = headings("statement-sku-zh")
        file = write_csv(tmp_path / "结算.csv", rows)
    (plan,) = bring(book, file)
    assert (plan.format, plan.ignored_columns, plan.refusals) == ("tiktokshop-statement-sku", [], [])
    for order in (FIRST, SECOND):
        settled = line(book, order, "my")
        assert settled.settled_on == date(2026, 10, 9)
        assert settled.platform_fee_minor + settled.tax_minor == -my(order, "Total Fees")
        assert settled.tax_minor == -my(order, "SST")
        paid = [each for each in book.iterate("settlements") if each.order_id == order]
        assert [each.amount_minor for each in paid] == [my(order, "Total settlement amount")]
    (advert,) = book.iterate("promotions")
    assert advert.amount_minor == -my(ADVERT, "Total settlement amount")
    assert not plan.suspicions, "sales agree with the lines, and every part is told apart"


def test_skus_of_one_order_are_one_payment_also_in_parts(book: Book, tmp_path: Path) -> None:
    rows = grid(BY_SKU)
    second = list(rows[1])
    second[5] = "1732379000000000099"
    whole = write_csv(tmp_path / "whole.csv", [rows[0], rows[1], second])
    for file in (
        write_csv(tmp_path / "a.csv", [rows[0], rows[1]]),
        write_csv(tmp_path / "b.csv", [rows[0], second]),
        whole,
    ):
        bring(book, file)
    (paid,) = [each for each in book.iterate("settlements") if each.order_id == FIRST]
    assert paid.amount_minor == 2 * my(FIRST, "Total settlement amount")
    assert line(book, FIRST, "my").tax_minor == -2 * my(FIRST, "SST")


def test_the_same_money_by_order_and_by_sku_counts_once(book: Book, tmp_path: Path) -> None:
    rows = grid(BY_SKU)
    keep = [
        place
        for place, heading in enumerate(rows[0])
        if heading.strip() not in {"Statement ID", "SKU ID", "Quantity", "Product name", "SKU name"}
    ]
    by_order: Grid = [[row[place] for place in keep] for row in rows]
    by_order[0][0] = "Order settled time"
    file = write_csv(tmp_path / "by-order.csv", by_order)
    for files in ((path(BY_SKU), file), (file, path(BY_SKU))):
        bring(book, *files)
        paid = [each for each in book.iterate("settlements") if each.order_id == SECOND]
        assert [each.amount_minor for each in paid] == [my(SECOND, "Total settlement amount")]
        fee = line(book, SECOND, "my").platform_fee_minor
        assert fee == -my(SECOND, "Total Fees") + my(SECOND, "SST")
        assert book.count("promotions") == 1


def stated(column: str, entry: str = ORDER_ID) -> int:
    found = [row for row in table(INDONESIA, "Order details") if row["Order/adjustment ID"] == entry]
    return sen(found[0][column])


def test_indonesia_in_english(book: Book) -> None:
    (plan,) = bring(book, path(INDONESIA))
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("tiktokshop-income-id", [], [])
    fees = (
        "Platform commission fee",
        "Flat fee",
        "Affiliate commission",
        "Order processing fee",
        "Dynamic Commission",
    )
    assert line(book, ORDER_ID, "id").platform_fee_minor == -sum(map(stated, fees))
    assert -sum(map(stated, fees)) == -stated("Total fees")
    (advert,) = book.iterate("promotions")
    assert advert.amount_minor == -stated("Adjustment amount", "7561000000000000009")


def test_indonesia_in_indonesian(book: Book, tmp_path: Path) -> None:
    row = (
        f"{ORDER_ID}|Pesanan|2026/09/28|2026/10/06|IDR|106.075|135.000|135.000|150.000|(15.000)|0|(28.925)|"
        "(8.775)|0|0|(13.500)|(5.400)|(1.250)|0|/|137.000|0|0|0|300|310|TikTok Shop"
    ).split("|")
    other = f"{7561000000000000009}|Iklan|2026/10/03|2026/10/03|IDR|(120.000)".split("|")
    other += ["0"] * (len(headings("income-id-id")) - len(other))
    file = write_xlsx(tmp_path / "a.xlsx", **{"Rincian pesanan": [headings("income-id-id"), row, other]})
    (plan,) = bring(book, file)
    assert plan.ignored_columns == []
    assert [refusal.row for refusal in plan.refusals] == [3], "a word nobody knows is not guessed"
    settled = line(book, ORDER_ID, "id")
    assert settled.platform_fee_minor == (8775 + 13500 + 5400 + 1250) * 100
    (paid,) = book.iterate("settlements")
    assert paid.amount_minor == 106075 * 100
    assert [one.code for one in plan.suspicions] == []


def test_freight_of_replacements_is_freight(book: Book, tmp_path: Path) -> None:
    rows = grid(INDONESIA, "Order details")
    for heading, value in (
        ("Replacement shipping fee (passed on to the customer)", "-4000"),
        ("Shipping cost", "-4000"),
        ("Total settlement amount", "102075"),
    ):
        rows[1][rows[0].index(heading)] = value
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", Data=rows))
    (leg,) = book.iterate("shipping")
    assert (leg.cost_minor, leg.orders, plan.suspicions) == (400000, (ORDER_ID,), [])
