"""Shopee orders in five languages: discounts, vouchers, freight, and what becomes of statuses."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderStatus
from desktop_app.store import Book
from tests.fixtures import headings, path, table
from tests.importers.bringing import add_account, bring, codes, lines_of, minor
from tests.importers.making_platform_files import grid, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EN = "shopee-orders-en.xlsx"
ID = "shopee-orders-id.xlsx"
MARKETS = {
    "en": ("MY", "MYR"),
    "id": ("ID", "IDR"),
    "th": ("TH", "THB"),
    "vi": ("VN", "VND"),
    "tw": ("TW", "TWD"),
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        yield made


def market(book: Book, language: str) -> None:
    add_account(book, language, Platform.SHOPEE, *MARKETS[language])


def test_english(book: Book) -> None:
    market(book, "en")
    (plan,) = bring(book, path(EN))
    assert (plan.format, plan.ignored_columns, plan.refusals) == ("shopee-orders", [], [])
    honey, tea, cancelled = table(EN)
    first, second = lines_of(book, honey["Order ID"])
    for line, row in ((first, honey), (second, tea)):
        assert (line.sku, line.quantity_milli) == (row["SKU Reference No."], int(row["Quantity"]) * 1000)
        assert line.unit_price_minor == minor(row["Original Price"])
        assert line.seller_discount_minor == minor(row["Seller Discount"])
        net = line.quantity_milli // 1000 * line.unit_price_minor - line.seller_discount_minor
        assert net == minor(row["Product Subtotal"])
        assert (line.status, line.shipped_on) == (OrderStatus.DELIVERED, date(2026, 10, 2))
        assert line.tracking == row["Tracking Number*"]
    assert first.shipping_charged_minor + second.shipping_charged_minor == minor(
        honey["Buyer Paid Shipping Fee"]
    )
    (gone,) = lines_of(book, cancelled["Order ID"])
    asked = minor(cancelled["Original Price"]) - minor(cancelled["Deal Price"])
    assert (gone.status, gone.seller_discount_minor) == (OrderStatus.CANCELLED, asked), (
        "the price asked says it"
    )


def test_an_orders_own_voucher_is_taken_once(book: Book, tmp_path: Path) -> None:
    market(book, "en")
    rows = grid(EN)
    place = rows[0].index("Discount Voucher Amount Sponsored by Seller")
    rows[1][place] = rows[2][place] = "6.00"
    bring(book, write_xlsx(tmp_path / "a.xlsx", orders=rows))
    lines = lines_of(book, rows[1][0])
    stated = minor(rows[1][rows[0].index("Seller Discount")]) + minor(
        rows[2][rows[0].index("Seller Discount")]
    )
    assert sum(line.seller_discount_minor for line in lines) == stated + 600


def test_indonesian_groups_thousands_with_dots(book: Book) -> None:
    market(book, "id")
    (plan,) = bring(book, path(ID))
    assert (plan.ignored_columns, plan.refusals) == ([], [])
    tea, scarf = table(ID)
    (line,) = lines_of(book, tea["No. Pesanan"])
    assert line.unit_price_minor == int(tea["Harga Awal"].replace(".", "")) * 100
    assert line.seller_discount_minor == int(tea["Diskon Dari Penjual"].replace(".", "")) * 100
    assert line.status is OrderStatus.DELIVERED
    (line,) = lines_of(book, scarf["No. Pesanan"])
    assert line.unit_price_minor == 1_250_000_00
    assert book.get("products", "Syal bordir/Merah") is not None, "no SKU: its name and variation"


def made(tmp_path: Path, language: str, cells: Mapping[str, str]) -> Path:
    """A file of one order in a language of which there is no open file."""
    names = headings(f"shopee-{language}")
    if language == "vi":
        names = [unicodedata.normalize("NFD", name) for name in names]
    wanted = {unicodedata.normalize("NFC", name): value for name, value in cells.items()}
    assert set(wanted) <= {unicodedata.normalize("NFC", name) for name in names}
    row = [wanted.get(unicodedata.normalize("NFC", name), "") for name in names]
    return write_xlsx(tmp_path / f"{language}.xlsx", orders=[names, row])


def test_thai(book: Book, tmp_path: Path) -> None:
    market(book, "th")
    cells = {
        "หมายเลขคำสั่งซื้อ": "261001TH01",
        "สถานะการสั่งซื้อ": "จัดส่งสำเร็จแล้ว",
        "วันที่ทำการสั่งซื้อ": "2026-10-01 20:10",
        "เวลาส่งสินค้า": "2026-10-02 09:00",
        "เลขอ้างอิง SKU (SKU Reference No.)": "TH-1",
        "ชื่อสินค้า": "ตะกร้า",
        "ราคาตั้งต้น": "299.00",
        "ราคาขาย": "269.00",
        "จำนวน": "2",
        "ส่วนลดจาก Shopee": "10.00",
        "โค้ดส่วนลดชำระโดยผู้ขาย": "5.00",
        "ค่าจัดส่งที่ชำระโดยผู้ซื้อ": "30",
        "*หมายเลขติดตามพัสดุ": "SPXTH1",
    }
    (plan,) = bring(book, made(tmp_path, "th", cells))
    assert plan.ignored_columns == []
    (line,) = lines_of(book, "261001TH01")
    assert line.seller_discount_minor == (29900 - 26900) * 2 - 1000 + 500
    assert (line.shipping_charged_minor, line.tracking) == (3000, "SPXTH1")
    assert line.status is OrderStatus.DELIVERED


def test_vietnamese_headings_that_differ_by_case_alone(book: Book, tmp_path: Path) -> None:
    market(book, "vi")
    cells = {
        "Mã đơn hàng": "261001VN01",
        "Trạng Thái Đơn Hàng": "Người mua xác nhận đã nhận được hàng, nhưng vẫn có thể trả hàng",
        "Ngày đặt hàng": "2026-10-01 20:10",
        "SKU phân loại hàng": "VN-1",
        "Tên sản phẩm": "Giỏ",
        "Giá gốc": "350.000",
        "Giá ưu đãi": "300.000",
        "Số lượng": "1",
        "Số lượng sản phẩm được hoàn trả": "1",
        "Tổng số tiền được người bán trợ giá": "50.000",
        "Tổng số tiền Người mua thanh toán": "1",
        "Tổng số tiền người mua thanh toán": "322.200",
        "Phí vận chuyển mà người mua trả": "22.200",
    }
    plans = bring(book, made(tmp_path, "vi", cells))
    (line,) = lines_of(book, "261001VN01")
    assert (line.unit_price_minor, line.seller_discount_minor) == (350_000, 50_000)
    assert (line.shipping_charged_minor, line.status) == (22_200, OrderStatus.DELIVERED)
    assert plans[0].totals["sales"].amounts["order_amount"] == {"VND": 322_200}
    assert "refund_not_stated" in codes(plans), "how much was given back for the piece stands nowhere"


def test_traditional_chinese(book: Book, tmp_path: Path) -> None:
    market(book, "tw")
    cells = {
        "訂單編號": "261001ABCDEF41",
        "訂單狀態": "完成",
        "訂單成立日期": "2026-10-01 20:10",
        "商品名稱": "竹編提籃",
        "蝦皮商品編碼(商品ID_規格ID)": "20000000001_30000000001",
        "商品原價": "520",
        "商品活動價格": "490",
        "商品選項貨號": "TW-BSK-S",
        "數量": "2",
        "賣家負擔優惠券": "50",
        "買家支付運費": "60",
        "買家總支付金額": "990",
    }
    bring(book, made(tmp_path, "tw", cells))
    (line,) = lines_of(book, "261001ABCDEF41")
    assert line.seller_discount_minor == ((520 - 490) * 2 + 50) * 100
    paid = line.unit_price_minor * 2 - line.seller_discount_minor + line.shipping_charged_minor
    assert paid == 990 * 100


def test_a_status_nobody_knows_is_refused(book: Book, tmp_path: Path) -> None:
    market(book, "en")
    rows = grid(EN)
    rows[3][rows[0].index("Order Status")] = "Teleported"
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", orders=rows))
    assert [(refusal.row, refusal.value) for refusal in plan.refusals] == [(4, "Teleported")]
