"""Orders made up and written as TikTok Shop and Shopee write them in each country: what lines they become."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.store import Book
from tests.fixtures import headings, table
from tests.importers.bringing import add_account, bring
from tests.importers.made_orders import Order, add_order_amounts, expected_lines, make_orders
from tests.importers.making_platform_files import Grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

ONE, THOUSAND = Decimal(1), Decimal(1000)


@dataclass(frozen=True, kw_only=True)
class Way:
    """How one market's file is written."""

    headings: str
    words: str
    market: str
    currency: str
    zone: str
    money: str
    dates: str
    unit: Decimal = ONE
    places: int = 2
    book_places: int = 2
    kind: str = "csv"
    decomposed: bool = False
    tabs: bool = False
    described: bool = False


def written(amount: Decimal, way: Way) -> str | float:
    """Return an amount as the market writes it: `1,234.50` with what stands around it, or a number."""
    if way.money == "number":
        return float(amount)
    text = f"{amount:,.{way.places}f}"
    if "1.234" in way.money:
        text = text.translate(str.maketrans(",.", ".,"))
    return way.money.replace("1.234", text).replace("1,234", text)


def moment(at: datetime | None, way: Way) -> Any:
    """Return a moment as the market writes it, a real date where the file has those."""
    if at is None:
        return ""
    if way.dates == "date cell":
        return at
    return f"{at:{way.dates}}" + ("\t" if way.tabs else "")


TIKTOK_WORDS: Final = {
    "en": ("Unpaid", "To ship", "Shipped", "Completed", "Canceled"),
    "th": ("ค้างชำระ", "ที่จะจัดส่ง", "จัดส่งแล้ว", "เสร็จสมบูรณ์", "ยกเลิกแล้ว"),
    "th-2": ("ที่ต้องชำระ", "ที่ต้องจัดส่ง", "อยู่ระหว่างขนส่ง", "เสร็จสิ้น", "ยกเลิกแล้ว"),
    "id": ("Belum dibayar", "Perlu dikirim", "Dikirim", "Selesai", "Dibatalkan"),
    "id-2": ("Menunggu Pembayaran", "Menunggu diambil", "Dalam perjalanan", "Terkirim", "Dibatalkan"),
    "vi": ("Chưa thanh toán", "Chờ vận chuyển", "Đã vận chuyển", "Đã hoàn tất", "Đã hủy"),
    "vi-2": ("Chờ thanh toán", "Chờ lấy hàng", "Đang vận chuyển", "Hoàn thành", "Đã huỷ"),
    "zh": ("待付款", "待发货", "已发货", "已完成", "已取消"),
    "zh-2": ("未付款", "待揽收", "运输中", "已妥投", "已关闭"),
}
SHOPEE_WORDS: Final = {
    "en": ("Unpaid", "To ship", "Shipping", "Completed", "Cancelled"),
    "id": ("Belum Bayar", "Perlu Dikirim", "Sedang Dikirim", "Selesai", "Batal"),
    "th": ("ยังไม่ได้ชำระ", "ที่ต้องจัดส่ง", "อยู่ระหว่างการจัดส่ง", "สำเร็จแล้ว", "ยกเลิกแล้ว"),
    "vi": (
        "Chờ thanh toán",
        "Chờ lấy hàng",
        "Đang giao",
        "Người mua xác nhận đã nhận được hàng, nhưng …",
        "Đã hủy",
    ),
    "tw": ("未付款", "待出貨", "運送中", "已完成", "不成立"),
}
SHOPEE_COLUMNS: Final = {
    "en": "Order ID|Order Status|Tracking Number*|Ship Time|Order Creation Date|Product Name"
    "|SKU Reference No.|Original Price|Deal Price|Quantity|Returned quantity|Seller Discount"
    "|Shopee Rebate|Discount Voucher Amount Sponsored by Seller"
    "|Discount Voucher Amount Sponsored by Shopee|Buyer Paid Shipping Fee|Commission Fee"
    "|Service Fee|Transaction Fee",
    "id": "No. Pesanan|Status Pesanan|No. Resi||Waktu Pesanan Dibuat|Nama Produk"
    "|Nomor Referensi SKU|Harga Awal|Harga Setelah Diskon|Jumlah|Returned quantity"
    "|Diskon Dari Penjual|Diskon Dari Shopee|Voucher Ditanggung Penjual"
    "|Voucher Ditanggung Shopee|Ongkos Kirim Dibayar oleh Pembeli|||",
    "th": "หมายเลขคำสั่งซื้อ|สถานะการสั่งซื้อ|*หมายเลขติดตามพัสดุ|เวลาส่งสินค้า|วันที่ทำการสั่งซื้อ"
    "|ชื่อสินค้า|เลขอ้างอิง SKU (SKU Reference No.)|ราคาตั้งต้น|ราคาขาย|จำนวน|จำนวนที่ส่งคืน|"
    "|ส่วนลดจาก Shopee|โค้ดส่วนลดชำระโดยผู้ขาย||ค่าจัดส่งที่ชำระโดยผู้ซื้อ|ค่าคอมมิชชั่น"
    "|ค่าบริการ|Transaction Fee",
    "vi": "Mã đơn hàng|Trạng Thái Đơn Hàng|Mã vận đơn|Ngày gửi hàng|Ngày đặt hàng|Tên sản phẩm"
    "|SKU phân loại hàng|Giá gốc|Giá ưu đãi|Số lượng|Số lượng sản phẩm được hoàn trả"
    "|Tổng số tiền được người bán trợ giá|Được Shopee trợ giá|Mã giảm giá của Shop"
    "|Mã giảm giá của Shopee|Phí vận chuyển mà người mua trả|Phí cố định|Phí Dịch Vụ"
    "|Phí thanh toán",
    "tw": "訂單編號|訂單狀態|包裹查詢號碼|實際出貨時間|訂單成立日期|商品名稱|商品選項貨號|商品原價"
    "|商品活動價格|數量|退貨數量|||賣家負擔優惠券|蝦皮負擔優惠券|買家支付運費|成交手續費"
    "|其他服務費|金流與系統處理費",
}


def word(order: Order, words: tuple[str, ...]) -> str:
    """Return the platform's word for the state of an order."""
    places = {"unpaid": 0, "paid": 1, "shipped": 2, "cancelled": 4, "refused": 4}
    return words[places.get(order.state, 3)]


def tiktok(orders: list[Order], way: Way) -> Grid:
    """Return the rows of a TikTok Shop file; amounts of the order repeat on each."""
    names = list(table(way.headings)[0]) if way.headings.startswith("tiktokshop") else headings(way.headings)
    described = {"Order ID": "Platform unique order ID.", "Quantity": "SKU sold quantity in the order."}
    rows = [names, [described.get(name, "") for name in names]] if way.described else [names]
    tab = "\t" if way.tabs else ""
    for order in orders:
        paid = sum((piece.net for piece in order.pieces), order.freight)
        for piece in order.pieces:
            cells: dict[str, Any] = {
                "Order ID": order.order_id + tab,
                "Order Status": word(order, TIKTOK_WORDS[way.words]),
                "SKU ID": piece.sku_id + tab,
                "Seller SKU": piece.sku,
                "Product Name": f'Good, "best"\n{piece.sku}',
                "Quantity": piece.quantity,
                "Sku Quantity of return": piece.returned,
                "SKU Unit Original Price": written(piece.price, way),
                "SKU Platform Discount": written(piece.platform_off, way),
                "SKU Seller Discount": written(piece.seller_off, way),
                "Shipping Fee After Discount": written(order.freight, way),
                "Original Shipping Fee": written(order.freight * 2, way),
                "Taxes": written(ONE, way),
                "Order Amount": written(paid + 1, way),
                "Order Refund Amount": written(order.refund, way),
                "Created Time": moment(order.created, way),
                "Shipped Time": moment(order.moments.get("shipped"), way),
                "Delivered Time": moment(order.moments.get("delivered"), way),
                "Cancelled Time": moment(order.moments.get("cancelled"), way),
                "Tracking ID": order.tracking,
                "Order Channel": "LIVE",
            }
            rows.append([cells.get(name, "") for name in names])
    return rows


def shopee(orders: list[Order], way: Way) -> Grid:
    """Return the rows of a Shopee file; vouchers, freight and fees of the order repeat on each."""
    names = list(table(way.headings)[0]) if way.headings.endswith(".xlsx") else headings(way.headings)
    columns = SHOPEE_COLUMNS[way.words].split("|")
    rows = [names]
    for order in orders:
        for piece in order.pieces:
            asked = piece.price - (piece.seller_off + piece.platform_off) / piece.quantity
            amounts = [order.seller_voucher, order.platform_voucher, order.freight]
            values = [
                *(order.order_id, word(order, SHOPEE_WORDS[way.words]), order.tracking),
                *(moment(order.moments.get("shipped"), way), moment(order.created, way)),
                *("Good", piece.sku, written(piece.price, way), written(asked, way), piece.quantity, 0),
                *(written(piece.seller_off, way), written(piece.platform_off, way)),
                *(written(amount, way) for amount in amounts),
                *(written(amount, way) for amount in order.fees or [Decimal(0)] * 3),
            ]
            cells = dict(zip(columns, values, strict=True))
            rows.append([cells.get(name, "") if name else "" for name in names])
    return rows


TH: Final[dict[str, Any]] = {
    "headings": "tiktokshop-orders-th.csv",
    "market": "TH",
    "currency": "THB",
    "zone": "Asia/Bangkok",
}
INDONESIA: Final[dict[str, Any]] = {
    "market": "ID",
    "currency": "IDR",
    "zone": "Asia/Jakarta",
    "unit": THOUSAND,
    "places": 0,
}
VIETNAM: Final[dict[str, Any]] = {
    "market": "VN",
    "currency": "VND",
    "zone": "Asia/Ho_Chi_Minh",
    "unit": THOUSAND,
    "places": 0,
    "book_places": 0,
}
MALAYSIA: Final[dict[str, Any]] = {
    "headings": "tiktok-orders-my",
    "market": "MY",
    "currency": "MYR",
    "zone": "Asia/Kuala_Lumpur",
}
US: Final[dict[str, Any]] = {
    "headings": "tiktokshop-orders-us.xlsx",
    "market": "US",
    "currency": "USD",
    "zone": "America/Los_Angeles",
}
DMY, YMD = "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S"
TIKTOK: Final = {
    "US": Way(**US, words="en", money="$1,234", dates="%m/%d/%Y %I:%M:%S %p", kind="xlsx", described=True),
    "US saved again": Way(**US, words="en", money="number", dates="date cell", kind="xlsx"),
    "Thailand": Way(**TH, words="th", money="THB 1,234", dates=DMY, tabs=True),
    "Thailand, baht": Way(**TH, words="th-2", money="฿1,234", dates="%Y/%m/%d %H:%M:%S", described=True),
    "Indonesia": Way(**INDONESIA, headings="tiktok-orders-id", words="id", money="IDR 1.234", dates=DMY),
    "Indonesia, Rp": Way(**INDONESIA, headings="tiktok-orders-id", words="id-2", money="Rp1.234", dates=DMY),
    "Vietnam": Way(
        **VIETNAM,
        headings="tiktokshop-orders-vn.xlsx",
        words="vi",
        money="1.234₫",
        dates=DMY,
        decomposed=True,
    ),
    "Vietnam, VND": Way(
        **VIETNAM, headings="tiktokshop-orders-vn.xlsx", words="vi-2", money="1.234 VND", dates=DMY
    ),
    "Malaysia in Chinese": Way(**MALAYSIA, words="zh", money="RM 1,234", dates=DMY, kind="xlsx"),
    "Malaysia in Chinese, again": Way(**MALAYSIA, words="zh-2", money="MYR 1,234", dates=DMY),
    "United Kingdom": Way(
        headings="tiktok-orders-my",
        market="GB",
        currency="GBP",
        zone="Europe/London",
        words="en",
        money="£1,234",
        dates=DMY,
    ),
}
SHOPEE: Final = {
    "Malaysia": Way(
        **{**MALAYSIA, "headings": "shopee-orders-en.xlsx"}, words="en", money="1,234", dates=YMD
    ),
    "Malaysia saved again": Way(
        **{**MALAYSIA, "headings": "shopee-orders-en.xlsx"},
        words="en",
        money="number",
        dates="date cell",
        kind="xlsx",
    ),
    "Indonesia": Way(**INDONESIA, headings="shopee-orders-id.xlsx", words="id", money="1.234", dates=YMD),
    "Thailand": Way(**{**TH, "headings": "shopee-th"}, words="th", money="1,234", dates=YMD),
    "Vietnam": Way(**VIETNAM, headings="shopee-vi", words="vi", money="₫1.234", dates=YMD, decomposed=True),
    "Taiwan": Way(
        headings="shopee-tw",
        market="TW",
        currency="TWD",
        zone="Asia/Taipei",
        words="tw",
        money="NT$1,234",
        dates=YMD,
        unit=Decimal(10),
        places=0,
    ),
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        yield made


def write(target: Path, rows: Grid, way: Way) -> Path:
    if way.decomposed:
        rows = [
            [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]
    return write_xlsx(target, Sheet1=rows) if way.kind == "xlsx" else write_csv(target, rows)


def check(book: Book, orders: list[Order], way: Way, *, unseen: tuple[str, ...] = ()) -> None:
    """Hold the book's lines and refunds against the orders; `unseen` the file does not have."""
    expected = expected_lines(orders, way.zone, way.book_places)
    lines = {(line.order_id, line.line): line for line in book.iterate("sales")}
    assert lines.keys() == expected.keys()
    for key, fields in expected.items():
        found = {name: getattr(lines[key], name) for name in fields if name not in unseen}
        assert found == {name: value for name, value in fields.items() if name not in unseen}, key
    refunds: dict[str, int] = {}
    for each in book.iterate("returns"):
        refunds[each.order_id] = refunds.get(each.order_id, 0) + each.refund_minor
    assert refunds == {one.order_id: int(one.refund.scaleb(way.book_places)) for one in orders if one.refund}


@pytest.mark.parametrize("name", TIKTOK)
def test_tiktok_shop(name: str, book: Book, tmp_path: Path) -> None:
    way = TIKTOK[name]
    add_account(book, "mine", Platform.TIKTOK_SHOP, way.market, way.currency)
    orders = make_orders(Random(name), unit=way.unit, places=way.places)
    (plan,) = bring(book, write(tmp_path / "orders", tiktok(orders, way), way))
    assert not plan.refusals
    check(book, orders, way)


@pytest.mark.parametrize("name", SHOPEE)
def test_shopee(name: str, book: Book, tmp_path: Path) -> None:
    way = SHOPEE[name]
    add_account(book, "mine", Platform.SHOPEE, way.market, way.currency)
    orders = shopee_orders(name, way)
    (plan,) = bring(book, write(tmp_path / "orders", shopee(orders, way), way))
    assert not plan.refusals
    check(book, orders, way, unseen=UNSEEN)


UNSEEN: Final = ("delivered_on", "shipped_on")


def shopee_orders(name: str, way: Way) -> list[Order]:
    random = Random(name)
    orders = make_orders(random, unit=way.unit, places=way.places)
    add_order_amounts(orders, random, places=way.places)
    columns = SHOPEE_COLUMNS[way.words].split("|")
    for order in orders:
        # A file without a column says nothing of it, and Shopee's states no refund.
        order.refund = Decimal(0)
        order.fees = order.fees if columns[-1] else ()
        order.platform_voucher *= bool(columns[14])
        for piece in order.pieces:
            if not columns[12]:
                piece.seller_off, piece.platform_off = piece.seller_off + piece.platform_off, Decimal(0)
    return orders


CUTS: Final[dict[str, Any]] = {
    "a row each": lambda rows: [[row] for row in rows],
    "in the middle": lambda rows: [rows[: len(rows) // 2], rows[len(rows) // 2 :]],
    "overlapping": lambda rows: [rows[: len(rows) * 2 // 3], rows[len(rows) // 3 :]],
}


@pytest.mark.parametrize("cut", CUTS)
def test_orders_cut_in_two_by_the_end_of_a_file_share_what_is_the_orders(
    cut: str, book: Book, tmp_path: Path
) -> None:
    """Vouchers, freight, fees and refunds are the order's: each is taken once, in whatever parts it comes."""
    way = SHOPEE["Malaysia"]
    add_account(book, "mine", Platform.SHOPEE, way.market, way.currency)
    orders = shopee_orders("cut", way)
    names, *rows = shopee(orders, way)
    bring(
        book, *(write(tmp_path / f"{n}.csv", [names, *part], way) for n, part in enumerate(CUTS[cut](rows)))
    )
    check(book, orders, way, unseen=UNSEEN)


@pytest.mark.parametrize("cut", CUTS)
def test_refunds_of_an_order_cut_in_two(cut: str, book: Book, tmp_path: Path) -> None:
    way = TIKTOK["Thailand"]
    add_account(book, "mine", Platform.TIKTOK_SHOP, way.market, way.currency)
    orders = make_orders(Random("refunds"))
    names, *rows = tiktok(orders, way)
    whole = write(tmp_path / "whole.csv", [names, *rows], way)
    with Book.create(tmp_path / "whole.bozhang") as other:
        add_account(other, "mine", Platform.TIKTOK_SHOP, way.market, way.currency)
        bring(other, whole)
        expected = sorted(map(repr, other.iterate("returns")))
    bring(
        book, *(write(tmp_path / f"{n}.csv", [names, *part], way) for n, part in enumerate(CUTS[cut](rows)))
    )
    check(book, orders, way)
    assert sorted(map(repr, book.iterate("returns"))) == expected


def test_one_sku_at_two_prices_is_two_lines(book: Book, tmp_path: Path) -> None:
    """A gift of what was bought, or a piece beyond the limit of an offer, is no row that stands twice."""
    way = TIKTOK["Thailand"]
    add_account(book, "mine", Platform.TIKTOK_SHOP, way.market, way.currency)
    (order,) = make_orders(Random(1), count=1)
    order.state, order.freight = "paid", Decimal(0)
    first = order.pieces[0]
    gift = type(first)(first.sku, first.sku_id, 1, Decimal(0), Decimal(0), Decimal(0))
    order.pieces = [first, gift]
    bring(book, write(tmp_path / "orders.csv", tiktok([order], way), way))
    check(book, [order], way)
