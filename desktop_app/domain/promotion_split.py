"""Which sessions bear a promotion, and how much of it each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.money import split_largest_remainder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from desktop_app.domain.attribution import Span
    from desktop_app.domain.days import Days

Share = tuple[int, int | None]
"""A session's id and its part in the book's currency; None: the amount is missing a rate."""


def promotion_times(
    started_on: str | None,
    started_at: int | None,
    ended_on: str | None,
    ended_at: int | None,
    days: Days,
) -> tuple[int, int]:
    """Give the moments from and to which a promotion ran; `days` are those of its account's zone.

    A date alone is that whole day, a date as end runs to the end of that day, and without an end it ran
    until the day of its start ended.
    """
    start = started_at if started_at is not None else days.start(started_on or "")
    if ended_at is not None:
        return start, ended_at
    return start, days.end(ended_on or started_on or days.of(start))


def share_by_name(
    amount: int | None, named: Sequence[tuple[str, Decimal | None]], spans: Mapping[str, Span]
) -> list[Share]:
    """Share an amount over the sessions a promotion names, in the order named.

    By stated weights (none stated for one of them: 0), or where none is stated by duration. Sessions that
    the book does not have are left out.
    """
    known = [(spans[code], weight) for code, weight in named if code in spans]
    weights: list[int | Fraction]
    if any(weight is not None for _, weight in known):
        weights = [Fraction(weight or 0) for _, weight in known]
    else:
        weights = [span.seconds for span, _ in known]
    return _shares(amount, [span.session_id for span, _ in known], weights)


def share_by_overlap(amount: int | None, start: int, end: int, spans: Iterable[Span]) -> list[Share]:
    """Share an amount over an account's sessions by the seconds they overlap; empty: overlaps nothing."""
    overlaps = [
        (span, min(end, span.ended_at) - max(start, span.started_at))
        for span in sorted(spans, key=lambda span: span.order)
        if not span.planned
    ]
    met = [(span.session_id, seconds) for span, seconds in overlaps if seconds > 0]
    return _shares(amount, [session for session, _ in met], [seconds for _, seconds in met])


def _shares(amount: int | None, sessions: Sequence[int], weights: Sequence[int | Fraction]) -> list[Share]:
    if amount is None:
        return [(session, None) for session in sessions]
    return list(zip(sessions, split_largest_remainder(amount, weights), strict=True))
