"""What lines bring in, and what returns give back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.fx import RateTable
from desktop_app.domain.pricing import (
    FeeRates,
    FeeSchedule,
    StatedLine,
    line_value,
    list_amount,
    per_quantity,
    price_line,
)
from desktop_app.domain.return_amounts import ReturnedLine, StatedReturn, estimated_fee_refund, return_amounts

DAY = "2026-03-02"


def table() -> RateTable:
    rates = {"THB": [("2026-03-01", 1, 20_500_000)]}
    return RateTable("CNY", lambda _: 2, lambda code: rates.get(code, []))


def line(**more: object) -> StatedLine:
    stated = {
        "quantity_milli": 1500, "unit_price": 1999, "currency": "THB", "seller_discount": 100,
        "shipping_charged": 50, "tax": 7, "fee": None,
    }  # fmt: skip
    return StatedLine(**{**stated, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantity", "price", "expected"),
    [(1500, 1999, 2999), (500, 1, 1), (499, 1, 0), (1000, 0, 0), (1333, 995, 1326)],
)
def test_list_is_rounded_in_its_currency(quantity: int, price: int, expected: int) -> None:
    assert list_amount(quantity, price) == expected


def test_a_line_is_rounded_in_its_currency_and_once_more_in_the_books() -> None:
    priced = price_line(line(), FeeRates(5_000_000, 2_000_000, None), table(), DAY)
    # Fee: 5 % of 2999 − 100 is 144.95 → 145; 2 % of 2949 is 58.98 → 59; together 204, × 0.205 = 41.82.
    assert priced.own_fee == 204
    # 2999 × 0.205 = 614.795; 100 × 0.205 = 20.5 → 21; 50 × 0.205 = 10.25; 7 × 0.205 = 1.435.
    assert priced[:5] == (615, 21, 10, 1, 42)
    assert priced.estimated


def test_a_stated_fee_is_a_statement_even_where_it_is_0() -> None:
    priced = price_line(line(fee=0), FeeRates(5_000_000, 2_000_000, None), table(), DAY)
    assert (priced.fee, priced.estimated) == (0, False)


def test_without_rates_a_fee_is_0_and_still_estimated() -> None:
    priced = price_line(line(), FeeRates(), table(), DAY)
    assert (priced.fee, priced.estimated) == (0, True)


def test_without_an_exchange_rate_amounts_are_missing_but_0_is_0() -> None:
    priced = price_line(line(currency="USD", tax=0), FeeRates(), table(), DAY)
    assert priced[:5] == (None, None, None, 0, 0)
    assert line_value(priced.gross, priced.discount) is None


def test_a_value_is_never_below_0() -> None:
    assert line_value(100, 150) == 0


def test_per_quantity() -> None:
    assert [per_quantity(1500, 33), per_quantity(1500, None), per_quantity(1500, 0)] == [50, 0, 0]


RETURNED = ReturnedLine(counts=True, currency="THB", day=DAY, own_list=3000, discount=500, own_fee=250)


@pytest.mark.parametrize(
    ("refund", "expected"),
    # Fee 250 × 80 % × min(1, refund ÷ 2500).
    [(2500, 200), (1250, 100), (9999, 200), (0, 0), (1, 0), (7, 1)],
)
def test_the_fee_given_back_follows_the_refunded_share(refund: int, expected: int) -> None:
    assert estimated_fee_refund(RETURNED, refund, 80_000_000) == expected


def test_nothing_is_given_back_of_a_line_that_was_given_away() -> None:
    assert estimated_fee_refund(RETURNED._replace(discount=3000), 10, 80_000_000) == 0


def test_each_field_of_a_return_is_converted_by_itself() -> None:
    stated = StatedReturn(1000, 55, None, 30, None, 99, "THB")
    found = return_amounts(stated, RETURNED, 80_000_000, table(), "2026-03-20")
    # 1000 × 0.205 = 205, 55 × 0.205 = 11.275 → 11; fee 250 × 0.8 × 0.4 = 80 → 16.4; 30 − 99 × 0.205 (20.295).
    assert found == (216, 16, 10, True)


def test_a_stated_fee_refund_is_not_estimated_and_without_a_rate_there_is_none() -> None:
    stated = StatedReturn(1000, 0, 10, 0, None, 0, None)
    assert return_amounts(stated, RETURNED, 80_000_000, table(), DAY) == (205, 2, 0, False)
    assert return_amounts(stated._replace(fee_refunded=None), RETURNED, None, table(), DAY) == (
        205,
        0,
        0,
        False,
    )


def test_on_a_line_cancelled_after_dispatch_only_costs_count() -> None:
    stated = StatedReturn(1000, 55, None, 30, "USD", 0, None)
    gone = RETURNED._replace(counts=False)
    assert return_amounts(stated, gone, 80_000_000, table(), DAY) == (0, 0, None, False)


RATES = st.builds(FeeRates, *[st.none() | st.integers(0, 10**8)] * 3)
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))


@given(RATES, st.dictionaries(DAYS, RATES, max_size=5), DAYS)
def test_dated_rates_are_those_of_an_account_split_where_they_change(
    own: FeeRates, dated: dict[date, FeeRates], day: date
) -> None:
    """One account with dated rates pays what a row of accounts pays, each opened on the day of a change."""
    schedule = FeeSchedule(own, [(on.isoformat(), rates) for on, rates in sorted(dated.items())])
    split = own
    for on in (date(2026, 1, 1) + timedelta(days=number) for number in range(12)):
        if on in dated:
            commission, payment, refund = dated[on]
            split = FeeRates(
                split.commission if commission is None else commission,
                split.payment if payment is None else payment,
                split.fee_refund if refund is None else refund,
            )
        if on == day:
            break
    assert schedule.on(day.isoformat()) == split
    stated = line(currency="CNY", seller_discount=0)
    priced = price_line(stated, schedule.on(day.isoformat()), table(), day.isoformat())
    assert priced == price_line(stated, split, table(), DAY)


def test_a_rate_holds_from_its_day_on_and_0_is_a_rate() -> None:
    schedule = FeeSchedule(
        FeeRates(5_000_000, 2_000_000, None),
        [("2026-03-01", FeeRates(commission=6_000_000)), ("2026-04-01", FeeRates(commission=0))],
    )
    assert schedule.on("2026-02-28") == FeeRates(5_000_000, 2_000_000, None)
    assert schedule.on("2026-03-01") == FeeRates(6_000_000, 2_000_000, None)
    assert schedule.on("2026-03-31") == FeeRates(6_000_000, 2_000_000, None)
    assert schedule.on("2026-04-01") == FeeRates(0, 2_000_000, None)
