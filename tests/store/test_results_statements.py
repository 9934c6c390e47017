"""Statements read from kept results: worked examples of what the random books do not look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.catalogue import Component
from desktop_app.domain.fx import Rate
from desktop_app.domain.issues import IssueCode, ReasonCode
from desktop_app.domain.ledger import Overhead, Settlement
from desktop_app.domain.promotion import Promotion
from desktop_app.domain.returns import Return
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.shipment import Leg
from desktop_app.domain.statement import State, StatementRow
from desktop_app.domain.stock import Lot, StockEntry, StockKind
from desktop_app.store import results
from desktop_app.store.queries.statements import By, statements
from tests.store.making import START, account, product, sale, session

if TYPE_CHECKING:
    from desktop_app.store import Book

TODAY = date(2026, 5, 1)
LATER = START + timedelta(hours=1)


def put(book: Book, *records: Any) -> None:
    with book.write("put") as writer:
        for record in records:
            writer.put(record)
    book.refresh()


def cny_sale(order: str = "1", line: int = 1, **more: Any) -> Any:
    plain = {"currency": "CNY", "unit_price_minor": 1000, "platform_fee_minor": 50}
    return sale(order, line, **{**plain, **more})


def kiwi_lot(quantity: int = 10_000, cost: int = 5000, **more: Any) -> Lot:
    plain = {"lot": "L1", "sku": "KIWI", "received_on": date(2026, 1, 1)}
    return Lot(**{**plain, "quantity_milli": quantity, "total_cost_minor": cost, **more})


def row_of(book: Book, key: str = "S1", today: date = TODAY, **more: Any) -> StatementRow:
    rows = {row.key: row for row in statements(book, today=today, **more).rows}
    return rows[key]


def issue_data(row: StatementRow, code: IssueCode) -> dict[str, str | int]:
    (found,) = [issue for issue in row.issues if issue.code is code]
    return dict(found.data)


def test_empty_and_planned_sessions_have_a_row_in_order_of_start(book: Book) -> None:
    put(book, session("S0", started_at=START + timedelta(days=1)), session("S2", started_at=START))
    assert [row.key for row in statements(book, today=TODAY).rows] == ["S1", "S2", "S0"]
    assert row_of(book).state is State.SETTLED


@pytest.mark.parametrize(
    ("settlement", "state"),
    [
        (None, State.ESTIMATED),
        ({"line": None}, State.SETTLED),
        ({"line": 1}, State.SETTLED),
        ({"line": 2}, State.ESTIMATED),
        ({"order_id": None}, State.ESTIMATED),
        ({"order_id": "2"}, State.ESTIMATED),
    ],
)
def test_a_settlement_covers_its_order_or_one_line_of_it(
    book: Book, settlement: dict[str, Any] | None, state: State
) -> None:
    put(book, kiwi_lot(), cny_sale())
    if settlement is not None:
        plain = Settlement(
            settlement="C1",
            account="TH1",
            order_id="1",
            kind="sale",
            settled_on=TODAY,
            currency="CNY",
            amount_minor=1,
        )
        put(book, replace(plain, **settlement))
    assert row_of(book).state is state


def test_returns_may_come_until_the_return_days_are_over(book: Book) -> None:
    delivered = date(2026, 3, 10)
    put(
        book,
        account(return_days=7),
        kiwi_lot(),
        cny_sale(settled_on=delivered, delivered_on=delivered, status=OrderStatus.DELIVERED),
    )
    before, after = row_of(book, today=date(2026, 3, 16)), row_of(book, today=date(2026, 3, 17))
    assert (before.state, after.state) == (State.ESTIMATED, State.SETTLED)
    assert issue_data(before, IssueCode.RETURNS_MAY_COME) == {"until": "2026-03-17"}
    put(book, account(return_days=30))
    assert row_of(book, today=date(2026, 3, 17)).state is State.ESTIMATED


def test_a_missing_rate_is_named_and_comes_right_with_the_rate(book: Book) -> None:
    put(book, kiwi_lot(), sale(), sale("2", currency="USD"), cny_sale("3", quantity_milli=1000))
    row = row_of(book)
    assert row.state is State.INCOMPLETE
    assert row.amounts["gross_sales"] is None
    # An amount of 0 needs no rate.
    assert row.amounts["taxes"] == 0
    missing = [dict(issue.data) for issue in row.issues if issue.code is IssueCode.RATE_MISSING]
    assert missing == [
        {"what": "sales", "currency": "THB", "on": "2026-03-01", "count": 1},
        {"what": "sales", "currency": "USD", "on": "2026-03-01", "count": 1},
    ]
    put(
        book,
        Rate(currency="THB", on=date(2026, 2, 1), cny_e8=20_000_000),
        Rate(currency="USD", on=date(2026, 3, 1), cny_e8=700_000_000),
    )
    assert row_of(book).amounts["gross_sales"] == 7960 + 278_600 + 1000


def test_goods_that_cost_nobody_knows_what_are_named(book: Book) -> None:
    put(book, product("NUT", reference_cost_minor=30), cny_sale(), cny_sale("2", sku="NUT"))
    row = row_of(book)
    assert row.state is State.INCOMPLETE
    assert row.amounts["cost_of_goods"] == 60
    assert issue_data(row, IssueCode.COST_MISSING) == {"sku": "KIWI", "count": 1, "quantity_milli": 2000}
    assert issue_data(row, IssueCode.STOCK_OWED) == {"sku": "NUT", "count": 1, "quantity_milli": 2000}
    put(book, kiwi_lot(1000, 500))
    row = row_of(book)
    # One kilogram from the lot, the other at its cost per kilogram.
    assert (row.state, row.amounts["cost_of_goods"]) == (State.ESTIMATED, 60 + 500 + 500)


def test_a_lot_past_its_date_is_named(book: Book) -> None:
    put(book, kiwi_lot(best_before=date(2026, 2, 20)), cny_sale())
    assert issue_data(row_of(book), IssueCode.LOT_PAST_DATE) == {
        "sku": "KIWI", "lot": "L1", "best_before": "2026-02-20", "count": 1, "quantity_milli": 2000,
    }  # fmt: skip


def test_a_bundle_draws_its_components_and_packs_once(book: Book) -> None:
    put(
        book,
        product("KIWI", packaging_cost_minor=100),
        product("BOX", packaging_cost_minor=300, components=(Component(sku="KIWI", quantity_milli=1500),)),
        kiwi_lot(),
        cny_sale(sku="BOX", quantity_milli=2000),
    )
    amounts = row_of(book).amounts
    assert (amounts["cost_of_goods"], amounts["packaging"]) == (1500, 600)


def test_a_line_cancelled_after_dispatch_has_only_costs(book: Book) -> None:
    put(
        book,
        kiwi_lot(),
        cny_sale(status=OrderStatus.CANCELLED, shipped_on=date(2026, 3, 2), shipping_charged_minor=5,
        tax_minor=5),
        cny_sale("2", status=OrderStatus.CANCELLED),
        cny_sale("3", status=OrderStatus.PLACED),
        Leg(shipment="H", leg="1", on=TODAY, orders=("1", "2", "3"), cost_minor=700, currency="CNY"),
        Return(
            return_id="T", account="TH1", order_id="1", line=1, quantity_milli=2000,
            restocked_quantity_milli=1000,
            refund_minor=999, return_shipping_minor=20, returned_at=LATER,
        ),
    )  # fmt: skip
    amounts = row_of(book).amounts
    found = {key: amount for key, amount in amounts.items() if amount}
    assert found == {"cost_of_goods": 500, "shipping": 700, "return_costs": 20, "profit": -1220}


def test_what_belongs_to_no_session_stands_on_the_day_of_its_rate(book: Book) -> None:
    put(
        book,
        kiwi_lot(),
        cny_sale(ordered_at=datetime(2026, 4, 1, 1, tzinfo=UTC)),
        Leg(shipment="H", leg="1", on=date(2026, 4, 3), orders=("1",), cost_minor=700, currency="CNY"),
        Leg(shipment="H", leg="0", on=date(2026, 4, 4), cost_minor=30, currency="CNY"),
        Leg(shipment="I", leg="1", on=date(2026, 4, 4), orders=("no such order",), cost_minor=4,
        currency="CNY"),
        Promotion(
            promotion="P", account="TH1", started_on=date(2026, 4, 5), amount_minor=90, currency="CNY"
        ),
        StockEntry(
            entry="E", lot="L1", occurred_at=datetime(2026, 4, 5, 16, tzinfo=UTC), kind=StockKind.GIFT,
            quantity_milli=1000,
        ),
        Return(
            return_id="T", account="TH1", order_id="1", line=1, quantity_milli=1000, refund_minor=10,
            return_shipping_minor=20, returned_at=datetime(2026, 4, 7, tzinfo=UTC),
        ),
    )  # fmt: skip
    by_day = {}
    for day in range(1, 8):
        one = date(2026, 4, day)
        row = statements(book, start=one, end=one, today=TODAY).unattributed
        by_day[day] = {key: amount for key, amount in row.amounts.items() if amount and key in ROWS}
    assert by_day == {
        1: {"gross_sales": 2000, "refunds": 10, "platform_fees": 50, "cost_of_goods": 1000},
        2: {},
        3: {"shipping": 700},
        # The leg that names nothing carries what its shipment's first naming row does.
        4: {"shipping": 34},
        5: {"promotion": 90},
        6: {"samples": 500},
        7: {"return_costs": 20},
    }
    row = statements(book, today=TODAY).unattributed
    assert {issue.code for issue in row.issues} == {
        IssueCode.LINES_UNATTRIBUTED, IssueCode.LEG_UNATTRIBUTED, IssueCode.LEG_ORDER_UNKNOWN,
        IssueCode.PROMOTION_UNATTRIBUTED, IssueCode.SAMPLE_UNATTRIBUTED, IssueCode.UNSETTLED,
        IssueCode.WEIGHT_MISSING,
    }  # fmt: skip
    assert issue_data(row, IssueCode.LEG_ORDER_UNKNOWN) == {
        "shipment": "I", "leg": "1", "order": "no such order", "count": 1,
    }  # fmt: skip


ROWS = {
    "gross_sales", "refunds", "platform_fees", "cost_of_goods", "shipping", "promotion",
    "samples", "return_costs",
}  # fmt: skip


def test_by_product_what_belongs_to_none_stands_unattributed(book: Book) -> None:
    put(
        book,
        session(host_pay_minor=800),
        product("NUT", reference_cost_minor=30),
        kiwi_lot(),
        cny_sale(),
        cny_sale("2", sku="NUT"),
        Leg(shipment="H", leg="1", on=TODAY, orders=("1",), cost_minor=700, currency="CNY"),
    )
    report = statements(book, by=By.PRODUCT, today=TODAY)
    profits = {row.key: row.amounts["profit"] for row in report.rows}
    assert profits == {"KIWI": 2000 - 50 - 1000 - 700, "NUT": 2000 - 50 - 60}
    assert report.unattributed.amounts["profit"] == -800
    assert [issue.code for issue in report.rows[1].issues] == [IssueCode.STOCK_OWED]


def test_the_period_takes_spoilage_adjustments_and_overheads_off(book: Book) -> None:
    put(
        book,
        kiwi_lot(),
        StockEntry(entry="E1", lot="L1", occurred_at=LATER, kind=StockKind.SPOILAGE, quantity_milli=2000),
        StockEntry(entry="E2", lot="L1", occurred_at=LATER, kind=StockKind.ADJUSTMENT, quantity_milli=400),
        StockEntry(entry="E3", lot="L1", occurred_at=LATER, kind=StockKind.SPOILAGE, quantity_milli=9000),
        Overhead(entry="V", on=date(2026, 3, 1), amount_minor=77),
    )
    period = statements(book, today=TODAY).period
    # E3 is before nothing: it takes the 8.0 kg that are left after E1, E2 finds 0.4 kg later in the stream.
    assert (period.spoilage, period.adjustments, period.overheads) == (5000, -200, 77)
    assert period.net_profit == -5000 + 200 - 77
    assert [dict(issue.data) for issue in period.issues] == [
        {"entry": "E3", "lot": "L1", "short_milli": 1000}
    ]
    assert statements(book, start=date(2026, 3, 2), today=TODAY).period.net_profit == 0


def test_expected_freight_and_refunds_come_from_the_accounts_past(book: Book) -> None:
    past = [session(f"P{n}", started_at=START - timedelta(days=20 + n)) for n in range(3)]
    put(
        book,
        product(unit_weight_mg=1_000_000),
        account(return_days=10),
        kiwi_lot(100_000, 0),
        *past,
        *[cny_sale(f"P{n}", ordered_at=one.started_at, quantity_milli=2000) for n, one in enumerate(past)],
        *[
            Leg(
                shipment=f"H{n}",
                leg="1",
                on=TODAY,
                orders=(f"P{n}",),
                cost_minor=400 + 200 * n,
                currency="CNY",
            )
            for n in range(3)
        ],
        Return(
            return_id="T",
            account="TH1",
            order_id="P0",
            line=1,
            quantity_milli=1,
            refund_minor=1000,
            returned_at=LATER,
        ),
        Return(
            return_id="U",
            account="TH1",
            order_id="P1",
            line=1,
            quantity_milli=1,
            refund_minor=400,
            returned_at=LATER,
        ),
        cny_sale(quantity_milli=3000),
        session("S1"),
    )
    row = row_of(book, today=date(2026, 3, 5))
    # 3 kg at the middle of 2, 3 and 4 a kilogram; 30.00 at the middle of 100, 25 and 0 %.
    assert (row.expected_shipping, row.expected_refunds) == (900, 750)
    assert row.expected_profit == 3000 - 50 - 900 - 750
    assert [reason.code for reason in row.reasons] == [ReasonCode.SHIPPING_MEDIAN, ReasonCode.REFUNDS_MEDIAN]
    by_product = statements(book, by=By.PRODUCT, today=date(2026, 3, 5)).rows[0]
    assert (by_product.expected_shipping, by_product.expected_refunds) == (900, 750)
    # When its return days are over, and the past is more than 90 days old, nothing is expected any more.
    row = row_of(book, today=date(2026, 6, 20))
    assert (row.expected_shipping, row.expected_refunds) == (0, 0)
    assert [reason.code for reason in row.reasons] == [ReasonCode.SHIPPING_NO_HISTORY]


def test_results_can_be_dropped_at_any_time(book: Book) -> None:
    put(book, kiwi_lot(), cny_sale())
    before = row_of(book)
    assert not results.is_stale(book)
    with book.upkeep() as connection:
        results.drop(connection)
    assert results.is_stale(book)
    with book.write("more") as writer:
        writer.put(session("S9", started_at=START - timedelta(days=9)))
    book.refresh()
    assert row_of(book) == before


def test_progress_rises_to_the_end_and_may_stop_the_refresh(book: Book) -> None:
    put(book, kiwi_lot(), cny_sale())
    with book.upkeep() as connection:
        results.drop(connection)

    def stop(_share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        book.refresh(stop)
    assert results.is_stale(book)
    shares: list[float] = []
    book.refresh(shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert not results.is_stale(book)


def test_rows_can_be_sliced_and_counted_from_the_end(book: Book) -> None:
    put(book, *[session(f"S{n:03}", started_at=START + timedelta(hours=n)) for n in range(120)])
    rows = statements(book, today=TODAY).rows
    assert len(rows) == 121
    assert [row.key for row in rows[48:52]] == ["S047", "S048", "S049", "S050"]
    assert rows[-1].key == "S119"
    assert [row.key for row in rows] == [rows[index].key for index in range(121)]
    with pytest.raises(IndexError):
        rows[121]
