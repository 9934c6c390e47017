"""Accounts with what they pay: their own rates, those stated from a day on, and what holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.pricing import FeeSchedule, rates_of
from desktop_app.store.queries.references import owned

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.domain.channel import Account, FeeRate
    from desktop_app.domain.pricing import FeeRates
    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True)
class AccountRates:
    """An account, its dated rates with the earliest first, and the rates that hold on the day asked for."""

    account: Account
    dated: tuple[FeeRate, ...]
    now: FeeRates


def accounts_with_rates(book: Book, today: date) -> tuple[AccountRates, ...]:
    """Return the accounts of the book by code, each with its rates."""
    found = []
    for account in sorted(book.iterate("accounts"), key=lambda each: each.account):
        dated: tuple[FeeRate, ...] = tuple(owned(book, "accounts", (account.account,)))
        schedule = FeeSchedule(rates_of(account), [(row.from_on.isoformat(), rates_of(row)) for row in dated])
        found.append(AccountRates(account, dated, schedule.on(today.isoformat())))
    return tuple(found)
