"""Settlements of a period side by side with their orders, payouts and bank receipts; what training led to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.facts import SessionFact, SettlementFact, TrainingFact
from desktop_app.store.queries.claim_costs import day_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop_app.store.database import Book

_SETTLED: Final = """
SELECT c.settlement, c.account, a.platform, c.settled_on, c.currency, sum(c.amount_minor),
    count(DISTINCT c.order_id)
FROM settlements c JOIN accounts a ON a.account = c.account WHERE c.settled_on BETWEEN ? AND ?
GROUP BY c.settlement, c.account, c.settled_on, c.currency ORDER BY c.settled_on, c.settlement, c.account
"""

# The list price is rounded half up; a price is never negative.
_SOLD: Final = """
SELECT c.settlement, c.account, sum((s.quantity_milli * s.unit_price_minor + 500) / 1000
    - s.seller_discount_minor)
FROM (SELECT DISTINCT settlement, account, order_id, line FROM settlements
    WHERE settled_on BETWEEN ? AND ? AND order_id IS NOT NULL AND kind <> 'refund') c
JOIN sales s ON s.account = c.account AND s.order_id = c.order_id AND (c.line IS NULL OR c.line = s.line)
WHERE s.status NOT IN ('placed', 'cancelled') GROUP BY c.settlement, c.account
"""


def settlements_of(book: Book, from_on: date, to_on: date) -> list[SettlementFact]:
    """Give the settlements of a period with what was sold, paid out and received."""
    span = (from_on.isoformat(), to_on.isoformat())
    execute = book.connection.execute
    sold = {(code, account): minor for code, account, minor in execute(_SOLD, span)}
    payouts = _payouts(book)
    first: dict[tuple[str, str], int] = {}
    found: list[SettlementFact] = []
    for code, account, platform, day, currency, minor, orders in execute(_SETTLED, span):
        settled_on = day_of_text(day)
        if settled_on is None:
            continue
        payout = payouts.get((code, account))
        named: dict[str, Any] = {}
        if payout is not None and (payout["payout"], account) in first:
            named = {"payout": payout["payout"]}
        elif payout is not None:
            first[payout["payout"], account] = len(found)
            named = payout
        found.append(
            SettlementFact(
                settlement=code,
                account=account,
                platform=platform,
                settled_on=settled_on,
                currency=currency,
                settled_minor=minor,
                orders=orders,
                orders_minor=sold.get((code, account), 0),
                **named,
            )
        )
    for (payout_code, account), at in first.items():
        listed = sum(
            one.settled_minor for one in found if (one.payout, one.account) == (payout_code, account)
        )
        found[at] = replace(found[at], elsewhere_minor=_paid_for(book, payout_code, found[at]) - listed)
    return found


def _paid_for(book: Book, payout: str, settled: SettlementFact) -> int:
    """What all settlements of a payout came to, in the currency of the one it stands with."""
    (codes,) = next(
        book.connection.execute(
            "SELECT settlements FROM payouts WHERE payout = ? AND account = ?", (payout, settled.account)
        )
    )
    (amount,) = next(
        book.connection.execute(
            "SELECT coalesce(sum(amount_minor), 0) FROM settlements WHERE account = ? AND currency = ?"
            " AND settlement IN (SELECT value FROM json_each(?))",
            (settled.account, settled.currency, codes),
        )
    )
    return int(amount)


def training_of(book: Book, sessions: Iterable[SessionFact]) -> list[TrainingFact]:
    """Give every course with what came of it; `sessions` are all broadcasts that there were."""
    held = [session for session in sessions if session.status != "planned"]
    ordered = {
        code: day_of_text(day)
        for code, day in book.connection.execute(
            "SELECT x.session, min(k.day) FROM kept_lines k JOIN sessions x ON x.id = k.session_id"
            " WHERE k.counts = 1 GROUP BY x.session"
        )
    }
    found = []
    for course in book.iterate("training"):
        after = [one for one in held if course.person in one.host and one.on >= course.on]
        orders = [day for one in after if (day := ordered.get(one.session)) is not None]
        net = [
            None
            if one.gross_minor is None or one.discount_minor is None or one.refunds_minor is None
            else one.gross_minor - one.discount_minor - one.refunds_minor
            for one in after
        ]
        found.append(
            TrainingFact(
                entry=course.entry,
                person=course.person,
                course=course.course,
                on=course.on,
                organiser=course.organiser or "",
                hours_milli=course.hours_milli,
                certificate=course.certificate or "",
                first_broadcast_on=min((one.on for one in after), default=None),
                first_paid_order_on=min(orders, default=None),
                net_sales_minor=None if None in net else sum(amount or 0 for amount in net),
            )
        )
    return found


def _payouts(book: Book) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in book.connection.execute(
        'SELECT payout, account, "on", amount_minor, fee_minor, received_cny_minor, settlements, bank_ref'
        " FROM payouts ORDER BY id"
    ):
        said = {
            "payout": row[0],
            "paid_out_on": day_of_text(row[2]),
            "payout_minor": row[3],
            "payout_fee_minor": row[4],
            "received_minor": row[5],
            "bank_ref": row[7] or "",
        }
        for settlement in json.loads(row[6]):
            found.setdefault((settlement, row[1]), said)
    return found
