"""Promotions: money paid to a platform to bring viewers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionShare:
    """A session that a promotion names, with its stated weight (None: not stated)."""

    session: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One payment for promotion, in `currency`.

    Exactly one of `started_on` (a date alone: that whole day in the account's zone) and `started_at`
    is given; at most one of `ended_on` and `ended_at`.
    """

    promotion: str
    account: str
    sessions: tuple[SessionShare, ...] = ()
    kind: str | None = None
    started_on: date | None = None
    started_at: datetime | None = None
    ended_on: date | None = None
    ended_at: datetime | None = None
    amount_minor: int
    currency: str
    impressions: int | None = None
    clicks: int | None = None
    platform_roi: Decimal | None = None
    supplier: str | None = None
    invoice: str | None = None
    paid_on: date | None = None
