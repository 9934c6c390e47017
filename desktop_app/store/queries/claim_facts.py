"""What claims over a period rest on, read out of the facts and of how freight was split."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.facts import LegFact, LineFact, LineKey, SessionFact, TrialFact
from desktop_app.domain.days import Days
from desktop_app.domain.fx import Rate
from desktop_app.domain.money import round_half_up
from desktop_app.domain.sale import OrderStatus
from desktop_app.store.queries.claim_costs import SHANGHAI, day_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.domain.statement import StatementRow
    from desktop_app.store.database import Book

_MILLI: Final = 1000

_LINES: Final = """
SELECT s.id, s.account, s.order_id, s.line, a.platform, a.market, coalesce(x.session, s.session, ''),
    s.ordered_at, s.shipped_on, s.delivered_on, coalesce(s.settled_on, (SELECT min(c.settled_on)
        FROM settlements c WHERE c.account = s.account AND c.order_id = s.order_id
        AND (c.line IS NULL OR c.line = s.line))) AS settled,
    s.sku, p.name, p.unit, p.origin, s.quantity_milli, k.weight_mg, p.kg_per_unit_mg, p.unit_weight_mg,
    s.currency, s.unit_price_minor, s.seller_discount_minor, s.platform_fee_minor, s.status, s.country,
    s.tracking, s.customs_code, s.declaration, s.payment_ref, s.invoice, s.excluded
FROM sales s JOIN accounts a ON a.account = s.account JOIN products p ON p.sku = s.sku
    LEFT JOIN kept_lines k ON k.line_id = s.id LEFT JOIN sessions x ON x.id = k.session_id
"""

_PARTS: Final = """
SELECT p.leg_id, s.account, s.order_id, s.line, p.amount, p.line_id
FROM kept_leg_parts p JOIN sales s ON s.id = p.line_id WHERE p.leg_id IN (SELECT value FROM json_each(?))
ORDER BY p.leg_id, s.order_id, s.account, s.line
"""

_LEG_COLUMNS: Final = (
    'id, shipment, leg, kind, carrier, tracking, "on", cost_minor, currency, paid_on, billed_weight_mg,'
    " distance_m, from_place, to_place, invoice, payment_ref"
)


class FactReader:
    """Reads the facts of one period; call `book.refresh()` first. Days are Asia/Shanghai."""

    def __init__(self, book: Book, from_on: date, to_on: date, cut_off_on: date) -> None:
        self._book = book
        self._days = Days(SHANGHAI)
        self._from, self._to = from_on.isoformat(), to_on.isoformat()
        self._start, self._end = self._days.start(from_on), self._days.end(to_on)
        self._cut_off = self._days.end(cut_off_on)

    def lines(self) -> list[tuple[int, LineFact]]:
        """Give the lines ordered, dispatched, delivered or settled in the period, with their ids."""
        span = (self._from, self._to)
        rows = self._book.connection.execute(
            f"SELECT * FROM ({_LINES}) WHERE (ordered_at >= ? AND ordered_at < ?)"  # noqa: S608
            " OR shipped_on BETWEEN ? AND ? OR delivered_on BETWEEN ? AND ? OR settled BETWEEN ? AND ?",
            (self._start, self._end, *span, *span, *span),
        )
        return self._facts(rows)

    def lines_by_id(self, ids: Iterable[int]) -> list[tuple[int, LineFact]]:
        """Give lines by their ids."""
        rows = self._book.connection.execute(
            f"{_LINES} WHERE s.id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(list(ids)),),
        )
        return self._facts(rows)

    def legs_of(self, line_ids: Iterable[int]) -> list[int]:
        """Give the ids of the legs that carried these lines, and of those paid in the period."""
        carried = self._book.connection.execute(
            "SELECT DISTINCT p.leg_id FROM kept_lines k JOIN kept_leg_parts p"
            " ON p.session_id = k.session_id AND p.line_id = k.line_id"
            " WHERE k.line_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(line_ids)),),
        )
        paid = self._book.connection.execute(
            "SELECT id FROM shipping WHERE paid_on BETWEEN ? AND ?", (self._from, self._to)
        )
        return sorted({number for (number,) in [*carried, *paid]})

    def legs(self, ids: Sequence[int]) -> tuple[list[LegFact], set[int]]:
        """Give legs with what of them each line bears, and the ids of those lines."""
        text = json.dumps(list(ids))
        shares: dict[int, list[tuple[LineKey, int | None]]] = {}
        lines = set()
        for leg, account, order, line, amount, line_id in self._book.connection.execute(_PARTS, (text,)):
            shares.setdefault(leg, []).append(((account, order, line), amount))
            lines.add(line_id)
        rows = self._book.connection.execute(
            f"SELECT {_LEG_COLUMNS} FROM shipping WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",  # noqa: S608
            (text,),
        )
        return [_leg(row, shares.get(row[0], [])) for row in rows], lines

    def sessions(self, statements: Iterable[StatementRow]) -> list[SessionFact]:
        """Give all broadcasts with their statements, in order of start."""
        rows = {row.key: row for row in statements}
        found = self._book.connection.execute(
            "SELECT s.session, s.account, a.platform, a.market, s.started_at, s.ended_at, s.status, s.trial,"
            " s.host, s.views FROM sessions s JOIN accounts a ON a.account = s.account"
            " ORDER BY s.started_at, s.session"
        )
        return [self._session(row, rows.get(row[0])) for row in found]

    def _facts(self, rows: Iterable[Sequence[Any]]) -> list[tuple[int, LineFact]]:
        found = list(rows)
        refunds = self._refunds()
        return [(row[0], self._line(row, refunds.get((row[1], row[2], row[3]), (0, 0)))) for row in found]

    def _refunds(self) -> dict[LineKey, tuple[int, int]]:
        """What was given back of each line up to the cut-off and after it."""
        rows = self._book.connection.execute(
            "SELECT account, order_id, line, sum(CASE WHEN returned_at < ?1 THEN refund_minor +"
            " platform_reversed_minor ELSE 0 END), sum(CASE WHEN returned_at < ?1 THEN 0 ELSE refund_minor +"
            " platform_reversed_minor END) FROM returns GROUP BY account, order_id, line",
            (self._cut_off,),
        )
        return {(account, order, line): (before, after) for account, order, line, before, after in rows}

    def _line(self, row: Sequence[Any], refunds: tuple[int, int]) -> LineFact:
        quantity, weight, net_each, unit_weight = row[15:19]
        listed = round_half_up(quantity * row[20], _MILLI)
        each = unit_weight or net_each
        return LineFact(
            account=row[1],
            order_id=row[2],
            line=row[3],
            platform=row[4],
            market=row[5],
            session=row[6],
            ordered_on=date.fromisoformat(self._days.of(row[7])),
            shipped_on=day_of_text(row[8]),
            delivered_on=day_of_text(row[9]),
            settled_on=day_of_text(row[10]),
            sku=row[11],
            product=row[12],
            unit=row[13],
            origin=row[14] or "",
            quantity_milli=quantity,
            weight_mg=weight if weight is not None else each and round_half_up(quantity * each, _MILLI),
            net_mg=round_half_up(quantity * (net_each or unit_weight), _MILLI)
            if net_each or unit_weight
            else weight,
            currency=row[19],
            amount_minor=listed - row[21],
            refund_minor=refunds[0],
            later_refund_minor=refunds[1],
            fee_minor=row[22],
            status=OrderStatus(row[23]),
            **dict(zip(_TEXTS, (text or "" for text in row[24:31]), strict=True)),
        )

    def _session(self, row: Sequence[Any], statement: StatementRow | None) -> SessionFact:
        started = datetime.fromtimestamp(row[4], UTC).astimezone(SHANGHAI)
        amounts = statement.amounts if statement is not None else {}
        return SessionFact(
            session=row[0],
            account=row[1],
            platform=row[2],
            market=row[3],
            started_at=started,
            on=started.date(),
            minutes=None if row[5] is None else max(0, row[5] - row[4]) // 60,
            status=row[6],
            trial=bool(row[7]),
            host=row[8] or "",
            views=row[9],
            orders=statement.measures.orders if statement is not None else None,
            gross_minor=amounts.get("gross_sales"),
            discount_minor=amounts.get("seller_discount"),
            refunds_minor=amounts.get("refunds"),
            promotion_minor=amounts.get("promotion"),
            profit_minor=amounts.get("profit"),
        )


_TEXTS: Final = (
    "country", "tracking", "customs_code", "declaration", "payment_ref", "invoice", "excluded",
)  # fmt: skip


def rates_of(book: Book) -> dict[str, list[Rate]]:
    """Give every recorded rate by currency, in order of day."""
    found: dict[str, list[Rate]] = {}
    for currency, day, units, cny_e8 in book.connection.execute(
        'SELECT currency, "on", units, cny_e8 FROM rates ORDER BY currency, "on"'
    ):
        rate = Rate(currency=currency, on=date.fromisoformat(day), units=units, cny_e8=cny_e8)
        found.setdefault(currency, []).append(rate)
    return found


def trials_of(book: Book) -> list[TrialFact]:
    """Give the trial periods written down, in order of their first day."""
    rows = sorted(book.rows("trials"), key=lambda row: row["first_on"])
    return [
        TrialFact(
            trial=row["trial"],
            account=row["account"],
            first_on=date.fromisoformat(row["first_on"]),
            days=row["days"],
            target_minor=row["target_minor"],
            note=row["note"] or "",
        )
        for row in rows
    ]


def trial_span(trials: Iterable[TrialFact], first: date, last: date) -> tuple[date, date]:
    """Give the days whose sessions a period needs: its own, and those of the trials it meets."""
    for trial in trials:
        ends = trial.first_on + timedelta(days=trial.days - 1)
        if trial.first_on <= last and ends >= first:
            first, last = min(first, trial.first_on), max(last, ends)
    return first, last


def _leg(row: Sequence[Any], shares: Sequence[tuple[LineKey, int | None]]) -> LegFact:
    return LegFact(
        shipment=row[1],
        leg=row[2],
        kind=row[3] or "",
        carrier=row[4] or "",
        tracking=row[5] or "",
        on=date.fromisoformat(row[6]),
        cost_minor=row[7],
        currency=row[8],
        paid_on=day_of_text(row[9]),
        billed_weight_mg=row[10],
        distance_m=row[11],
        from_place=row[12] or "",
        to_place=row[13] or "",
        invoice=row[14] or "",
        payment_ref=row[15] or "",
        shares=tuple(shares),
    )
