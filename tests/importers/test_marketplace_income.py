"""Shopee's and Lazada's income: what is booked of a row adds up to what it pays; what does not is listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Platform
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import headings, path
from tests.importers.bringing import add_account, bring, codes, lines_of
from tests.importers.making_platform_files import Grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = "261001ABCDEF01"
AMAZON = "amazon-settlement-v2.csv"
MARKETS = {"MY": "MYR", "ID": "IDR", "TH": "THB"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        with made.write("made by hand") as writer:
            writer.put(Product(sku="HNY", name="蜂蜜", unit="瓶"))
        yield made


def sell(book: Book, platform: Platform, market: str, *orders: tuple[str, int, int]) -> None:
    """Open an account `mine` with a delivered line of one piece per order: its id, price and discount."""
    currency = MARKETS[market]
    add_account(book, "mine", platform, market, currency)
    with book.write("made by hand") as writer:
        for order_id, price, discount in orders:
            line = OrderLine(
                order_id=order_id,
                line=1,
                account="mine",
                ordered_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
                sku="HNY",
                quantity_milli=1000,
                unit_price_minor=price,
                seller_discount_minor=discount,
                currency=currency,
                status=OrderStatus.DELIVERED,
            )
            writer.put(line)


def rows_of(layout: str, *rows: dict[str, Any]) -> Grid:
    names = headings(layout)
    assert all(set(row) <= set(names) for row in rows)
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def sums(book: Book, order_id: str) -> dict[str, int]:
    """What the book has of an order, beside its goods: all in minor units, as the seller bears it."""
    (line,) = lines_of(book, order_id)
    legs = [leg for leg in book.iterate("shipping") if order_id in leg.orders]
    returns = [each for each in book.iterate("returns") if each.order_id == order_id]
    return {
        "fee": line.platform_fee_minor,
        "tax": line.tax_minor,
        "freight_charged": line.shipping_charged_minor,
        "freight": sum(leg.cost_minor for leg in legs),
        "refund": sum(each.refund_minor for each in returns),
        "return_freight": sum(each.return_shipping_minor for each in returns),
    }


def paid_out(book: Book, order_id: str) -> int:
    """What the book's own figures of an order come to."""
    (line,) = lines_of(book, order_id)
    known = sums(book, order_id)
    goods = line.unit_price_minor - line.seller_discount_minor - known["refund"]
    costs = known["fee"] + known["tax"] + known["freight"] + known["return_freight"]
    return int(goods + known["freight_charged"] - costs)


SHOPEE_ROW = {
    "View By": "Order",
    "Order ID": FIRST,
    "Order Creation Date": "2026-10-01",
    "Payout Completed Date": "2026-10-12",
    "Total Released Amount (RM)": 74.20,
    "Product Price": 90.00,
    "Refund Amount": 0,
    "Shipping Fee Paid by Buyer (excl. SST)": 4.90,
    "Shipping Fee Charged by Logistic Provider": -6.90,
    "Shipping Rebate From Shopee": 2.00,
    "Rebate Provided by Shopee": 1.00,
    "Voucher Sponsored by Seller": -3.00,
    "Commission Fee (incl. SST)": -6.00,
    "Service Fee (Incl. SST)": -3.00,
    "Transaction Fee (Incl. SST)": -2.80,
    "AMS Commission Fee": -2.00,
}


def test_shopee_malaysia(book: Book, tmp_path: Path) -> None:
    """Groups of columns stand above the headings; a product's row says again what its order's row says."""
    sell(book, Platform.SHOPEE, "MY", (FIRST, 10000, 1200))
    names, order, item = rows_of(
        "shopee-income-my",
        SHOPEE_ROW,
        {"View By": "Sku", "Order ID": FIRST, "Product Name": "Honey", "Product Price": 90},
    )
    banner: Grid = [
        ["Income Report"],
        ["From", "2026-10-01", "to", "2026-10-31"],
        [],
        ["Order Info"] + [""] * 10 + ["Released Amount Details"],
    ]
    (plan,) = bring(
        book,
        write_xlsx(tmp_path / "a.xlsx", Summary=[["1. Total", 74.2]], Income=[*banner, names, order, item]),
    )
    assert (plan.format, plan.refusals, plan.ignored_columns) == ("shopee-income", [], [])
    assert not codes([plan]), "all of it adds up, and to the order's lines"
    assert sums(book, FIRST) == {
        "fee": 600 + 300 + 280 + 200,
        "tax": 0,
        "freight_charged": 490,
        "freight": 490,
        "refund": 0,
        "return_freight": 0,
    }
    assert paid_out(book, FIRST) == 7420
    (line,) = lines_of(book, FIRST)
    assert line.settled_on == date(2026, 10, 12)
    (settled,) = book.iterate("settlements")
    assert (settled.amount_minor, settled.fees_minor) == (7420, 1380)


def test_what_shopee_does_not_explain_is_listed(book: Book, tmp_path: Path) -> None:
    sell(book, Platform.SHOPEE, "MY", (FIRST, 10000, 1200))
    row = SHOPEE_ROW | {"Total Released Amount (RM)": 74.05}
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", Income=rows_of("shopee-income-my", row)))
    (left,) = [one for one in plan.suspicions if one.code == "settlement_remainder"]
    assert dict(left.data)["amount"] == -15


def test_money_that_went_into_shopee_adverts_is_not_lost(book: Book, tmp_path: Path) -> None:
    sell(book, Platform.SHOPEE, "MY", (FIRST, 10000, 1200))
    row = SHOPEE_ROW | {"Total Released Amount (RM)": 64.20, "Ads Escrow Top Up Fee": -10}
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", Income=rows_of("shopee-income-my", row)))
    assert paid_out(book, FIRST) == 7420
    (promotion,) = book.iterate("promotions")
    assert (promotion.amount_minor, promotion.currency) == (1000, "MYR")
    assert plan.totals["settlements"].amounts["amount"] == {"MYR": 6420}


def test_shopee_indonesia_with_a_refund(book: Book, tmp_path: Path) -> None:
    sell(book, Platform.SHOPEE, "ID", (FIRST, 15000000, 1500000))
    row = {
        "No. Pesanan": FIRST,
        "Tanggal Dana Dilepaskan": "2026-10-05",
        "Harga Asli Produk": "150.000",
        "Total Diskon Produk": "-15.000",
        "Jumlah Pengembalian Dana ke Pembeli": "-20.000",
        "Ongkir Dibayar Pembeli": "9.000",
        "Ongkir yang Diteruskan oleh Shopee ke Jasa Kirim": "-19.000",
        "Gratis Ongkir dari Shopee": "10.000",
        "Ongkos Kirim Pengembalian Barang": "-5.000",
        "Biaya Administrasi (termasuk PPN 11%)": "-8.100",
        "Biaya Layanan": "-5.400",
        "Biaya Proses Pesanan": "-1.250",
        "Bea Masuk, PPN & PPh": "-500",
        "Total Penghasilan": "94.750",
    }
    (plan,) = bring(book, write_xlsx(tmp_path / "a.xlsx", Income=rows_of("shopee-income-id", row)))
    assert (plan.format, plan.ignored_columns) == ("shopee-income", [])
    assert not codes([plan])
    found = sums(book, FIRST)
    assert found == {
        "fee": 14750_00,
        "tax": 500_00,
        "freight_charged": 9000_00,
        "freight": 9000_00,
        "refund": 20000_00,
        "return_freight": 5000_00,
    }
    assert paid_out(book, FIRST) == 94750_00


LAZADA = {
    "Item Price Credit": "299.00",
    "Promotional Charges Vouchers": "-30.00",
    "Shipping Fee (Paid By Customer)": "38.00",
    "Shipping Fee Paid by Seller": "-52.00",
    "Shipping Fee Voucher (by Lazada)": "14.00",
    "Commission": "-16.14",
    "Payment Fee": "-8.07",
    "Free Shipping Max Fee": "-5.00",
}
LAZADA_TOTAL = int(sum(map(Decimal, LAZADA.values())) * 100)


def lazada_rows(order: str = "800000000000001") -> list[dict[str, Any]]:
    return [
        {
            "Transaction Date": "12 Oct 2026",
            "Transaction Type": "Orders-Sales",
            "Fee Name": fee,
            "Amount": amount,
            "Statement": "06 Oct 2026 - 12 Oct 2026",
            "Paid Status": "paid",
            "Order No.": order,
            "Order Item No.": "900000000000001",
        }
        for fee, amount in LAZADA.items()
    ]


def test_lazada_one_fee_a_row(book: Book, tmp_path: Path) -> None:
    sell(book, Platform.LAZADA, "TH", ("800000000000001", 29900, 3000))
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows_of("lazada-income-en", *lazada_rows())))
    assert (plan.format, plan.refusals, plan.ignored_columns) == ("lazada-income", [], [])
    assert not codes([plan])
    assert sums(book, "800000000000001") == {
        "fee": 2921,
        "tax": 0,
        "freight_charged": 3800,
        "freight": 3800,
        "refund": 0,
        "return_freight": 0,
    }
    assert paid_out(book, "800000000000001") == LAZADA_TOTAL


def test_lazada_in_other_layouts_is_the_same_money(book: Book, tmp_path: Path) -> None:
    """The statement of 2024 says the same with other headings, semicolons and no transaction type."""
    sell(book, Platform.LAZADA, "TH", ("800000000000001", 29900, 3000))
    bring(book, write_csv(tmp_path / "a.csv", rows_of("lazada-income-en", *lazada_rows())))
    rows = [
        {
            "Statement Number": "TH1-2026-41",
            "Transaction Date": row["Transaction Date"],
            "Fee Name": row["Fee Name"],
            "Amount(Include Tax)": row["Amount"],
            "Order Number": row["Order No."],
            "Order Line ID": row["Order Item No."],
        }
        for row in lazada_rows()
    ]
    (plan,) = bring(book, write_csv(tmp_path / "b.csv", rows_of("lazada-income-2024", *rows), separator=";"))
    assert plan.format == "lazada-income"
    assert paid_out(book, "800000000000001") == LAZADA_TOTAL, "counted once"


def test_lazada_refund_reimbursement_advert_and_a_fee_nobody_knows(book: Book, tmp_path: Path) -> None:
    sell(book, Platform.LAZADA, "TH", ("800000000000001", 29900, 0), ("800000000000002", 29900, 0))
    bring(
        book, write_csv(tmp_path / "sold.csv", rows_of("lazada-income-en", *lazada_rows("800000000000001")))
    )
    later = {"Transaction Date": "20-Oct-2026", "Paid Status": "paid"}
    fees = [
        ("Reversal Item Price", "-299.00", "800000000000001"),
        ("Reversal Commission", "16.14", "800000000000001"),
        ("Lost Claim", "120.00", "800000000000002"),
        ("Sponsored Discovery - Top up", "-50.00", ""),
        ("Storage Fee", "-18.00", ""),
        ("Moon Fee", "-1.00", "800000000000002"),
    ]
    rows = [later | {"Fee Name": fee, "Amount": amount, "Order No.": order} for fee, amount, order in fees]
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows_of("lazada-income-en", *rows)))
    assert codes([plan]) == {"word_not_known", "settlement_remainder"}
    (left,) = [one for one in plan.suspicions if one.code == "settlement_remainder"]
    assert dict(left.data)["amount"] == -100
    refunded, lost = sorted(book.iterate("returns"), key=lambda each: each.order_id)
    assert (refunded.refund_minor, lost.compensation_minor) == (29900, 12000)
    (line,) = lines_of(book, "800000000000001")
    assert line.platform_fee_minor == 2921 - 1614
    (promotion,) = book.iterate("promotions")
    (overhead,) = book.iterate("overheads")
    assert (promotion.amount_minor, overhead.amount_minor, overhead.kind) == (5000, 1800, "Storage Fee")


@pytest.mark.parametrize(
    ("layout", "sold", "charged"),
    [
        ("lazada-income-th", "ยอดรวมค่าสินค้า", "หักค่าธรรมเนียมการขายสินค้า"),
        ("lazada-income-id", "Item Price Credit", "Komisi"),
    ],
)
def test_lazada_in_other_languages(book: Book, tmp_path: Path, layout: str, sold: str, charged: str) -> None:
    sell(book, Platform.LAZADA, "TH", ("800000000000001", 29900, 0))
    names = headings(layout)
    day, fee, amount = names[2], names[3], names[4]
    rows = [
        {
            day: "12 Oct 2026",
            fee: word,
            amount: figure,
            names[10]: "800000000000001",
            names[11]: "900000000000001",
        }
        for word, figure in ((sold, "299.00"), (charged, "-16.14"))
    ]
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows_of(layout, *rows), separator=";"))
    assert (plan.format, plan.ignored_columns, codes([plan])) == ("lazada-income", [], set())
    assert paid_out(book, "800000000000001") == 29900 - 1614


def test_amazon_saved_again_without_optional_columns_is_the_same_settlement(
    book: Book, tmp_path: Path
) -> None:
    add_account(book, "az", Platform.AMAZON, "US", "USD")
    whole = [line.split("\t") for line in path(AMAZON).read_text(encoding="utf-8").splitlines()]
    bring(book, path(AMAZON))
    before = [list(book.iterate(kind)) for kind in ("settlements", "overheads", "payouts")]
    optional = {"order-item-code", "sku", "adjustment-id", "posted-date-time", "quantity-purchased"}
    kept = [place for place, name in enumerate(whole[0]) if name not in optional]
    rows = [[row[place] for place in kept] for row in whole]
    (plan,) = plan_import(book, [write_csv(tmp_path / "again.txt", rows, "utf-8", "\t")])
    assert not plan.changes_anything
    assert [list(book.iterate(kind)) for kind in ("settlements", "overheads", "payouts")] == before
