"""Promotions: what the platforms were paid to bring viewers, and what they say came of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from desktop_app.domain.money import round_half_up
from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.usecases.demo_book.calendar import LAST_DAY
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.occasions import Occasion, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop_app.domain.session import StreamSession
    from desktop_app.usecases.demo_book.markets import Market

_ORDERS_PER_CAMPAIGN: Final = 70
_WITHOUT: Final = 220
_KINDS: Final = {"TH": "GMV Max", "US": "GMV Max", "MY": "Shopee Live Ads"}
_SHARES: Final = {
    Outcome.USUAL: (5, 12),
    Outcome.DEAR: (38, 64),
    Outcome.HEAVY: (8, 15),
    Outcome.TRIAL: (10, 18),
}


def promotions_of(occasion: Occasion, gmv_minor: int) -> list[Promotion]:
    """What was spent on one stream: nothing, one campaign, or in a large trade several."""
    dice = Dice("promotion", occasion.code)
    if occasion.outcome is not Outcome.DEAR and dice.chance(_WITHOUT):
        return []
    share = dice.whole(*_SHARES[occasion.outcome])
    campaigns = 1 + occasion.orders // _ORDERS_PER_CAMPAIGN
    amount = gmv_minor * share // (100 * campaigns)
    named = dice.chance(650)
    return [
        _campaign(occasion, number, amount, named=named, gmv_minor=gmv_minor // campaigns)
        for number in range(1, campaigns + 1)
        if amount
    ]


def _campaign(occasion: Occasion, number: int, amount: int, *, named: bool, gmv_minor: int) -> Promotion:
    """One campaign: it names its stream, or says when it ran, or (now and then) only the day."""
    dice = Dice("campaign", occasion.code, number)
    market = occasion.market
    started = occasion.started_at - timedelta(minutes=dice.whole(0, 15))
    by_day = not named and dice.chance(200)
    impressions = amount * dice.whole(14, 32) // (3 if market.prefix == "TH" else 1)
    credited = gmv_minor * dice.whole(45, 90) // 100
    return Promotion(
        promotion=f"AD-{occasion.code}-{number}",
        account=market.account.account,
        sessions=(SessionShare(session=occasion.code),) if named else (),
        kind=_KINDS[market.prefix],
        started_on=started.astimezone(ZoneInfo(market.account.timezone or "")).date() if by_day else None,
        started_at=None if by_day else started,
        ended_at=None if by_day else occasion.ended_at,
        amount_minor=amount,
        currency=market.account.currency,
        impressions=impressions,
        clicks=impressions * dice.whole(18, 46) // 1000,
        platform_roi=_ratio(credited, amount),
        supplier="TikTok" if market.prefix != "MY" else "Shopee",
        invoice=f"ADS{occasion.day:%Y%m}",
        paid_on=occasion.day,
    )


def season_package(market: Market, day: date, occasions: Sequence[Occasion]) -> Promotion | None:
    """A package bought from an agency for several streams, shared by stated weights or by duration."""
    if len(occasions) < 2:  # noqa: PLR2004 - a package is for several
        return None
    dice = Dice("package", market.prefix, day.isoformat())
    weighted = dice.chance(500)
    shares = tuple(
        SessionShare(session=occasion.code, weight=Decimal(dice.whole(1, 4)) / 2 if weighted else None)
        for occasion in occasions
    )
    orders = sum(occasion.orders for occasion in occasions)
    return Promotion(
        promotion=f"PK-{market.prefix}-{day:%Y%m%d}",
        account=market.account.account,
        sessions=shares,
        kind="达人引流",
        started_on=day,
        amount_minor=orders * dice.whole(60, 140),
        currency="CNY",
        supplier="岭南星播传媒",
        invoice=f"PK{day:%Y%m}",
        paid_on=day if day <= LAST_DAY else None,
    )


def _ratio(credited: int, amount: int) -> Decimal:
    """The platform's own return on spend, as it prints it: two decimals."""
    return Decimal(round_half_up(credited * 100, amount)).scaleb(-2)


def deposit(session: StreamSession) -> Promotion:
    """A deposit to a partner for a stream that is still planned."""
    return Promotion(
        promotion=f"DEP-{session.session}",
        account=session.account,
        sessions=(SessionShare(session=session.session),),
        kind="达人定金",
        started_on=LAST_DAY,
        amount_minor=300_000,
        currency="THB",
        supplier="曼谷达人 Joanne",
        paid_on=LAST_DAY,
    )
