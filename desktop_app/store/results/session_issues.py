"""The issues of one session, or of one day of what is unattributed, with the data a user needs to act."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.issues import IssueCode
from desktop_app.domain.stock_order import StockRank
from desktop_app.store.results.flags import LineFlag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.store.results.workspace import Workspace

Stored = list[Any]
"""One issue as it is kept: [code, [name, value], …]."""

_MISSING: Final = {
    "sales": "SELECT s.currency, k.day, count(*) FROM kept_lines k JOIN sales s ON s.id = k.line_id"
    " WHERE {lines} AND (k.gross + k.discount + k.shipping_income + k.tax + k.fee) IS NULL GROUP BY 1, 2",
    "refunds": "SELECT s.currency, k.day, count(*) FROM kept_returns r JOIN kept_lines k ON"
    " k.line_id = r.line_id"
    " JOIN sales s ON s.id = k.line_id WHERE {lines} AND (r.refunds + r.fee_refunded) IS NULL GROUP BY 1, 2",
    "return_costs": "SELECT coalesce(iif(f.return_shipping_minor, f.return_shipping_currency, NULL),"
    " f.compensation_currency), r.day, count(*) FROM kept_returns r JOIN returns f ON f.id = r.return_id"
    " WHERE {returns} AND r.return_costs IS NULL GROUP BY 1, 2",
    "promotions": "SELECT f.currency, p.day, count(*) FROM kept_promotion_parts p"
    " JOIN promotions f ON f.id = p.promotion_id WHERE {promotions} AND p.amount IS NULL GROUP BY 1, 2",
}
"""By what lacks a rate: currency, day and how many."""

_MISSING_LEGS: Final = """
SELECT s.id, s.currency, s."on", s.split FROM (SELECT DISTINCT p.leg_id FROM kept_leg_parts p
    WHERE {legs} AND p.amount IS NULL) d JOIN shipping s ON s.id = d.leg_id
"""
_VALUELESS: Final = """
SELECT DISTINCT s.currency, k.day FROM kept_leg_parts p JOIN kept_lines k ON k.line_id = p.line_id
    JOIN sales s ON s.id = k.line_id WHERE p.leg_id = ? AND k.value IS NULL
"""

_OF_SESSION: Final = {
    "lines": "k.session_id = :session",
    "returns": "r.session_id = :session",
    "legs": "p.session_id = :session",
    "promotions": "p.session_id = :session",
}
_OF_DAY: Final = {
    "lines": "k.session_id = 0 AND k.day = :day",
    "returns": "r.session_id = 0 AND r.day = :day",
    "legs": "p.session_id = 0 AND p.day = :day",
    "promotions": "p.session_id = 0 AND p.day = :day",
}

_COST: Final = f"""
SELECT iif(k.flags & {LineFlag.COST_MISSING}, 'cost_missing', 'cost_before_stock'), f.sku, count(*),
    sum(k.quantity) FROM kept_lines k JOIN products f ON f.id = k.product_id
WHERE {{lines}} AND k.flags & {LineFlag.BEFORE_STOCK} GROUP BY 1, 2
UNION ALL SELECT iif(o.missing, 'cost_missing', 'stock_owed'), f.sku, count(*), sum(o.quantity)
FROM kept_lines k JOIN kept_owed o ON o.line_id = k.line_id JOIN products f ON f.id = o.product_id
WHERE {{lines}} AND k.flags & {LineFlag.OWED} GROUP BY 1, 2
"""  # noqa: S608

_PAST_DATE: Final = f"""
SELECT f.sku, t.code, t.best_before, count(DISTINCT m.line_id), sum(m.quantity)
FROM kept_lines k JOIN kept_moves m ON m.line_id = k.line_id JOIN kept_lots t ON t.lot_ref = m.lot_ref
    JOIN products f ON f.id = m.product_id
WHERE {{lines}} AND k.flags & {LineFlag.PAST_DATE} AND m.past_date GROUP BY 1, 2, 3
"""  # noqa: S608

_FEE_REFUNDS: Final = (
    f"SELECT count(*) FROM kept_returns r WHERE {{returns}} AND r.flags & {LineFlag.FEE_REFUND_ESTIMATED}"  # noqa: S608
)
_RESTOCK_SHORT: Final = (
    "SELECT count(*), sum(x.quantity) FROM kept_returns r JOIN kept_shorts x ON x.source = r.return_id"  # noqa: S608
    f" AND x.rank = {int(StockRank.RESTOCK)} WHERE {{returns}}"
)

_LEG_NOTES: Final = """
SELECT f.sku, n.order_id, s.shipment, s.leg, max(n.count), count(DISTINCT n.leg_id)
FROM kept_leg_notes n JOIN shipping s ON s.id = n.leg_id LEFT JOIN products f ON f.id = n.product_id
WHERE n.session_id = :session AND n.day = :day GROUP BY f.sku, iif(n.product_id, 0, n.leg_id)
"""

_RATES_WANTED: Final = {
    "sales": ("gross_sales", "seller_discount", "shipping_income", "taxes", "platform_fees"),
    "refunds": ("refunds", "platform_fees"),
    "return_costs": ("return_costs",),
    "promotions": ("promotion",),
    "legs": ("shipping",),
}
"""The rows of a statement that are missing where something lacks a rate."""


_BEFORE_PAST_DATE: Final = {
    IssueCode.RATE_MISSING, IssueCode.COST_MISSING, IssueCode.STOCK_OWED, IssueCode.COST_BEFORE_STOCK,
}  # fmt: skip
"""What is listed before lots past their date."""


class Seen(NamedTuple):
    """What the sums of a session or a day have shown already: how many lines, and the rows missing."""

    lines: int
    unsettled: int
    no_leg: int
    fees: int
    spoiled: int
    odd_costs: int
    past_date: int
    missing: frozenset[str]


def issues_of_session(work: Workspace, session: int, seen: Seen) -> list[Stored]:
    """Give the issues of a session."""
    names = {"session": session, "day": "", "currency": work.currency}
    return list(_issues(work, _OF_SESSION, names, seen))


def issues_of_day(work: Workspace, day: str, seen: Seen) -> list[Stored]:
    """Give the issues of what is unattributed on a day."""
    names = {"session": 0, "day": day, "currency": work.currency}
    issues = list(_issues(work, _OF_DAY, names, seen))
    execute = work.connection.execute
    if seen.lines:
        issues.append(_stored(IssueCode.LINES_UNATTRIBUTED, count=seen.lines))
    first, count = execute(
        "SELECT min(leg_id), count(*) FROM kept_leg_parts WHERE session_id = 0 AND line_id ="
        " 0 AND day = :day",
        names,
    ).fetchone()
    if count:
        shipment, leg = execute("SELECT shipment, leg FROM shipping WHERE id = ?", (first,)).fetchone()
        issues.append(_stored(IssueCode.LEG_UNATTRIBUTED, shipment=shipment, leg=leg, count=count))
    promotion, count = execute(
        "SELECT min(f.promotion), count(*) FROM kept_promotion_parts p JOIN promotions f ON"
        " f.id = p.promotion_id"
        " WHERE p.session_id = 0 AND p.day = :day",
        names,
    ).fetchone()
    if count:
        issues.append(_stored(IssueCode.PROMOTION_UNATTRIBUTED, promotion=promotion, count=count))
    (given,) = execute(
        "SELECT count(*) FROM kept_moves m JOIN stock e ON e.id = m.source WHERE m.line_id IS NULL"
        " AND m.rank IN (3, 4) AND m.moment >= ? AND m.moment < ? AND e.session IS NULL",
        (work.days.start(day), work.days.end(day)),
    ).fetchone()
    if given:
        issues.append(_stored(IssueCode.SAMPLE_UNATTRIBUTED, count=given))
    return issues


def _issues(work: Workspace, where: dict[str, str], names: dict[str, Any], seen: Seen) -> Iterator[Stored]:
    execute = work.connection.execute
    if seen.missing:
        yield from _missing_rates(work, where, names, seen.missing)
    if seen.odd_costs:
        for code, sku, count, quantity in execute(_COST.format(**where), names):
            yield _stored(IssueCode(code), sku=sku, count=count, quantity_milli=quantity)
    if seen.past_date:
        yield from _past_date(work, where, names)
    count, short = execute(_RESTOCK_SHORT.format(**where), names).fetchone()
    if count:
        yield _stored(IssueCode.RESTOCK_EXCEEDS, count=count, short_milli=short)
    (fee_refunds,) = execute(_FEE_REFUNDS.format(**where), names).fetchone()
    yield from _counted(
        (IssueCode.FEE_REFUND_ESTIMATED, fee_refunds),
        (IssueCode.RESTOCKED_SPOILED, seen.spoiled),
        (IssueCode.FEE_ESTIMATED, seen.fees),
        (IssueCode.UNSETTLED, seen.unsettled),
        (IssueCode.LINES_WITHOUT_LEG, seen.no_leg),
    )
    for sku, order, shipment, leg, orders, legs in execute(_LEG_NOTES, names):
        if sku is not None:
            yield _stored(IssueCode.WEIGHT_MISSING, sku=sku, count=legs)
        elif order is not None:
            yield _stored(IssueCode.LEG_ORDER_UNKNOWN, shipment=shipment, leg=leg, order=order, count=orders)


def _past_date(work: Workspace, where: dict[str, str], names: dict[str, Any]) -> Iterator[Stored]:
    for sku, lot, day, count, quantity in work.connection.execute(_PAST_DATE.format(**where), names):
        yield _stored(
            IssueCode.LOT_PAST_DATE,
            sku=sku,
            lot=lot,
            best_before=day,
            count=count,
            quantity_milli=quantity,
        )


def refresh_past_date(work: Workspace, session: int) -> None:
    """List anew which lots past their date a session's lines drew from; all else of it stands."""
    execute = work.connection.execute
    row = execute("SELECT issues FROM kept_totals WHERE session_id = ? AND day = ''", (session,)).fetchone()
    if row is None:
        return
    issues: list[Stored] = json.loads(row[0])
    before = [issue for issue in issues if issue[0] in _BEFORE_PAST_DATE]
    after = [issue for issue in issues[len(before) :] if issue[0] != IssueCode.LOT_PAST_DATE]
    found = [*before, *_past_date(work, _OF_SESSION, {"session": session}), *after]
    execute(
        "UPDATE kept_totals SET issues = ? WHERE session_id = ? AND day = ''", (issues_text(found), session)
    )


def issues_text(issues: list[Stored]) -> str:
    """Give issues as a total keeps them."""
    return json.dumps(issues, ensure_ascii=False, separators=(",", ":"))


def _missing_rates(
    work: Workspace, where: dict[str, str], names: dict[str, Any], missing: frozenset[str]
) -> Iterator[Stored]:
    for what, keys in _RATES_WANTED.items():
        if missing.isdisjoint(keys):
            continue
        if what == "legs":
            yield from _missing_of_legs(work, where, names)
            continue
        for currency, day, count in work.connection.execute(_MISSING[what].format(**where), names):
            yield _stored(IssueCode.RATE_MISSING, what=what, currency=currency, on=day, count=count)


def _missing_of_legs(work: Workspace, where: dict[str, str], names: dict[str, Any]) -> Iterator[Stored]:
    wanted: Counter[tuple[str, str]] = Counter()
    for leg, currency, day, split in work.connection.execute(_MISSING_LEGS.format(**where), names).fetchall():
        if work.rates.factor(currency, day) is None:
            wanted[currency, day] += 1
        if split == "value":
            # A leg split by value also wants the rates of its lines.
            wanted.update(work.connection.execute(_VALUELESS, (leg,)).fetchall())
    for (currency, day), count in sorted(wanted.items()):
        yield _stored(IssueCode.RATE_MISSING, what="legs", currency=currency, on=day, count=count)


def _counted(*pairs: tuple[IssueCode, int]) -> Iterable[Stored]:
    return [_stored(code, count=count) for code, count in pairs if count]


def _stored(code: IssueCode, **data: str | int) -> Stored:
    return [code.value, *([name, value] for name, value in data.items())]
