"""Costs other than freight that were paid in a period, as claims count them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from desktop_app.domain.claims.costs import kind_of_words
from desktop_app.domain.claims.facts import CostFact
from desktop_app.domain.days import Days
from desktop_app.domain.subsidy.words import CostKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.store.database import Book

    Span = tuple[str, str]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""The zone of every day in a claim, whatever the book's own."""


def day_of_text(text: str | None) -> date | None:
    """Read a day as the book keeps it."""
    return None if text is None else date.fromisoformat(text)


def costs_paid(book: Book, from_on: date, to_on: date) -> list[CostFact]:
    """Give promotions, overheads and settlement fees paid in a period."""
    span = (from_on.isoformat(), to_on.isoformat())
    return [
        *_promotions(book, span, Days(SHANGHAI)),
        *_overheads(book, span),
        *_fees(book, span),
        *_stated_fees(book, span),
    ]


def _promotions(book: Book, span: Span, days: Days) -> Iterable[CostFact]:
    rows = book.connection.execute(
        "SELECT p.promotion, p.kind, a.platform, a.market, p.supplier, p.started_on, p.started_at,"
        " p.ended_on, p.ended_at, p.invoice, p.paid_on, p.currency, p.amount_minor FROM promotions p"
        " JOIN accounts a ON a.account = p.account WHERE p.paid_on BETWEEN ? AND ? ORDER BY p.id",
        span,
    )
    for row in rows:
        start = day_of_text(row[5] or days.of(row[6]))
        yield CostFact(
            kind=CostKind.PROMOTION,
            key=("promotions", row[0]),
            what=row[1] or "",
            platform=row[2],
            market=row[3],
            supplier=row[4] or "",
            service_from=start,
            service_to=day_of_text(row[7]) or (start if row[8] is None else day_of_text(days.of(row[8]))),
            invoice=row[9] or "",
            on=start or date.fromisoformat(row[10]),
            paid_on=day_of_text(row[10]),
            currency=row[11],
            amount_minor=row[12],
        )


def _overheads(book: Book, span: Span) -> Iterable[CostFact]:
    rows = book.connection.execute(
        'SELECT entry, kind, supplier, "on", invoice, paid_on, currency, amount_minor FROM overheads'
        " WHERE paid_on BETWEEN ? AND ? ORDER BY id",
        span,
    )
    for row in rows:
        day = date.fromisoformat(row[3])
        yield CostFact(
            kind=kind_of_words(row[1] or ""),
            key=("overheads", row[0]),
            what=row[1] or "",
            supplier=row[2] or "",
            service_from=day,
            service_to=day,
            invoice=row[4] or "",
            on=day,
            paid_on=day_of_text(row[5]),
            currency=row[6] or book.settings.currency,
            amount_minor=row[7],
        )


def _fees(book: Book, span: Span) -> Iterable[CostFact]:
    """The fees that settlements took, each settlement of an account as one cost paid on its day."""
    rows = book.connection.execute(
        "SELECT c.settlement, c.account, a.platform, a.market, c.settled_on, c.currency,"
        " sum(CASE WHEN c.fees_minor > 0 THEN c.fees_minor ELSE 0 END),"
        " sum(CASE WHEN c.fees_minor < 0 THEN -c.fees_minor ELSE 0 END)"
        " FROM settlements c JOIN accounts a ON a.account = c.account WHERE c.settled_on BETWEEN ? AND ?"
        " AND c.fees_minor IS NOT NULL GROUP BY c.settlement, c.account, c.settled_on, c.currency"
        " ORDER BY c.settled_on, c.settlement",
        span,
    )
    for settlement, account, platform, market, day, currency, fees, back in rows:
        on = date.fromisoformat(day)
        yield CostFact(
            kind=CostKind.PLATFORM_FEE,
            key=("settlements", settlement, account),
            platform=platform,
            market=market,
            supplier=account,
            service_from=on,
            service_to=on,
            on=on,
            paid_on=on,
            currency=currency,
            amount_minor=fees,
            refunded_minor=back,
            receipt=settlement,
        )


def _stated_fees(book: Book, span: Span) -> Iterable[CostFact]:
    """The fees that settled lines state themselves, where no settlement does, by account and day."""
    rows = book.connection.execute(
        "SELECT s.account, a.platform, a.market, s.settled_on, s.currency, sum(s.platform_fee_minor),"
        " coalesce(sum((SELECT sum(r.fee_refunded_minor) FROM returns r WHERE r.account = s.account"
        " AND r.order_id = s.order_id AND r.line = s.line)), 0)"
        " FROM sales s JOIN accounts a ON a.account = s.account WHERE s.settled_on BETWEEN ? AND ?"
        " AND s.platform_fee_minor IS NOT NULL AND s.status NOT IN ('placed', 'cancelled')"
        " AND NOT EXISTS (SELECT 1 FROM settlements c WHERE c.account = s.account"
        " AND c.order_id = s.order_id AND (c.line IS NULL OR c.line = s.line) AND c.fees_minor IS NOT NULL)"
        " GROUP BY s.account, s.settled_on, s.currency ORDER BY s.settled_on, s.account",
        span,
    )
    for account, platform, market, day, currency, fees, back in rows:
        on = date.fromisoformat(day)
        yield CostFact(
            kind=CostKind.PLATFORM_FEE,
            key=("sales", account, day, currency),
            platform=platform,
            market=market,
            supplier=account,
            service_from=on,
            service_to=on,
            on=on,
            paid_on=on,
            currency=currency,
            amount_minor=fees,
            refunded_minor=back,
        )
