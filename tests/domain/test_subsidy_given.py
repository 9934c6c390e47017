"""Figures handed to a scheme: their form, their names, and what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from desktop_app.domain.subsidy.errors import FigureFault, SubsidyFigureError
from tests.domain.subsidy_schemes import STEP, per_unit, scheme, work

SCHEME = scheme(
    STEP,
    thresholds=[{"measure": "parcels", "at_least": "10"}, {"any": [{"measure": "net", "at_least": "1"}]}],
    overrides=[{"when": {"any": [{"measure": "loss", "above": "5"}]}, "cap": "7"}],
    inputs={"trade": "x", "a=b": "x"},
)
ENOUGH = ("parcels=10", "loss=0")
AT_COST = scheme(
    per_unit("1", "2", at_cost=True), "parcels", thresholds=[{"measure": "parcels", "at_least": "5"}]
)


def refused(value: Any, base: str, *measures: str, units: tuple[str, ...] = ()) -> tuple[str, str]:
    with pytest.raises(SubsidyFigureError) as caught:
        work(value, base, *measures, units=units)
    return caught.value.name, str(caught.value.reason)


@pytest.mark.parametrize(
    "text", ["", "1,000", "1.", ".5", "+1", "1e3", " 1", "1 ", "１", "--1", "1/3", "NaN", "-", "1\n", "1_0"]
)
def test_the_form_of_figures(text: str) -> None:
    assert refused(SCHEME, text, *ENOUGH) == ("base", "not_figure")
    assert refused(SCHEME, "1", "parcels=" + text, "loss=0") == ("parcels", "not_figure")
    assert refused(SCHEME, "1", *ENOUGH, "received=" + text) == ("received", "not_figure")
    assert refused(AT_COST, "9", units=(f"{text}@1",)) == ("units", "not_figure")
    assert refused(AT_COST, "9", units=(f"1@{text}",)) == ("units", "not_figure")


def test_more_digits_than_any_figure_has() -> None:
    assert refused(SCHEME, "9" * 5000, *ENOUGH) == ("base", "too_large")


@pytest.mark.parametrize("name", ["parcels", "received"])
def test_counts_and_what_was_received_are_not_negative(name: str) -> None:
    others = [text for text in (*ENOUGH, "received=0") if not text.startswith(name)]
    assert refused(SCHEME, "1", *others, f"{name}=-0.1") == (name, "negative")


def test_base_money_and_inputs_may_be_negative() -> None:
    assert work(SCHEME, "-1", "parcels=10", "loss=-3", "trade=-5").amount == 0
    assert work(scheme(STEP, "orders"), "-1").amount == 0
    assert work(SCHEME, "100", "parcels=10", "loss=-0.00", "received=-0").amount == 10


@pytest.mark.parametrize("units", [("-1@1",), ("1@-1",)])
def test_units_are_not_negative(units: tuple[str, ...]) -> None:
    assert refused(AT_COST, "9", units=units) == ("units", "negative")


@pytest.mark.parametrize("text", ["parcels", "=5", "5", ""])
def test_a_measure_has_a_name(text: str) -> None:
    assert refused(SCHEME, "1", *ENOUGH, text) == ("measure", "not_named")


@pytest.mark.parametrize("text", ["9", "", "9:1"])
def test_units_have_a_cost(text: str) -> None:
    assert refused(AT_COST, "9", units=(text,)) == ("units", "not_units")


@pytest.mark.parametrize("name", ["parcels", "net", "received", "trade"])
def test_a_name_given_twice(name: str) -> None:
    others = [text for text in ENOUGH if not text.startswith(name)]
    assert refused(SCHEME, "1", *others, f"{name}=1", f"{name}=1") == (name, "twice")


@pytest.mark.parametrize("name", ["orders", "gmv", "Net", "base"])
def test_a_name_unknown_to_the_scheme(name: str) -> None:
    assert refused(SCHEME, "1", *ENOUGH, f"{name}=1") == (name, "unknown")


def test_an_input_may_have_any_name() -> None:
    assert work(SCHEME, "100", *ENOUGH, "a=b=5").amount == 10


def test_the_base_under_its_own_name() -> None:
    assert work(SCHEME, "100", *ENOUGH, "net=100.00").amount == 10
    assert work(SCHEME, "-1", *ENOUGH, "net=-1").amount == 0
    assert refused(SCHEME, "100", *ENOUGH, "net=100.01") == ("net", "other_base")
    assert refused(SCHEME, "-1", *ENOUGH, "net=0") == ("net", "other_base")


def test_every_measure_that_is_named_is_needed_whether_or_not_it_decides() -> None:
    assert refused(SCHEME, "100", "parcels=10") == ("loss", "missing")
    # The threshold on net fails already, and no override is reached.
    assert refused(SCHEME, "0", "parcels=10") == ("loss", "missing")
    assert refused(SCHEME, "0", "loss=1") == ("parcels", "missing")


def test_inputs_that_nothing_names_are_not_needed() -> None:
    assert work(SCHEME, "100", *ENOUGH).amount == 10


def test_units_are_needed_once_the_thresholds_are_met() -> None:
    assert refused(AT_COST, "9") == ("units", "units_missing")
    assert work(AT_COST, "4").amount == 0
    assert work(AT_COST, "4", units=("1@1",)).amount == 0


@pytest.mark.parametrize("units", [("8@1",), ("9.5@1",), ("9@1", "1@0")])
def test_units_add_up_to_the_base(units: tuple[str, ...]) -> None:
    assert refused(AT_COST, "9", units=units) == ("units", "units_differ")


def test_units_are_ignored_elsewhere() -> None:
    assert work(scheme(STEP), "100", units=("1@1",)).amount == 10
    assert work(scheme(per_unit("1", "2"), "parcels"), "9", units=("1@1",)).amount == 7


def test_the_first_units_are_left_out() -> None:
    assert work(AT_COST, "9", units=("1@0.10", "3@0.20", "5@8")).amount == Fraction("5.40")
    assert work(AT_COST, "9", units=("5@8", "3@0.20", "1@0.10")).amount == Fraction("3.70")
    assert work(AT_COST, "9.5", units=("1.5@8", "8@0.5")).amount == Fraction("3.75")
    above_all = scheme(per_unit("1", "20", at_cost=True), "parcels")
    assert work(above_all, "9", units=("9@1",)).amount == 0
    assert work(above_all, "0", units=("0@1",)).amount == 0


def test_every_reason_is_shown_here() -> None:
    assert {str(reason) for reason in FigureFault} == {
        *("not_figure", "negative", "too_large", "not_named", "not_units", "twice", "unknown"),
        *("other_base", "missing", "units_missing", "units_differ"),
    }
