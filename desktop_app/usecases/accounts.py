"""Accounts by hand: what a new one may be, and entering it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.errors import BozhangError, UnknownCurrencyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book

LONGEST: Final = 60
TITLE: Final = "add_account"
"""How the history calls the command."""


class AccountFault(StrEnum):
    """Why a new account cannot be as it was entered."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    NAME_TOO_LONG = "name_too_long"
    CURRENCY_UNKNOWN = "currency_unknown"
    ZONE_UNKNOWN = "zone_unknown"


class AccountRefusedError(BozhangError):
    """An account that is not entered; `faults` says why, by the field (`account`, `currency`, `timezone`)."""

    def __init__(self, faults: Mapping[str, AccountFault]) -> None:
        super().__init__(dict(faults))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account as it was typed; spaces around the texts do not count."""

    account: str
    platform: Platform
    market: str
    currency: str
    timezone: str


def create_account(book: Book, new: NewAccount, *, command_id: bytes) -> Changes:
    """Enter an account, as one step; the same `command_id` enters it once.

    Raises AccountRefusedError, and as `Book.write` does.
    """
    faults = _faults(book, new)
    if faults:
        raise AccountRefusedError(faults)
    record = Account(
        account=new.account.strip(),
        platform=new.platform,
        market=new.market,
        currency=new.currency.strip().upper(),
        timezone=new.timezone.strip(),
    )
    with book.write(TITLE, {"account": record.account}, command_id=command_id) as writer:
        writer.put(record)
    return writer.changes


def account_names(book: Book) -> tuple[str, ...]:
    """Give the accounts of the book by name."""
    return tuple(account.account for account in book.iterate("accounts"))


def _faults(book: Book, new: NewAccount) -> dict[str, AccountFault]:
    faults: dict[str, AccountFault] = {}
    name = new.account.strip()
    if not name:
        faults["account"] = AccountFault.NAME_MISSING
    elif len(name) > LONGEST:
        faults["account"] = AccountFault.NAME_TOO_LONG
    elif book.get("accounts", name) is not None:
        faults["account"] = AccountFault.NAME_TAKEN
    try:
        book.decimals(new.currency.strip().upper())
    except UnknownCurrencyError:
        faults["currency"] = AccountFault.CURRENCY_UNKNOWN
    try:
        ZoneInfo(new.timezone.strip())
    except (ValueError, ZoneInfoNotFoundError, OSError):
        faults["timezone"] = AccountFault.ZONE_UNKNOWN
    return faults
