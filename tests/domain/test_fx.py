"""Rates and days."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.days import Days
from desktop_app.domain.fx import E8, RateTable
from desktop_app.domain.money import round_half_up

RATES = {
    "USD": [("2026-03-01", 1, 712_345_678), ("2026-03-10", 1, 700_000_000)],
    "JPY": [("2026-03-01", 100, 4_812_345_600)],
}
DECIMALS = {"CNY": 2, "USD": 2, "JPY": 0, "KWD": 3}


def table(currency: str = "CNY") -> RateTable:
    return RateTable(currency, DECIMALS.__getitem__, lambda code: RATES.get(code, []))


@pytest.mark.parametrize(
    ("amount", "currency", "day", "expected"),
    [
        (1234, "CNY", "2020-01-01", 1234),
        (1234, None, "2020-01-01", 1234),
        # 12.34 USD × 7.12345678 = 87.9034…
        (1234, "USD", "2026-03-01", 8790),
        (1234, "USD", "2026-03-09", 8790),
        (1234, "USD", "2026-03-10", 8638),
        (1234, "USD", "2026-12-31", 8638),
        # 995 JPY × 48.123456 ÷ 100 = 478.828…
        (995, "JPY", "2026-03-05", 47883),
        (-995, "JPY", "2026-03-05", -47883),
        (1234, "USD", "2026-02-28", None),
        (0, "USD", "2026-02-28", 0),
        (1, "KWD", "2026-03-01", None),
        (0, "KWD", "2026-03-01", 0),
    ],
)
def test_conversion(amount: int, currency: str | None, day: str, expected: int | None) -> None:
    assert table().convert(amount, currency, day) == expected


def test_a_book_in_another_currency_takes_its_own_decimals() -> None:
    # 100.00 USD at 7.12345678 yen: 712.345678 JPY, which has no decimals.
    assert table("JPY").convert(10_000, "USD", "2026-03-01") == 712


@given(st.integers(-(10**12), 10**12))
def test_conversion_rounds_half_up(amount: int) -> None:
    assert table().convert(amount, "USD", "2026-03-02") == round_half_up(amount * 712_345_678, E8)


@given(
    st.sampled_from(
        ["Asia/Shanghai", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo"]
    ),
    st.datetimes(datetime(1971, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_days_are_the_zones(zone: str, moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    local = moment.astimezone(ZoneInfo(zone)).date().isoformat()
    days = Days(ZoneInfo(zone))
    seconds = int(moment.timestamp())
    assert days.of(seconds) == local
    assert days.start(local) <= seconds < days.end(local)


def test_a_day_that_a_zone_skipped() -> None:
    days = Days(ZoneInfo("Pacific/Apia"))
    before = days.start("2011-12-29") + 23 * 3600
    assert days.of(before) == "2011-12-29"
    assert days.of(before + 3600) == "2011-12-31"
