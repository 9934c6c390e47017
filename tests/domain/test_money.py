"""Rounding and splitting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.money import round_half_up, split_largest_remainder


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, 10, 2), (25, 10, 3), (-25, 10, -3), (7, -2, -4), (0, 3, 0)],
)
def test_ties_round_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [0, 0], [5, 5]),
        (5, [0, 0], [3, 2]),
        (10, [1, 0, 2], [3, 0, 7]),
        (101, [7], [101]),
        (7, [0], [7]),
        (0, [3, 4], [0, 0]),
        (100, [Fraction(1, 3), Fraction(1, 6)], [67, 33]),
        (7, [], []),
    ],
)
def test_largest_remainder(amount: int, weights: list[int | Fraction], parts: list[int]) -> None:
    assert split_largest_remainder(amount, weights) == parts


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**9) | st.fractions(0, 1000), min_size=1, max_size=12),
)
def test_parts_add_up_and_stay_within_one_unit_of_their_share(
    amount: int, weights: list[int | Fraction]
) -> None:
    parts = split_largest_remainder(amount, weights)
    assert sum(parts) == amount
    whole = sum(Fraction(weight) for weight in weights)
    for part, weight in zip(parts, weights, strict=True):
        share = Fraction(amount, len(weights)) if whole == 0 else amount * Fraction(weight) / whole
        assert abs(part - share) < 1


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split_largest_remainder(10, [1, -1])
