"""What holds of any claim: figures add up, nothing counts twice, no cap or cost is passed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.claims.evidence import EvidenceRefusedError, media_type_of
from desktop_app.domain.claims.facts import ClaimFacts, LegFact, LineFact
from desktop_app.domain.claims.freezing import pack_facts, unpack_facts
from desktop_app.domain.claims.lines import Standing
from desktop_app.domain.claims.rates import nth_wednesday
from desktop_app.domain.claims.working import WorkedItem, keep_highest, work_item
from desktop_app.domain.fx import Rate
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.subsidy.reading import read_scheme

FIRST = date(2026, 3, 1)
RATES = {
    "USD": [
        Rate(currency="USD", on=FIRST + timedelta(days=n), units=1, cny_e8=700_000_000 + n * 12_345)
        for n in range(-9, 40, 3)
    ],
    "JPY": [Rate(currency="JPY", on=date(2025, 1, 1), units=100, cny_e8=460_000_000)],
}  # fmt: skip
DECIMALS = {"CNY": 2, "USD": 2, "JPY": 0}


@st.composite
def lines(draw: st.DrawFn) -> list[LineFact]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        amount = draw(st.integers(0, 500_000))
        found.append(
            LineFact(
                account=draw(st.sampled_from(["A", "B"])),
                order_id=f"O{number // 2}",
                line=number % 2 + 1,
                platform="tiktok_shop",
                market=draw(st.sampled_from(["CN", "TH"])),
                ordered_on=FIRST + timedelta(days=draw(st.integers(-5, 35))),
                sku="S",
                product="P",
                unit="箱",
                quantity_milli=1000,
                weight_mg=draw(st.integers(1, 5_000_000)),
                currency=draw(st.sampled_from(["CNY", "USD", "JPY"])),
                amount_minor=amount,
                refund_minor=draw(st.integers(0, amount)),
                status=draw(st.sampled_from(OrderStatus)),
                tracking=draw(st.sampled_from(["", "T1", "T2", "T3"])),
                excluded=draw(st.sampled_from(["", "", "", "测试单"])),
            )
        )
    return found


@st.composite
def facts(draw: st.DrawFn) -> ClaimFacts:
    sold = draw(lines())
    keys = [line.key for line in sold]
    legs = [
        LegFact(
            shipment=f"L{number}",
            leg="1",
            on=FIRST,
            cost_minor=draw(st.integers(0, 9_999)),
            currency=draw(st.sampled_from(["CNY", "USD"])),
            paid_on=draw(st.sampled_from([None, FIRST, date(2026, 4, 1)])),
            shares=tuple((key, draw(st.integers(0, 100))) for key in dict.fromkeys(carried)),
        )
        for number in range(draw(st.integers(0, 3)))
        if (carried := draw(st.lists(st.sampled_from(keys), max_size=4)) if keys else [])
    ]
    return ClaimFacts(
        from_on=FIRST,
        to_on=date(2026, 3, 31),
        cut_off_on=date(2026, 4, 20),
        decimals=DECIMALS,
        rates=RATES,
        lines=tuple(sold),
        legs=tuple(legs),
    )


SLAB = {"kind": "marginal", "tiers": [
    {"from": "100", "to": "3000", "rate": "0.05"}, {"from": "3000", "to": None, "rate": "0.1"}]}  # fmt: skip
UNITS = {"kind": "per_unit", "amount": "2.5", "above": "1", "or_actual_if_less": True}


def work(found: ClaimFacts, measure: str, rule: dict[str, Any], **more: Any) -> WorkedItem:
    base = {"measure": measure, **more.pop("base", {})}
    said = {"id": more.pop("id", "x"), "name": "x", "base": base, "rule": rule, **more}
    return work_item(read_scheme(json.dumps(said).encode()), found, 0)


@given(facts(), st.sampled_from([True, False, None]))
def test_the_five_figures_add_up_and_each_line_stands_once(found: ClaimFacts, abroad: bool | None) -> None:
    item = work(found, "net", SLAB, base={"filters": {"cross_border": abroad}})
    figures, five = item.figures, item.figures.five
    assert five is not None
    keys = [line.fact.key for line in figures.lines]
    assert len(keys) == len(set(keys))
    inside = {line.key for line in found.lines if found.from_on <= line.ordered_on <= found.to_on}
    assert set(keys) == inside
    assert five.net == sum(line.net or 0 for line in figures.counted)
    assert five.net == five.paid - five.cancelled - five.excluded - five.refunds
    assert all((line.left_out is None) == (line.standing is not Standing.LEFT_OUT) for line in figures.lines)


@given(facts(), st.integers(0, 500), st.integers(0, 500))
def test_no_cap_is_ever_passed(found: ClaimFacts, claim: int, year: int) -> None:
    caps = [{"per": "claim", "amount": str(claim)}, {"per": "year", "amount": str(year)}]
    item = work(found, "net", SLAB, caps=caps, rounding={"unit": "1"})
    assert 0 <= item.amount_fen <= min(claim, year) * 100


@given(facts())
def test_units_never_give_more_than_their_freight_cost(found: ClaimFacts) -> None:
    item = work(found, "parcels", UNITS)
    units = item.figures.units or ()
    assert sum(unit.count for unit in units) == item.figures.measures["parcels"]
    assert item.amount_fen <= sum(unit.cost for unit in units)
    assert item.amount_fen <= 250 * max(len(units) - 1, 0)


@given(facts(), st.sampled_from(["0.3", "0.5", "1"]))
def test_a_share_of_costs_is_never_more_than_was_paid(found: ClaimFacts, rate: str) -> None:
    base = {"cost_kinds": ["freight"], "filters": {"cross_border": True}}
    item = work(found, "cost", {"kind": "percent_cost", "rate": rate}, base=base)
    paid = sum(cost.cost or 0 for cost in item.figures.costs)
    assert item.figures.measures["cost"] * 100 <= paid
    assert item.amount_fen <= min(Fraction(paid), paid * Fraction(rate) + Fraction(1, 2))
    counted = {cost.key[1] for cost in item.figures.costs}
    assert counted == {leg.shipment for leg in found.legs if leg.paid_on == FIRST}


@given(facts(), st.integers(1, 10_000))
def test_one_line_more_never_gives_less(found: ClaimFacts, amount: int) -> None:
    more = LineFact(
        account="C", order_id="NEW", line=1, platform="shopify", market="US", ordered_on=FIRST, sku="S",
        product="P", unit="箱", quantity_milli=1000, weight_mg=1, currency="CNY", amount_minor=amount,
        tracking="NEW",
    )  # fmt: skip
    larger = replace(found, lines=(*found.lines, more))
    for measure, rule in (("net", SLAB), ("paid", SLAB), ("orders", {**UNITS, "or_actual_if_less": False})):
        assert work(larger, measure, rule).amount_fen >= work(found, measure, rule).amount_fen


@given(facts())
def test_of_exclusive_schemes_no_line_is_asked_for_twice(found: ClaimFacts) -> None:
    items = keep_highest(
        [
            work(found, "net", SLAB, id="a", exclusion_group="g", base={"filters": {"cross_border": True}}),
            work(found, "paid", SLAB, id="b", exclusion_group="g"),
            work(found, "orders", {**UNITS, "or_actual_if_less": False}, id="c"),
        ]
    )
    first, second, other = items
    assert other.kept_by is None
    if first.keys & second.keys:
        assert sorted([first.asked_fen, second.asked_fen]) == [0, max(first.amount_fen, second.amount_fen)]
    else:
        assert (first.kept_by, second.kept_by) == (None, None)


@given(facts())
def test_what_is_frozen_reads_back_as_it_was(found: ClaimFacts) -> None:
    again = unpack_facts(json.loads(json.dumps(pack_facts(found))))
    assert (again.lines, again.legs) == (found.lines, found.legs)
    assert work(again, "net", SLAB) == work(found, "net", SLAB)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 4))
def test_wednesdays_are_wednesdays_of_their_month(day: date, number: int) -> None:
    found = nth_wednesday(day, number)
    assert (found.weekday(), found.month) == (2, day.month)
    assert (found.day - 1) // 7 == number - 1


@given(st.text(max_size=20), st.binary(max_size=80))
def test_any_file_has_a_kind_or_is_refused(name: str, head: bytes) -> None:
    with suppress(EvidenceRefusedError):
        assert "/" in media_type_of(name, head)
