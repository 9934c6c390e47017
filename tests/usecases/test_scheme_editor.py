"""A scheme as it is typed from a notice: figures, its reading back, its curve on both sides of each limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import i18n
from desktop_app.domain.subsidy.errors import SchemeRefusedError
from desktop_app.domain.subsidy.writing import scheme_values
from desktop_app.reports.scheme_text import read_back
from desktop_app.usecases.scheme_editor import (
    curve_of,
    scheme_from,
    shown_figure,
    try_base,
    typed_figure,
)
from desktop_app.usecases.schemes import example_schemes

SCHEMES = {scheme.id: scheme for scheme in example_schemes()}


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("50万", "500000"),
        ("1.5 万", "15000"),
        ("1,409.50", "1409.5"),
        ("¥2，000元", "2000"),
        ("", None),
        ("十万", "十万"),
        ("1e3", "1000"),
    ],
)
def test_figures_are_read_as_people_write_them(typed: str, figure: str | None) -> None:
    assert typed_figure(typed) == figure


@given(st.decimals(min_value=0, max_value=1, places=6))
def test_a_rate_typed_as_a_percentage_stays_exact(rate: Decimal) -> None:
    text = shown_figure(f"{rate:f}", percent=True)
    again = typed_figure(text, percent=True)
    assert again is not None
    assert Decimal(again) == rate


@pytest.mark.parametrize("name", SCHEMES)
def test_every_example_is_edited_without_loss_and_read_back(name: str) -> None:
    scheme = SCHEMES[name]
    assert scheme_from(scheme_values(scheme)) == scheme
    i18n.set_language("zh")
    said = "".join(read_back(scheme))
    for cap in scheme.caps:
        assert cap.amount is not None
        assert f"{int(cap.amount):,}" in said


@pytest.mark.parametrize(
    ("name", "base", "amount"),
    [
        ("example-jingning-2025-cross-border", "1000000", "10000"),
        ("example-jingning-2025-cross-border", "1000000.01", "20000.00"),
        ("example-liulin-2024-cross-border", "49999.99", "0"),
        ("example-liulin-2024-cross-border", "50000", "5000"),
        ("example-jiaokou-2024-online-sales", "50000", "0"),
        ("example-nanfeng-2020-courier", "500", "0"),
        ("example-nanfeng-2020-courier", "501", "0.5"),
    ],
)
def test_a_curve_has_both_sides_of_each_limit(name: str, base: str, amount: str) -> None:
    points = dict(curve_of(SCHEMES[name]).points)
    assert abs(points[Fraction(base)] - Fraction(amount)) <= Fraction(1, 100)


def test_a_curve_never_falls_where_the_rule_does_not() -> None:
    amounts = [amount for _base, amount in curve_of(SCHEMES["example-jiaokou-2024-online-sales"]).points]
    assert amounts == sorted(amounts)


def test_a_tried_figure_is_told_step_by_step() -> None:
    steps = try_base(SCHEMES["example-jiaokou-2024-online-sales"], "60000")
    assert steps[-1].data["amount"] == 200


def test_tiers_that_overlap_are_refused_with_their_place() -> None:
    values = scheme_values(SCHEMES["example-jingning-2025-cross-border"])
    values["rule"]["tiers"][1]["from"] = "900000"
    with pytest.raises(SchemeRefusedError) as refused:
        scheme_from(values)
    assert "tiers[1]" in str(refused.value)
