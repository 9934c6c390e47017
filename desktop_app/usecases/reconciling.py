"""Reconciling: settlements, payouts, advertising and carriers' bills held against what the book knows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.fx import RateTable
from desktop_app.domain.reconciling import Decision, Difference, Kind, Part, Payment, Spend, cover
from desktop_app.store.queries.platform import workings_where
from desktop_app.store.queries.reconciling import (
    order_sums,
    orders_of_session,
    owed_by_account,
    payout_sums,
    unknown_orders,
)
from desktop_app.usecases.reconciling_freight import freight_differences, leg_differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from desktop_app.store import Book
    from desktop_app.store.changes import Changes

TABLE: Final = "reconciled"
DECIDED: Final = "differences_decided"
REOPENED: Final = "differences_reopened"
"""The titles in the history; whoever shows them words them."""
SPREAD: Final = 100
"""Banks keep a part for changing money: up to a hundredth is not asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Every difference, with what was decided of it, and the figures that stand above the list.

    `owed` is what platforms have settled and not paid out, by account and currency; `fees` and `exchange`
    are what payouts cost in `currency`, the book's: withdrawal fees at the day's rate, and what arrived less
    what the day's rate makes of it (None: a rate is missing).
    """

    rows: tuple[Difference, ...]
    owed: tuple[tuple[str, str, int], ...]
    settled_orders: int
    currency: str
    fees_minor: int | None
    exchange_minor: int | None
    decimals: Mapping[str, int]


def reconcile(book: Book) -> Reconciled:
    """Hold everything against everything; writes nothing."""
    settled, orders = _orders(book)
    fees, exchange, payouts = _payouts(book)
    rows = [*orders, *payouts, *_advertising(book), *freight_differences(book)]
    known = _with_decisions(book, rows)
    owed = tuple((account, code, amount) for account, code, amount in owed_by_account(book) if amount)
    codes = {row.currency for row in known} | {code for _a, code, _m in owed} | {book.settings.currency}
    return Reconciled(
        rows=known,
        owed=owed,
        settled_orders=settled,
        currency=book.settings.currency,
        fees_minor=fees,
        exchange_minor=exchange,
        decimals={code: book.decimals(code) for code in sorted(codes)},
    )


def decide(
    book: Book, rows: Sequence[Difference], decision: Decision, note: str, *, confirmed: bool = False
) -> Changes:
    """Keep what was decided of differences, as one step; each asks again once it is another amount.

    Raises as `Book.write` does.
    """
    now = int(datetime.now(UTC).timestamp())
    with book.write(DECIDED, {"number": len(rows), "state": decision.value}, confirmed=confirmed) as writer:
        writer.put_rows(
            TABLE,
            [
                {
                    "part": row.part.value,
                    "account": row.account,
                    "item": row.item,
                    "state": decision.value,
                    "note": note.strip() or None,
                    "difference": row.difference_minor,
                    "decided_at": now,
                }
                for row in rows
            ],
        )
    return writer.changes


def reopen(book: Book, rows: Sequence[Difference], *, confirmed: bool = False) -> Changes:
    """Let decided differences ask again, as one step. Raises as `Book.write` does."""
    with book.write(REOPENED, {"number": len(rows)}, confirmed=confirmed) as writer:
        for row in rows:
            if book.row(TABLE, row.part.value, row.account, row.item) is not None:
                writer.delete(TABLE, row.part.value, row.account, row.item)
    return writer.changes


def open_differences(book: Book) -> int:
    """Count what nobody has decided yet, without orders that only wait for their settlement."""
    return sum(_is_open(row) for row in reconcile(book).rows)


def open_in_session(book: Book, session: str) -> int:
    """Count the open differences of a session's orders and of the legs that carry them, as above.

    A stream whose lines are all settled is final once it has none.
    """
    named = orders_of_session(book, session)
    only = sorted({order for _account, order in named})
    of_orders = [
        row
        for row in _order_differences(book, only)
        if row.difference_minor and (row.account, row.item) in named
    ]
    return sum(map(_is_open, _with_decisions(book, [*of_orders, *leg_differences(book, only)])))


def _is_open(row: Difference) -> bool:
    return row.decision is None and row.kind is not Kind.UNPAID


def _with_decisions(book: Book, rows: Sequence[Difference]) -> tuple[Difference, ...]:
    decided = {(row["part"], row["account"] or "", row["item"]): row for row in book.rows(TABLE)}
    return tuple(_with_decision(row, decided.get(row.key)) for row in rows)


def _with_decision(row: Difference, kept: Mapping[str, Any] | None) -> Difference:
    if kept is None:
        return row
    if kept["difference"] != row.difference_minor:
        return replace(row, note=kept["note"])
    return replace(row, decision=Decision(kept["state"]), note=kept["note"])


def _orders(book: Book) -> tuple[int, list[Difference]]:
    """Orders that are paid in full, counted, and those that are not."""
    found: list[Difference] = []
    settled = 0
    for row in _order_differences(book, None):
        if row.difference_minor:
            found.append(row)
        else:
            settled += 1
    for account, order, currency, on, paid in unknown_orders(book):
        found.append(
            Difference(
                part=Part.ORDERS,
                kind=Kind.UNKNOWN_ORDER,
                account=account,
                item=order,
                about=order,
                on=_day(on),
                currency=currency,
                expected_minor=None,
                stated_minor=paid,
                difference_minor=paid,
            )
        )
    return settled, found


def _order_differences(book: Book, only: Sequence[str] | None) -> Iterator[Difference]:
    """Yield what each order is settled for beside its worth; one paid in full differs by nothing."""
    for account, order, currency, sent, arrived, on, sold, refunds, fees, freight, paid, called in order_sums(
        book, only
    ):
        if paid is None and (not arrived or called is not None or sold - refunds <= 0):
            continue
        expected = sold - refunds - (0 if paid is None else fees + freight)
        difference = (paid or 0) - expected
        less = Kind.UNPAID if paid is None else Kind.UNDERPAID
        yield Difference(
            part=Part.ORDERS,
            kind=less if difference < 0 else Kind.OVERPAID,
            account=account,
            item=order,
            about=order,
            on=_day(on or sent),
            currency=currency,
            expected_minor=expected,
            stated_minor=paid,
            difference_minor=difference,
        )


def _payouts(book: Book) -> tuple[int | None, int | None, list[Difference]]:
    """Fees and exchange differences of all payouts, and the payouts that are not what they name."""
    rates = RateTable(book.settings.currency, book.decimals, _rates_of(book))
    fees: int | None = 0
    exchange: int | None = 0
    found = []
    for account, payout, on, currency, amount, fee, received, named in payout_sums(book):
        converted = rates.convert(fee or 0, currency, on)
        fees = None if fees is None or converted is None else fees + converted
        if named is not None and named != amount:
            found.append(
                _payout(Kind.PAYOUT_DIFFERS, account, payout, on, currency, expected=named, stated=amount)
            )
        if received is None or book.settings.currency != "CNY":
            continue
        worth = rates.convert(amount - (fee or 0), currency, on)
        exchange = None if exchange is None or worth is None else exchange + received - worth
        if worth is not None and abs(received - worth) * SPREAD > abs(worth):
            found.append(_payout(Kind.EXCHANGE, account, payout, on, "CNY", expected=worth, stated=received))
    return fees, exchange, found


def _payout(
    kind: Kind, account: str, payout: str, on: str, currency: str, *, expected: int, stated: int
) -> Difference:
    return Difference(
        part=Part.PAYOUTS,
        kind=kind,
        account=account,
        item=payout if kind is Kind.PAYOUT_DIFFERS else f"{payout}|{kind}",
        about=payout,
        on=_day(on),
        currency=currency,
        expected_minor=expected,
        stated_minor=stated,
        difference_minor=stated - expected,
    )


def _rates_of(book: Book) -> Callable[[str], list[tuple[str, int, int]]]:
    recorded: dict[str, list[tuple[str, int, int]]] = {}
    for rate in book.iterate("rates"):
        recorded.setdefault(rate.currency, []).append((rate.on.isoformat(), rate.units, rate.cny_e8))
    return lambda currency: sorted(recorded.get(currency, ()))


def _advertising(book: Book) -> Iterator[Difference]:
    """What platforms took from sales for advertising, where no report covers it or credits lowered it."""
    spends: dict[str, list[Spend]] = {}
    payments: dict[str, list[Payment]] = {}
    for row in workings_where(book, "platform_rows", kind="advert"):
        body = json.loads(row["body"])
        spends.setdefault(row["account"], []).append(
            Spend(date.fromisoformat(row["on"]), body["cost"], body["net"], body["currency"])
        )
    for row in workings_where(book, "platform_rows", kind="settlement"):
        body = json.loads(row["body"])
        if body["type"] == "advertising":
            payments.setdefault(row["account"], []).append(
                Payment(body["entry"], date.fromisoformat(row["on"]), -body["total"], body["currency"])
            )
    for account, paid in payments.items():
        for each in cover(paid, spends.get(account, [])):
            for kind, stated, expected in (
                (Kind.ADVERT_UNREPORTED, each.payment.amount, each.covered),
                (Kind.ADVERT_CREDIT, each.covered, each.net),
            ):
                if stated != expected:
                    yield Difference(
                        part=Part.ADVERTISING,
                        kind=kind,
                        account=account,
                        item=f"{each.payment.entry}|{kind}",
                        about=each.payment.entry,
                        on=each.payment.on,
                        currency=each.payment.currency,
                        expected_minor=expected,
                        stated_minor=stated,
                        difference_minor=expected - stated,
                    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
