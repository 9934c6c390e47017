"""A book as a double-entry journal: entries as data, written for beancount or for hledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.money import from_scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

Account = tuple[str, ...]
"""An account by its components, the first one of Assets, Liabilities, Equity, Income and Expenses."""


class JournalFormat(StrEnum):
    """Whose journal it is."""

    BEANCOUNT = "beancount"
    HLEDGER = "hledger"


@dataclass(frozen=True, slots=True)
class Posting:
    """`minor` units of the book's currency into `account`, negative: out of it; `session` None: of none."""

    account: Account
    minor: int
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One transaction; its postings add up to 0. `tags` are names (lower case) with texts of the book.

    `missing` names, in words, what is left out of it for want of a rate; without postings it is a comment.
    """

    on: date
    text: str
    postings: tuple[Posting, ...]
    tags: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit of a currency was worth in the book's from a day on."""

    on: date
    currency: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A whole book; `entries` come in order of day and may be made as they are written."""

    title: str
    currency: str
    decimals: int
    entries: Iterable[Entry]
    prices: Sequence[Price] = ()
    remarks: Sequence[str] = ()


def account_names(codes: Iterable[str]) -> dict[str, str]:
    """Return, for each code of the book, one component of an account's name that both programs read.

    Letters (Chinese ones too), digits and hyphens stay; it begins with a capital or a digit; two codes
    never share a name.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        base = re.sub(r"[^\w-]|_", "-", code).strip("-") or "X"
        base = base[0].upper() + base[1:]
        if not re.match(r"[A-Z0-9]", base):
            base = f"X-{base}"
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.lower())
        names[code] = name
    return names


def journal_lines(journal: Journal, form: JournalFormat) -> Iterator[str]:
    """Yield the journal's lines: heading, prices, entries in order of day, and the accounts they used."""
    for text in (journal.title, *journal.remarks):
        yield f"; {_one_line(text)}"
    yield ""
    beancount = form is JournalFormat.BEANCOUNT
    yield from _beancount_heading(journal) if beancount else _hledger_heading(journal)
    accounts: set[Account] = set()
    first: date | None = None
    for entry in journal.entries:
        yield ""
        for text in entry.missing:
            yield f"; MISSING {entry.on.isoformat()} {_one_line(entry.text)}: {_one_line(text)}"
        if not entry.postings:
            continue
        first = first or entry.on
        accounts.update(posting.account for posting in entry.postings)
        yield from _beancount_entry(entry, journal) if beancount else _hledger_entry(entry, journal)
    yield ""
    # Both programs read a file whole before they judge it: what was used is declared where it is known.
    for account in sorted(accounts):
        name = ":".join(account)
        yield f"{first} open {name} {journal.currency}" if beancount else f"account {name}"


def _beancount_heading(journal: Journal) -> Iterator[str]:
    yield f'option "title" {_quoted(journal.title)}'
    yield f'option "operating_currency" "{journal.currency}"'
    yield ""
    for price in journal.prices:
        yield f"{price.on.isoformat()} price {price.currency} {price.price:f} {journal.currency}"


def _hledger_heading(journal: Journal) -> Iterator[str]:
    decimals = f".{'0' * journal.decimals}" if journal.decimals else "."
    yield "decimal-mark ."
    yield f"commodity 1000{decimals} {journal.currency}"
    for currency in sorted({price.currency for price in journal.prices}):
        yield f"commodity 1000.00 {currency}"
    yield ""
    for price in journal.prices:
        yield f"P {price.on.isoformat()} {price.currency} {price.price:f} {journal.currency}"


def _beancount_entry(entry: Entry, journal: Journal) -> Iterator[str]:
    yield f"{entry.on.isoformat()} * {_quoted(entry.text)}"
    for name, value in entry.tags:
        yield f"  {name}: {_quoted(value)}"
    for posting in entry.postings:
        amount = from_scaled(posting.minor, journal.decimals)
        yield f"  {':'.join(posting.account)}  {amount} {journal.currency}"
        if posting.session is not None:
            yield f"    session: {_quoted(posting.session)}"


def _hledger_entry(entry: Entry, journal: Journal) -> Iterator[str]:
    yield f"{entry.on.isoformat()} * {_one_line(entry.text).replace(';', '；')}"
    for name, value in entry.tags:
        yield f"    ; {name}:{tag_value(value)}"
    for posting in entry.postings:
        amount = from_scaled(posting.minor, journal.decimals)
        tag = "" if posting.session is None else f"  ; session:{tag_value(posting.session)}"
        yield f"    {':'.join(posting.account)}  {amount} {journal.currency}{tag}"


def tag_value(text: str) -> str:
    """Return a text as hledger reads it back whole: a comma would end it, so it is written %2C, and % %25."""
    return _one_line(text).replace("%", "%25").replace(",", "%2C")


def _quoted(text: str) -> str:
    return '"' + _one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    """Return a text without line ends, control characters and halves of characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()
