"""What a scheme gives: rules, thresholds, overrides, caps and rounding at both sides of every limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from desktop_app.domain.subsidy.pool import pool_shares
from desktop_app.domain.subsidy.steps import StepCode
from tests.domain.subsidy_schemes import FLAT, LOSS, PERCENT, STEP, codes, per_unit, scheme, tiers, work

F = Fraction


def amount(value: Any, base: str, *measures: str, units: tuple[str, ...] = ()) -> Any:
    return work(value, base, *measures, units=units).amount


def following(value: Any, base: str, *measures: str) -> Any:
    found = work(value, base, *measures).next
    return None if found is None else (found.start, found.short_by)


# Rules --------------------------------------------------------------------------------------------------

SLAB = tiers("slab", ("[100,200)", "0.1"), ("[200,300]", "0.2"), ("(300,400]", "0.3"))


@pytest.mark.parametrize(
    ("base", "given", "index", "reached"),
    [
        ("0", "0", None, (100, 100)),
        ("99.99", "0", None, (100, F("0.01"))),
        ("100", "10", 1, (200, 100)),
        ("199.99", "20", 1, (200, F("0.01"))),
        ("200", "40", 2, (300, F("100.01"))),
        ("300", "60", 2, (300, F("0.01"))),
        ("300.01", "90", 3, None),
        ("400", "120", 3, None),
        ("400.01", "0", None, None),
    ],
)
def test_slab(base: str, given: str, index: int | None, reached: Any) -> None:
    outcome = work(scheme(SLAB), base)
    assert (outcome.amount, outcome.tier) == (F(given), index)
    assert following(scheme(SLAB), base) == reached
    assert codes(outcome) == (["above_last_tier"] if base == "400.01" else [])


def test_an_excluded_end_of_the_last_tier_is_above_it() -> None:
    outcome = work(scheme(tiers("slab", ("[1,100)", "0.1"))), "100")
    assert (outcome.amount, outcome.tier, codes(outcome)) == (0, None, ["above_last_tier"])


@pytest.mark.parametrize(
    ("base", "given", "index"),
    [
        ("99", "0", None),
        ("100", "0", 1),
        ("150", "5", 1),
        ("200", "10", 2),
        ("300", "30", 2),
        ("400", "60", 3),
    ],
)
def test_marginal(base: str, given: str, index: int | None) -> None:
    outcome = work(scheme(SLAB | {"kind": "marginal"}), base)
    assert (outcome.amount, outcome.tier, codes(outcome)) == (F(given), index, [])


def test_marginal_gives_nothing_more_above_a_closed_last_tier() -> None:
    outcome = work(scheme(SLAB | {"kind": "marginal"}), "1000")
    assert (outcome.amount, outcome.tier, codes(outcome)) == (60, None, ["above_last_tier"])


def test_an_open_bottom_begins_at_nothing() -> None:
    rule = tiers("marginal", ("(,100]", "0.1"), ("(100,)", "0.2"))
    assert amount(scheme(rule), "150") == 20
    outcome = work(scheme(rule), "0")
    assert (outcome.amount, outcome.tier) == (0, 1)
    assert following(scheme(rule), "100") == (100, F("0.01"))


RISING = tiers("slab", ("[0,100]", "0.1"), ("[100,)", "0.2"))
FALLING = tiers("slab", ("[0,100]", "0.2"), ("[100,)", "0.1"))


@pytest.mark.parametrize(("rule", "index"), [(RISING, 1), (FALLING, 2)])
def test_a_shared_point_gives_the_lower_amount(rule: Any, index: int) -> None:
    outcome = work(scheme(rule), "100")
    assert (outcome.amount, outcome.tier, codes(outcome)) == (10, index, ["shared_point"])
    assert codes(work(scheme(rule), "99.99")) == codes(work(scheme(rule), "100.01")) == []


@pytest.mark.parametrize("rule", [RISING, FALLING])
def test_a_shared_point_changes_nothing_in_marginal(rule: Any) -> None:
    outcome = work(scheme(rule | {"kind": "marginal"}), "100")
    assert (outcome.tier, codes(outcome)) == (1, [])


def test_a_shared_point_of_sums() -> None:
    for first, second, index in (("5", "9", 1), ("9", "5", 2), ("5", "5", 1)):
        outcome = work(scheme(tiers("slab_flat", ("[0,100]", first), ("[100,)", second))), "100")
        assert (outcome.amount, outcome.tier, codes(outcome)) == (5, index, ["shared_point"])


COUNTED = scheme(tiers("slab_flat", ("[1,500]", "5"), ("[501,1000]", "9"), ("(1000,)", "11")), "orders")


@pytest.mark.parametrize(
    ("base", "given", "index", "reached"),
    [
        ("0.5", "0", None, (1, F("0.5"))),
        ("500", "5", 1, (501, 1)),
        ("500.5", "5", 1, (501, F("0.5"))),
        ("501", "9", 2, (1000, 500)),
        ("1000", "9", 2, (1000, 1)),
        ("1000.1", "11", 3, None),
    ],
)
def test_counts_one_apart(base: str, given: str, index: int | None, reached: Any) -> None:
    outcome = work(COUNTED, base)
    assert (outcome.amount, outcome.tier, codes(outcome)) == (F(given), index, [])
    assert following(COUNTED, base) == reached


def test_limits_of_tiers_and_steps_are_in_the_bases_currency() -> None:
    dollars = {"currency": "USD"}
    sums = scheme(tiers("slab_flat", ("[100,)", "7000")), base=dollars)
    assert (amount(sums, "99.99"), amount(sums, "100")) == (0, 7000)
    assert following(sums, "99.99") == (100, F("0.01"))


STEPS = {"kind": "step", "every": "50", "amount": "10", "after": "100", "first_amount": "30"}


@pytest.mark.parametrize(
    ("rule", "base", "given"),
    [
        (STEPS, "99.99", 0),
        (STEPS, "100", 30),
        (STEPS, "149.99", 30),
        (STEPS, "150", 40),
        (STEPS, "1000", 210),
        (STEP, "99.99", 0),
        (STEP, "100", 10),
        (STEP, "0", 0),
        (STEPS | {"after": "0", "first_amount": "30"}, "0", 30),
        (STEPS | {"every": "0.3", "after": "0", "first_amount": "0"}, "0.9", 30),
    ],
)
def test_step(rule: Any, base: str, given: int) -> None:
    assert amount(scheme(rule), base) == given


@pytest.mark.parametrize(("base", "given"), [("500", "0"), ("500.5", "0.25"), ("501", "0.5"), ("499", "0")])
def test_per_unit(base: str, given: str) -> None:
    assert amount(scheme(per_unit("0.5", "500"), "kilograms"), base) == F(given)


def test_shares_of_cost_and_loss() -> None:
    assert amount(scheme(PERCENT, "cost"), "80000") == 40000
    assert amount(scheme(LOSS, "loss"), "101") == F("50.5")
    outcome = work(scheme(LOSS, "loss"), "-101")
    assert (outcome.amount, codes(outcome)) == (0, ["negative_base"])


@pytest.mark.parametrize("rule", [SLAB, SLAB | {"kind": "marginal"}, STEP, SLAB | {"kind": "tiers_unclear"}])
def test_a_negative_base_counts_as_nothing(rule: Any) -> None:
    outcome = work(scheme(rule), "-500")
    assert outcome.amount == 0
    assert "negative_base" in codes(outcome)
    if rule is not STEP:
        assert following(scheme(rule), "-500") == (100, 100)


# Thresholds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "below", "at", "above"),
    [
        ("at_least", False, True, True),
        ("above", False, False, True),
        ("at_most", True, True, False),
        ("below", True, False, False),
    ],
)
def test_limits(limit: str, below: bool, at: bool, above: bool) -> None:
    on_base = scheme(FLAT, thresholds=[{"measure": "net", limit: "100"}])
    on_other = scheme(FLAT, thresholds=[{"measure": "orders", limit: "100"}])
    for figure, met in (("99.99", below), ("100", at), ("100.01", above)):
        assert amount(on_base, figure) == (1000 if met else 0)
        assert amount(on_other, "0", f"orders={figure}") == (1000 if met else 0)


def test_several_limits_and_several_thresholds_must_all_hold() -> None:
    between = {"measure": "net", "at_least": "10", "below": "20"}
    assert [amount(scheme(FLAT, thresholds=[between]), b) for b in ("9", "10", "20")] == [0, 1000, 0]
    both = scheme(FLAT, thresholds=[between, {"measure": "orders", "above": "3"}])
    assert amount(both, "10", "orders=4") == 1000
    assert amount(both, "10", "orders=3") == amount(both, "9", "orders=4") == 0


def test_any_of_several_is_enough() -> None:
    either = scheme(
        FLAT,
        thresholds=[{"any": [{"measure": "net", "at_least": "10"}, {"measure": "orders", "at_least": "3"}]}],
    )
    cases = (("10", "0", 1000), ("0", "3", 1000), ("9", "2", 0), ("10", "3", 1000))
    for base, orders, given in cases:
        assert amount(either, base, f"orders={orders}") == given


def test_a_threshold_on_the_base_takes_a_negative_one_as_nothing() -> None:
    value = scheme(FLAT, thresholds=[{"measure": "net", "at_least": "0"}])
    assert amount(value, "-5") == 1000
    assert amount(scheme(FLAT, thresholds=[{"measure": "loss", "at_least": "0"}]), "1", "loss=-5") == 0


def test_below_a_threshold_nothing_is_given_and_nothing_else_is_said() -> None:
    value = scheme(
        RISING, thresholds=[{"measure": "orders", "above": "1"}], caps=[{"per": "year", "amount": "9"}]
    )
    outcome = work(value, "100", "orders=1")
    assert (outcome.amount, outcome.tier, outcome.next, outcome.readings) == (0, None, None, ())
    assert codes(outcome) == []
    assert codes(work(value, "100", "orders=2")) == ["shared_point", "received_missing"]
    assert codes(work(value, "100", "orders=2", "received=0")) == ["shared_point"]


# Overrides ----------------------------------------------------------------------------------------------


def over(figure: str, **what: Any) -> dict[str, Any]:
    return {"when": {"measure": "net", "at_least": figure}, **what}


def test_the_last_override_that_holds_wins_for_each_key() -> None:
    value = scheme(
        PERCENT,
        "cost",
        overrides=[
            over("10", cap="700", rate="0.9"),
            over("20", rate="0.8"),
            over("30", cap="600"),
            over("5", cap="800"),
        ],
    )
    for net, given in (("4", 500), ("5", 500), ("10", 800), ("20", 800), ("30", 800)):
        assert amount(value, "1000", f"net={net}") == given
    assert amount(value, "10000", "net=4") == 5000
    assert amount(value, "10000", "net=30") == 800
    value["overrides"].reverse()
    assert amount(value, "10000", "net=30") == 700
    assert amount(value, "700", "net=30") == 630


def test_a_rate_replaces_that_of_the_rule_in_force() -> None:
    value = scheme(
        STEP,
        "cost",
        overrides=[over("10", rate="0.25"), over("20", rule=PERCENT), over("30", rule=FLAT)],
    )
    assert [amount(value, "1000", f"net={net}") for net in (9, 10, 20, 30)] == [100, 100, 250, 1000]
    assert StepCode.OVERRIDE_RATE_IDLE in [one.code for one in work(value, "1000", "net=30").steps]


def test_a_flat_override_has_its_when_as_threshold() -> None:
    value = scheme(STEP, overrides=[over("500", rule=FLAT)])
    assert [amount(value, base) for base in ("499.99", "500")] == [40, 1000]


def test_a_cap_replaces_all_sums_per_claim_and_others_still_bind() -> None:
    caps = [{"per": "claim", "amount": "50"}, {"per": "claim", "amount": "60"}]
    value = scheme(STEP, caps=caps, overrides=[over("1000", cap="200")])
    assert [amount(value, base) for base in ("900", "1000", "5000")] == [50, 100, 200]
    value["caps"] = [*caps, {"per": "claim", "rate_of_base": "0.01"}]
    assert amount(value, "5000") == 50
    value["caps"] = [*caps, {"per": "year", "amount": "150"}]
    assert amount(value, "5000", "received=40") == 110
    value["caps"] = []
    assert [amount(value, base) for base in ("900", "5000")] == [90, 200]


def test_an_override_may_change_rules_of_tiers() -> None:
    unclear = SLAB | {"kind": "tiers_unclear"}
    value = scheme(unclear, overrides=[over("300", rule=tiers("slab_flat", ("[300,)", "77")))])
    assert len(work(value, "299").readings) == 2
    outcome = work(value, "300")
    assert (outcome.amount, outcome.tier, outcome.readings, codes(outcome)) == (77, 1, (), [])
    outcome = work(scheme(STEP, overrides=[over("1", rule=unclear)]), "150")
    assert (outcome.amount, outcome.tier, codes(outcome)) == (5, 1, ["reading_not_chosen"])


def test_costs_of_units_are_asked_for_by_the_rule_in_force() -> None:
    at_cost = per_unit("1", at_cost=True)
    value = scheme(at_cost, "parcels", overrides=[over("10", rule=STEP)])
    assert amount(value, "300", "net=10") == 30
    assert amount(value, "300", "net=9", units=("300@0.5",)) == 150


# Caps and rounding --------------------------------------------------------------------------------------


def test_the_lowest_cap_binds() -> None:
    caps: list[dict[str, str]] = [
        {"per": "year", "amount": "90"},
        {"per": "claim", "rate_of_base": "0.05"},
        {"per": "year", "rate_of_base": "0.04"},
    ]
    assert amount(scheme(STEP, caps=caps[:1]), "10000") == 90
    assert amount(scheme(STEP, caps=caps[1:2]), "1000") == 50
    assert amount(scheme(STEP, caps=caps), "1000") == 40
    assert amount(scheme(STEP, caps=caps), "1000", "received=15.5") == F("24.5")
    assert amount(scheme(STEP, caps=caps), "10000", "received=50") == 40


@pytest.mark.parametrize(("received", "given"), [("0", 90), ("89.99", F("0.01")), ("90", 0), ("1000", 0)])
def test_a_cap_per_year_leaves_what_was_not_received(received: str, given: Any) -> None:
    value = scheme(STEP, caps=[{"per": "year", "amount": "90"}])
    outcome = work(value, "10000", f"received={received}")
    assert (outcome.amount, codes(outcome)) == (given, [])


def test_what_was_received_does_not_matter_without_a_cap_per_year() -> None:
    outcome = work(scheme(STEP, caps=[{"per": "claim", "amount": "50"}]), "1000", "received=1000")
    assert (outcome.amount, codes(outcome)) == (50, [])


@pytest.mark.parametrize(
    ("unit", "mode", "base", "given"),
    [
        ("0.01", "half_up", "0.0099", "0"),
        ("0.01", "half_up", "0.01", "0.01"),
        ("0.01", "floor", "0.0199", "0"),
        ("1", "half_up", "0.98", "0"),
        ("1", "half_up", "1", "1"),
        ("1", "floor", "1.98", "0"),
        ("1", "floor", "2", "1"),
        ("100", "half_up", "299.98", "100"),
        ("100", "half_up", "300", "200"),
        ("100", "floor", "399.98", "100"),
        ("10000", "half_up", "10000", "10000"),
        ("10000", "half_up", "9999.99", "0"),
        ("10000", "floor", "39999.99", "10000"),
    ],
)
def test_rounding(unit: str, mode: str, base: str, given: str) -> None:
    rule = tiers("marginal", ("[0,)", "0.5"))
    assert amount(scheme(rule, rounding={"unit": unit, "mode": mode}), base) == F(given)


@pytest.mark.parametrize(
    ("cap", "given"),
    [
        ({"per": "claim", "amount": "15000"}, 10000),
        ({"per": "claim", "amount": "20000"}, 20000),
        ({"per": "claim", "amount": "19999.99"}, 10000),
        ({"per": "year", "amount": "25000"}, 20000),
        ({"per": "year", "amount": "24999.99"}, 10000),
        ({"per": "claim", "rate_of_base": "0.5"}, 10000),
        ({"per": "claim", "rate_of_base": "0.7"}, 20000),
    ],
)
def test_rounding_never_passes_a_cap(cap: Any, given: int) -> None:
    value = scheme(
        tiers("marginal", ("[0,)", "0.5")), rounding={"unit": "10000", "mode": "half_up"}, caps=[cap]
    )
    measures = ("received=5000",) if cap["per"] == "year" else ()
    assert amount(value, "30000", *measures) == given


def test_rounding_never_passes_what_was_paid() -> None:
    value = scheme(PERCENT | {"rate": "1"}, "cost", rounding={"unit": "100", "mode": "half_up"})
    assert [amount(value, base) for base in ("99.99", "100", "160")] == [0, 100, 100]
    at_cost = scheme(per_unit("9", "1", at_cost=True), "parcels", rounding={"unit": "1", "mode": "half_up"})
    assert amount(at_cost, "2", units=("1@50", "1@2.6")) == 2
    assert amount(at_cost, "2", units=("1@50", "1@3")) == 3
    rule = per_unit("1.6", "1")
    assert amount(scheme(rule, "parcels", rounding={"unit": "1"}), "2", units=("2@1",)) == 2


def test_only_the_final_amount_is_rounded() -> None:
    value = scheme(tiers("marginal", ("[0,1]", "0.004"), ("(1,2]", "0.004")))
    assert amount(value, "2") == F("0.01")


# Unclear tiers ------------------------------------------------------------------------------------------

UNCLEAR = SLAB | {"kind": "tiers_unclear"}


@pytest.mark.parametrize(
    ("base", "slab", "marginal", "index"),
    [("150", 15, 5, 1), ("99", 0, 0, None), ("250", 50, 20, 2), ("1000", 0, 60, None)],
)
def test_unclear_tiers_give_both_readings_and_the_lower_amount(
    base: str, slab: int, marginal: int, index: int | None
) -> None:
    outcome = work(scheme(UNCLEAR), base)
    assert [(one.kind, one.amount) for one in outcome.readings] == [("slab", slab), ("marginal", marginal)]
    assert (outcome.amount, outcome.tier) == (min(slab, marginal), index)
    assert codes(outcome) == [*(["above_last_tier"] if base == "1000" else []), "reading_not_chosen"]
    assert following(scheme(UNCLEAR), base) == following(scheme(SLAB), base)


def test_readings_go_through_caps_and_rounding() -> None:
    value = scheme(UNCLEAR, caps=[{"per": "claim", "amount": "30.5"}], rounding={"unit": "1"})
    assert [one.amount for one in work(value, "250").readings] == [30, 20]
    assert [one.amount for one in work(value, "357").readings] == [30, 30]


def test_unclear_tiers_below_a_threshold() -> None:
    outcome = work(scheme(UNCLEAR, thresholds=[{"measure": "net", "above": "150"}]), "150")
    assert [one.amount for one in outcome.readings] == [0, 0]
    assert (outcome.amount, outcome.tier, codes(outcome)) == (0, None, ["reading_not_chosen"])


def test_unclear_tiers_that_share_a_point() -> None:
    outcome = work(scheme(FALLING | {"kind": "tiers_unclear"}), "100")
    assert [one.amount for one in outcome.readings] == [10, 20]
    assert (outcome.tier, codes(outcome)) == (2, ["shared_point", "reading_not_chosen"])


# The rest -----------------------------------------------------------------------------------------------


def test_an_example_warns() -> None:
    assert codes(work(scheme(STEP, example=True), "1")) == ["example"]


def test_a_pool_is_shared_down_to_fen() -> None:
    assert pool_shares(100, [50, 50]) == [50, 50]
    assert pool_shares(100, [50, 51, 49]) == [33, 34, 32]
    assert pool_shares(0, [5, 0]) == [0, 0]
    assert pool_shares(100, []) == []
    for pool, amounts in ((-1, [1]), (1, [-1])):
        with pytest.raises(ValueError, match="negative"):
            pool_shares(pool, amounts)
