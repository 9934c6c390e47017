"""Accounts with what they pay: their own rates, and those stated from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.store.queries.references import owned

if TYPE_CHECKING:
    from desktop_app.domain.channel import Account, FeeRate
    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True)
class AccountRates:
    """An account, and its dated rates with the earliest first."""

    account: Account
    dated: tuple[FeeRate, ...]


def accounts_with_rates(book: Book) -> tuple[AccountRates, ...]:
    """Return the accounts of the book by code, each with its rates."""
    known = sorted(book.iterate("accounts"), key=lambda account: account.account)
    return tuple(AccountRates(each, tuple(owned(book, "accounts", (each.account,)))) for each in known)
