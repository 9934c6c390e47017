"""One shop's month: its files go in, and what each stream earned comes out, to the fen.

Every expected figure is arithmetic over named cells of the files, read here without the program.
"""

from __future__ import annotations

import itertools
import json
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from desktop_app import app
from tests.fixtures import cell, path, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TH = "tiktokshop-orders-th.csv"
US = "tiktokshop-orders-us.xlsx"
INCOME = "tiktokshop-income-sea.xlsx"
RETURNS = "tiktokshop-returns.csv"
LIVE = "tiktok-live-creator.xlsx"
ADS = "tiktokads-gmvmax-live-zh.xlsx"
BILL = "yunexpress-bill.xlsx"
RATES = "fx-safe.csv"
MONTH = (RATES, TH, INCOME, RETURNS, LIVE, ADS, BILL)

ORDER = "58387090000000000"
BAMBOO, TEST, RATTAN = "7555000000000000001", "7555000000000000002", "7555000000000000003"

Run = "Callable[..., Any]"


def amount(text: str) -> Decimal:
    """A cell with money as a number: "THB 1,234.00" is 1234."""
    return Decimal(text.removeprefix("THB ").removeprefix("$").replace(",", "") or "0")


def fen(value: Fraction | Decimal) -> Decimal:
    """Half up at the fen."""
    exact = Fraction(value)
    whole = (abs(exact) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(whole if exact >= 0 else -whole) / 100


def baht(value: Decimal) -> Decimal:
    """Baht in yuan on the last day with a rate; the file gives baht for 100 yuan."""
    figure = Decimal(cell(RATES, "泰铢", 日期="2026-09-30"))
    for_hundred = (Decimal(10_000) / figure).quantize(Decimal("1e-8"), ROUND_HALF_UP)
    return fen(Fraction(value) * Fraction(for_hundred) / 100)


def dollars(value: Decimal, day: str) -> Decimal:
    """Dollars in yuan: the file gives yuan for 100 of them."""
    return fen(Fraction(value) * Fraction(Decimal(cell(RATES, "美元", 日期=day))) / 100)


def split(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Largest remainder over cents."""
    cents = int(total * 100)
    exact = [Fraction(cents) * Fraction(weight) / Fraction(sum(weights)) for weight in weights]
    parts = [share.__floor__() for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: cents - sum(parts)]:
        parts[place] += 1
    return [Decimal(part) / 100 for part in parts]


def th(order: int, column: str, sku: str = "") -> str:
    """A cell of the Thai orders."""
    return cell(TH, column, Order_ID=f"{ORDER}{order}", Seller_SKU=sku)


def income(order: str, column: str) -> Decimal:
    """A cell of the statement; "/" is nothing."""
    found = [row for row in table(INCOME, "Order details") if row["Order/adjustment ID"] == order]
    assert len(found) == 1
    return Decimal(found[0][column].replace("/", "") or "0")


def statement(run: Callable[..., Any], book: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The statement's rows by session (the unattributed under None) and the period."""
    answer = json.loads(run("profit", book, "--json", "--language", "en"))
    rows = {row["session"]: row for row in (*answer["rows"], answer["unattributed"])}
    return rows, answer["period"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A function that runs the program and gives what it printed; it must end with `status`."""

    def call(*arguments: object, status: int = 0) -> str:
        capsys.readouterr()
        ended = app.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert ended == status, said.err + said.out
        return said.out

    return call


@pytest.fixture
def book(tmp_path: Path, run: Callable[..., str]) -> Path:
    """A new book with the Thai shop's account, made as a user makes it: with a ledger workbook."""
    return new_book(tmp_path, run, [("bamboo-th", "tiktok_shop", "TH", "THB", "Asia/Bangkok")])


def new_book(
    folder: Path, run: Callable[..., str], accounts: Sequence[tuple[str, ...]], name: str = "shop"
) -> Path:
    """Make a book and its accounts."""
    ledger = openpyxl.Workbook()
    page = ledger.active
    assert page is not None
    page.title = "Accounts"
    page.append(["account", "platform", "market", "currency", "timezone"])
    for account in accounts:
        page.append(list(account))
    ledger.save(folder / f"{name}-accounts.xlsx")
    made = folder / f"{name}.bozhang"
    run("new", made)
    run("import", made, folder / f"{name}-accounts.xlsx")
    return made


def test_the_months_files_make_the_statement(run: Callable[..., str], book: Path) -> None:
    run("import", book, *map(path, MONTH))
    rows, period = statement(run, book)
    bamboo, test, rattan = rows[BAMBOO], rows[TEST], rows[RATTAN]

    lists = [
        amount(th(1, "SKU Unit Original Price", "TH-BSK-01")) * int(th(1, "Quantity", "TH-BSK-01")),
        amount(th(1, "SKU Unit Original Price", "TH-MAT-02")) * int(th(1, "Quantity", "TH-MAT-02")),
        amount(th(2, "SKU Unit Original Price")) * int(th(2, "Quantity")),
    ]
    discounts = [
        amount(th(1, "SKU Seller Discount", "TH-BSK-01")),
        amount(th(1, "SKU Seller Discount", "TH-MAT-02")),
        amount(th(2, "SKU Seller Discount")),
    ]
    assert Decimal(bamboo["gross_sales"]) == sum(map(baht, lists))
    assert Decimal(bamboo["seller_discount"]) == sum(map(baht, discounts))

    refund = amount(cell(RETURNS, "Return unit price", Return_Status="Completed"))
    assert Decimal(bamboo["refunds"]) == baht(refund)
    assert Decimal(bamboo["shipping_income"]) == baht(income(f"{ORDER}1", "Customer shipping fee"))

    charged = (
        "Transaction fee",
        "TikTok Shop commission fee",
        "Affiliate commission",
        "LIVE Specials service fee",
    )
    fees = -sum((income(f"{ORDER}1", column) for column in charged), Decimal(0))
    shares = split(fees, [lists[0] - discounts[0], lists[1] - discounts[1]])
    assert Decimal(bamboo["platform_fees"]) == sum(map(baht, shares))

    legs = [Decimal(cell(BILL, "总运费", sheet="运费明细", 客户单号=f"{ORDER}{order}")) for order in (1, 2)]
    assert Decimal(bamboo["shipping"]) == sum(legs)
    charged_freight = [
        income(f"{ORDER}{order}", "Actual shipping fee")
        + income(f"{ORDER}{order}", "Platform shipping fee discount")
        for order in (1, 2)
    ]
    assert charged_freight == [0, 0]

    back = -income(f"{ORDER}2", "Actual return shipping fee")
    paid = income("7560000000000000002", "Ajustment amount")
    taken = income("7560000000000000003", "Ajustment amount")
    assert Decimal(bamboo["return_costs"]) == baht(back) - baht(paid) - baht(taken)

    spent = {start: Decimal(cell(ADS, "净成本", 启动时间=start)) for start in ("2026-10-01", "2026-10-03")}
    assert Decimal(bamboo["promotion"]) == baht(spent["2026-10-01"])
    assert Decimal(rattan["promotion"]) == baht(spent["2026-10-03"])

    assert Decimal(test["gross_sales"]) == baht(amount(th(3, "SKU Unit Original Price")))
    assert test["platform_fees"] == "0.00"
    profits = [
        sum(map(baht, lists))
        - sum(map(baht, discounts))
        - baht(refund)
        - sum(map(baht, shares))
        - sum(legs)
        - (baht(back) - baht(paid) - baht(taken))
        - baht(spent["2026-10-01"]),
        baht(amount(th(3, "SKU Unit Original Price"))),
        -baht(spent["2026-10-03"]),
    ]
    assert [Decimal(row["profit"]) for row in (bamboo, test, rattan)] == profits
    assert Decimal(period["profit"]) == sum(profits)
    assert {row["state"] for row in (bamboo, test)} == {"incomplete"}, "nobody has matched the SKUs yet"
    unattributed = rows[None]  # type: ignore[index]
    assert {unattributed[key] for key in ("gross_sales", "shipping", "promotion", "profit")} == {"0.00"}


def test_every_statement_row_adds_up_to_what_it_paid(run: Callable[..., str], book: Path) -> None:
    """Sales less refunds, fees, freight, and compensation of an order are its row's total, in baht."""
    run("import", book, *map(path, MONTH))
    sold = sum(
        amount(th(1, "SKU Unit Original Price", sku)) * int(th(1, "Quantity", sku))
        - amount(th(1, "SKU Seller Discount", sku))
        for sku in ("TH-BSK-01", "TH-MAT-02")
    )
    with_program = _export(run, book)
    fees = sum(
        Decimal(row["platform_fee"] or 0) for row in with_program["Sales"] if row["order_id"] == f"{ORDER}1"
    )
    assert sold - fees == income(f"{ORDER}1", "Total settlement amount")
    returned = [row for row in with_program["Returns"] if row["order_id"] == f"{ORDER}2"]
    kept = amount(th(2, "SKU Unit Original Price")) - amount(th(2, "SKU Seller Discount"))
    got = kept - Decimal(returned[0]["refund"]) - Decimal(returned[0]["return_shipping"])
    assert got == income(f"{ORDER}2", "Total settlement amount")
    assert Decimal(returned[0]["compensation"]) == income("7560000000000000002", "Total settlement amount")
    settled = {row["settlement"]: Decimal(row["amount"]) for row in with_program["Settlements"]}
    stated = [Decimal(row["Total settlement amount"]) for row in table(INCOME, "Order details")]
    assert sum(settled.values()) == sum(stated)


def test_bringing_any_file_in_twice_changes_nothing(run: Callable[..., str], book: Path) -> None:
    run("import", book, *map(path, MONTH))
    before = run("profit", book, "--json")
    for name in MONTH:
        answer = json.loads(run("import", book, path(name), "--json"))
        (file,) = answer["files"]
        assert file["added"] == {}, name
        assert file["updated"] == {}, name
        assert file["rejected"] == []
    assert run("profit", book, "--json") == before


def test_the_order_of_files_does_not_matter(tmp_path: Path, run: Callable[..., str]) -> None:
    accounts = [("bamboo-th", "tiktok_shop", "TH", "THB", "Asia/Bangkok")]
    together = new_book(tmp_path, run, accounts)
    run("import", together, *map(path, MONTH))
    expected = _contents(run, together)
    orders = random.Random(7).sample(list(itertools.permutations(MONTH)), 8)
    orders += [tuple(reversed(MONTH)), (INCOME, ADS, RETURNS, BILL, LIVE, RATES, TH)]
    for number, names in enumerate(orders):
        one_by_one = new_book(tmp_path, run, accounts, f"shop{number}")
        for name in names:
            run("import", one_by_one, path(name))
        assert _contents(run, one_by_one) == expected, names


def test_a_full_export_gives_the_same_statements(tmp_path: Path, run: Callable[..., str], book: Path) -> None:
    run("import", book, *map(path, MONTH))
    run("export", book, tmp_path / "all.xlsx")
    copy = tmp_path / "copy.bozhang"
    run("new", copy)
    run("import", copy, tmp_path / "all.xlsx")
    assert run("profit", copy, "--json") == run("profit", book, "--json")


def test_a_second_shop_joins_its_own_rows_of_the_bill(tmp_path: Path, run: Callable[..., str]) -> None:
    """The American orders: their legs waited; their days' rates; freight charged is split, taxes stay out."""
    both = new_book(
        tmp_path,
        run,
        [
            ("bamboo-th", "tiktok_shop", "TH", "THB", "Asia/Bangkok"),
            ("bamboo-us", "tiktok_shop", "US", "USD", "America/Los_Angeles"),
        ],
    )
    run("import", both, *map(path, MONTH), "--account", "bamboo-th")
    run("import", both, path(US))
    rows, _ = statement(run, both)
    unattributed = rows[None]  # type: ignore[index]

    def us(order: int, column: str, sku: str) -> str:
        return cell(US, column, Order_ID=f"5769000000000001{order:02}", SKU_ID=f"17294000000000000{sku}")

    # In Shanghai the first order was placed on 29 September, the third on 30 September.
    sold = [(1, "11", "2026-09-29"), (1, "12", "2026-09-29"), (3, "13", "2026-09-30")]
    lists = [amount(us(o, "SKU Unit Original Price", s)) * int(us(o, "Quantity", s)) for o, s, _ in sold]
    discounts = [amount(us(o, "SKU Seller Discount", s)) for o, s, _ in sold]
    assert Decimal(unattributed["gross_sales"]) == sum(
        dollars(value, day) for value, (_, _, day) in zip(lists, sold, strict=True)
    )
    freight = split(
        amount(us(1, "Shipping Fee After Discount", "11")), [lists[0] - discounts[0], lists[1] - discounts[1]]
    )
    assert Decimal(unattributed["shipping_income"]) == sum(dollars(part, "2026-09-29") for part in freight)
    assert Decimal(unattributed["refunds"]) == dollars(
        amount(us(3, "Order Refund Amount", "13")), "2026-09-30"
    )
    assert unattributed["taxes"] == "0.00"
    bill = [
        Decimal(cell(BILL, "总运费", sheet="运费明细", 客户单号=f"5769000000000001{n}")) for n in ("01", "03")
    ]
    assert Decimal(unattributed["shipping"]) == sum(bill)


def _export(run: Callable[..., str], book: Path) -> dict[str, list[dict[str, str]]]:
    target = book.with_suffix(".xlsx")
    target.unlink(missing_ok=True)
    run("export", book, target, "--language", "en")
    found = {}
    for page in openpyxl.load_workbook(target).worksheets:
        headings, *rows = [
            [("" if value is None else str(value)) for value in row]
            for row in page.iter_rows(values_only=True)
        ]
        found[page.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def _contents(run: Callable[..., str], book: Path) -> dict[str, list[list[tuple[str, str]]]]:
    return {
        sheet: sorted(sorted(row.items()) for row in rows)
        for sheet, rows in _export(run, book).items()
        if sheet != "Guide"
    }
