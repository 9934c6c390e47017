"""Which sessions bear a promotion."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.attribution import Span
from desktop_app.domain.days import Days
from desktop_app.domain.promotion_split import promotion_times, share_by_name, share_by_overlap

SHANGHAI = Days(ZoneInfo("Asia/Shanghai"))
NEW_YORK = Days(ZoneInfo("America/New_York"))


def span(number: int, start: int, end: int, *, planned: bool = False) -> Span:
    return Span(session_id=number, code=f"S{number}", started_at=start, ended_at=end, planned=planned)


SPANS = [span(1, 0, 100), span(2, 50, 350), span(3, 60, 400, planned=True), span(4, 0, 100)]
BY_CODE = {item.code: item for item in SPANS}


@pytest.mark.parametrize(
    ("named", "shares"),
    [
        ([("S2", None)], [(2, 100)]),
        # By duration: 100 and 300 seconds, in the order named; planned sessions bear what names them.
        ([("S2", None), ("S1", None)], [(2, 75), (1, 25)]),
        ([("S3", None), ("S1", None)], [(3, 77), (1, 23)]),
        ([("S1", Decimal(2)), ("S2", Decimal("0.5"))], [(1, 80), (2, 20)]),
        ([("S1", Decimal(2)), ("S2", None)], [(1, 100), (2, 0)]),
        ([("S1", Decimal(0)), ("S2", None)], [(1, 50), (2, 50)]),
        ([("nowhere", None), ("S1", None)], [(1, 100)]),
        ([("nowhere", None)], []),
    ],
)
def test_named_sessions(named: list[tuple[str, Decimal | None]], shares: list[tuple[int, int]]) -> None:
    assert share_by_name(100, named, BY_CODE) == shares


@pytest.mark.parametrize(
    ("start", "end", "shares"),
    [
        (0, 100, [(1, 40), (4, 40), (2, 20)]),
        (100, 200, [(2, 100)]),
        (350, 999, []),
        (50, 50, []),
        (-100, 0, []),
    ],
)
def test_overlap(start: int, end: int, shares: list[tuple[int, int]]) -> None:
    assert share_by_overlap(100, start, end, SPANS) == shares


def test_a_missing_amount_is_missing_for_each() -> None:
    assert share_by_overlap(None, 0, 100, SPANS) == [(1, None), (4, None), (2, None)]


def test_times_of_dates_are_whole_days_in_the_accounts_zone() -> None:
    start, end = NEW_YORK.start("2026-03-07"), NEW_YORK.end("2026-03-08")
    assert promotion_times("2026-03-07", None, "2026-03-08", None, NEW_YORK) == (start, end)
    # The 8th had 23 hours there.
    assert end - start == 47 * 3600
    assert promotion_times("2026-03-07", None, None, None, SHANGHAI) == (
        SHANGHAI.start("2026-03-07"),
        SHANGHAI.start("2026-03-08"),
    )


def test_without_an_end_until_the_day_of_its_start_ends_there() -> None:
    # 16:00 in London is midnight in Shanghai: the day there has just begun.
    moment = SHANGHAI.start("2026-03-07")
    assert promotion_times(None, moment, None, None, SHANGHAI) == (moment, moment + 86_400)
    assert promotion_times(None, moment, None, None, NEW_YORK) == (moment, NEW_YORK.start("2026-03-07"))
    assert promotion_times(None, moment, None, moment + 5, NEW_YORK) == (moment, moment + 5)
    assert promotion_times(None, moment, "2026-03-07", None, SHANGHAI) == (moment, moment + 86_400)
