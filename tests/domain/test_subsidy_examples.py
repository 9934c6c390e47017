"""The worked examples that ship with the program, and both sides of each of their limits."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from desktop_app.domain.subsidy.given import read_given
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.working import Outcome, work_out
from tests.tools import ROOT

FOLDER = ROOT / "resources" / "schemes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))

CASES = [
    ("nanfeng-2020-courier", "499", "0"),
    ("nanfeng-2020-courier", "500", "0"),
    ("nanfeng-2020-courier", "501", "0.50"),
    ("nanfeng-2020-courier", "1500", "500"),
    ("nanfeng-2020-courier", "40499", "19999.50"),
    ("nanfeng-2020-courier", "40500", "20000"),
    ("nanfeng-2020-courier", "40501", "20000"),
    ("nanfeng-2020-courier", "60000", "20000"),
    ("fengning-2024-online-sales", "499999.99", "0"),
    ("fengning-2024-online-sales", "500000", "10000"),
    ("fengning-2024-online-sales", "1999999.99", "40000"),
    ("fengning-2024-online-sales", "2000000", "60000"),
    ("fengning-2024-online-sales", "4999999.99", "150000"),
    ("fengning-2024-online-sales", "5000000", "175000"),
    ("fengning-2024-online-sales", "6000000", "210000"),
    ("fengning-2024-online-sales", "9999999.99", "350000"),
    ("fengning-2024-online-sales", "10000000", "400000"),
    ("jingning-2025-cross-border", "499999.99", "0"),
    ("jingning-2025-cross-border", "500000", "5000"),
    ("jingning-2025-cross-border", "1000000", "10000"),
    ("jingning-2025-cross-border", "1000000.01", "20000"),
    ("jingning-2025-cross-border", "2000000", "40000"),
    ("jingning-2025-cross-border", "2000000.01", "60000"),
    ("jingning-2025-cross-border", "2500000", "75000"),
    ("jiaokou-2024-online-sales", "50000", "0"),
    ("jiaokou-2024-online-sales", "50000.50", "0.01"),
    ("jiaokou-2024-online-sales", "60000", "200"),
    ("jiaokou-2024-online-sales", "2550000", "50000"),
    ("jiaokou-2024-online-sales", "3000000", "50000"),
    ("liulin-2024-cross-border", "49999.99", "0"),
    ("liulin-2024-cross-border", "50000", "5000"),
    ("liulin-2024-cross-border", "99999.99", "5000"),
    ("liulin-2024-cross-border", "300000", "30000"),
    ("liulin-2024-cross-border", "400000", "30000"),
    ("tongjiang-fees", "80000", "40000"),
    ("tongjiang-fees", "600000.02", "300000"),
    ("tongjiang-fees", "700000", "300000"),
]


def raw(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def shipped(name: str, base: str, *measures: str, units: tuple[str, ...] = ()) -> Outcome:
    scheme = read_scheme((FOLDER / f"{name}.json").read_bytes())
    return work_out(scheme, read_given(scheme, base, measures, units))


@pytest.mark.parametrize(("name", "base", "amount"), CASES)
def test_amount(name: str, base: str, amount: str) -> None:
    assert shipped(name, base).amount == Fraction(amount)


@pytest.mark.parametrize("name", NAMES)
def test_is_marked_as_an_example(name: str) -> None:
    scheme = raw(name)
    assert scheme["example"] is True
    assert "示例" in scheme["name"]


def test_all_seven_are_there() -> None:
    assert len(NAMES) == 7
    assert {case[0] for case in CASES} | {"shanxi-2023-parcels"} == set(NAMES)


def test_every_example_warns_that_it_is_one() -> None:
    assert [one.code for one in shipped("tongjiang-fees", "1").warnings] == ["not_checked", "example"]


def test_a_point_in_two_tiers_gives_the_lower_amount_and_a_warning() -> None:
    outcome = shipped("jingning-2025-cross-border", "2000000")
    assert [one.code for one in outcome.warnings] == ["not_checked", "example", "shared_point"]
    assert outcome.tier == 2
    assert outcome.next is None
    outcome = shipped("jingning-2025-cross-border", "1000000")
    assert outcome.tier == 1
    assert outcome.next is not None
    assert (outcome.next.start, outcome.next.short_by) == (Fraction(1_000_000), Fraction("0.01"))


def parcels(count: str, *units: str, net: str = "150000") -> Outcome:
    return shipped("shanxi-2023-parcels", count, f"net={net}", units=units)


def test_each_parcel_gives_the_smaller_of_one_yuan_and_its_cost() -> None:
    assert parcels("1100", "200@0.80", "900@4").amount == 1060
    assert parcels("1000", "1000@1").amount == 1000
    assert parcels("1000", "1000@0.999").amount == 999
    assert parcels("1100", "200@0.80", "900@4", net="100000").amount == 1060
    assert parcels("1100", "200@0.80", "900@4", net="99999.99").amount == 0
    assert parcels("2000000", "2000000@1").amount == 1_000_000


def test_below_its_threshold_costs_are_not_asked_for() -> None:
    assert parcels("999").amount == 0
    assert parcels("999", "1@1").amount == 0
