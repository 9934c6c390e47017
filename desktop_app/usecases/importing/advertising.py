"""Plans advertising reports, and holds what a settlement took for advertising against them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.importers.income_file import ADVERTISING
from desktop_app.usecases.importing.settling import KIND as SETTLEMENT
from desktop_app.usecases.importing.settling import TABLE, income_row

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.advertising_file import AdvertRow
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

ADVERT: Final = "advert"
NEAR: Final = timedelta(minutes=15)
"""How far a live's start in an advertising report may lie from the session's."""

_PAID: Final = "gmv_payment"


def plan_advertising(plan: PlatformPlan, rows: list[AdvertRow]) -> None:
    """Plan a report: a promotion for each campaign and live, at its net cost."""
    starts = session_starts(plan)
    for row in rows:
        currency = row.currency or plan.account.currency
        key = f"{row.campaign_id}/{row.started_at:%Y-%m-%dT%H:%M:%SZ}"
        before = plan.view.get("promotions", key)
        session = session_near(starts, row.started_at)
        if session is None:
            plan.suspect("promotion_without_session", row.number, promotion=key)
        sessions = (SessionShare(session=session),) if session else ()
        plan.put(
            Promotion(
                promotion=key,
                account=plan.account.account,
                sessions=sessions or (before.sessions if before else ()),
                kind=plan.format.options["promotion"],
                started_at=row.started_at,
                amount_minor=row.net_minor,
                currency=currency,
                platform_roi=row.roi,
                supplier=plan.format.options.get("supplier"),
                invoice=before.invoice if before else None,
                paid_on=before.paid_on if before else None,
            ),
            row.number,
        )
        body = {"cost": row.cost_minor, "net": row.net_minor, "currency": currency}
        plan.put_row(
            TABLE,
            {
                "account": plan.account.account,
                "kind": ADVERT,
                "entry": key,
                "order_id": None,
                "on": row.started_at.astimezone(plan.view.settings.timezone).date().isoformat(),
                "body": json.dumps(body, sort_keys=True, separators=(",", ":")),
            },
        )
    hold_advertising(plan, {})
    plan.total(
        "promotions",
        len(rows),
        amount=sum(row.net_minor for row in rows),
        cost=sum(row.cost_minor for row in rows),
    )


def session_starts(plan: PlatformPlan) -> list[tuple[datetime, str]]:
    """Return when each session of the account starts."""
    return [
        (session.started_at, session.session)
        for session in plan.view.iterate("sessions")
        if session.account == plan.account.account
    ]


def session_near(starts: list[tuple[datetime, str]], started_at: datetime) -> str | None:
    """Return the session that starts within 15 minutes of a moment, the nearest of several."""
    near = [(abs(start - started_at), code) for start, code in starts if abs(start - started_at) <= NEAR]
    return min(near)[1] if near else None


def name_sessions(plan: PlatformPlan) -> None:
    """Let promotions of earlier reports name the sessions that have come since."""
    kinds = {row["entry"] for row in plan.view.rows_where(TABLE, account=plan.account.account, kind=ADVERT)}
    starts = session_starts(plan)
    for promotion in list(plan.view.iterate("promotions")):
        if promotion.promotion not in kinds or promotion.sessions or promotion.started_at is None:
            continue
        session = session_near(starts, promotion.started_at)
        if session is not None:
            plan.put(replace(promotion, sessions=(SessionShare(session=session),)))


def hold_advertising(plan: PlatformPlan, numbers: dict[str, int]) -> None:
    """Hold advertising paid out of sales against the reports, oldest first, so that it counts once.

    A payment covers the reports' cost before credits up to its day (a day's grace for zones). What the
    reports cover is counted there, at net cost, and the difference listed; the rest is a promotion of
    the payment's day.
    """
    account = plan.account.account
    spent = [_spend(row) for row in plan.view.rows_where(TABLE, account=account, kind=ADVERT)]
    spent.sort(key=lambda spend: spend.on)
    payments = [
        income_row(row)
        for row in plan.view.rows_where(TABLE, account=account, kind=SETTLEMENT)
        if json.loads(row["body"])["type"] == ADVERTISING
    ]
    for row in sorted(payments, key=lambda row: (row.settled_on, row.entry)):
        paid = left = -row.total
        counted = 0
        for spend in spent:
            late = spend.on > row.settled_on + timedelta(days=1)
            if left <= 0 or spend.cost <= 0 or spend.currency != row.currency or late:
                continue
            used = min(left, spend.cost)
            share = spend.net if used == spend.cost else spend.net * used // spend.cost
            spend.cost -= used
            spend.net -= share
            left -= used
            counted += share
        if left != paid:
            plan.suspect(
                "advertising_counted_once",
                numbers.get(row.key, 0),
                payment=row.entry,
                paid=paid,
                counted=counted,
                difference=paid - left - counted,
            )
        _put_uncovered(plan, row.entry, row.settled_on, left, row.currency)


@dataclass(slots=True)
class _Spend:
    """What a report's row cost, before credits and after, as far as no payment has covered it yet."""

    on: date
    cost: int
    net: int
    currency: str


def _spend(row: dict[str, Any]) -> _Spend:
    body = json.loads(row["body"])
    return _Spend(date.fromisoformat(row["on"]), body["cost"], body["net"], body["currency"])


def _put_uncovered(plan: PlatformPlan, entry: str, day: date, amount: int, currency: str) -> None:
    if amount == 0:
        plan.remove("promotions", entry)
        return
    before = plan.view.get("promotions", entry)
    promotion = Promotion(
        promotion=entry,
        account=plan.account.account,
        kind=_PAID,
        started_on=day,
        amount_minor=amount,
        currency=currency,
    )
    plan.put(promotion if before is None else replace(before, amount_minor=amount, currency=currency))
