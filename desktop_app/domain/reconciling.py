"""Differences between what others say and what the book knows, and how one payment covers many costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Part(StrEnum):
    """What is held against what."""

    ORDERS = "orders"
    """Settlements against orders."""
    PAYOUTS = "payouts"
    """Payouts against settlements."""
    ADVERTISING = "advertising"
    """Advertising paid from sales against advertising reports."""
    FREIGHT = "freight"
    """Carriers' bills against shipments."""


class Kind(StrEnum):
    """What sort of difference it is."""

    UNPAID = "unpaid"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    UNKNOWN_ORDER = "unknown_order"
    PAYOUT_DIFFERS = "payout_differs"
    EXCHANGE = "exchange"
    ADVERT_UNREPORTED = "advert_unreported"
    ADVERT_CREDIT = "advert_credit"
    UNKNOWN_PARCEL = "unknown_parcel"
    BILLED_TWICE = "billed_twice"
    OVERWEIGHT = "overweight"
    DEAR = "dear"


class Decision(StrEnum):
    """What was decided of a difference."""

    EXPLAINED = "explained"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row of reconciling, in minor units of `currency`.

    `expected_minor` is what the book knows, `stated_minor` what the other side says; `difference_minor` is
    positive where there is more for the seller than expected. `known_mg` and `billed_mg` are weights.
    """

    part: Part
    kind: Kind
    account: str | None
    item: str
    about: str
    on: date | None
    currency: str
    expected_minor: int | None
    stated_minor: int | None
    difference_minor: int
    known_mg: int | None = None
    billed_mg: int | None = None
    decision: Decision | None = None
    note: str | None = None

    @property
    def key(self) -> tuple[Part, str, str]:
        """What it is known by."""
        return self.part, self.account or "", self.item


@dataclass(frozen=True, slots=True)
class Spend:
    """What an advertising report says was spent by a day: before credits and after."""

    on: date
    cost: int
    net: int
    currency: str


@dataclass(frozen=True, slots=True)
class Payment:
    """Advertising that a platform took from sales."""

    entry: str
    on: date
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A payment, how much of it reports cover (before credits), and what of that was paid after credits."""

    payment: Payment
    covered: int
    net: int


GRACE: Final = 1
"""Days by which a report's day may lie after the payment's: platforms keep other zones."""


def cover(payments: Sequence[Payment], spends: Sequence[Spend]) -> list[Covered]:
    """Let payments, oldest first, cover what the reports say was spent up to their day, oldest first."""
    left = [[spend.cost, spend.net] for spend in spends]
    order = sorted(range(len(spends)), key=lambda at: spends[at].on)
    result = []
    for payment in sorted(payments, key=lambda each: (each.on, each.entry)):
        open_, net = payment.amount, 0
        for at in order:
            spend, rest = spends[at], left[at]
            late = (spend.on - payment.on).days > GRACE
            if open_ <= 0 or rest[0] <= 0 or late or spend.currency != payment.currency:
                continue
            used = min(open_, rest[0])
            share = rest[1] if used == rest[0] else rest[1] * used // rest[0]
            rest[0] -= used
            rest[1] -= share
            open_ -= used
            net += share
        result.append(Covered(payment, payment.amount - open_, net))
    return result
