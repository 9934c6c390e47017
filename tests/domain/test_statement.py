"""How a statement adds up, its state, what is expected, its metrics and the floor price."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.expected import Expected, Outlook, PastSession, Waiting, add_expected
from desktop_app.domain.floor_price import FloorTerms, exact_floor_price, floor_price, margin_at
from desktop_app.domain.issues import Issue, IssueCode, ReasonCode, merge_issues
from desktop_app.domain.metrics import live_metrics
from desktop_app.domain.statement import (
    BASE_KEYS,
    STATEMENT_KEYS,
    Measures,
    PeriodTotals,
    State,
    StatementRow,
    complete,
    state_of,
)

FIGURES = dict(
    zip(
        BASE_KEYS,
        [100_000, 10_000, 5_000, 2_000, 1_000, 6_000, 30_000, 800, 12_000, 300, 9_000, 400, 2_500],
        strict=True,
    )
)


def test_a_statement_adds_up() -> None:
    amounts = complete(FIGURES)
    assert tuple(amounts) == STATEMENT_KEYS
    assert amounts["net_sales"] == 85_000
    assert (
        amounts["profit"]
        == 85_000 + 2_000 - 1_000 - 6_000 - 30_000 - 800 - 12_000 - 300 - 9_000 - 400 - 2_500
    )


@pytest.mark.parametrize("key", BASE_KEYS)
def test_a_missing_amount_makes_what_it_enters_missing(key: str) -> None:
    amounts = complete({**FIGURES, key: None})
    enters = {key, "profit"} | (
        {"net_sales"} if key in {"gross_sales", "seller_discount", "refunds"} else set()
    )
    assert {name for name, amount in amounts.items() if amount is None} == enters
    row = StatementRow(key="S", amounts=amounts)
    assert row.margin is None
    assert row.expected_profit is None
    assert PeriodTotals(amounts=amounts, spoilage=1, adjustments=2, overheads=3).net_profit is None


def test_margin_and_what_is_expected() -> None:
    row = StatementRow(key="S", amounts=complete(FIGURES), expected_shipping=1000, expected_refunds=25_000)
    assert row.margin == Fraction(25_000, 85_000)
    assert row.expected_profit == -1000
    nothing_sold = complete({**FIGURES, "gross_sales": 15_000})
    assert StatementRow(key="S", amounts=nothing_sold).margin is None
    period = PeriodTotals(amounts=complete(FIGURES), spoilage=1, adjustments=-2, overheads=3)
    assert period.net_profit == 25_000 - 2


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((False, True, False, False), State.SETTLED),
        ((True, True, False, False), State.INCOMPLETE),
        ((False, False, False, False), State.ESTIMATED),
        ((False, True, True, False), State.ESTIMATED),
        ((False, True, False, True), State.ESTIMATED),
    ],
)
def test_state(facts: tuple[bool, bool, bool, bool], state: State) -> None:
    incomplete, covered, estimated, returns = facts
    assert (
        state_of(incomplete=incomplete, covered=covered, estimated=estimated, returns_may_come=returns)
        is state
    )


KG = 1_000_000
PAST = [
    PastSession(1, 500, KG, 10, 100),
    PastSession(1, 700, KG, 30, 100),
    PastSession(1, 5000, KG, 0, 100),
    PastSession(1, 900, KG, None, None),
    PastSession(1, None, KG, 10, 0),
    PastSession(2, 100, None, 5, 100),
]


def test_expected_freight_and_refunds_go_by_the_accounts_medians() -> None:
    outlook = Outlook.of(PAST)
    found = outlook.expect(1, Waiting(lines=3, weight_mg=2 * KG + 500_000, weightless=1, net_sales=1234))
    # Freight: the middle of 5.00, 7.00, 9.00 and 50.00 a kilogram is 8.00; refunds: of 10, 30 and 0 %, 10 %.
    assert (found.shipping, found.refunds) == (2000, 123)
    assert [reason.code for reason in found.reasons] == [
        ReasonCode.SHIPPING_MEDIAN,
        ReasonCode.SHIPPING_NO_WEIGHT,
        ReasonCode.REFUNDS_MEDIAN,
    ]


def test_without_a_past_nothing_is_set_and_it_is_said() -> None:
    found = Outlook.of([]).expect(1, Waiting(lines=3, weight_mg=KG, net_sales=10, net_sales_missing=1))
    assert (found.shipping, found.refunds) == (0, 0)
    assert [reason.code for reason in found.reasons] == [
        ReasonCode.SHIPPING_NO_HISTORY,
        ReasonCode.REFUNDS_UNKNOWN,
        ReasonCode.REFUNDS_NO_HISTORY,
    ]
    assert Outlook.of(PAST).expect(1, Waiting()) == Expected()


def test_what_is_expected_adds_up_and_reasons_come_together() -> None:
    outlook = Outlook.of(PAST)
    one = outlook.expect(1, Waiting(lines=1, weight_mg=KG))
    other = outlook.expect(1, Waiting(lines=2, weight_mg=KG))
    both = add_expected([one, other])
    assert both.shipping == 1600
    assert dict(both.reasons[0].data) == {"count": 3, "weight_mg": 2 * KG, "sessions": 4, "per_kg_minor": 800}


@given(st.lists(st.fractions(0, 1000), min_size=1))
def test_the_median_is_exact(values: list[Fraction]) -> None:
    past = [PastSession(1, value.numerator, value.denominator, None, None) for value in values]
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert Outlook.of(past).freight[1].value == middle


def test_issues_of_one_kind_come_together() -> None:
    def unsettled(count: int) -> Issue:
        return Issue(IssueCode.UNSETTLED, (("count", count),))

    owed = Issue(IssueCode.STOCK_OWED, (("sku", "K"), ("count", 1), ("quantity_milli", 500)))
    other = Issue(IssueCode.STOCK_OWED, (("sku", "L"), ("count", 1), ("quantity_milli", 500)))
    merged = merge_issues([unsettled(2), owed, other, unsettled(3), owed])
    assert [(issue.code, issue.get("sku"), issue.get("count")) for issue in merged] == [
        (IssueCode.UNSETTLED, None, 5),
        (IssueCode.STOCK_OWED, "K", 2),
        (IssueCode.STOCK_OWED, "L", 1),
    ]


def test_metrics() -> None:
    measures = Measures(
        orders=50, lines=60, quantity_milli=100_000, returned_orders=5, returned_quantity_milli=4000,
        weight_mg=80 * KG,
        duration_s=7200, views=10_000, viewers=4000, product_clicks=500,
    )  # fmt: skip
    found = live_metrics(complete(FIGURES), measures, gmv=120_000)
    assert found.profit_per_hour == 12_500
    assert found.profit_per_order == 500
    assert found.profit_per_kg == Fraction(25_000, 80)
    assert found.profit_per_viewer == Fraction(25, 4)
    assert found.roas == Fraction(85, 9)
    assert found.break_even_roas == Fraction(85_000, 25_000 + 9_000 + 2_500)
    assert not found.no_spend_pays
    assert found.ad_cost_per_order == 180
    assert found.average_order_value == 2000
    assert found.gmv_difference == 20_000
    assert found.gpm == 12_000
    assert (found.ctr, found.ctor) == (Fraction(1, 20), Fraction(1, 10))
    assert found.return_rate_by_order == Fraction(1, 10)
    assert found.return_rate_by_quantity == Fraction(1, 25)
    assert found.return_rate_by_value == Fraction(1, 18)


def test_metrics_without_their_divisors() -> None:
    found = live_metrics(complete({**FIGURES, "cost_of_goods": 90_000}), Measures())
    assert found.no_spend_pays
    assert found.break_even_roas is None
    assert found.profit_per_order is found.gpm is found.ctr is None
    missing = live_metrics(complete({**FIGURES, "taxes": None}), Measures(orders=1))
    assert not missing.no_spend_pays
    assert missing.profit_per_order is missing.break_even_roas is None


TERMS = FloorTerms(
    unit_cost=Fraction(2000), rate=Fraction(1, 5), promotion=Fraction(300), fixed_fee=Fraction(50),
    handling=Fraction(100), fees=Fraction(8, 100), refunds=Fraction(5, 100), fees_kept=Fraction(1, 2),
)  # fmt: skip


def test_the_floor_price() -> None:
    # (2000 + 300 + 50 ÷ 5 + 5 % × 100) ÷ (0.2 × (0.95 − 0.08 × (0.95 + 0.025))) = 2315 ÷ 0.1744
    assert exact_floor_price(TERMS) == Fraction(2315) / Fraction(1744, 10_000)
    assert floor_price(TERMS, 1) == 13_275
    assert floor_price(TERMS, 500) == 13_500
    assert floor_price(FloorTerms(unit_cost=Fraction(100), rate=Fraction(1)), 100) == 100


def test_where_no_price_works() -> None:
    assert floor_price(FloorTerms(unit_cost=Fraction(1), rate=Fraction(1), fees=Fraction(1)), 1) is None
    assert floor_price(FloorTerms(unit_cost=Fraction(1), rate=Fraction(1), refunds=Fraction(1)), 1) is None
    with pytest.raises(ValueError, match="0"):
        floor_price(TERMS, 0)


@given(st.integers(1, 10**7), st.integers(1, 1000))
def test_at_the_floor_nothing_is_lost_and_a_step_below_it_something_is(cost: int, step: int) -> None:
    terms = FloorTerms(
        unit_cost=Fraction(cost), rate=Fraction(1, 5), fees=Fraction(8, 100), refunds=Fraction(1, 20)
    )
    price = floor_price(terms, step)
    assert price is not None
    assert price % step == 0
    at, below = margin_at(terms, price), margin_at(terms, price - step)
    assert at is not None
    assert at >= 0
    assert below is None or below < 0
