"""Which session a moment belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.attribution import SessionFinder, SessionTimes, spans_of_account

HOUR = 3600


def times(number: int, start: int, end: int | None = None, *, planned: bool = False) -> SessionTimes:
    return SessionTimes(session_id=number, code=f"S{number}", started_at=start, ended_at=end, planned=planned)


def test_a_session_without_an_end_ends_at_the_next_or_after_a_day() -> None:
    spans = spans_of_account(
        [times(1, 0), times(2, 5 * HOUR), times(3, 100 * HOUR), times(4, 7 * HOUR, 8 * HOUR)]
    )
    assert [(span.session_id, span.ended_at) for span in spans] == [
        (1, 5 * HOUR),
        (2, 7 * HOUR),
        (4, 8 * HOUR),
        (3, 124 * HOUR),
    ]


def test_a_planned_session_is_not_the_next_but_has_an_end_itself() -> None:
    spans = spans_of_account([times(1, 0), times(2, HOUR, planned=True), times(3, 2 * HOUR)])
    assert [span.ended_at for span in spans] == [2 * HOUR, 2 * HOUR, 26 * HOUR]


def test_of_two_that_start_together_neither_ends_the_other() -> None:
    spans = spans_of_account([times(2, 0), times(1, 0)])
    assert [(span.session_id, span.ended_at) for span in spans] == [(1, 24 * HOUR), (2, 24 * HOUR)]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (-1, None),
        (0, 1),
        (9, 1),
        # The window ends at its end, and the later session wins where two hold the moment.
        (10, 2),
        (29, 2),
        (30, 1),
        (1009, 1),
        (1010, None),
        (5000, 3),
        (5001, 4),
    ],
)
def test_the_latest_started_session_whose_window_holds_the_moment(moment: int, expected: int | None) -> None:
    sessions = [
        times(1, 0, 1000), times(2, 10, 20), times(3, 5000, 5001), times(4, 5001, 5001),
        times(9, 10, 900, planned=True),
    ]  # fmt: skip
    assert SessionFinder(spans_of_account(sessions), 10).find(moment) == expected


def test_of_sessions_that_start_together_the_last_code_wins() -> None:
    assert SessionFinder(spans_of_account([times(10, 0, 50), times(9, 0, 50)]), 0).find(0) == 9


@given(
    st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(-5, 40), st.booleans()), max_size=8),
    st.integers(0, 20),
    st.integers(-5, 120),
)
def test_finding_agrees_with_looking_at_every_session(
    drawn: list[tuple[int, int | None, bool]], window: int, moment: int
) -> None:
    spans = spans_of_account(
        times(number, start, None if length is None else start + length, planned=planned)
        for number, (start, length, planned) in enumerate(drawn)
    )
    fitting = [
        (span.started_at, span.code, span.session_id)
        for span in spans
        if not span.planned and span.started_at <= moment < span.ended_at + window
    ]
    assert SessionFinder(spans, window).find(moment) == (max(fitting)[2] if fitting else None)
