"""Which sessions bear a promotion (MODEL section 6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.arithmetic import split
from tests.oracle.sessions import end_of, in_order
from tests.oracle.workbook import day_after, first_moment

if TYPE_CHECKING:
    from tests.oracle.effects import Effects
    from tests.oracle.records import Book, Promotion


def promotions(book: Book, effects: Effects) -> dict[str, dict[str, int | None]]:
    """Enters every promotion; returns the share of each session."""
    facts: dict[str, dict[str, int | None]] = {}
    for promotion in book.promotions:
        amount = book.convert(promotion.amount, promotion.currency, promotion.start.day)
        if promotion.amount < 0:
            book.mark("promotion.negative")
        weights = _named(book, promotion) if promotion.named else _overlapping(book, promotion)
        why = f"promotion {promotion.code}"
        if not weights:  # what overlaps nothing is unattributed
            book.mark("promotion.unattributed")
            effects.add(None, "promotion", amount, promotion.start.day, why)
            facts[promotion.code] = {}
            continue
        parts = [None] * len(weights) if amount is None else split(amount, [w for _, w in weights])
        for (session, _), part in zip(weights, parts, strict=True):
            effects.add(session, "promotion", part, promotion.start.day, why)
        facts[promotion.code] = dict(zip([code for code, _ in weights], parts, strict=True))
    return facts


def _seconds(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), 1_000_000)


def _named(book: Book, promotion: Promotion) -> list[tuple[str, Fraction]]:
    """By stated weights (none stated for one of them: 0), or where none is stated by duration."""
    codes = [code for code, _ in promotion.named]
    if any(weight is not None for _, weight in promotion.named):
        book.mark("promotion.by_weights")
        if any(weight is None for _, weight in promotion.named):
            book.mark("promotion.weight_left_out")
        return [(code, weight or Fraction(0)) for code, weight in promotion.named]
    book.mark("promotion.by_duration" if len(codes) > 1 else "promotion.one_session")
    sessions = [book.sessions[code] for code in codes]
    return [(s.code, _seconds(end_of(book, s) - s.start.moment)) for s in sessions]


def span_of(book: Book, promotion: Promotion) -> tuple[datetime, datetime]:
    """[started_at, ended_at), with dates alone and a missing end made whole in the account's time zone."""
    zone = book.accounts[promotion.account].zone
    if promotion.start.alone:  # that whole day in the account's time zone
        book.mark("promotion.date_alone")
        start, first_day = first_moment(promotion.start.day, zone), promotion.start.day
    else:
        start = promotion.start.moment
        first_day = start.astimezone(zone).date()
    if promotion.end is None:  # until the day of its start ends there
        book.mark("promotion.no_end")
        return start, first_moment(day_after(first_day), zone)
    if promotion.end.alone:  # a date as end runs to the end of that day
        book.mark("promotion.end_date_alone")
        return start, first_moment(day_after(promotion.end.day), zone)
    return start, promotion.end.moment.astimezone(UTC)


def _overlapping(book: Book, promotion: Promotion) -> list[tuple[str, Fraction]]:
    """Its account's sessions (not planned) by seconds of overlap, in order of start, then code."""
    start, end = span_of(book, promotion)
    found = []
    for session in in_order(book):
        if session.account == promotion.account and not session.planned:
            seconds = _seconds(min(end, end_of(book, session)) - max(start, session.start.moment))
            if seconds > 0:
                found.append((session.code, seconds))
    if found:
        book.mark("promotion.overlap_one" if len(found) == 1 else "promotion.overlap_several")
    return found
