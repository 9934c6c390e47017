"""A stream's life: planned, live, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.session import SessionStatus, StreamSession
from desktop_app.store.errors import RecordMissingError
from desktop_app.usecases.records.numbering import next_key

if TYPE_CHECKING:
    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book

PLANNED: Final = "session_planned"
OPENED: Final = "session_opened"
CLOSED: Final = "session_closed"
"""Titles in the history; whoever shows them words them."""


def plan_session(
    book: Book, account: str, started_at: datetime, *, title: str | None = None, host: str | None = None
) -> str:
    """Plan a stream, and return its number. Raises UnknownReferenceError, and as `Book.write` does."""
    day = started_at.astimezone(book.settings.timezone).date()
    code = next_key(book, "sessions", day)
    session = StreamSession(
        session=code,
        account=account,
        status=SessionStatus.PLANNED,
        started_at=_whole(started_at),
        title=title,
        host=host,
    )
    _write(book, PLANNED, session)
    return code


def open_session(book: Book, session: str, *, now: datetime | None = None) -> Changes:
    """Go live: the stream starts now. Raises RecordMissingError, ClosedMonthError, and as `Book.write`."""
    record = _existing(book, session)
    moment = _whole(now or datetime.now(UTC))
    return _write(book, OPENED, replace(record, status=SessionStatus.LIVE, started_at=moment, ended_at=None))


def close_session(
    book: Book, session: str, *, now: datetime | None = None, confirmed: bool = False
) -> Changes:
    """End the stream: now, or where it was not live at its stated end.

    Raises RecordMissingError, ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    record = _existing(book, session)
    moment = max(_whole(now or datetime.now(UTC)), record.started_at)
    ended_at = record.ended_at if record.status is not SessionStatus.LIVE and record.ended_at else moment
    closed = replace(record, status=SessionStatus.CLOSED, ended_at=ended_at)
    return _write(book, CLOSED, closed, confirmed=confirmed)


def _existing(book: Book, session: str) -> Any:
    record = book.get("sessions", session)
    if record is None:
        raise RecordMissingError("sessions", (session,))
    return record


def _write(book: Book, title: str, session: StreamSession, *, confirmed: bool = False) -> Changes:
    detail = {"kind": "sessions", "key": [session.session]}
    with book.write(title, detail, confirmed=confirmed) as writer:
        writer.put(session)
    return writer.changes


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
