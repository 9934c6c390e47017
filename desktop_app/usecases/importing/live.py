"""Plans live analytics: a session for each live, or the one that was logged by hand completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.session import SessionStatus, StreamSession
from desktop_app.usecases.importing.advertising import name_sessions

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.live_file import LiveRow
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

_ROOM_DIGITS: Final = 16
_OPEN_HOURS: Final = 24
_FIGURES: Final = ("views", "viewers", "peak_viewers", "new_followers", "product_clicks")


def plan_live(plan: PlatformPlan, rows: list[LiveRow]) -> None:
    """Plan the broadcasts of a file."""
    sessions = {
        session.session: session
        for session in plan.view.iterate("sessions")
        if session.account == plan.account.account
    }
    rooms = {_code(plan, row) for row in rows}
    free = [session for code, session in sessions.items() if code not in rooms]
    for row in rows:
        code = _code(plan, row)
        before = sessions.get(code)
        # A report without rooms' ids may be of lives that another one has brought under theirs.
        near = [one for one in free if row.room_id is None or not _is_room(one.session)]
        if before is None and (best := _overlapping(near, row)) is not None:
            before = best
            free.remove(best)
            plan.suspect("session_completed", row.number, session=best.session, room=code)
        plan.put(_completed(before, row) if before is not None else _new(plan, row, code), row.number)
    name_sessions(plan)
    plan.total("sessions", len(rows), platform_gmv=sum(row.gmv_minor or 0 for row in rows))


def _code(plan: PlatformPlan, row: LiveRow) -> str:
    """Return the key of a live: the platform's room id, else account and start."""
    return row.room_id or f"{plan.account.account}/{row.started_at:%Y-%m-%dT%H:%M:%SZ}"


def _is_room(code: str) -> bool:
    return code.isdecimal() and len(code) >= _ROOM_DIGITS


def _overlapping(free: list[StreamSession], row: LiveRow) -> StreamSession | None:
    """Return the session logged by hand that overlaps a live by more than half of the longer of the two.

    Of a session without an end only the live's own length counts.
    """
    end = row.ended_at or row.started_at
    best: tuple[timedelta, StreamSession] | None = None
    for session in free:
        last = session.ended_at or session.started_at + timedelta(hours=_OPEN_HOURS)
        overlap = min(end, last) - max(row.started_at, session.started_at)
        length = end - row.started_at
        if session.ended_at is not None:
            length = max(length, session.ended_at - session.started_at)
        if overlap * 2 > length and (best is None or overlap > best[0]):
            best = overlap, session
    return best[1] if best else None


def _new(plan: PlatformPlan, row: LiveRow, code: str) -> StreamSession:
    return StreamSession(
        session=code,
        account=plan.account.account,
        title=row.title,
        started_at=row.started_at,
        ended_at=row.ended_at,
        platform_gmv_minor=row.gmv_minor,
        **{name: getattr(row, name) for name in _FIGURES},
    )


def _completed(before: StreamSession, row: LiveRow) -> StreamSession:
    """Complete a session: the platform's figures, its own times where it was only planned or has none."""
    changes: dict[str, Any] = {name: value for name in _FIGURES if (value := getattr(row, name)) is not None}
    if row.gmv_minor is not None:
        changes["platform_gmv_minor"] = row.gmv_minor
    started_at: datetime = before.started_at
    ended_at = before.ended_at or row.ended_at
    if before.status is SessionStatus.PLANNED or before.session == row.room_id:
        started_at, ended_at = row.started_at, row.ended_at or before.ended_at
    return replace(
        before,
        status=SessionStatus.CLOSED,
        title=before.title or row.title,
        started_at=started_at,
        ended_at=ended_at,
        **changes,
    )
