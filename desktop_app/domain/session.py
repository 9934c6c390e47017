"""Stream sessions: one broadcast from one account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SessionStatus(StrEnum):
    """Where a session stands; a planned one receives nothing by time."""

    PLANNED = "planned"
    LIVE = "live"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSession:
    """One broadcast. `platform_gmv_minor` is in the account's currency, costs in the book's."""

    session: str
    account: str
    status: SessionStatus = SessionStatus.CLOSED
    title: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    host: str | None = None
    trial: bool = False
    views: int | None = None
    viewers: int | None = None
    peak_viewers: int | None = None
    new_followers: int | None = None
    product_clicks: int | None = None
    platform_gmv_minor: int | None = None
    host_pay_minor: int | None = None
    other_cost_minor: int | None = None
    note: str | None = None
