"""Platform files brought into a book: what becomes of their rows, and of rows that cannot be."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import UNMATCHED, Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.refusals import FileFault, ReasonCode
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.session import SessionStatus, StreamSession
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from tests.fixtures import path
from tests.importers.making_platform_files import change, grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.usecases.importing.plan import ImportPlan

TH = "tiktokshop-orders-th.csv"
US = "tiktokshop-orders-us.xlsx"
VN = "tiktokshop-orders-vn.xlsx"
INCOME = "tiktokshop-income-sea.xlsx"
RETURNS = "tiktokshop-returns.csv"
LIVE = "tiktok-live-creator.xlsx"
ADS = "tiktokads-gmvmax-live-zh.xlsx"
BILL = "yunexpress-bill.xlsx"
RATES = "fx-safe.csv"
FIRST, SECOND, THIRD = (f"58387090000000000{n}" for n in (1, 2, 3))

ACCOUNTS = {
    "th": Account(
        account="th", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB", timezone="Asia/Bangkok"
    ),
    "us": Account(account="us", platform=Platform.TIKTOK_SHOP, market="US", currency="USD"),
    "vn": Account(account="vn", platform=Platform.TIKTOK_SHOP, market="VN", currency="VND"),
    "id": Account(account="id", platform=Platform.TIKTOK_SHOP, market="ID", currency="IDR"),
    "my": Account(account="my", platform=Platform.TIKTOK_SHOP, market="MY", currency="MYR"),
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add(made, ACCOUNTS["th"])
        yield made


def add(book: Book, *records: Any) -> None:
    with book.write("made by hand") as writer:
        for record in records:
            writer.put(record)


def bring(book: Book, *files: Path, account: str | None = None) -> list[ImportPlan]:
    plans = plan_import(book, files, account=account)
    apply_import(book, plans)
    return plans


def get(book: Book, kind: str, *key: object) -> Any:
    found = book.get(kind, *key)
    assert found is not None, key
    return found


def codes(plan: ImportPlan) -> set[str]:
    return {suspicion.code for suspicion in plan.suspicions}


def fault_of(book: Book, *files: Path, account: str | None = None) -> UnusableFileError:
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, files, account=account)
    return caught.value


def lines(book: Book, order: str) -> list[Any]:
    return [line for line in book.iterate("sales") if line.order_id == order]


# Orders ---------------------------------------------------------------------------------------------------


def test_orders_become_lines(book: Book) -> None:
    bring(book, path(TH))
    first, second = lines(book, FIRST)
    assert (first.line, first.sku, first.quantity_milli, first.unit_price_minor) == (
        1,
        "TH-BSK-01",
        2000,
        29900,
    )
    assert (second.line, second.sku, second.seller_discount_minor) == (2, "TH-MAT-02", 0)
    assert first.ordered_at == datetime(2026, 10, 1, 12, 5, 43, tzinfo=UTC)
    assert (first.shipped_on, first.delivered_on) == (date(2026, 10, 2), date(2026, 10, 5))
    assert (first.tracking, first.country, first.tax_minor) == ("YT2627500000000001", "TH", 0)
    statuses = [lines(book, f"58387090000000000{n}")[0].status for n in range(1, 6)]
    assert statuses == [
        OrderStatus.DELIVERED,
        OrderStatus.DELIVERED,
        OrderStatus.PAID,
        OrderStatus.CANCELLED,
        OrderStatus.PLACED,
    ]


def test_an_unknown_sku_enters_under_a_product_to_be_matched(book: Book) -> None:
    add(book, Product(sku="TH-MAT-02", name="席", unit="张"))
    (plan,) = bring(book, path(TH))
    made = get(book, "products", "TH-BSK-01")
    assert (made.category, made.unit) == (UNMATCHED, "件")
    assert get(book, "products", "TH-MAT-02").name == "席"
    assert [s.code for s in plan.suspicions].count("unknown_sku") == 1
    add(book, ACCOUNTS["us"])
    bring(book, path(US))
    assert get(book, "products", "1729400000000000013").is_unmatched, "no seller SKU: the platform's own"


def test_a_sku_once_matched_stays_matched(book: Book) -> None:
    add(book, Product(sku="BASKET", name="竹篮", unit="个"))
    with book.write("match") as writer:
        writer.put_row(
            "sku_matches", {"account": "th", "platform_sku": "1729400000000000021", "sku": "BASKET"}
        )
    bring(book, path(TH))
    assert lines(book, FIRST)[0].sku == "BASKET"
    assert book.get("products", "TH-BSK-01") is None


def test_order_totals_are_taken_once_and_freight_is_split_by_value(book: Book, tmp_path: Path) -> None:
    rows = grid(TH)
    for row in (1, 2):
        change(rows, "Shipping Fee After Discount", "THB 10.00", row)
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    # 10.00 over 538 and 1234: 3.036… and 6.963…
    assert [line.shipping_charged_minor for line in lines(book, FIRST)] == [304, 696]
    totals = plan.totals["sales"]
    assert (totals.rows, totals.quantity_milli) == (6, 7000)
    assert totals.amounts["shipping_charged"] == {"THB": 1000}
    assert totals.amounts["order_amount"] == {"THB": 177200 + 26900 + 120000 + 29900 + 29900}
    assert totals.amounts["refunds"] == {"THB": 26900}


def test_a_row_mended_later_shares_its_orders_freight(book: Book, tmp_path: Path) -> None:
    rows = grid(TH)
    for row in (1, 2):
        change(rows, "Shipping Fee After Discount", "THB 10.00", row)
    broken = [list(row) for row in rows]
    change(broken, "Quantity", "x", 2)
    bring(book, write_csv(tmp_path / "a.csv", broken))
    assert [line.shipping_charged_minor for line in lines(book, FIRST)] == [1000]
    bring(book, write_csv(tmp_path / "mended.csv", [rows[0], rows[2]]))
    assert [(line.line, line.shipping_charged_minor) for line in lines(book, FIRST)] == [(1, 304), (2, 696)]


def test_a_fuller_file_updates_and_an_older_one_takes_nothing_back(book: Book, tmp_path: Path) -> None:
    older = grid(TH)
    for column, value in (
        ("Order Status", "ที่จะจัดส่ง"),
        ("Order Substatus", "รอเข้ารับ"),
        ("Shipped Time", ""),
        ("Delivered Time", ""),
        ("Tracking ID", ""),
        ("Order Refund Amount", "THB 0.00"),
    ):
        for row in (1, 2, 3):
            change(older, column, value, row)
    old = write_csv(tmp_path / "old.csv", older)
    bring(book, old)
    assert {line.status for line in lines(book, FIRST)} == {OrderStatus.PAID}
    assert list(book.iterate("returns")) == []
    (plan,) = bring(book, path(TH))
    assert sum(row.effect == "changed" for row in plan.records["sales"]) == 3
    full = list(book.iterate("sales"))
    (plan,) = bring(book, old)
    assert not plan.changes_anything
    assert list(book.iterate("sales")) == full


def test_the_platforms_sku_decides_when_a_later_file_orders_lines_otherwise(
    book: Book, tmp_path: Path
) -> None:
    bring(book, path(TH))
    before = lines(book, FIRST)
    rows = grid(TH)
    rows[1], rows[2] = rows[2], rows[1]
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    assert lines(book, FIRST) == before
    assert not plan.changes_anything


def test_the_same_row_twice_counts_once(book: Book, tmp_path: Path) -> None:
    rows = grid(TH)
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", [*rows, *rows[1:]]))
    assert book.count("sales") == 6
    assert [s.code for s in plan.suspicions].count("row_repeated") == 6


def test_lines_of_an_own_ledger_are_joined_not_doubled(book: Book) -> None:
    bring(book, path(TH))
    kept = [replace(line, session=None, lot="L1", settled_on=None) for line in lines(book, FIRST)]
    with book.write("as from a ledger") as writer:
        for line in kept:
            writer.put(line)
            writer.delete("platform_lines", "th", FIRST, line.line)
    bring(book, path(TH))
    assert [line.lot for line in lines(book, FIRST)] == ["L1", "L1"]


def test_an_unknown_status_is_refused_with_its_row(book: Book, tmp_path: Path) -> None:
    rows = change(grid(TH), "Order Status", "Teleported", 3)
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    (refusal,) = plan.refusals
    assert (refusal.row, refusal.column, refusal.value) == (4, "Order Status", "Teleported")
    assert refusal.reason.code is ReasonCode.UNKNOWN_WORD
    assert "Buyer Username" not in refusal.cells
    assert book.count("sales") == 5


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Quantity", "-1", ReasonCode.NOT_POSITIVE),
        ("Quantity", "999,999,999,999", ReasonCode.TOO_LARGE),
        ("Quantity", "NaN", ReasonCode.NOT_A_NUMBER),
        ("Quantity", "", ReasonCode.MISSING),
        ("SKU Unit Original Price", "THB 1e3", ReasonCode.NOT_A_NUMBER),
        ("SKU Unit Original Price", "100000000000000000000", ReasonCode.TOO_LARGE),
        ("SKU Unit Original Price", "USD 5.00", ReasonCode.CURRENCY_DIFFERS),
        ("SKU Unit Original Price", "5.001", ReasonCode.TOO_FINE),
        ("SKU Seller Discount", "-5", ReasonCode.NEGATIVE),
        ("Created Time", "2026/2/30", ReasonCode.BAD_DATE),
        ("Product Name", "x" * 40_000, ReasonCode.TEXT_TOO_LONG),
    ],
)
def test_bad_cells_are_refused(book: Book, tmp_path: Path, column: str, value: str, code: ReasonCode) -> None:
    rows = change(grid(TH), column, value, 4)
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    (refusal,) = plan.refusals
    assert (refusal.row, refusal.column, refusal.reason.code) == (5, column, code)
    assert book.count("sales") == 5


def test_ids_that_went_through_a_number_spoil_the_file(book: Book, tmp_path: Path) -> None:
    for value in ("5.83871E+17", "583870900000000002.0"):
        error = fault_of(book, write_csv(tmp_path / "a.csv", change(grid(TH), "Order ID", value, 2)))
        assert (error.fault, error.data["value"]) == (FileFault.LOST_IDS, value)
    rows = change(grid(US), "Order ID", 576900000000000103, 4)
    add(book, ACCOUNTS["us"])
    assert fault_of(book, write_xlsx(tmp_path / "a.xlsx", S=rows)).fault is FileFault.LOST_IDS
    rounded = [
        [cell[:-4] + "000" if place and at == 0 else cell for at, cell in enumerate(row)]
        for place, row in enumerate(grid(TH))
    ]
    assert fault_of(book, write_csv(tmp_path / "b.csv", rounded)).fault is FileFault.LOST_IDS


def test_a_quotation_mark_amiss_is_found(book: Book, tmp_path: Path) -> None:
    raw = path(TH).read_bytes().replace(b"Fulfillment by seller", b'"Fulfillment by seller', 1)
    file = tmp_path / "a.csv"
    file.write_bytes(raw)
    (plan,) = bring(book, file)
    assert [refusal.reason.code for refusal in plan.refusals] == [ReasonCode.ROW_SHAPE]


def test_buyers_are_not_kept(book: Book, tmp_path: Path) -> None:
    rows = grid(TH)
    secrets = {
        "Buyer Username": "somchai.s",
        "Recipient": "สมชาย ใจดี",
        "Phone #": "+66812345678",
        "Detail Address": "99/1 Sukhumvit",
        "Buyer Message": "call me at night",
        "Seller Note": "owes me",
    }
    for column, value in secrets.items():
        change(rows, column, value, 1)
    change(rows, "Quantity", "x", 2)
    change(rows, "Phone #", "+66812345679", 2)
    bring(book, write_csv(tmp_path / "a.csv", rows))
    book.close()
    dump = "\n".join(sqlite3.connect(book.path).iterdump()).encode() + book.path.read_bytes()
    for value in (*secrets.values(), "+66812345679"):
        assert value.encode() not in dump


def test_what_is_kept_of_a_file(book: Book) -> None:
    bring(book, path(TH))
    (kept,) = book.rows("import_files")
    cells = json.loads(zlib.decompress(kept["cells"]))
    assert (kept["format"], kept["account"], kept["added"], kept["refused"]) == (
        "tiktokshop-orders",
        "th",
        9,
        0,
    )
    assert cells["rows"][0][:2] == [2, FIRST]
    assert len(zlib.decompress(kept["row_hashes"])) == 6 * 16
    others = json.loads(kept["headings"])
    assert "Recipient" in others
    assert "Order ID" not in others
    assert not set(cells["fields"]) & {"Recipient", "Phone #"}


def test_unknown_columns_are_named(book: Book, tmp_path: Path) -> None:
    rows = [[*row, "x" if place else "Moon Phase"] for place, row in enumerate(grid(TH))]
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    assert plan.ignored_columns == ["Moon Phase"]


def test_vietnamese_orders_group_thousands_with_points(book: Book) -> None:
    add(book, ACCOUNTS["vn"])
    bring(book, path(VN))
    (line,) = lines(book, "585000200000000001")
    unit = 10 ** book.decimals("VND")
    assert (line.unit_price_minor, line.seller_discount_minor) == (350_000 * unit, 35_000 * unit)
    assert line.ordered_at == datetime(2026, 9, 28, 12, 30, tzinfo=UTC), (
        "the market's clock where the account has none"
    )
    assert line.status is OrderStatus.DELIVERED


def test_indonesian_and_malaysian_orders(book: Book, tmp_path: Path) -> None:
    add(book, ACCOUNTS["id"], ACCOUNTS["my"])
    rows = grid(VN)[:3]
    for column, value in (
        ("Order ID", "584000000000000001"),
        ("Order Status", "Selesai"),
        ("Order Substatus", "Selesai"),
        ("Country", "Indonesia"),
        ("SKU Unit Original Price", "IDR 1.250.000"),
        ("SKU Seller Discount", "IDR 250.000"),
        ("Quantity", "1"),
    ):
        change(rows, column, value, 2)
    bring(book, write_csv(tmp_path / "id.csv", rows))
    unit = 10 ** book.decimals("IDR")
    (line,) = lines(book, "584000000000000001")
    assert (line.account, line.unit_price_minor, line.seller_discount_minor) == (
        "id",
        1_250_000 * unit,
        250_000 * unit,
    )
    for column, value in (
        ("Order ID", "582000000000000001"),
        ("Order Status", "已发货"),
        ("Order Substatus", "运输中"),
        ("Country", "Malaysia"),
        ("SKU Unit Original Price", "RM1,088.50"),
        ("SKU Seller Discount", "RM0.00"),
        ("Delivered Time", ""),
    ):
        change(rows, column, value, 2)
    for column in ("SKU Subtotal Before Discount", "SKU Platform Discount", "Order Amount"):
        change(rows, column, "RM0.00", 2)
    bring(book, write_csv(tmp_path / "my.csv", rows))
    (line,) = lines(book, "582000000000000001")
    assert (line.account, line.unit_price_minor, line.status) == ("my", 108850, OrderStatus.SHIPPED)


# Whose a file is ------------------------------------------------------------------------------------------


def test_the_file_says_whose_it_is_else_the_user_does(book: Book, tmp_path: Path) -> None:
    add(book, ACCOUNTS["us"])
    bring(book, path(US), account="th")
    assert {line.account for line in book.iterate("sales")} == {"us"}
    assert fault_of(book, path(LIVE)).fault is FileFault.NEEDS_ACCOUNT
    bring(book, path(LIVE), account="th")
    assert {session.account for session in book.iterate("sessions")} == {"th"}
    assert fault_of(book, path(LIVE), account="nobody").fault is FileFault.UNKNOWN_ACCOUNT
    assert fault_of(book, path(VN), account="th").fault is FileFault.ACCOUNT_DOES_NOT_FIT


def test_orders_that_the_book_has_tell_whose_a_file_is(book: Book) -> None:
    bring(book, path(TH))
    add(book, replace(ACCOUNTS["th"], account="th-2"))
    bring(book, path(RETURNS))
    assert {each.account for each in book.iterate("returns")} == {"th"}
    assert fault_of(book, path(LIVE)).fault is FileFault.NEEDS_ACCOUNT


def test_dates_that_read_either_way_are_a_question(book: Book, tmp_path: Path) -> None:
    add(book, Account(account="ch", platform=Platform.TIKTOK_SHOP, market="CH", currency="CHF"))
    rows = [[cell.replace("THB ", "") for cell in row] for row in grid(TH)]
    for row in rows[1:]:
        row[rows[0].index("Country")] = ""
    assert (
        fault_of(book, write_csv(tmp_path / "a.csv", rows), account="ch").fault is FileFault.AMBIGUOUS_DATES
    )
    bring(book, write_csv(tmp_path / "a.csv", rows), account="th")


# Settlements ----------------------------------------------------------------------------------------------


def income(tmp_path: Path, *changes: tuple[int, str, str], extra: list[str] | None = None) -> Path:
    rows = grid(INCOME, "Order details")
    heading = {str(name).strip(): name for name in rows[0]}
    for row, column, value in changes:
        change(rows, heading[column], value, row)
    if extra:
        rows = [[*row, extra[0] if place == 0 else extra[1]] for place, row in enumerate(rows)]
    return write_xlsx(tmp_path / "income.xlsx", **{"Order details": rows})


def test_a_settlement_states_fees_and_later_orders_keep_them(book: Book) -> None:
    bring(book, path(TH), path(INCOME))
    first, second = lines(book, FIRST)
    assert (first.platform_fee_minor, second.platform_fee_minor) == (8371, 19201)
    assert {first.settled_on, second.settled_on} == {date(2026, 10, 9)}
    (plan,) = bring(book, path(TH))
    assert not plan.changes_anything


def test_customers_freight_of_the_settlement_replaces_the_orders(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH))
    bring(
        book,
        income(
            tmp_path,
            (1, "Customer shipping fee", "20.00"),
            (1, "Total settlement amount", "1510.28"),
            (1, "Actual shipping fee", "-44.00"),
        ),
    )
    assert sum(line.shipping_charged_minor for line in lines(book, FIRST)) == 2000
    (leg,) = book.iterate("shipping")
    assert (leg.kind, leg.orders, leg.cost_minor, leg.currency) == ("platform", (FIRST,), 600, "THB")


def test_taxes_withheld_and_other_adjustments(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH))
    (plan,) = bring(
        book,
        income(
            tmp_path,
            (1, "GST", "-10.00"),
            (1, "Total settlement amount", "1486.28"),
            (5, "Type", "Other adjustment"),
        ),
    )
    assert sum(line.tax_minor for line in lines(book, FIRST)) == 1000
    (overhead,) = book.iterate("overheads")
    assert (overhead.amount_minor, overhead.kind, overhead.currency) == (1250, "Other adjustment", "THB")
    assert "settlement_remainder" not in codes(plan)


def test_what_does_not_add_up_is_listed(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH))
    (plan,) = bring(
        book,
        income(
            tmp_path,
            (1, "Total settlement amount", "1490.00"),
            (1, "Subtotal after seller discounts", "1700.00"),
        ),
    )
    listed = {suspicion.code: dict(suspicion.data) for suspicion in plan.suspicions}
    assert listed["settlement_remainder"]["amount"] == -628
    assert listed["settlement_sales_differ"] == {"order": FIRST, "stated": 170000, "booked": 177200}


def test_an_unknown_type_is_refused(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH))
    (plan,) = bring(book, income(tmp_path, (3, "Type", "Meteor tax")))
    assert [refusal.reason.code for refusal in plan.refusals] == [ReasonCode.UNKNOWN_WORD]


def test_a_repeated_block_changes_nothing_and_a_later_row_adds(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH), path(INCOME))
    rows = grid(INCOME, "Order details")
    later = list(rows[1])
    later[3], later[5], later[14], later[15], later[23], later[32] = (
        "2026/10/20",
        "-5.00",
        "-5.00",
        "/",
        "/",
        "/",
    )
    for place in (6, 7, 8, 9):
        later[place] = "0"
    (plan,) = bring(book, write_xlsx(tmp_path / "next.xlsx", D=[*rows, later]))
    assert sum(line.platform_fee_minor for line in lines(book, FIRST)) == 27572 + 500
    assert {line.settled_on for line in lines(book, FIRST)} == {date(2026, 10, 20)}
    assert len(plan.records["settlements"]) == 6


def test_a_settlement_waits_for_its_orders(book: Book) -> None:
    (plan,) = bring(book, path(INCOME))
    assert "settlement_waits_for_order" in codes(plan)
    assert book.count("returns") == 0
    bring(book, path(TH))
    assert sum(line.platform_fee_minor or 0 for line in lines(book, FIRST)) == 27572


def test_a_withdrawal_that_arrived_is_a_payout(book: Book, tmp_path: Path) -> None:
    money = grid(INCOME, "Withdrawal records")
    money[-1][4], money[-1][5] = "Transferred", "2026/10/14"
    rows = grid(INCOME, "Order details")
    bring(book, write_xlsx(tmp_path / "a.xlsx", D=rows, W=money))
    (payout,) = book.iterate("payouts")
    assert (payout.payout, payout.amount_minor, payout.on) == (
        "3600000000000000002",
        100000,
        date(2026, 10, 14),
    )


# Advertising ----------------------------------------------------------------------------------------------


def test_advertising_paid_from_sales_counts_once(book: Book) -> None:
    bring(book, path(INCOME))
    (promotion,) = book.iterate("promotions")
    assert (promotion.started_on, promotion.amount_minor) == (date(2026, 10, 5), 45000), "no report covers it"
    (plan,) = bring(book, path(ADS))
    assert sorted(each.amount_minor for each in book.iterate("promotions")) == [30000, 43000]
    (listed,) = (dict(s.data) for s in plan.suspicions if s.code == "advertising_counted_once")
    assert (listed["paid"], listed["counted"], listed["difference"]) == (45000, 43000, 2000)


def test_what_no_report_covers_is_a_promotion_of_its_day(book: Book, tmp_path: Path) -> None:
    bring(book, path(ADS))
    bring(
        book,
        income(tmp_path, (3, "Total settlement amount", "-1000.00"), (3, "Ajustment amount", "-1000.00")),
    )
    assert get(book, "promotions", "7560000000000000001").amount_minor == 100_000 - 75_000


def test_a_promotion_names_the_session_near_its_start(book: Book, tmp_path: Path) -> None:
    bring(book, path(ADS))
    assert {each.sessions for each in book.iterate("promotions")} == {()}
    bring(book, path(LIVE))
    named = [each.sessions[0].session for each in book.iterate("promotions")]
    assert named == ["7555000000000000001", "7555000000000000003"]


# Live -----------------------------------------------------------------------------------------------------


def by_hand(code: str, start: tuple[int, int], end: tuple[int, int] | None) -> StreamSession:
    return StreamSession(
        session=code,
        account="th",
        title="手记",
        started_at=datetime(2026, 10, 1, *start, tzinfo=UTC),
        ended_at=None if end is None else datetime(2026, 10, 1, *end, tzinfo=UTC),
        host="妈妈",
        host_pay_minor=20000,
    )


def test_a_session_logged_by_hand_is_completed(book: Book) -> None:
    add(book, by_hand("S1", (12, 0), (14, 30)))
    (plan,) = bring(book, path(LIVE))
    found = get(book, "sessions", "S1")
    assert (found.views, found.platform_gmv_minor, found.new_followers, found.product_clicks) == (
        5230,
        204100,
        41,
        640,
    )
    assert (found.title, found.host, found.host_pay_minor) == ("手记", "妈妈", 20000)
    assert book.count("sessions") == 3
    assert "session_completed" in codes(plan)
    (plan,) = bring(book, path(LIVE))
    assert not plan.changes_anything


@pytest.mark.parametrize(("start", "end"), [((14, 0), (17, 0)), ((8, 0), (12, 30)), ((6, 0), (23, 0))])
def test_a_session_that_hardly_overlaps_is_another(
    book: Book, start: tuple[int, int], end: tuple[int, int]
) -> None:
    add(book, by_hand("S1", start, end))
    bring(book, path(LIVE))
    assert book.count("sessions") == 4


def test_a_planned_session_takes_the_lives_times(book: Book) -> None:
    add(book, replace(by_hand("S1", (12, 0), None), status=SessionStatus.PLANNED))
    bring(book, path(LIVE))
    found = get(book, "sessions", "S1")
    assert found.status is SessionStatus.CLOSED
    assert found.started_at == datetime(2026, 10, 1, 12, 0, 12, tzinfo=UTC)
    assert found.ended_at == datetime(2026, 10, 1, 14, 37, 15, tzinfo=UTC)


# Returns, carriers, rates ---------------------------------------------------------------------------------


def test_the_returns_file_replaces_what_the_orders_said(book: Book) -> None:
    bring(book, path(TH))
    assert [each.return_id for each in book.iterate("returns")] == [SECOND]
    bring(book, path(RETURNS))
    (found,) = book.iterate("returns")
    assert (found.return_id, found.refund_minor, found.quantity_milli) == ("4035000000000000001", 26900, 1000)
    assert found.reason == "damaged"
    kept = {row["request"]: row["status"] for row in book.rows("return_requests")}
    assert kept == {"4035000000000000002": "rejected", "4035000000000000003": "open"}
    bring(book, path(TH))
    assert book.count("returns") == 1


def test_a_request_that_is_granted_later_becomes_a_return(book: Book, tmp_path: Path) -> None:
    bring(book, path(TH), path(RETURNS))
    rows = change(grid(RETURNS), "Return Status", "Completed", 3)
    bring(book, write_csv(tmp_path / "a.csv", rows))
    assert get(book, "returns", "4035000000000000003").refund_minor == 120000
    assert [row["request"] for row in book.rows("return_requests")] == ["4035000000000000002"]
    (plan,) = bring(book, path(RETURNS))
    assert not plan.changes_anything, "an older download takes nothing back"


def test_goods_that_came_back_stay_entered(book: Book) -> None:
    bring(book, path(TH))
    (found,) = book.iterate("returns")
    add(book, replace(found, restocked_quantity_milli=1000))
    bring(book, path(RETURNS))
    (found,) = book.iterate("returns")
    assert found.restocked_quantity_milli == 1000


def test_charges_wait_for_their_orders(book: Book) -> None:
    (plan,) = bring(book, path(BILL))
    assert book.count("shipping") == 0
    assert book.count("waiting_charges") == 4
    assert "total_differs" not in codes(plan)
    bring(book, path(TH))
    assert book.count("waiting_charges") == 2
    leg = get(book, "shipping", "云途 YunExpress 2026-10-01 至 2026-10-07", "YT2627500000000002")
    assert (leg.orders, leg.cost_minor, leg.currency, leg.billed_weight_mg) == (
        (SECOND,),
        4707,
        "CNY",
        960_000,
    )
    assert (leg.on, leg.kind, leg.account) == (date(2026, 10, 2), "line_haul", "th")


def test_a_charge_without_tracking_goes_by_the_order_number(book: Book, tmp_path: Path) -> None:
    rows = change(grid(TH), "Tracking ID", "OTHER-1", 3)
    bring(book, write_csv(tmp_path / "a.csv", rows), path(BILL))
    orders = {leg.orders for leg in book.iterate("shipping")}
    assert orders == {(FIRST,), (SECOND,)}


def test_a_bill_is_held_against_its_total(book: Book, tmp_path: Path) -> None:
    rows = grid(BILL, "运费明细")
    change(rows, "总运费", 300.00, -1)
    change(rows, "运费", 20.24, 1)
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", 明细=rows))
    listed = {s.code: dict(s.data) for s in plan.suspicions}
    assert listed["total_differs"] == {"total": "cost", "stated": 30000, "sum": 27125}
    assert listed["charge_parts_differ"] == {"waybill": "YT2627500000000001", "stated": 2916, "sum": 3016}


def test_a_parcel_sent_back_is_return_freight_where_its_order_has_a_return(
    book: Book, tmp_path: Path
) -> None:
    rows = grid(BILL, "运费明细")
    change(rows, "运输方式", "退件", 1)
    change(rows, "运输方式", "退件", 2)
    bring(book, path(TH), write_xlsx(tmp_path / "a.xlsx", 明细=rows))
    assert [leg.orders for leg in book.iterate("shipping")] == [(FIRST,)]
    (back,) = (each for each in book.iterate("returns") if each.return_shipping_minor)
    assert (back.order_id, back.return_shipping_minor, back.return_shipping_currency) == (SECOND, 4707, "CNY")


def test_rates_are_put_right(book: Book, tmp_path: Path) -> None:
    bring(book, path(RATES))
    day = date(2026, 9, 30)
    usd, thb, jpy = (get(book, "rates", code, day) for code in ("USD", "THB", "JPY"))
    assert (usd.units, usd.cny_e8) == (100, 706_38000000)
    # 100 yuan are 458.93 baht: 100 baht are 10000 / 458.93 yuan.
    assert (thb.units, thb.cny_e8) == (100, 2178981544)
    assert (jpy.units, jpy.cny_e8) == (100, 4_60210000)
    assert book.count("rates") == 48
    rows = change(grid(RATES), "日元", "460.21", 1)
    change(rows, "泰铢", "", 1)
    rows[2][0] = "2026-09-28"
    bring(book, write_csv(tmp_path / "a.csv", [*rows, ["数据来源：外汇局"]], "gb18030"))
    jpy = get(book, "rates", "JPY", day)
    assert (jpy.units, jpy.cny_e8) == (10_000, 460_21000000)
    assert get(book, "rates", "THB", day) == thb


def test_rates_in_yuan_want_a_book_in_yuan(tmp_path: Path) -> None:
    with Book.create(tmp_path / "b.bozhang", currency="USD") as book:
        assert fault_of(book, path(RATES)).fault is FileFault.OTHER_BOOK_CURRENCY


def test_one_import_is_one_step_to_undo(book: Book) -> None:
    bring(book, *(path(name) for name in (RATES, TH, INCOME, RETURNS, LIVE, ADS, BILL)))
    book.undo()
    for kind in (
        "sales",
        "products",
        "returns",
        "sessions",
        "promotions",
        "shipping",
        "rates",
        "settlements",
    ):
        assert book.count(kind) == 0, kind
    for table in ("platform_rows", "platform_lines", "waiting_charges", "return_requests"):
        assert book.count(table) == 0, table
    book.redo()
    assert book.count("sales") == 6
