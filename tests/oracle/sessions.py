"""Where sessions end, and which session an order line belongs to (MODEL section 3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.records import Book, Line, Session


def in_order(book: Book) -> list[Session]:
    """Sessions by start, then code."""
    return sorted(book.sessions.values(), key=lambda s: (s.start.moment, s.code))


def end_of(book: Book, session: Session) -> datetime:
    """MODEL 3: a stated end; else the next session of its account or 24 hours, whichever comes first."""
    if session.stated_end is not None:
        return session.stated_end
    start = session.start.moment
    later = [
        other.start.moment
        for other in book.sessions.values()
        # a planned session is not its next; one that starts at the same moment does not come after it
        if other.account == session.account and not other.planned and other.start.moment > start
    ]
    day_later = start + timedelta(hours=24)
    book.mark("session.end_next" if later and min(later) < day_later else "session.end_24h")
    return min([day_later, *later])


def session_of(book: Book, line: Line) -> str | None:
    """The session a line belongs to, or None: unattributed."""
    if line.session:
        book.mark("attribution.named")
        if book.sessions[line.session].planned:
            book.mark("attribution.planned_named")
        return line.session
    window = book.accounts[line.account].attribution
    fits = [
        session
        for session in book.sessions.values()
        if session.account == line.account
        and not session.planned
        and session.start.moment <= line.when.moment < end_of(book, session) + window
    ]
    if not fits:
        book.mark("attribution.none")
        return None
    best = max(fits, key=lambda s: (s.start.moment, s.code))
    _mark_fit(book, line, best, fits)
    return best.code


def _mark_fit(book: Book, line: Line, best: Session, fits: list[Session]) -> None:
    book.mark("attribution.by_time")
    if len(fits) > 1:
        book.mark("attribution.latest_of_several")
    if any(other is not best and other.start.moment == best.start.moment for other in fits):
        book.mark("attribution.tie")
    if line.when.moment >= end_of(book, best):
        book.mark("attribution.in_window")
    if line.when.moment == best.start.moment:
        book.mark("attribution.at_start")
