"""Plans advertising reports, and holds what a settlement took for advertising against them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.importers.income_file import ADVERTISING
from desktop_app.usecases.importing.plan import SheetTotals
from desktop_app.usecases.importing.settling import KIND as SETTLEMENT
from desktop_app.usecases.importing.settling import TABLE, income_row

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.advertising_file import AdvertRow
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

ADVERT: Final = "advert"
ELSEWHERE: Final = "advert_elsewhere"
NEAR: Final = timedelta(minutes=15)
"""How far a live's start in an advertising report may lie from the session's."""

_PAID: Final = "gmv_payment"


def plan_advertising(plan: PlatformPlan, rows: list[AdvertRow]) -> None:
    """Plan a report: a promotion for each campaign and live, day or period, at its net cost."""
    starts = session_starts(plan)
    # Money spent elsewhere never is what a platform took from its own sales.
    kind = ADVERT if plan.format.platform else ELSEWHERE
    kept = plan.view.rows_where(TABLE, account=plan.account.account, kind=kind)
    for row in rows:
        key = row.key
        if (other := _overlapping(kept, row, _first_day(plan, row))) is not None:
            plan.suspect("advert_overlaps", row.number, promotion=key, other=other)
            continue
        before = plan.view.get("promotions", key)
        session = session_near(starts, row.started_at) if row.for_live and row.started_at else None
        if session is None and row.for_live:
            plan.suspect("promotion_without_session", row.number, promotion=key)
        sessions = (SessionShare(session=session),) if session else ()
        plan.put(
            Promotion(
                promotion=key,
                account=plan.account.account,
                sessions=sessions or (before.sessions if before else ()),
                kind=plan.format.options["promotion"],
                started_on=row.on if row.started_at is None else None,
                started_at=row.started_at,
                ended_on=row.until if row.started_at is None and row.until != row.on else None,
                ended_at=row.ended_at,
                amount_minor=row.net_minor,
                currency=row.currency,
                impressions=row.impressions,
                clicks=row.clicks,
                platform_roi=row.roi,
                supplier=plan.format.options.get("supplier"),
                invoice=before.invoice if before else None,
                paid_on=before.paid_on if before else None,
            ),
            row.number,
        )
        body: dict[str, Any] = {"cost": row.cost_minor, "net": row.net_minor, "currency": row.currency}
        if row.started_at is None:
            body["until"] = f"{row.until or row.on}"
        elif not row.for_live:
            body["for_live"] = False
        plan.put_row(
            TABLE,
            {
                "account": plan.account.account,
                "kind": kind,
                "entry": key,
                "order_id": None,
                "on": _first_day(plan, row).isoformat(),
                "body": json.dumps(body, sort_keys=True, separators=(",", ":")),
            },
        )
    hold_advertising(plan, {})
    totals = SheetTotals(rows=len(rows), amounts={"amount": {}, "cost": {}})
    for row in rows:
        for name, amount in (("amount", row.net_minor), ("cost", row.cost_minor)):
            totals.amounts[name][row.currency] = totals.amounts[name].get(row.currency, 0) + amount
    plan.plan.totals["promotions"] = totals


def _first_day(plan: PlatformPlan, row: AdvertRow) -> date:
    if row.started_at is not None:
        return row.started_at.astimezone(plan.view.settings.timezone).date()
    if row.on is None:
        raise LookupError(row.key)
    return row.on


def _overlapping(kept: list[dict[str, Any]], row: AdvertRow, first: date) -> str | None:
    """Return what is there already of a row's campaign for days of its own, cut in another way.

    A week and its days, or a day and its lives, are the same money.
    """
    if row.is_order:
        return None
    last = row.until or first
    for other in kept:
        campaign, _, _ = str(other["entry"]).rpartition("/")
        until = json.loads(other["body"]).get("until")
        both_live = until is None and row.started_at is not None
        if campaign != row.campaign_id or other["entry"] == row.key or both_live:
            continue
        if f"{first}" <= (until or other["on"]) and other["on"] <= f"{last}":
            return str(other["entry"])
    return None


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
    kinds = {
        row["entry"]
        for row in plan.view.rows_where(TABLE, account=plan.account.account, kind=ADVERT)
        if json.loads(row["body"]).get("for_live", True)
    }
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
