"""The oracle against small books whose figures are worked out by hand, in the comment above each case."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tests.oracle.arithmetic import money_text, ratio_text, round_half_up, split
from tests.oracle.books import LedgerBook, random_book, write
from tests.oracle.books import books as random_books
from tests.oracle.chance import Record, decimals
from tests.oracle.effects import SIGNS
from tests.oracle.oracle import differences, grouped, statements

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2025, 6, 1)

PRODUCT: Record = {"sku": "K", "name": "猕猴桃", "unit": "kg", "unit_weight_g": 1000}
ACCOUNT: Record = {
    "account": "A", "platform": "tiktok_shop", "market": "TH", "currency": "CNY", "timezone": "Asia/Shanghai",
}  # fmt: skip
SESSION: Record = {
    "session": "S1", "account": "A",
    "started_at": datetime(2025, 3, 1, 20, 0), "ended_at": datetime(2025, 3, 1, 22, 0),
}  # fmt: skip
LOT: Record = {"lot": "L1", "sku": "K", "received_on": date(2025, 2, 1), "quantity": 100, "total_cost": 300}


def sale(order: str = "O1", **cells: Any) -> Record:
    """Two units at 10.00 in S1, fee stated as 0; `cells` replace what a case is about."""
    base: Record = {
        "order_id": order, "account": "A", "session": "S1", "ordered_at": datetime(2025, 3, 1, 20, 30),
        "sku": "K", "quantity": 2, "unit_price": 10, "currency": "CNY", "platform_fee": 0, "status": "paid",
    }  # fmt: skip
    return {**base, **cells}


def leg(**cells: Any) -> Record:
    base: Record = {"shipment": "H", "leg": "1", "on": date(2025, 3, 3), "cost": 10, "currency": "CNY"}
    return {**base, **cells}


def returned(**cells: Any) -> Record:
    base: Record = {
        "return": "X1", "account": "A", "order_id": "O1", "line": 1, "quantity": 1, "refund": 0,
        "returned_on": date(2025, 3, 10),
    }  # fmt: skip
    return {**base, **cells}


class Books:
    """Makes a book of the given sheets, with the usual product, account, session and lot where not given."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "book.xlsx"

    def save(self, **sheets: list[Record]) -> Path:
        usual = {"Products": [PRODUCT], "Accounts": [ACCOUNT], "Sessions": [SESSION], "Lots": [LOT]}
        write(LedgerBook(1, {**usual, **sheets}, None), self._path)
        return self._path

    def run(self, stock_from: date | None = None, **sheets: list[Record]) -> dict[str, Any]:
        path = self.save(**sheets)
        return statements(path, stock_from=stock_from, today=TODAY, decimals=decimals, expected=True)

    def row(
        self, session: str = "S1", stock_from: date | None = None, **sheets: list[Record]
    ) -> dict[str, Any]:
        rows = self.run(stock_from, **sheets)["rows"]
        return next(row for row in rows if row["session"] == session)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


# -- numbers ------------------------------------------------------------------------------------------------


def test_rounding_is_half_up_away_from_zero() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (1, -1, 3, -3, 2)] == [1, -1, 2, -2, 1]
    assert ratio_text(Fraction(-1, 80000)) == "0.0000"  # -0.0000125
    assert ratio_text(Fraction(1, 20000)) == "0.0001"  # 0.00005, a tie


def test_money_is_written_with_all_its_decimals() -> None:
    assert [money_text(n, 2) for n in (123450, -300, 5, 0)] == ["1234.50", "-3.00", "0.05", "0.00"]
    assert [money_text(n, 0) for n in (1200, -3)] == ["1200", "-3"]
    assert money_text(-5, 3) == "-0.005"


def test_splitting_gives_the_left_over_units_to_the_largest_remainders() -> None:
    # 100 over 1:1:1 → 33⅓ each, floor 33, one unit left: a tie, so the earliest part
    assert split(100, [Fraction(1)] * 3) == [34, 33, 33]
    # 10 over 3:5:7 → 2, 3⅓, 4⅔: one unit left, to the remainder ⅔
    assert split(10, [Fraction(3), Fraction(5), Fraction(7)]) == [2, 3, 5]
    # negative: split 10 and negate; all weights 0: equal weights
    assert split(-10, [Fraction(3), Fraction(5), Fraction(7)]) == [-2, -3, -5]
    assert split(5, [Fraction(0), Fraction(0)]) == [3, 2]


# -- order lines --------------------------------------------------------------------------------------------


def test_a_plain_sale_from_list_to_margin(books: Books) -> None:
    row = books.row(
        Products=[{**PRODUCT, "packaging_cost": Decimal("0.25")}],
        Sessions=[{**SESSION, "host_pay": 3, "other_cost": Decimal("1.50")}],
        Sales=[
            sale(quantity=Decimal("2.5"), unit_price=Decimal("10.01"), seller_discount=1, shipping_charged=4,
                 platform_discount=9, platform_fee=Decimal("0.75"), tax=Decimal("0.60"))
        ],
    )  # fmt: skip
    # list R(2.5 × 10.01 = 25.025) = 25.03, net 25.03 − 1 = 24.03
    assert (row["gross_sales"], row["seller_discount"], row["net_sales"]) == ("25.03", "1.00", "24.03")
    # goods: T 300 × 2.5 ÷ 100 = 7.50; packing R(2.5 × 0.25 = 0.625) = 0.63; session 3 + 1.50
    assert (row["cost_of_goods"], row["packaging"], row["session_costs"]) == ("7.50", "0.63", "4.50")
    # profit 24.03 + 4 − 0.60 − 0.75 − 7.50 − 0.63 − 4.50 = 14.05; margin 14.05 ÷ 24.03 = 0.58468…
    assert (row["profit"], row["margin"]) == ("14.05", "0.5847")


def test_a_fee_not_stated_is_two_rounded_parts_and_an_estimate(books: Books) -> None:
    account = {**ACCOUNT, "commission_rate": Decimal("0.05"), "payment_fee_rate": Decimal("0.03")}
    row = books.row(
        Accounts=[account],
        Sales=[
            sale(quantity=1, unit_price=Decimal("10.10"), shipping_charged=Decimal("0.40"), platform_fee=None)
        ],
    )
    # R(0.05 × 10.10 = 0.505) = 0.51; R(0.03 × (10.10 + 0.40) = 0.315) = 0.32; sum 0.83
    assert (row["platform_fees"], row["state"]) == ("0.83", "estimated")


def test_a_fee_not_stated_takes_the_rates_of_the_orders_day(books: Books) -> None:
    account = {**ACCOUNT, "commission_rate": Decimal("0.05"), "payment_fee_rate": Decimal("0.03")}
    rates = [
        {"account": "A", "from_on": date(2025, 3, 2), "payment_fee_rate": Decimal("0.01")},
        {"account": "A", "from_on": date(2025, 3, 1), "commission_rate": Decimal("0.08")},
        {"account": "A", "from_on": date(2025, 3, 9), "commission_rate": 0},
    ]
    cells: Record = {"quantity": 1, "unit_price": 100, "platform_fee": None, "session": "S1"}
    days = {
        "O1": "2025-02-28 23:59", "O2": "2025-03-01 00:00", "O3": "2025-03-02 12:00",
        "O4": "2025-03-20 12:00",
    }  # fmt: skip
    lines = [sale(order, ordered_at=at, **cells) for order, at in days.items()]
    sheets: dict[str, Any] = {"Accounts": [account], "Sales": lines, "Fee rates": rates}
    row = books.row(**sheets)
    # 5 + 3, then 8 + 3, then 8 + 1, then 0 + 1
    assert row["platform_fees"] == "29.00"


def test_a_fee_stated_as_0_is_a_statement(books: Books) -> None:
    account = {**ACCOUNT, "commission_rate": Decimal("0.05")}
    settled: Record = {
        "settlement": "Z", "account": "A", "order_id": "O1", "kind": "order", "settled_on": date(2025, 4, 1),
        "currency": "CNY", "amount": 20,
    }  # fmt: skip
    row = books.row(Accounts=[account], Sales=[sale()], Settlements=[settled])
    assert (row["platform_fees"], row["state"]) == ("0.00", "settled")


def test_lines_placed_or_cancelled_before_dispatch_count_for_nothing(books: Books) -> None:
    row = books.row(
        Products=[{**PRODUCT, "packaging_cost": 1}],
        Sales=[sale(status="placed"), sale("O2", status="cancelled")],
        Returns=[returned(refund=5, return_shipping=3)],
    )
    assert {row[key] for key in SIGNS} == {"0.00"}
    assert row["margin"] is None


def test_a_line_cancelled_after_dispatch_keeps_goods_packing_and_freight(books: Books) -> None:
    row = books.row(
        Products=[{**PRODUCT, "packaging_cost": 1}],
        Sales=[sale(status="cancelled", shipped_on=date(2025, 3, 2), shipping_charged=7, tax=1)],
        Shipping=[leg(orders="O1")],
        Returns=[returned(refund=5, return_shipping=3, compensation=1)],
    )
    # goods 2 × 3.00, packing 2 × 1.00, freight 10.00, return 3.00 − 1.00; no sales, no refund: −20.00
    kept = [row[key] for key in ("cost_of_goods", "packaging", "shipping", "return_costs")]
    assert kept == ["6.00", "2.00", "10.00", "2.00"]
    assert (row["gross_sales"], row["refunds"], row["shipping_income"], row["profit"]) == (
        "0.00", "0.00", "0.00", "-20.00",
    )  # fmt: skip


# -- rates --------------------------------------------------------------------------------------------------


def test_a_rate_per_100_units_rounds_once_in_each_step(books: Books) -> None:
    rates: list[Record] = [
        {"currency": "JPY", "on": date(2025, 2, 1), "units": 100, "cny": 5},
        {"currency": "JPY", "on": date(2025, 3, 1), "units": 100, "cny": Decimal("4.85")},
        {"currency": "JPY", "on": date(2025, 3, 2), "units": 100, "cny": 9},
    ]
    row = books.row(Rates=rates, Sales=[sale(currency="JPY", quantity=Decimal("0.5"), unit_price=301)])
    # list R(0.5 × 301 = 150.5) = 151 yen; R(151 × 4.85 ÷ 100 = 7.3235) = 7.32 at the rate of the day itself
    assert row["gross_sales"] == "7.32"


def test_a_three_decimal_currency(books: Books) -> None:
    rates: list[Record] = [{"currency": "KWD", "on": date(2025, 2, 1), "cny": Decimal("23.5")}]
    row = books.row(Rates=rates, Sales=[sale(currency="KWD", quantity=1, unit_price=Decimal("1.337"))])
    # R(1.337 × 23.5 = 31.4195) = 31.42
    assert row["gross_sales"] == "31.42"


def test_a_missing_rate_makes_null_what_it_enters_and_nothing_else(books: Books) -> None:
    rates: list[Record] = [{"currency": "USD", "on": date(2025, 3, 2), "cny": 7}]  # a day too late
    result = books.run(Rates=rates, Sales=[sale(currency="USD"), sale("O2")])
    row = result["rows"][0]
    missing = {key for key in (*SIGNS, "net_sales", "profit", "margin") if row[key] is None}
    # discount, freight income, fee and tax are 0, and 0 needs no rate
    assert missing == {"gross_sales", "net_sales", "profit", "margin"}
    assert (row["cost_of_goods"], row["state"]) == ("12.00", "incomplete")
    assert (result["period"]["profit"], result["period"]["net_profit"]) == (None, None)
    assert result["unattributed"]["profit"] == "0.00"


def test_the_day_of_a_moment_is_the_books_day(books: Books) -> None:
    rates: list[Record] = [
        {"currency": "USD", "on": date(2025, 3, 1), "cny": 7},
        {"currency": "USD", "on": date(2025, 3, 2), "cny": 8},
    ]
    # 2025-03-01 17:00 UTC is 2025-03-02 01:00 in Shanghai: the rate of 2 March, 20 × 8
    row = books.row(Rates=rates, Sales=[sale(currency="USD", ordered_at="2025-03-01 17:00+00:00")])
    assert row["gross_sales"] == "160.00"


# -- attribution --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "session"),
    [
        (datetime(2025, 3, 1, 19, 59), None),  # before any start
        (datetime(2025, 3, 1, 20, 0), "S1"),  # started_at ≤ ordered_at
        (datetime(2025, 3, 2, 3, 59), "S1"),  # within 6 hours after its end at 22:00
        (datetime(2025, 3, 2, 4, 0), None),  # … and no longer at their end
        (datetime(2025, 3, 3, 20, 30), "S3"),  # S2 and S3 begin together: the last code
        (datetime(2025, 3, 4, 11, 0), "S3"),  # S3 ends after 24 hours, no session of A having begun before
        (datetime(2025, 3, 5, 1, 59), "S3"),  # … plus the window: 20:00 + 24 + 6 hours
        (datetime(2025, 3, 5, 2, 0), None),
    ],
)
def test_a_line_without_session_goes_to_the_latest_start_that_fits(
    books: Books, at: datetime, session: str | None
) -> None:
    later: Record = {"account": "A", "started_at": datetime(2025, 3, 3, 20, 0)}
    result = books.run(
        Accounts=[{**ACCOUNT, "attribution_hours": 6}],
        Sessions=[
            SESSION,
            {**later, "session": "S3"},
            {**later, "session": "S2", "ended_at": datetime(2025, 3, 3, 21, 0)},
            {"session": "P", "account": "A", "status": "planned", "started_at": datetime(2025, 3, 4, 10, 0)},
        ],
        Sales=[sale(session=None, ordered_at=at)],
    )
    assert result["facts"]["lines"]["A/O1/1"]["session"] == session


# -- goods --------------------------------------------------------------------------------------------------


def costs(result: dict[str, Any], *orders: str) -> list[list[tuple[str, str, int, int]]]:
    """The draws of these orders' first lines: SKU, lot, thousandths still out, cost in fen."""
    return [result["facts"]["lines"][f"A/{order}/1"]["draws"] for order in orders]


def test_draws_telescope_to_the_whole_cost(books: Books) -> None:
    lots: list[Record] = [{**LOT, "quantity": 3, "total_cost": 10}]
    at = [datetime(2025, 3, 1, 20, minute) for minute in (1, 2, 3)]
    result = books.run(Lots=lots, Sales=[sale(f"O{n}", quantity=1, ordered_at=at[n]) for n in (2, 1, 0)])
    # R(10 ÷ 3) = 3.33; R(20 ÷ 3 = 6.67) − 3.33 = 3.34; 10.00 − 6.67 = 3.33
    assert costs(result, "O0", "O1", "O2") == [
        [("K", "L1", 1000, 333)], [("K", "L1", 1000, 334)], [("K", "L1", 1000, 333)],
    ]  # fmt: skip
    assert result["rows"][0]["cost_of_goods"] == "10.00"


def test_first_expired_first_out_after_the_named_lot(books: Books) -> None:
    def lot(code: str, day: int, best: date | None, cost: int) -> Record:
        return {
            "lot": code, "sku": "K", "received_on": date(2025, 2, day), "quantity": 1, "total_cost": cost,
            "best_before": best,
        }  # fmt: skip

    lots = [
        lot("none", 1, None, 1), lot("late", 2, date(2025, 5, 1), 2), lot("soon-b", 3, date(2025, 2, 20), 3),
        lot("soon-a", 3, date(2025, 2, 20), 4), lot("named", 9, None, 5),
    ]  # fmt: skip
    result = books.run(Lots=lots, Sales=[sale(quantity=5, lot="named")])
    # the named lot; then by best-before (past its date or not), by receipt, by code; no date is the latest
    assert [draw[1] for draw in costs(result, "O1")[0]] == ["named", "soon-a", "soon-b", "late", "none"]


def test_what_is_owed_is_filled_by_later_lots_oldest_debt_first(books: Books) -> None:
    lots: list[Record] = [
        {**LOT, "quantity": 1, "total_cost": 2},
        {**LOT, "lot": "L2", "received_on": date(2025, 3, 5), "quantity": 4, "total_cost": 20},
        {**LOT, "lot": "L3", "received_on": date(2025, 3, 9), "quantity": 3, "total_cost": 10},
    ]
    result = books.run(
        Lots=lots,
        Sales=[
            sale("O2", quantity=9, ordered_at=datetime(2025, 3, 1, 21, 0)),
            sale("O1", quantity=3, lot="L3"),  # L3 is not yet received: it holds nothing
        ],
    )
    # O1: 1 of L1 (2.00), owes 2: filled from L2 at 5.00 each (10.00). O2: 2 of L2 (10.00), 3 of L3 (10.00),
    # still owes 4: R(10 ÷ 3 × 4 = 13.333) = 13.33, estimated. In all 2 + 10 + 10 + 10 + 13.33
    assert costs(result, "O1", "O2") == [
        [("K", "L1", 1000, 200), ("K", "L2", 2000, 1000)], [("K", "L2", 2000, 1000), ("K", "L3", 3000, 1000)],
    ]  # fmt: skip
    assert result["rows"][0]["cost_of_goods"] == "45.33"


def test_goods_without_any_lot_cost_the_reference_else_nothing_and_incomplete(books: Books) -> None:
    with_reference: list[Record] = [{**PRODUCT, "reference_cost": Decimal("1.25")}]
    row = books.row(Lots=[], Products=with_reference, Sales=[sale(quantity=Decimal("1.5"))])
    assert (row["cost_of_goods"], row["state"]) == ("1.88", "estimated")  # R(1.25 × 1.5 = 1.875)
    row = books.row(Lots=[], Sales=[sale()])
    assert (row["cost_of_goods"], row["profit"], row["state"]) == ("0.00", "20.00", "incomplete")


def test_lines_before_stock_from_draw_nothing(books: Books) -> None:
    products = [{**PRODUCT, "reference_cost": 2}]
    later = datetime(2025, 3, 2, 1, 0)
    sales = [sale(), sale("O2", ordered_at=later)]
    result = books.run(date(2025, 3, 2), Products=products, Sales=sales)
    # O1 2 × 2.00 by reference; O2 2 × 3.00 from the lot
    assert costs(result, "O1", "O2") == [[], [("K", "L1", 2000, 600)]]
    assert result["rows"][0]["cost_of_goods"] == "10.00"


def test_a_restock_cancels_debt_first_then_goes_back_last_drawn_first(books: Books) -> None:
    lots: list[Record] = [
        {**LOT, "quantity": 2, "total_cost": 10, "best_before": date(2025, 4, 1)},
        {**LOT, "lot": "L2", "quantity": 3, "total_cost": 10},
    ]
    result = books.run(
        Lots=lots,
        Sales=[sale(quantity=6)],
        Returns=[returned(quantity=5, restocked_quantity=5)],
    )
    # takes 2 of L1 (10.00) and 3 of L2 (10.00), owes 1; 5 back: 1 off the debt, 3 into L2, 1 into L1 (5.00)
    assert costs(result, "O1") == [[("K", "L1", 1000, 1000), ("K", "L2", 0, 1000)]]
    assert result["facts"]["lines"]["A/O1/1"]["owed"] == {}
    assert result["rows"][0]["cost_of_goods"] == "5.00"


def test_a_restock_dated_before_its_sale_comes_directly_after_it(books: Books) -> None:
    result = books.run(
        Lots=[{**LOT, "quantity": 2, "total_cost": 7}],
        Sales=[
            sale("O1", ordered_at=datetime(2025, 3, 1, 20, 30)),
            sale("O2", ordered_at=datetime(2025, 3, 1, 20, 31)),
        ],
        Returns=[returned(quantity=2, restocked_quantity=2, returned_on=date(2025, 2, 20))],
    )
    # O1 takes the lot and gives it back at once, so that O2 finds it: 7.00 − 7.00 + 7.00
    assert costs(result, "O2") == [[("K", "L1", 2000, 700)]]
    assert result["rows"][0]["cost_of_goods"] == "7.00"


def test_entries_draw_what_there_is_and_found_goods_come_back(books: Books) -> None:
    def entry(code: str, kind: str, quantity: int, session: str | None = None, day: int = 2) -> Record:
        return {
            "entry": code, "lot": "L1", "on": date(2025, 3, day), "kind": kind, "quantity": quantity,
            "session": session,
        }  # fmt: skip

    result = books.run(
        Lots=[{**LOT, "quantity": 10, "total_cost": 30}],
        Stock=[
            entry("E1", "gift", 1, "S1"), entry("E2", "sample", 2), entry("E3", "adjustment", 1, day=3),
            entry("E4", "transfer", 5, day=3), entry("E5", "adjustment", -2, day=4),
            entry("E6", "spoilage", 50, "S1", day=5),
        ],
    )  # fmt: skip
    # 3.00 each: gift 3.00 in S1, sample 6.00 unattributed, found −3.00, short 6.00, the last 6 spoil: 18.00
    assert result["rows"][0]["samples"] == "3.00"
    assert result["unattributed"]["samples"] == "6.00"
    period = result["period"]
    assert (period["spoilage"], period["adjustments"]) == ("18.00", "3.00")
    # −3.00 − 6.00 before them, −30.00 after
    assert (period["profit"], period["net_profit"]) == ("-9.00", "-30.00")


def repack(
    code: str, on: date, source: str, quantity: int, *new: tuple[str, str, int], split: str
) -> list[Record]:
    return [
        {
            "repack": code, "on": on, "from_lot": source, "from_quantity": quantity, "lot": lot, "sku": sku,
            "quantity": count, "split": split,
        }
        for lot, sku, count in new
    ]  # fmt: skip


def test_a_repack_carries_cost_by_weight_by_value_or_by_quantity(books: Books) -> None:
    products: list[Record] = [
        {**PRODUCT, "list_price": 8},
        {"sku": "BIG", "name": "大", "unit": "box", "kg_per_unit": Decimal("2.5"), "list_price": 40},
        {"sku": "SMALL", "name": "小", "unit": "box", "unit_weight_g": 500},
    ]
    day = date(2025, 2, 10)
    result = books.run(
        Products=products,
        Lots=[{**LOT, "quantity": 100, "total_cost": 100}],
        Repacks=[
            *repack("R1", day, "L1", 10, ("N1", "BIG", 2), ("N2", "SMALL", 4), split="weight"),
            *repack("R2", day, "L1", 10, ("N3", "BIG", 1), ("N4", "K", 2), split="value"),
            *repack("R3", day, "L1", 10, ("N5", "BIG", 1), ("N6", "SMALL", 2), split="value"),
            *repack("R4", day, "N1", 2, ("N7", "BIG", 2), split="weight"),
            *repack("R0", day, "N3", 1, ("N8", "BIG", 1), split="weight"),
        ],
    )
    cost = {code: lot["total_cost"] for code, lot in result["facts"]["lots"].items()}
    # R1: 10.00 over 2 × 2500 : 4 × 500 = 5 : 2 → 714.28…, 285.71…: the remainder .71 takes the unit left over
    assert (cost["N1"], cost["N2"]) == (714, 286)
    # R2: 10.00 over 1 × 40 : 2 × 8 → 714.28…, 285.71…; R3: SMALL has no price, so 1 : 2 → 333, 667
    assert (cost["N3"], cost["N4"], cost["N5"], cost["N6"]) == (714, 286, 333, 667)
    # R4 goes on with N1; R0 comes before R2 by its id, when N3 holds nothing: the new lot costs nothing
    assert (cost["N7"], cost["N8"]) == (714, 0)


def test_a_repacks_lots_fill_debts_and_keep_the_sources_date(books: Books) -> None:
    products: list[Record] = [PRODUCT, {"sku": "BIG", "name": "大", "unit": "box", "unit_weight_g": 1000}]
    result = books.run(
        Products=products,
        Lots=[{**LOT, "quantity": 10, "total_cost": 10, "best_before": date(2025, 2, 20)}],
        Sales=[sale(sku="BIG", quantity=3)],
        Repacks=repack("R", date(2025, 3, 4), "L1", 20, ("N", "BIG", 4), split="weight"),
    )
    # 20 wanted, 10 there: all its cost, 10.00, on 4 boxes; 3 of them were owed: R(10 × 3 ÷ 4) = 7.50
    assert costs(result, "O1") == [[("BIG", "N", 3000, 750)]]


def test_a_bundle_takes_its_components(books: Books) -> None:
    products: list[Record] = [
        {**PRODUCT, "packaging_cost": 9},
        {"sku": "JAM", "name": "果酱", "unit": "jar", "unit_weight_g": 200, "packaging_cost": 9},
        {"sku": "SET", "name": "礼盒", "unit": "box", "components": "K×0.333; JAM×2", "packaging_cost": 1},
    ]
    lots: list[Record] = [
        {**LOT, "quantity": 10, "total_cost": 100},
        {**LOT, "lot": "J1", "sku": "JAM", "quantity": 10, "total_cost": 20},
        {**LOT, "lot": "J2", "sku": "JAM", "quantity": 10, "total_cost": 50, "received_on": date(2025, 2, 9)},
    ]
    result = books.run(
        Products=products,
        Lots=lots,
        Sales=[sale(sku="SET", quantity=Decimal("1.5"), lot="J2")],
        Returns=[returned(quantity=1, restocked_quantity=1)],
    )
    # kiwi R(1.5 × 0.333 = 0.4995) = 0.5 → 5.00; jam 3 of the named J2 → 15.00; the set's own packing 1.50
    # back: kiwi 0.333 → R(100 × 0.167 ÷ 10) = 1.67 stays; jam 2 → 5.00 stays
    assert costs(result, "O1") == [[("K", "L1", 167, 500), ("JAM", "J2", 1000, 1500)]]
    row = result["rows"][0]
    assert (row["cost_of_goods"], row["packaging"]) == ("6.67", "1.50")


def test_events_of_one_moment_go_by_kind_then_by_id_as_text(books: Books) -> None:
    day = date(2025, 3, 5)
    result = books.run(
        Lots=[{**LOT, "received_on": day, "quantity": 4, "total_cost": 8}],
        Stock=[{"entry": "E1", "lot": "L1", "on": day, "kind": "spoilage", "quantity": 1}],
        Sales=[
            sale("9", ordered_at=day),
            sale("10", ordered_at=datetime(2025, 3, 5, 0, 0), quantity=3),
        ],
    )
    # 4 come in, 1 spoils, order 10 takes the last 3 (6.00), order 9 owes 2 at 8 ÷ 4 each (4.00)
    assert costs(result, "10", "9") == [[("K", "L1", 3000, 600)], []]
    assert (result["rows"][0]["cost_of_goods"], result["period"]["spoilage"]) == ("10.00", "2.00")


# -- freight ------------------------------------------------------------------------------------------------


def shares(result: dict[str, Any], one_leg: str = "H/1") -> dict[str, int | None]:
    found: dict[str, int | None] = result["facts"]["legs"][one_leg]
    return found


HEAVY: Record = {"sku": "BIG", "name": "大", "unit": "box", "unit_weight_g": 3000}
WEIGHTLESS: Record = {"sku": "CARD", "name": "卡", "unit": "piece"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 10.00 over 2 × 1000 g : 1 × 3000 g : 1 × 1000 g = 2 : 3 : 1 → 333⅓, 500, 166⅔
        ("weight", {"A/O1/1": 333, "A/O1/2": 500, "A/O2/1": 167}),
        # quantities 2 : 1 : 1
        ("quantity", {"A/O1/1": 500, "A/O1/2": 250, "A/O2/1": 250}),
        # values 20 : 10 − 4 : 0 (below 0 counts as 0) = 20 : 6 → 769.23, 230.77
        ("value", {"A/O1/1": 769, "A/O1/2": 231, "A/O2/1": 0}),
        # two orders, 5.00 each; O1's over 2 : 3
        ("parcel", {"A/O1/1": 200, "A/O1/2": 300, "A/O2/1": 500}),
    ],
)
def test_a_leg_is_split_by_its_rule(books: Books, rule: str, expected: dict[str, int]) -> None:
    result = books.run(
        Products=[PRODUCT, HEAVY],
        Sales=[
            sale("O2", quantity=1, seller_discount=11),
            sale("O1", line=2, sku="BIG", quantity=1, seller_discount=4),
            sale("O1", line=1),
        ],
        Shipping=[leg(orders="O2; O1", sessions="S1", split=rule)],
    )
    assert shares(result) == expected


def test_a_weight_missing_turns_weight_into_quantity_inside_its_order_for_parcel(books: Books) -> None:
    sales = [
        sale("O1", line=1, quantity=3), sale("O1", line=2, sku="CARD", quantity=1),
        sale("O2", line=1, sku="BIG", quantity=1), sale("O2", line=2, quantity=1),
    ]  # fmt: skip
    legs = [
        leg(orders="O1;O2"),
        leg(leg="2", split="parcel"),
    ]  # the second names nothing: it carries the same
    result = books.run(Products=[PRODUCT, HEAVY, WEIGHTLESS], Sales=sales, Shipping=legs)
    # by quantity over all 3 : 1 : 1 : 1 → 500, 166⅔ ×3: two units left, to the earlier two
    assert list(shares(result, "H/1").values()) == [500, 167, 167, 166]
    # parcel: O1 by quantity 3 : 1, O2 by weight 3 : 1
    assert list(shares(result, "H/2").values()) == [375, 125, 375, 125]


def test_legs_without_lines_fall_on_sessions_or_on_nobody(books: Books) -> None:
    early: Record = {"session": "S9", "account": "A", "started_at": datetime(2025, 2, 1, 9, 0)}
    result = books.run(
        Sessions=[SESSION, early],
        Sales=[sale(status="placed")],
        Shipping=[
            leg(sessions="S1; S9", cost=Decimal("-0.05")),  # −0.05 in equal parts, S9 first: −0.03, −0.02
            leg(shipment="G", orders="O1", cost=4),  # an order without a line that counts
            leg(shipment="F", cost=1),  # nothing named
        ],
    )
    assert [(row["session"], row["shipping"]) for row in result["rows"]] == [("S9", "-0.03"), ("S1", "-0.02")]
    assert result["unattributed"]["shipping"] == "5.00"


def test_an_order_id_of_two_accounts_is_told_apart_by_the_rows_account(books: Books) -> None:
    result = books.run(
        Accounts=[ACCOUNT, {**ACCOUNT, "account": "B"}],
        Sales=[sale(), sale(account="B", session=None)],
        Shipping=[leg(orders="O1", account="B")],
    )
    assert shares(result) == {"B/O1/1": 1000}
    assert result["unattributed"]["shipping"] == "10.00"


def test_ties_of_a_leg_go_by_order_id_as_text_then_account_then_line(books: Books) -> None:
    result = books.run(
        Accounts=[ACCOUNT, {**ACCOUNT, "account": "B"}],
        Sales=[
            sale("9", line=2), sale("9", account="B", line=1), sale("9", line=1), sale("10", line=1),
        ],
        Shipping=[leg(sessions="S1", cost=Decimal("0.03"))],
    )  # fmt: skip
    # 0.03 over four equal weights: a fen each to the first three; "10" stands before "9"
    assert shares(result) == {"A/10/1": 1, "A/9/1": 1, "A/9/2": 1, "B/9/1": 0}


# -- promotion ----------------------------------------------------------------------------------------------


def promotion(**cells: Any) -> Record:
    base: Record = {
        "promotion": "T", "account": "A", "started_at": date(2025, 3, 1), "amount": 10, "currency": "CNY",
    }  # fmt: skip
    return {**base, **cells}


SECOND: Record = {  # an hour on the same day
    "session": "S0", "account": "A",
    "started_at": datetime(2025, 3, 1, 8, 0), "ended_at": datetime(2025, 3, 1, 9, 0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # the whole day: 1 hour of S0, 2 hours of S1
        ({}, {"S0": 333, "S1": 667}),
        # until the day of its start ends: 30 minutes and 2 hours → 200, 800
        ({"started_at": datetime(2025, 3, 1, 8, 30)}, {"S0": 200, "S1": 800}),
        # to 21:00: 1 hour of each
        ({"ended_at": datetime(2025, 3, 1, 21, 0)}, {"S0": 500, "S1": 500}),
        # a date as end runs to its end; a credit is split as its absolute value
        ({"ended_at": date(2025, 3, 1), "amount": -10}, {"S0": -333, "S1": -667}),
        # overlaps nothing: S1 has ended
        ({"started_at": datetime(2025, 3, 1, 22, 0)}, {}),
        # named: by duration 2 : 1, in the order named; by weights; a weight left out is 0
        ({"sessions": "S1; S0"}, {"S1": 667, "S0": 333}),
        ({"sessions": "S1=1; S0=1.5"}, {"S1": 400, "S0": 600}),
        ({"sessions": "S1; S0=2"}, {"S1": 0, "S0": 1000}),
        ({"sessions": "S1=0; S0=0"}, {"S1": 500, "S0": 500}),
    ],
)
def test_a_promotion_falls_on_the_sessions_it_names_or_overlaps(
    books: Books, cells: Record, expected: dict[str, int]
) -> None:
    result = books.run(Sessions=[SESSION, SECOND], Promotions=[promotion(**cells)])
    assert result["facts"]["promotions"]["T"] == expected
    if not expected:
        assert result["unattributed"]["promotion"] == "10.00"


def test_a_promotions_date_is_a_day_of_its_accounts_zone(books: Books) -> None:
    account = {**ACCOUNT, "timezone": "America/New_York"}
    result = books.run(Accounts=[account], Sessions=[SESSION, SECOND], Promotions=[promotion()])
    # 1 March in New York is 13:00 on 1 March to 13:00 on 2 March in Shanghai: S1 alone
    assert result["facts"]["promotions"]["T"] == {"S1": 1000}


# -- returns ------------------------------------------------------------------------------------------------


def test_a_refund_gives_back_its_share_of_the_fee_on_the_orders_day(books: Books) -> None:
    rates: list[Record] = [
        {"currency": "USD", "on": date(2025, 3, 1), "cny": 7},
        {"currency": "USD", "on": date(2025, 3, 10), "cny": 8},
    ]
    row = books.row(
        Accounts=[{**ACCOUNT, "fee_refund_rate": Decimal("0.5")}],
        Rates=rates,
        Sales=[sale(currency="USD", platform_fee=Decimal("1.31"))],
        Returns=[
            returned(refund=5, platform_reversed=Decimal("0.33"), return_shipping=2, compensation=1,
                     compensation_currency="USD")
        ],
    )  # fmt: skip
    # refunds 5 × 7 + R(0.33 × 7 = 2.31); fee back R(1.31 × 0.5 × 5 ÷ 20 = 0.16375) = 0.16 USD = 1.12;
    # fees R(1.31 × 7 = 9.17) − 1.12; the carrier's 1 USD at the rate of the return's day
    assert (row["refunds"], row["platform_fees"], row["return_costs"]) == ("37.31", "8.05", "-6.00")


def test_a_refund_above_the_price_gives_back_no_more_than_the_whole_share(books: Books) -> None:
    row = books.row(
        Accounts=[{**ACCOUNT, "fee_refund_rate": 1}],
        Sales=[sale(platform_fee=3), sale("O2", seller_discount=20, platform_fee=3)],
        Returns=[
            returned(refund=30),
            returned(**{"return": "X2", "order_id": "O2", "line": None, "sku": "K"}),
        ],
    )
    # O1: min(1, 30 ÷ 20) × 3 = 3 back; O2: list = discount, 0 back; net 40 − 20 − 30 < 0: no margin
    assert (row["platform_fees"], row["net_sales"], row["margin"]) == ("3.00", "-10.00", None)


# -- expected figures ---------------------------------------------------------------------------------------


def test_the_morning_after_expects_freight_and_refunds_by_the_medians_of_90_days(books: Books) -> None:
    night: Record = {**SESSION, "session": "S5", "started_at": datetime(2025, 5, 30, 20, 0), "ended_at": None}
    row = books.row(
        "S5",
        Sessions=[{**SESSION, "started_at": datetime(2025, 3, 10, 20, 0), "ended_at": None}, night],
        Sales=[
            sale("O1", ordered_at=datetime(2025, 3, 10, 21, 0)),
            sale("O2", session="S5", quantity=3, ordered_at=datetime(2025, 5, 30, 21, 0)),
        ],
        Shipping=[leg(orders="O1", cost=3)],
        Returns=[returned(refund=4)],
    )
    # freight 3.00 on 2 kg, so 1.50 × 3 kg; refunded 4 ÷ (20 − 4) = ¼ of 30.00; profit 30 − 9 = 21
    assert (row["expected_shipping"], row["expected_refunds"]) == ("4.50", "7.50")
    assert (row["profit"], row["expected_profit"]) == ("21.00", "9.00")


# -- the whole ----------------------------------------------------------------------------------------------


def test_groups_are_sums_of_sessions(books: Books) -> None:
    path = books.save(
        Sessions=[SESSION, {**SESSION, "session": "S2", "started_at": datetime(2025, 4, 1, 0, 30)}],
        Sales=[
            sale(),
            sale("O2", session="S2"),
            sale("O3", session=None, ordered_at=datetime(2025, 1, 1, 1)),
        ],
    )
    by_month = grouped(path, by="month", today=TODAY, decimals=decimals)
    assert [(row["month"], row["gross_sales"]) for row in by_month["rows"]] == [
        ("2025-03", "20.00"), ("2025-04", "20.00"),
    ]  # fmt: skip
    by_market = grouped(path, by="market", today=TODAY, decimals=decimals)
    assert [(row["market"], row["gross_sales"]) for row in by_market["rows"]] == [("TH", "40.00")]
    assert by_market["unattributed"]["gross_sales"] == "20.00"


def test_a_period_takes_sessions_by_their_start_and_the_rest_by_its_day(books: Books) -> None:
    path = books.save(
        Sales=[sale(), sale("O3", session=None, ordered_at=datetime(2025, 2, 20, 1))],
        Overheads=[{"entry": "V1", "on": date(2025, 3, 31), "amount": 5}],
    )
    result = statements(path, today=TODAY, decimals=decimals, first=date(2025, 3, 1), last=date(2025, 3, 31))
    # S1: 20.00 − 2 × 3.00; the unattributed line of February is left out; overheads 5.00
    assert result["period"]["profit"] == "14.00"
    assert (result["period"]["overheads"], result["period"]["net_profit"]) == ("5.00", "9.00")


def test_differences_name_row_key_and_values(books: Books) -> None:
    ours = books.run(Sales=[sale()])
    assert differences(ours, ours) == []
    theirs = {**ours, "rows": [{**ours["rows"][0], "profit": "13.99", "margin": "0.70001"}]}
    assert differences(theirs, ours) == ["S1: profit: program 13.99, oracle 14.00"]


@pytest.mark.parametrize("seed", range(12))
def test_random_books_read_the_same_in_both_languages_and_add_up(tmp_path: Path, seed: int) -> None:
    book = random_book(seed, 25, doubtful=seed % 2 == 1)
    results = []
    for language in ("en", "zh"):
        write(book, tmp_path / "book.xlsx", language)
        results.append(
            statements(tmp_path / "book.xlsx", stock_from=book.stock_from, today=TODAY, decimals=decimals)
        )
    assert results[0] == results[1]
    for row in (*results[0]["rows"], results[0]["unattributed"]):
        parts = [None if row[key] is None else SIGNS[key] * Decimal(row[key]) for key in SIGNS]
        known = [part for part in parts if part is not None]
        assert row["profit"] == (f"{sum(known):.2f}" if len(known) == len(parts) else None)
    for lot in results[0]["facts"]["lots"].values():
        assert lot["left"] <= lot["quantity"]


@given(random_books())
@settings(max_examples=5, deadline=None, derandomize=True)
def test_drawn_books_are_reckoned(book: LedgerBook) -> None:
    with TemporaryDirectory() as folder:
        path = f"{folder}/book.xlsx"
        write(book, path)
        result = statements(path, stock_from=book.stock_from, today=TODAY, decimals=decimals)
    assert len(result["rows"]) == len(book.sheets["Sessions"])


KEYS = {
    "Products": ("sku",), "Lots": ("lot",), "Accounts": ("account",), "Sessions": ("session",),
    "Promotions": ("promotion",), "Shipping": ("shipment", "leg"), "Returns": ("return",),
    "Stock": ("entry",), "Rates": ("currency", "on"), "Overheads": ("entry",), "Repacks": ("repack", "lot"),
    "Fee rates": ("account", "from_on"),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_random_books_hold_nothing_that_must_be_refused(seed: int) -> None:
    book = random_book(seed, 40, doubtful=seed % 2 == 1)
    for sheet, key in KEYS.items():
        found = [tuple(row[part] for part in key) for row in book.sheets.get(sheet, [])]
        assert len(found) == len(set(found)), sheet
    _check_sales_and_returns(book)
    accounts_of: dict[object, set[object]] = {}
    for row in book.sheets["Sales"]:
        accounts_of.setdefault(row["order_id"], set()).add(row["account"])
    for row in book.sheets["Shipping"]:
        for order in str(row.get("orders") or "").split("; "):
            accounts = accounts_of.get(order, set())
            assert not order or row.get("account") in accounts or len(accounts) == 1


def _check_sales_and_returns(book: LedgerBook) -> None:
    """No amount finer than its minor unit, no more returned than sold, each return on one line."""
    lines: dict[tuple[object, object, int], Record] = {}
    highest: dict[tuple[object, object], int] = {}
    for row in book.sheets["Sales"]:
        order = row["account"], row["order_id"]
        number = row["line"] if isinstance(row["line"], int) else highest.get(order, 0) + 1
        highest[order] = max(highest.get(order, 0), number)
        assert (*order, number) not in lines
        lines[*order, number] = row
        for key in ("unit_price", "seller_discount", "shipping_charged", "platform_fee", "tax"):
            _check_fine(row[key], str(row["currency"]))
    left = {key: Decimal(str(row["quantity"])) for key, row in lines.items()}
    for row in book.sheets.get("Returns", []):
        order = row["account"], row["order_id"]
        found = [k for k, r in lines.items() if k[:2] == order and (row["line"] or r["sku"] == row["sku"])]
        found = [k for k in found if row["line"] in (None, k[2])]
        assert len(found) == 1
        left[found[0]] -= Decimal(str(row["quantity"]))
        assert left[found[0]] >= 0
        assert Decimal(str(row["restocked_quantity"] or 0)) <= Decimal(str(row["quantity"]))
        _check_fine(row["refund"], str(lines[found[0]]["currency"]))


def _check_fine(amount: object, currency: str) -> None:
    if amount is not None:
        assert Decimal(str(amount)).scaleb(decimals(currency)) % 1 == 0
