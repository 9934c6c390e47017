"""What others say is held against the book to the minor unit; what was decided is kept and can be undone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Platform
from desktop_app.domain.fx import Rate
from desktop_app.domain.ledger import Payout, Settlement
from desktop_app.domain.reconciling import Decision, Difference, Kind, Part, Payment, Spend, cover
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg
from desktop_app.domain.tariffs import Tariff
from desktop_app.store import Book
from desktop_app.usecases.demo import make_demo
from desktop_app.usecases.reconciling import decide, open_differences, open_in_session, reconcile, reopen
from tests.fixtures import path
from tests.importers.bringing import add_account, bring, minor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.domain.facts import Record

DAY = date(2026, 3, 2)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "b.bozhang") as made:
        add_account(made, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        yield made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    file = tmp_path_factory.mktemp("demo") / "demo.bozhang"
    make_demo(file, orders=400)
    with Book.open(file) as made:
        yield made


def put(book: Book, *records: Record) -> None:
    with book.write("made by hand") as writer:
        for record in records:
            writer.put(record)


def line(order: str, **other: object) -> OrderLine:
    given = OrderLine(
        order_id=order,
        line=1,
        account="th",
        ordered_at=datetime(2026, 2, 20, tzinfo=UTC),
        sku="A",
        quantity_milli=2000,
        unit_price_minor=50_00,
        currency="THB",
        seller_discount_minor=10_00,
        shipping_charged_minor=5_00,
        tax_minor=1_00,
        status=OrderStatus.DELIVERED,
        delivered_on=DAY,
    )
    return replace(given, **other)  # type: ignore[arg-type]


def settlement(order: str, amount: int, **other: object) -> Settlement:
    given = Settlement(
        settlement="S1",
        order_id=order,
        account="th",
        kind="order",
        settled_on=DAY + timedelta(days=7),
        currency="THB",
        amount_minor=amount,
        fees_minor=8_00,
    )
    return replace(given, **other)  # type: ignore[arg-type]


def found(book: Book, part: Part) -> dict[str, tuple[str, int]]:
    return {
        row.about: (row.kind.value, row.difference_minor) for row in reconcile(book).rows if row.part is part
    }


def test_orders_are_paid_in_full_or_differ_by_the_unit(book: Book) -> None:
    # Each is worth 2 × 50 − 10 + 5 − 1 = 94, less a fee of 8.
    product = Product(sku="A", name="猕猴桃", unit="盒")
    put(book, product, *(line(order) for order in ("full", "less", "more", "open", "own-word")))
    put(
        book,
        line("on-its-way", status=OrderStatus.SHIPPED, delivered_on=None),
        line("own-word", settled_on=DAY),
        settlement("full", 86_00),
        settlement("less", 80_00),
        settlement("more", 86_01),
        settlement("nobody's", 1_23),
    )
    assert found(book, Part.ORDERS) == {
        "less": ("underpaid", -6_00),
        "more": ("overpaid", 1),
        "open": ("unpaid", -94_00),
        "nobody's": ("unknown_order", 1_23),
    }
    assert reconcile(book).settled_orders == 1


def test_payouts_against_what_they_name_and_what_is_still_owed(book: Book) -> None:
    put(
        book,
        Product(sku="A", name="猕猴桃", unit="盒"),
        line("a"),
        line("b"),
        settlement("a", 86_00),
        settlement("b", 86_00, settlement="S2"),
        Rate(currency="THB", on=DAY, units=100, cny_e8=20 * 10**8),
        Payout(
            payout="P1",
            account="th",
            on=DAY + timedelta(days=9),
            currency="THB",
            amount_minor=85_00,
            fee_minor=5_00,
            received_cny_minor=15_00,
            settlements=("S1",),
        ),
    )
    shown = reconcile(book)
    # 80 THB at 0.20 are 16 CNY, of which 15 arrived; the fee of 5 THB is 1 CNY; 172 are settled, 85 paid out.
    assert (shown.owed, shown.fees_minor, shown.exchange_minor) == ((("th", "THB", 87_00),), 1_00, -1_00)
    rows = [row for row in shown.rows if row.part is Part.PAYOUTS]
    assert [(row.kind, row.about, row.difference_minor, row.currency) for row in rows] == [
        (Kind.PAYOUT_DIFFERS, "P1", -1_00, "THB"),
        (Kind.EXCHANGE, "P1", -1_00, "CNY"),
    ]


def test_parcels_billed_twice_or_too_heavy(book: Book) -> None:
    put(
        book,
        Product(sku="A", name="猕猴桃", unit="盒", unit_weight_mg=1_000_000),
        line("a"),
        line("b"),
        leg("1", "T1", "a", 2_300_000),
        leg("2", "T1", "a", 2_300_000),
        leg("3", "T2", "b", 4_000_000),
        leg("4", "T3", "b", 2_400_000, kind="pickup"),
    )
    # Two boxes weigh 2 kg; 4 kg billed at 30 are fair at 15.
    assert found(book, Part.FREIGHT) == {
        "云途 T1": ("billed_twice", -30_00),
        "云途 T2": ("overweight", -15_00),
    }


def leg(name: str, tracking: str, order: str, weight: int, kind: str = "line_haul") -> Leg:
    return Leg(
        shipment=f"bill-{name}",
        leg=name,
        kind=kind,
        carrier="云途",
        tracking=tracking,
        on=DAY,
        account="th",
        orders=(order,),
        cost_minor=30_00,
        currency="CNY",
        billed_weight_mg=weight,
    )


def test_the_samples_of_one_shop_agree_but_for_what_they_say_themselves(book: Book) -> None:
    files = (
        "tiktokshop-orders-th.csv",
        "tiktokshop-returns.csv",
        "tiktokads-gmvmax-live-zh.xlsx",
        "tiktokshop-income-sea.xlsx",
        "yunexpress-bill.xlsx",
    )
    bring(book, *(path(name) for name in files), account="th")
    shown = reconcile(book)
    assert [row for row in shown.rows if row.part is Part.ORDERS] == []
    assert shown.settled_orders == len({row.order_id for row in book.iterate("settlements") if row.order_id})
    paid = sum(row.amount_minor for row in book.iterate("settlements"))
    out = sum(row.amount_minor for row in book.iterate("payouts"))
    assert shown.owed == (("th", "THB", paid - out),)
    waiting = {row["charge"]: row["cost_minor"] for row in book.rows("waiting_charges")}
    charged = {row.item: -row.difference_minor for row in shown.rows if row.kind is Kind.UNKNOWN_PARCEL}
    assert charged == waiting != {}
    adverts = [json.loads(row["body"]) for row in book.rows("platform_rows") if row["kind"] == "advert"]
    (credit,) = (row for row in shown.rows if row.part is Part.ADVERTISING)
    assert credit.kind is Kind.ADVERT_CREDIT
    assert -credit.difference_minor == sum(each["cost"] - each["net"] for each in adverts)


def test_orders_that_never_came_are_named_with_what_was_paid(tmp_path: Path) -> None:
    with Book.create(tmp_path / "a.bozhang") as book:
        add_account(book, "us", Platform.AMAZON, "US", "USD")
        bring(book, path("amazon-settlement-v2.csv"), account="us")
        paid: dict[str, int] = {}
        with path("amazon-settlement-v2.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if row["order-id"]:
                    paid[row["order-id"]] = paid.get(row["order-id"], 0) + minor(row["amount"])
        assert found(book, Part.ORDERS) == {
            order: ("unknown_order", amount) for order, amount in paid.items()
        }


def test_money_that_stands_in_two_statements_is_owed_to_no_order_twice(tmp_path: Path) -> None:
    paid = []
    for name, orders in (("with", ["douyin-orders.csv"]), ("without", [])):
        with Book.create(tmp_path / f"{name}.bozhang") as book:
            add_account(book, "dy", Platform.DOUYIN, "CN", "CNY")
            for file in [*orders, "douyin-settlement.csv", "douyin-fund.csv"]:
                bring(book, path(file), account="dy")
            rows = [row for row in reconcile(book).rows if row.part is Part.ORDERS]
            paid.append({row.item: row.stated_minor for row in rows if row.stated_minor is not None})
    assert paid[0] == paid[1] != {}


def test_the_demo_year_agrees_but_for_refunds_that_are_not_settled_yet(demo: Book) -> None:
    shown = reconcile(demo)
    assert shown.settled_orders > 200
    returns = list(demo.iterate("returns"))
    for row in shown.rows:
        if row.kind in {Kind.OVERPAID, Kind.UNDERPAID}:
            late = [r for r in returns if r.order_id == row.item]
            assert row.difference_minor == sum(r.refund_minor for r in late)
        elif row.kind is Kind.UNPAID:
            order = [each for each in demo.iterate("sales") if each.order_id == row.item]
            assert not any(each.settled_on for each in order)
    settled = sum(row.amount_minor for row in demo.iterate("settlements") if row.currency == "THB")
    out = sum(row.amount_minor for row in demo.iterate("payouts") if row.currency == "THB")
    assert {code: amount for _account, code, amount in shown.owed}["THB"] == settled - out


def test_what_was_decided_is_kept_until_it_is_another_amount(book: Book) -> None:
    put(book, Product(sku="A", name="猕猴桃", unit="盒"), line("a"), settlement("a", 80_00))
    (row,) = reconcile(book).rows
    decide(book, [row], Decision.CLAIMED, " 申诉 123 ")
    (kept,) = reconcile(book).rows
    assert (kept.decision, kept.note) == (Decision.CLAIMED, "申诉 123")
    put(book, settlement("a", 81_00))
    (other,) = reconcile(book).rows
    assert (other.decision, other.note) == (None, "申诉 123")
    book.undo()
    reopen(book, [kept])
    assert reconcile(book).rows == (row,)
    book.undo()
    assert reconcile(book).rows == (kept,)
    with book.write("renamed") as writer:
        writer.rename("accounts", ("th",), ("泰国店",))
    assert [(each.account, each.decision) for each in reconcile(book).rows] == [("泰国店", Decision.CLAIMED)]


def test_a_charge_of_no_account_is_decided_once(book: Book) -> None:
    bring(book, path("yunexpress-bill.xlsx"))
    rows = [row for row in reconcile(book).rows if row.kind is Kind.UNKNOWN_PARCEL]
    decide(book, rows, Decision.ACCEPTED, "")
    decide(book, rows, Decision.EXPLAINED, "样品")
    assert len(list(book.rows("reconciled"))) == len(rows) > 1
    again: list[Difference] = [row for row in reconcile(book).rows if row.decision is Decision.EXPLAINED]
    assert [row.item for row in again] == [row.item for row in rows]


AMOUNTS = st.integers(1, 10_000)
DAYS = st.integers(0, 20).map(lambda days: DAY + timedelta(days=days))


@given(
    st.lists(st.tuples(DAYS, AMOUNTS, AMOUNTS), max_size=6),
    st.lists(st.tuples(DAYS, AMOUNTS), max_size=5),
)
def test_no_cost_is_covered_twice(
    spends: list[tuple[date, int, int]], payments: list[tuple[date, int]]
) -> None:
    costs = [Spend(on, cost, min(cost, net), "THB") for on, cost, net in spends]
    paid = [Payment(str(at), on, amount, "THB") for at, (on, amount) in enumerate(payments)]
    covered = cover(paid, costs)
    assert sorted(each.payment.entry for each in covered) == sorted(each.entry for each in paid)
    assert sum(each.covered for each in covered) <= sum(each.cost for each in costs)
    assert sum(each.net for each in covered) <= sum(each.net for each in costs)
    for each in covered:
        assert 0 <= each.net <= each.covered <= each.payment.amount
        early = sum(cost.cost for cost in costs if cost.on <= each.payment.on + timedelta(days=1))
        assert each.covered <= early


def price(day: date, per_kg: int, service: str = "专线") -> Tariff:
    return Tariff(
        carrier="云途",
        service=service,
        market="TH",
        from_on=day,
        above_mg=0,
        up_to_mg=30_000_000,
        per_kg_e8=per_kg * 10**8,
        per_parcel_minor=2_00,
        currency="CNY",
    )


def test_bills_above_the_price_list_of_their_day(book: Book) -> None:
    """30.00 for 2 kg: 26.00 by a list of 12 a kilogram, which is more than a tenth less; 28.00 by 13."""
    put(
        book,
        Product(sku="A", name="猕猴桃", unit="盒", unit_weight_mg=1_000_000),
        line("a"),
        leg("1", "T1", "a", 2_000_000),
    )
    assert found(book, Part.FREIGHT) == {}, "no list, no price"
    put(book, price(DAY, 12))
    assert found(book, Part.FREIGHT) == {"云途 T1": ("dear", -4_00)}
    put(book, price(DAY, 13, "特快"))
    assert found(book, Part.FREIGHT) == {}, "the dearest of its services could have carried it"
    put(book, price(DAY + timedelta(days=1), 1, "特快"))
    assert found(book, Part.FREIGHT) == {}, "a list of the next day says nothing of this one"


def test_a_stream_is_final_once_what_stands_open_against_it_is_decided(book: Book) -> None:
    at = datetime(2026, 2, 20, tzinfo=UTC)
    put(
        book,
        Product(sku="A", name="猕猴桃", unit="盒", unit_weight_mg=1_000_000),
        StreamSession(session="S", account="th", started_at=at, ended_at=at + timedelta(hours=2)),
        line("in", session="S"),
        line("waits", session="S"),
        line("out", ordered_at=at - timedelta(days=9)),
        settlement("in", 80_00),
        settlement("out", 1_00),
        leg("1", "T1", "in", 4_000_000),
        leg("2", "T2", "out", 4_000_000),
    )
    book.refresh()
    assert open_in_session(book, "S") == 2
    assert open_differences(book) == 4
    rows = [row for row in reconcile(book).rows if row.about in {"in", "云途 T1"}]
    decide(book, rows[:1], Decision.ACCEPTED, "")
    assert open_in_session(book, "S") == 1
    decide(book, rows[1:], Decision.EXPLAINED, "泡沫箱")
    assert (open_in_session(book, "S"), open_differences(book)) == (0, 2)
    put(book, settlement("in", 79_00))
    assert open_in_session(book, "S") == 1, "another amount asks anew"
