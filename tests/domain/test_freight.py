"""How legs are shared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.freight import CarriedLine, carried_order, share_equally, share_leg
from desktop_app.domain.shipment import LegSplit
from desktop_app.domain.weights import bundle_weight_ug, own_weight_ug


def line(
    order: str,
    number: int = 1,
    *,
    quantity: int = 1000,
    unit: int | None = 1_000_000,
    value: int | None = 100,
) -> CarriedLine:
    line_id = sum(map(ord, order)) * 10 + number
    return CarriedLine(order, "A", number, line_id, number, quantity, unit, value)


@pytest.mark.parametrize(
    ("rule", "lines", "parts"),
    [
        ("weight", [line("a"), line("b", quantity=3000)], [25, 75]),
        ("weight", [line("a", quantity=2000), line("b", unit=None)], [67, 33]),
        ("weight", [line("a", quantity=2000), line("b", unit=0)], [67, 33]),
        ("weight", [line("a", quantity=0), line("b", quantity=0)], [50, 50]),
        ("quantity", [line("a", unit=5), line("b", unit=10**9)], [50, 50]),
        ("value", [line("a", value=300), line("b", value=100)], [75, 25]),
        ("value", [line("a", value=0), line("b", value=0)], [50, 50]),
        ("value", [line("a", value=None), line("b")], [None, None]),
        ("value", [line("a", value=None)], [None]),
        # Three orders: 34, 33, 33; inside an order by weight.
        (
            "parcel",
            [line("a"), line("a", 2, quantity=3000), line("b"), line("c", quantity=9000)],
            [9, 25, 33, 33],
        ),
        (
            "parcel",
            [line("a"), line("a", 2, unit=None, quantity=3000), line("b"), line("c")],
            [9, 25, 33, 33],
        ),
    ],
)
def test_rules(rule: str, lines: list[CarriedLine], parts: list[int | None]) -> None:
    assert list(share_leg(100, rule, lines).parts) == parts


def test_products_without_weight_are_named() -> None:
    lines = [line("a"), line("a", 2, unit=None), line("b", 3, unit=0), line("c", 4)]
    assert share_leg(100, "weight", lines).weightless == {2, 3}
    # Order c is its own parcel: it has all its weights.
    assert share_leg(100, "parcel", lines).weightless == {2, 3}
    assert share_leg(100, "quantity", lines).weightless == frozenset()


@pytest.mark.parametrize("rule", list(LegSplit))
def test_a_missing_cost_is_missing_for_all(rule: str) -> None:
    assert list(share_leg(None, rule, [line("a"), line("b")]).parts) == [None, None]
    assert list(share_equally(None, 2)) == [None, None]


def test_a_leg_of_0_needs_no_values() -> None:
    assert list(share_leg(0, "value", [line("a", value=None), line("b")]).parts) == [0, 0]


def test_lines_stand_in_order_of_order_id_as_text_and_once() -> None:
    lines = [line("9"), line("10", 2), line("10"), line("9")]
    assert [(item.order_id, item.line) for item in carried_order(lines)] == [("10", 1), ("10", 2), ("9", 1)]


@given(
    st.sampled_from(list(LegSplit)),
    st.integers(-(10**8), 10**8),
    st.lists(
        st.builds(
            line,
            st.sampled_from("abcd"),
            st.integers(1, 9),
            quantity=st.integers(0, 10**6),
            unit=st.none() | st.integers(0, 10**7),
            value=st.integers(0, 10**7),
        ),
        min_size=1,
        max_size=9,
    ),
)
def test_parts_add_up_to_the_cost(rule: str, cost: int, lines: list[CarriedLine]) -> None:
    ordered = carried_order(lines)
    parts = share_leg(cost, rule, ordered).parts
    assert len(parts) == len(ordered)
    assert sum(part or 0 for part in parts) == cost


def test_weights() -> None:
    assert own_weight_ug(500_000, 1_000_000) == 500_000_000
    assert own_weight_ug(0, 1_000_000) == 0
    assert own_weight_ug(None, 1_000_000) == 1_000_000_000
    assert own_weight_ug(None, None) is None
    assert bundle_weight_ug([(1500, 2000), (1, 1000)]) == 3001
    assert bundle_weight_ug([(1500, 2000), (1, None)]) is None
