"""Session records: titles, hosts, pay, and live figures that agree with the orders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.session import SessionStatus, StreamSession
from desktop_app.usecases.demo_book.calendar import LAST_DAY, midnight
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.markets import MARKETS
from desktop_app.usecases.demo_book.occasions import Occasion, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.usecases.demo_book.orders import Order

_PART_TIMER: Final = "陈可儿"
_WITHOUT_FIGURES: Final = ("MY", 9)
_WITHOUT_END: Final = ("US", 14)
_NOTES: Final = (
    "开头十分钟网络卡顿",
    "果园连线效果好，下次提前开",
    "评论区问保存方法的多，准备一张卡片",
    "切开试吃时人数最高",
    "下次先讲产地再报价",
    "老客多，新粉少",
)


def gmv_of(occasion: Occasion, orders: Sequence[Order]) -> int:
    """GMV as the platform counts it: everything ordered while live, cancelled and refunded too."""
    return sum(
        line.unit_price_minor * line.quantity_milli // 1000 - line.seller_discount_minor
        for order in orders
        if order.ordered_at <= occasion.ended_at
        for line in order.lines
    )


def session_of(occasion: Occasion, orders: Sequence[Order]) -> StreamSession:
    """The record of one stream that was held."""
    market = occasion.market
    dice = Dice("session", occasion.code)
    host = dice.pick(market.hosts)
    place = (market.prefix, occasion.number)
    hours_pay = 9_000 if _PART_TIMER in host else 4_000
    minutes = int((occasion.ended_at - occasion.started_at).total_seconds()) // 60
    live = sum(1 for order in orders if order.ordered_at <= occasion.ended_at)
    views, viewers, peak, followers, clicks = (
        (None,) * 5 if place == _WITHOUT_FIGURES else _figures(live, dice)
    )
    return StreamSession(
        session=occasion.code,
        account=market.account.account,
        title=_title(occasion, dice),
        started_at=occasion.started_at,
        ended_at=None if place == _WITHOUT_END else occasion.ended_at,
        host=host,
        trial=occasion.outcome is Outcome.TRIAL,
        views=views,
        viewers=viewers,
        peak_viewers=peak,
        new_followers=followers,
        product_clicks=clicks,
        platform_gmv_minor=None if place == _WITHOUT_FIGURES else gmv_of(occasion, orders),
        host_pay_minor=hours_pay * minutes // 60 // 100 * 100,
        other_cost_minor=dice.whole(5, 45) * 100 if dice.chance(280) else None,
        note="手机断电，平台数据没存下来"
        if place == _WITHOUT_FIGURES
        else dice.pick(_NOTES)
        if dice.chance(180)
        else None,
    )


def _figures(orders: int, dice: Dice) -> tuple[int, int, int, int, int]:
    """Views ≥ viewers ≥ peak, clicks ≥ orders, at rates that streams of this size have."""
    clicks = orders * 1000 // dice.whole(55, 130) + dice.whole(5, 40)
    views = clicks * 1000 // dice.whole(60, 120) + dice.whole(20, 200)
    viewers = views * dice.whole(62, 84) // 100
    peak = max(3, viewers * dice.whole(32, 70) // 1000)
    return views, viewers, peak, viewers * dice.whole(6, 24) // 1000, clicks


def _title(occasion: Occasion, dice: Dice) -> str:
    if occasion.outcome is Outcome.TRIAL:
        return f"试播第 {occasion.number + 1} 场｜设备和网络测试"
    return dice.pick(occasion.theme.titles)


def planned_sessions() -> list[StreamSession]:
    """Two streams still to come: one prepared, one a mere date."""
    thailand, united_states, _ = MARKETS
    return [
        _planned(
            thailand.account.account,
            "TH",
            LAST_DAY + timedelta(days=4),
            20,
            "双十一预热｜徐香一级 满千送礼盒",
        ),
        _planned(united_states.account.account, "US", LAST_DAY + timedelta(days=7), 10, None),
    ]


def _planned(account: str, prefix: str, day: date, hour: int, title: str | None) -> StreamSession:
    starts: datetime = midnight(day) + timedelta(hours=hour, minutes=30)
    return StreamSession(
        session=f"{prefix}-{day:%Y%m%d}",
        account=account,
        status=SessionStatus.PLANNED,
        title=title,
        started_at=starts,
        host="王倩" if title else None,
        note="场地押金已付，达人定金已付" if title else None,
        other_cost_minor=20_000 if title else None,
    )
