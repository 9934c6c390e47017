"""The expected figures of the morning after (MODEL section 8), in the most literal reading of an open text.

MODEL gives the shape and leaves the rest open; the readings taken here are listed in AMBIGUITIES.md:
- a workbook holds no rate cards, so freight expected comes from the account's median alone;
- "the last 90 days" are those up to `today`, both ends counted: today − 90 < day <= today;
- the median is taken over lines that some leg carries, by the line's own day, of freight ÷ kilograms;
- a session's refunded share is refunds ÷ net sales, over closed or live sessions with net sales above 0;
- a line's part of the refunds still to come is R(share × its list − seller discount in CNY).
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.arithmetic import round_half_up, total
from tests.oracle.stock import weight_each

if TYPE_CHECKING:
    from tests.oracle.freight import Shares
    from tests.oracle.records import Book, Line

SessionOf = dict[tuple[str, str, int], str | None]
Figures = dict[str, int | None]


def expectations(
    book: Book,
    session_of: SessionOf,
    legs: dict[tuple[str, str], Shares],
    statements: dict[str, Figures],
    session: str | None,
    profit: int | None,
) -> Figures:
    """`expected_profit` = profit − `expected_shipping` − `expected_refunds` of one row."""
    lines = [line for line in book.lines.values() if session_of[line.key] == session]
    freight = total(_freight(book, legs, line) for line in lines)
    refunds = total(_refund(book, session_of, statements, line) for line in lines)
    rest = total([profit, None if freight is None else -freight, None if refunds is None else -refunds])
    return {"expected_profit": rest, "expected_shipping": freight, "expected_refunds": refunds}


def _recent(book: Book, day: date) -> bool:
    return book.today - timedelta(days=90) < day <= book.today


def _median(values: list[Fraction]) -> Fraction | None:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _kilograms(book: Book, line: Line) -> Fraction | None:
    grams = weight_each(book, book.products[line.sku])
    return grams * line.quantity / 1_000_000 if grams else None


def _freight(book: Book, legs: dict[tuple[str, str], Shares], line: Line) -> int | None:
    """For a line without any leg: the account's median freight per kilogram × its kilograms."""
    if not line.moves or any(line.key in shares for shares in legs.values()):
        return 0
    rates = []
    for other in book.lines.values():
        own = [shares[other.key] for shares in legs.values() if other.key in shares]
        kilograms, freight = _kilograms(book, other), total(own)
        if other.account != line.account or not _recent(book, other.when.day):
            continue
        if own and kilograms and freight is not None:
            rates.append(freight / kilograms)
    rate, weight = _median(rates), _kilograms(book, line)
    return 0 if rate is None or weight is None else round_half_up(rate * weight)


def runs(book: Book, line: Line) -> bool:
    """Whether the line's return days run: fewer have passed since it was delivered, or else ordered."""
    since = line.delivered_on or line.when.day
    return (book.today - since).days < book.accounts[line.account].return_days


def _refund(book: Book, session_of: SessionOf, statements: dict[str, Figures], line: Line) -> int | None:
    """For a line whose return days run: the median refunded share of the account's finished sessions."""
    if not line.counts or not runs(book, line):
        return 0
    shares = []
    for code, figures in statements.items():
        session = book.sessions[code]
        own = [other for other in book.lines.values() if session_of[other.key] == code and other.counts]
        net, refunds = figures["net_sales"], figures["refunds"]
        if session.account != line.account or session.planned or not _recent(book, session.start.day):
            continue
        if not own or any(runs(book, other) for other in own):
            continue
        if net is not None and refunds is not None and net > 0:
            shares.append(Fraction(refunds, net))
    share = _median(shares)
    gross = book.convert(line.list, line.currency, line.when.day)
    discount = book.convert(line.seller_discount, line.currency, line.when.day)
    if share is None:
        return 0
    if gross is None or discount is None:
        return None
    return round_half_up(share * (gross - discount))
