"""Layouts and words of which there is a list of headings and no file; figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault, ReasonCode
from desktop_app.domain.returns import ReturnReason
from desktop_app.domain.sale import OrderStatus
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import headings, path
from tests.importers.bringing import add_account, bring, codes, lines_of
from tests.importers.making_platform_files import change, grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "layouts.bozhang") as made:
        add_account(made, "dy", Platform.DOUYIN, "CN", "CNY")
        add_account(made, "id", Platform.TIKTOK_SHOP, "ID", "IDR")
        add_account(made, "lz", Platform.LAZADA, "TH", "THB")
        add_account(made, "sp", Platform.SHOPEE, "MY", "MYR")
        yield made


def written(folder: Path, layout: str, *rows: Mapping[str, object], titles: int = 0) -> Path:
    names = headings(layout)
    cells = [[row.get(name, "") for name in names] for row in rows]
    return write_xlsx(folder / f"{layout}.xlsx", Sheet1=[*[["2026-10"]] * titles, names, *cells])


def goods_row(part: str, **more: object) -> dict[str, object]:
    """Two boxes at 45.00, 8.00 off, freight 6.00 beside it: 88.00 payable and 6.00 freight."""
    return {
        "主订单编号": "6930000000000000077",
        "子订单编号": part,
        "选购商品": "高山茶",
        "商品ID": "3500000000000000009",
        "商家编码": "TEA-9",
        "商品数量": "2",
        "商品金额": "90.00",
        "订单提交时间": "2026-10-01 20:10:00",
        "订单状态": "已发货",
        "发货时间": "2026-10-02 09:00:00",
        "订单应付金额": "82.00",
        "运费": "6.00",
        "优惠总金额": "8.00",
        "商家优惠": "8.00",
        **more,
    }


def test_the_douyin_layout_with_the_goods_amount(book: Book, tmp_path: Path) -> None:
    """90.00 for two, of which 82.00 is payable after 8.00 off: 45.00 each; 45.00 is each one's price."""
    file = written(
        tmp_path,
        "douyin-75",
        goods_row("6930000000000000078"),
        goods_row("6930000000000000079", 商品金额="45.00"),
        goods_row("6930000000000000080", 商品数量="1", 商品金额="45.00", 订单应付金额="37.00"),
        goods_row("6930000000000000081", 商品金额="77.00"),
    )
    (plan,) = bring(book, file)
    assert plan.format == "douyin-orders-goods"
    assert [line.unit_price_minor for line in lines_of(book, "6930000000000000077")] == [4500, 4500, 4500]
    (refusal,) = plan.refusals
    assert refusal.reason.code is ReasonCode.DOES_NOT_ADD_UP
    assert refusal.column == "商品金额"


def test_the_same_order_in_both_douyin_layouts_is_one(book: Book, tmp_path: Path) -> None:
    bring(book, path("douyin-orders.csv"))
    before = lines_of(book, "6930000000000000001")
    names = grid("douyin-orders.csv")
    row = dict(zip(names[0], names[1], strict=True))
    again = {name: str(row.get(name, "")).strip() for name in headings("douyin-75")}
    price, pieces = str(row["商品单价"]).replace(",", ""), int(str(row["商品数量"]))
    again["商品金额"] = f"{float(price) * pieces:.2f}"
    bring(book, write_csv(tmp_path / "75.csv", [list(again), list(again.values())]))
    assert lines_of(book, "6930000000000000001") == before


def test_douyin_after_sale_requests_stand_on_the_line_they_name(book: Book, tmp_path: Path) -> None:
    orders = written(
        tmp_path,
        "douyin-75",
        goods_row("6930000000000000078"),
        goods_row("6930000000000000079", 商家编码="TEA-10"),
    )
    request = {
        "售后单号": "7100000000000000001",
        "订单号": "6930000000000000077",
        "商品单号": "6930000000000000079",
        "商品ID": "3500000000000000009",
        "售后类型": "仅退款",
        "退商品金额（元）": "40.00",
        "退运费金额（元）": "2.50",
        "退支付优惠（元）": "1.00",
        "售后状态": "同意退款，退款成功",
        "售后申请时间": "2026-10-05 12:00:00",
    }
    refused = {**request, "售后单号": "7100000000000000002", "售后状态": "商家拒绝"}
    file = written(tmp_path, "douyin-aftersale", request, refused)
    bring(book, file, orders)
    (found,) = book.iterate("returns")
    assert (found.line, found.sku, found.refund_minor) == (2, "TEA-10", 4250)
    assert found.reason is ReturnReason.OTHER
    assert found.returned_at == datetime(2026, 10, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("layout", "started", "length", "money"),
    [
        ("live-legacy-en", "Launched Time", "Duration", "Revenue (Rp)"),
        ("live-legacy-id", "Waktu Live", "Durasi", "Penghasilan (Rp)"),
        ("live-2026-id", "Waktu Live", "Durasi", "GMV dari LIVE (Rp)"),
    ],
)
def test_older_live_reports(
    book: Book, tmp_path: Path, layout: str, started: str, length: str, money: str
) -> None:
    """The attributed takings alone: their direct and indirect parts stand beside them and are not added."""
    row = {started: "2026/09/28/ 19:30", length: "2h37m", money: "Rp1.387.000", "GMV LIVE (Rp)": "Rp900.000"}
    (plan,) = bring(book, written(tmp_path, layout, row, titles=2))
    (session,) = book.iterate("sessions")
    assert (plan.format, session.account) == ("tiktok-live-legacy", "id")
    assert session.started_at == datetime(2026, 9, 28, 12, 30, tzinfo=UTC)
    assert session.ended_at == datetime(2026, 9, 28, 15, 7, tzinfo=UTC)
    assert session.platform_gmv_minor == 138_700_000


def test_douyin_live_report_with_rounded_takings(book: Book, tmp_path: Path) -> None:
    row = {
        "统计日期": "2026-10-01",
        "直播间ID": "7550000000000000009",
        "直播开始时间": "2026-10-01 20:00:00",
        "直播结束时间": "2026-10-01 22:00:00",
        "直播间成交金额": "1.2万",
        "直播间观看人数": "3.4万",
    }
    bring(book, written(tmp_path, "douyin-live", row, {"统计日期": "全部", "直播间成交金额": "1.2万"}))
    (session,) = book.iterate("sessions")
    assert (session.session, session.platform_gmv_minor, session.viewers) == (
        "7550000000000000009",
        1_200_000,
        34_000,
    )


def test_the_vietnamese_income_statement_is_known(book: Book, tmp_path: Path) -> None:
    add_account(book, "vn", Platform.TIKTOK_SHOP, "VN", "VND")
    row = {
        "ID đơn hàng/điều chỉnh": "585000200000000001",
        "Loại giao dịch": "Đơn hàng",
        "Thời gian quyết toán đơn hàng": "2026/10/09",
        "Tổng số tiền quyết toán": "95.500",
        "Tổng doanh thu": "100.000",
        "Tổng phí": "-4.500",
        "Phí giao dịch": "-3.000",
        "Thuế GTGT do TikTok Shop khấu trừ": "-1.000",
        "Thuế TNCN do TikTok Shop khấu trừ": "-500",
    }
    (plan,) = plan_import(book, [written(tmp_path, "income-vi", row)], account="vn")
    (kept,) = plan.workings["platform_rows"]
    assert '"fees":3000' in kept["body"]
    assert '"tax":1500' in kept["body"]
    assert codes([plan]) == {"settlement_waits_for_order"}


@pytest.mark.parametrize(
    ("layout", "fault"),
    [
        ("gmvmax-campaign", FileFault.NO_DAY),
        ("qianchuan-material", FileFault.NO_DAY),
    ],
)
def test_what_would_count_twice_or_has_no_day_is_refused(
    book: Book, tmp_path: Path, layout: str, fault: FileFault
) -> None:
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [written(tmp_path, layout, dict.fromkeys(headings(layout), "1"))])
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("tiktokshop-unsettled-us.xlsx", FileFault.ESTIMATES),
    ],
)
def test_estimates_and_price_lists_are_no_money(book: Book, name: str, fault: FileFault) -> None:
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [path(name)])
    assert caught.value.fault is fault


@pytest.mark.parametrize("word", ["failed", "lost_by_3pl", "shipped_back"])
def test_what_went_out_and_never_arrived_is_cancelled_after_dispatch(
    book: Book, tmp_path: Path, word: str
) -> None:
    rows = grid("lazada-orders.xlsx")[:2]
    change(rows, "status", word)
    bring(book, write_xlsx(tmp_path / "a.xlsx", orders=rows))
    (line,) = book.iterate("sales")
    assert line.status is OrderStatus.CANCELLED
    assert line.shipped_on is not None


def test_a_returned_order_asks_for_its_refund(book: Book, tmp_path: Path) -> None:
    rows = grid("shopee-orders-en.xlsx")[:2]
    change(rows, "Order Status", "Return/Refund")
    plans = bring(book, write_xlsx(tmp_path / "a.xlsx", orders=rows))
    (line,) = book.iterate("sales")
    assert line.status is OrderStatus.SHIPPED
    assert "refund_not_stated" in codes(plans)


def test_an_id_that_ends_in_000_by_chance_is_an_id(book: Book, tmp_path: Path) -> None:
    rows = grid("lazada-orders.xlsx")
    change(rows, "orderItemId", "9000000000000000000", 1)
    change(rows, "orderItemId", "9000000000000000017", 2)
    change(rows, "orderItemId", "9000000000000000018", 3)
    (plan,) = plan_import(book, [write_xlsx(tmp_path / "a.xlsx", orders=rows)])
    assert plan.refusals == []
    change(rows, "orderItemId", "9000000000000001000", 2)
    (plan,) = plan_import(book, [write_xlsx(tmp_path / "b.xlsx", orders=rows)])
    assert [refusal.reason.code for refusal in plan.refusals] == [ReasonCode.LOST_ID, ReasonCode.LOST_ID]
