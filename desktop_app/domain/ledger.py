"""The rest of the ledger's records: overheads, settlements, payouts, training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    """A cost of running the trade that belongs to no session; `currency` None is the book's."""

    entry: str
    on: date
    kind: str | None = None
    amount_minor: int
    currency: str | None = None
    supplier: str | None = None
    invoice: str | None = None
    paid_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One row of a settlement; `order_id` None where it concerns no order, `line` None for all lines."""

    settlement: str
    order_id: str | None = None
    line: int | None = None
    account: str
    kind: str
    settled_on: date
    currency: str
    amount_minor: int
    fees_minor: int | None = None
    refunds_minor: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money that reached the bank; `settlements` names what it pays, `received_cny_minor` what arrived."""

    payout: str
    account: str
    on: date
    currency: str
    amount_minor: int
    fee_minor: int | None = None
    received_cny_minor: int | None = None
    settlements: tuple[str, ...] = ()
    bank_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One person's course, with the hours in thousandths."""

    entry: str
    on: date
    person: str
    course: str
    organiser: str | None = None
    hours_milli: int | None = None
    certificate: str | None = None
