"""What a scheme counts in the book: figures, filters with their reasons, days, rates, measures, costs."""

from __future__ import annotations

import json
import shutil
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.claims.figures import MissingCode
from desktop_app.domain.claims.working import WorkedItem, work_item
from desktop_app.domain.fx import Rate
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.store.database import Book
from desktop_app.usecases.claims_facts import gather
from tests.usecases.claims_book import (
    EACH,
    FROM,
    PERCENT,
    TO,
    TODAY,
    at,
    back,
    full_book,
    leg,
    line,
    put,
    scheme,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "b.bozhang"
    full_book(path).close()
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    shutil.copyfile(made, tmp_path / "b.bozhang")
    with Book.open(tmp_path / "b.bozhang") as opened:
        yield opened


def work(
    book: Book, base: dict[str, Any], rule: dict[str, Any] = PERCENT, *, received: int = 0, **more: Any
) -> WorkedItem:
    found = read_scheme(json.dumps(scheme("x", base, rule, **more)).encode())
    return work_item(found, gather(book, FROM, TO, cut_off_on=TODAY), received)


def reasons(item: WorkedItem) -> dict[str, str]:
    return {
        one.fact.order_id: str(one.left_out or one.standing)
        for one in item.figures.lines
        if not one.is_counted
    }


def test_the_five_figures_add_up_and_every_line_has_its_place(book: Book) -> None:
    item = work(book, {"measure": "net"})
    # T1: ฿1000 at 20 per 100; U1: $10 at 7.10. The refund after the cut-off does not count.
    five = item.figures.five
    assert five is not None
    paid = 100_000 + 50_000 + 30_000 + 20_000 + 5_000 + 20_000 + 7_100
    assert (five.paid, five.cancelled, five.excluded, five.refunds) == (paid, 30_000, 20_000, 10_000)
    assert five.net == paid - 60_000
    assert item.figures.measures == {"net": Fraction(paid - 60_000, 100)}
    assert item.amount_fen == (paid - 60_000) // 10
    assert reasons(item) == {"A3": "cancelled", "A4": "excluded", "A5": "unpaid"}
    later = [one.fact.order_id for one in item.figures.counted if one.fact.later_refund_minor]
    assert later == ["T1"]


@pytest.mark.parametrize(
    ("filters", "left_out"),
    [
        ({"cross_border": True}, {"A6": "domestic"}),
        (
            {"cross_border": False},
            dict.fromkeys(("A1", "A2", "A3", "A4", "A5", "T1", "U1"), "cross_border"),
        ),
        ({"platforms": ["TikTok Shop"]}, dict.fromkeys(("A1", "A2", "A3", "A4", "A5", "A6"), "platform")),
        ({"markets": ["TH"]}, {"A6": "market", "U1": "market"}),
        ({"skus": ["BOX"]}, {"U1": "sku"}),
        ({"origins": ["宝鸡市"]}, {"U1": "origin"}),
        ({"carriers": ["云途"]}, dict.fromkeys(("A3", "A4", "A5", "A6", "U1"), "carrier")),
        ({"status": "paid"}, {"A5": "status"}),
        (
            {"customs_codes": ["9610"]},
            dict.fromkeys(("A1", "A2", "A3", "A4", "A5", "A6", "T1", "U1"), "customs_code"),
        ),
    ],
)
def test_a_filter_leaves_lines_out_with_its_reason(
    book: Book, filters: dict[str, Any], left_out: dict[str, str]
) -> None:
    item = work(book, {"measure": "net", "filters": filters})
    found = {
        name: why for name, why in reasons(item).items() if why not in {"cancelled", "excluded", "unpaid"}
    }
    assert found == left_out
    assert item.figures.five is not None
    kept = sum(one.net or 0 for one in item.figures.counted)
    assert item.figures.five.net == kept


def test_the_day_of_dispatch_decides_the_period(book: Book) -> None:
    item = work(book, {"measure": "orders", "day": "dispatch"}, EACH)
    counted = [one.fact.order_id for one in item.figures.counted]
    assert counted == ["OLD", "A1", "A2"]
    assert reasons(item) == dict.fromkeys(("A3", "A4", "A5", "A6", "T1", "U1"), "no_day")
    put(book, line("A6", 5_000, shipped_on=date(2026, 4, 1)))
    again = work(book, {"measure": "orders", "day": "dispatch"}, EACH)
    assert reasons(again)["A6"] == "other_day"


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("placed", "2421"),
        ("paid", "2321"),
        ("net", "1721"),
        ("settled", "200"),
        ("orders", "5"),
        ("parcels", "3"),
        ("sessions", "2"),
    ],
)
def test_measures(book: Book, measure: str, value: str) -> None:
    rule = PERCENT if measure in {"placed", "paid", "net", "settled"} else EACH
    assert work(book, {"measure": measure}, rule).figures.measures[measure] == Fraction(value)


def test_a_parcel_is_known_by_its_own_leg_where_the_order_has_no_number(book: Book) -> None:
    put(book, leg("L7", ("U1",), 100, tracking="ZZ1"), leg("L8", ("A1", "U1"), 100, tracking="BOTH"))
    item = work(book, {"measure": "parcels"}, EACH)
    assert item.figures.measures["parcels"] == 4
    assert {one.fact.order_id: one.fact.tracking for one in item.figures.counted}["U1"] == "ZZ1"


def test_kilograms_and_tonne_km_weigh_what_was_sent(book: Book) -> None:
    boxes = {"measure": "kilograms", "filters": {"skus": ["BOX"]}}
    item = work(book, boxes, EACH)
    assert item.figures.measures["kilograms"] == 12
    far = work(book, {**boxes, "measure": "tonne_km"}, EACH)
    # A1 and A2, 3 kg each, 100 km.
    assert far.figures.measures["tonne_km"] == Fraction(6, 1000) * 100
    without = work(book, {"measure": "kilograms"}, EACH)
    assert without.outcome is None
    assert [(one.code, dict(one.data)) for one in without.figures.missing] == [
        (MissingCode.WEIGHT, {"sku": "HAT"})
    ]


def test_costs_are_those_paid_in_the_period_less_what_came_back(book: Book) -> None:
    def cost(*kinds: str, **filters: Any) -> Fraction:
        base = {"measure": "cost", "cost_kinds": list(kinds), "filters": filters}
        item = work(book, base, {"kind": "percent_cost", "rate": "0.5"})
        assert item.amount_fen == int(item.figures.measures["cost"] * 50)
        return item.figures.measures["cost"]

    assert cost("freight") == 30
    assert cost("promotion") == 20
    assert cost("warehouse") == 800
    assert cost("platform_fee") == 20
    assert cost("freight", "promotion") == 50
    # What a line states itself counts where no settlement does, less what was given back of it.
    settled = {"settled_on": date(2026, 3, 30), "platform_fee_minor": 700}
    put(
        book,
        line("F1", 9_000, **settled),
        line(
            "T1",
            100_000,
            account="TH",
            currency="THB",
            ordered_at=at(date(2026, 3, 9)),
            tracking="YT2",
            **settled,
        ),
        back("F1", 0, TODAY, fee_refunded_minor=200),
    )
    assert cost("platform_fee") == 25
    # The wage was not paid, the second leg in April; a filter leaves a leg only its share.
    assert cost("other") == 0
    assert cost("freight", skus=["HAT"]) == 0
    assert cost("freight", platforms=["tiktok_shop"]) == 0
    unpaid = work(book, {"measure": "cost", "cost_kinds": ["freight"]}, {"kind": "percent_cost", "rate": "1"})
    assert unpaid.figures.unpaid_legs == ()
    put(book, leg("L9", ("A1",), 1_000, paid_on=None))
    unpaid = work(book, {"measure": "cost", "cost_kinds": ["freight"]}, {"kind": "percent_cost", "rate": "1"})
    assert list(unpaid.figures.unpaid_legs) == [("L9", "1")]
    assert unpaid.figures.measures["cost"] == 30
    put(book, leg("L3", ("A1", "U1"), 1_000))
    assert cost("freight", skus=["HAT"]) == 5


def test_a_threshold_on_costs_of_no_kind_is_unknown_never_nothing(book: Book) -> None:
    limit = [{"measure": "cost", "at_most": "5"}]
    item = work(book, {"measure": "net"}, thresholds=limit)
    assert item.outcome is None
    assert [(one.measure, one.code) for one in item.figures.missing] == [("cost", MissingCode.COST_KINDS)]
    assert work(book, {"measure": "net", "cost_kinds": ["training"]}, thresholds=limit).outcome is not None


def test_units_give_the_smaller_of_the_sum_and_their_own_freight(book: Book) -> None:
    rule = {"kind": "per_unit", "amount": "20", "or_actual_if_less": True}
    item = work(book, {"measure": "parcels"}, rule)
    # YT1 15, YT2 15 + 9 of T1, YT3 nothing.
    units = [(one.id, one.cost) for one in item.figures.units or ()]
    assert units == [("YT1", 1500), ("YT2", 2400), ("YT3", 0)]
    assert item.amount_fen == 1500 + 2000
    skipped = work(book, {"measure": "parcels"}, {**rule, "above": "1"})
    assert skipped.amount_fen == 2000


def test_a_usd_base_counts_dollars_as_they_are_and_others_through_yuan(book: Book) -> None:
    item = work(book, {"measure": "net", "currency": "USD"}, {"kind": "step", "every": "10", "amount": "1"})
    net = {one.fact.order_id: one.net for one in item.figures.counted}
    assert net["U1"] == 1_000
    # ¥1000.00 ÷ 7.10; ฿1000.00 × 0.2 ÷ 7.10.
    assert net["A1"] == 14_085
    assert net["T1"] == 2_817


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        ({"rule": "order_day"}, 7_100),
        ({"rule": "month_first"}, 7_000),
        ({"rule": "fixed_date", "date": "2026-03-04"}, 7_100),
        ({"rule": "customs"}, 7_050),
    ],
)
def test_rules_of_exchange(book: Book, exchange: dict[str, Any], expected: int) -> None:
    # The third Wednesday of February 2026 is the 18th, the fourth the 25th.
    put(book, Rate(currency="USD", on=date(2026, 2, 18), units=1, cny_e8=705_000_000))
    put(book, Rate(currency="USD", on=date(2026, 2, 25), units=1, cny_e8=706_000_000))
    if exchange["rule"] == "month_first":
        put(book, Rate(currency="USD", on=date(2026, 3, 1), units=1, cny_e8=700_000_000))
    item = work(book, {"measure": "net", "filters": {"markets": ["US"]}}, exchange=exchange)
    assert [one.net for one in item.figures.counted] == [expected]


def test_customs_takes_the_fourth_wednesday_where_the_third_was_closed(book: Book) -> None:
    put(book, Rate(currency="USD", on=date(2026, 2, 25), units=1, cny_e8=706_000_000))
    item = work(book, {"measure": "net", "filters": {"markets": ["US"]}}, exchange={"rule": "customs"})
    (one,) = item.figures.counted
    assert (one.net, one.used and one.used.rate.on) == (7_060, date(2026, 2, 25))
    assert one.used is not None
    assert one.used.wanted == date(2026, 2, 18)


def test_a_missing_rate_makes_the_measure_unknown_never_nothing(book: Book) -> None:
    put(book, line("E1", 100, currency="EUR"))
    item = work(book, {"measure": "net"})
    assert item.outcome is None
    assert [(one.code, dict(one.data)) for one in item.figures.missing] == [
        (MissingCode.RATE, {"currency": "EUR", "on": "2026-03-05"})
    ]


def test_thresholds_are_counted_with_the_filters_of_the_base(book: Book) -> None:
    base = {"measure": "net", "filters": {"platforms": ["tiktok_shop"]}}
    at_limit = work(book, base, thresholds=[{"measure": "orders", "at_least": "2"}])
    assert at_limit.amount_fen == (20_000 + 7_100) // 10
    above = work(book, base, thresholds=[{"measure": "orders", "above": "2"}])
    assert above.amount_fen == 0


def test_caps_count_what_the_year_already_gave(book: Book) -> None:
    caps = [{"per": "year", "amount": "100"}]
    assert work(book, {"measure": "net"}, caps=caps, received=4_000).amount_fen == 6_000
    assert work(book, {"measure": "net"}, caps=caps, received=12_000).amount_fen == 0


def test_a_trial_compensates_what_is_below_its_target(book: Book) -> None:
    rule = {"kind": "loss", "rate": "0.5"}
    missing = work(book, {"measure": "loss"}, rule)
    assert [one.code for one in missing.figures.missing] == [MissingCode.TRIAL]
    row = {"trial": "T", "account": "CN", "first_on": "2026-03-01", "days": 30, "target_minor": 1_000_000}
    with book.write("test") as writer:
        writer.put_row("trials", row)
    item = work(book, {"measure": "loss"}, rule)
    assert item.figures.trial is not None
    assert [one.session for one in item.figures.trial.sessions] == ["S1"]
    loss = 1_000_000 - item.figures.trial.actual
    assert item.figures.measures["loss"] == Fraction(loss, 100)
    assert item.amount_fen == (loss + 1) // 2


def test_what_training_and_settlements_came_to(book: Book) -> None:
    facts = gather(book, FROM, TO, cut_off_on=TODAY)
    (course,) = facts.training
    assert (course.first_broadcast_on, course.first_paid_order_on) == (date(2026, 3, 5), date(2026, 3, 5))
    assert course.net_sales_minor is not None
    (settled,) = facts.settlements
    assert (settled.settled_minor, settled.orders, settled.orders_minor) == (90_000, 1, 100_000)
    assert (settled.payout, settled.received_minor) == ("PO1", 17_900)
