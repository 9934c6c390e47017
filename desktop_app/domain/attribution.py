"""Which session an order line belongs to, and when a session ends."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_OPEN_SECONDS: Final = 24 * 3600
"""A session that names no end is over after this at the latest."""


class SessionTimes(NamedTuple):
    """A session as facts give it; moments are seconds since 1970."""

    session_id: int
    code: str
    started_at: int
    ended_at: int | None
    planned: bool


class Span(NamedTuple):
    """A session with the end that holds wherever a session's end is used."""

    session_id: int
    code: str
    started_at: int
    ended_at: int
    planned: bool

    @property
    def order(self) -> tuple[int, str]:
        """The order of sessions: by start, then by code."""
        return (self.started_at, self.code)

    @property
    def seconds(self) -> int:
        """How long it lasted; 0 where it is said to end before it began."""
        return max(0, self.ended_at - self.started_at)


_STARTED: Final = Span._fields.index("started_at")
_CODE: Final = Span._fields.index("code")


def spans_of_account(sessions: Iterable[SessionTimes]) -> list[Span]:
    """Give the sessions of one account with their ends, in order of start, then code.

    One without a stated end ends when the next one of its account that is not planned starts, or after
    24 hours, whichever comes first.
    """
    ordered = sorted(sessions, key=itemgetter(_STARTED, _CODE))
    starts = sorted({session.started_at for session in ordered if not session.planned})
    return [_span(session, starts) for session in ordered]


def _span(session: SessionTimes, starts: list[int]) -> Span:
    end = session.ended_at
    if end is None:
        end = session.started_at + LONGEST_OPEN_SECONDS
        following = bisect_right(starts, session.started_at)
        if following < len(starts):
            end = min(end, starts[following])
    return Span(session.session_id, session.code, session.started_at, end, session.planned)


class SessionFinder:
    """Finds the session of one account that a moment belongs to."""

    def __init__(self, spans: Iterable[Span], window_seconds: int) -> None:
        """Take an account's sessions and for how long after its end a session still earns orders."""
        running = sorted((span for span in spans if not span.planned), key=itemgetter(_STARTED, _CODE))
        self._starts = [span.started_at for span in running]
        self._ids = [span.session_id for span in running]
        self._ends = [span.ended_at + window_seconds for span in running]
        self._latest_end = list(accumulate(self._ends, max))

    def find(self, moment: int) -> int | None:
        """Give the id of the latest-started session whose window holds the moment, or None."""
        place = bisect_right(self._starts, moment) - 1
        while place >= 0 and moment < self._latest_end[place]:
            if moment < self._ends[place]:
                return self._ids[place]
            place -= 1
        return None
