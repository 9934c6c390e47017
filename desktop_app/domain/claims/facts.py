"""What a claim is worked out from: order lines with what came back, legs, other costs, streams, rates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.subsidy.words import CostKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.fx import Rate

LineKey = tuple[str, str, int]
"""Account, order id and number of an order line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """One order line. Amounts are in minor units of `currency`; days are Asia/Shanghai.

    `amount_minor` is list less seller discount; `refund_minor` what was given back of it up to the cut-off,
    `later_refund_minor` after it, what the platform took back of its own discount included. `weight_mg` is
    of the whole line as shipped, `net_mg` of its goods; None is not known. `carriers` are those of its legs.
    """

    account: str
    order_id: str
    line: int
    platform: str
    market: str
    session: str = ""
    ordered_on: date
    shipped_on: date | None = None
    delivered_on: date | None = None
    settled_on: date | None = None
    sku: str
    product: str
    unit: str
    origin: str = ""
    quantity_milli: int
    weight_mg: int | None = None
    net_mg: int | None = None
    currency: str
    amount_minor: int
    refund_minor: int = 0
    later_refund_minor: int = 0
    fee_minor: int | None = None
    status: OrderStatus = OrderStatus.PAID
    country: str = ""
    tracking: str = ""
    customs_code: str = ""
    declaration: str = ""
    payment_ref: str = ""
    invoice: str = ""
    excluded: str = ""

    @property
    def key(self) -> LineKey:
        """What identifies it."""
        return (self.account, self.order_id, self.line)

    @property
    def order(self) -> tuple[str, str]:
        """Account and order id."""
        return (self.account, self.order_id)

    @property
    def destination(self) -> str:
        """Where it goes: its own country, else its account's market."""
        return self.country or self.market


@dataclass(frozen=True, slots=True, kw_only=True)
class LegFact:
    """One leg of a shipment, with the share of its cost that each line bears, in the book's currency.

    `shares` are weights of a split, None for a line whose share is not known.
    """

    shipment: str
    leg: str
    kind: str = ""
    carrier: str = ""
    tracking: str = ""
    on: date
    cost_minor: int
    currency: str
    paid_on: date | None = None
    billed_weight_mg: int | None = None
    distance_m: int | None = None
    from_place: str = ""
    to_place: str = ""
    invoice: str = ""
    payment_ref: str = ""
    shares: tuple[tuple[LineKey, int | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFact:
    """A cost other than a leg: a promotion, an overhead, the fees of a settlement; `kind` as schemes say.

    `key` names the record with its kind first. `refunded_minor` was given back of it. `platform` and
    `market` are empty where it belongs to no account. `on` is the day of its rate.
    """

    kind: CostKind
    key: tuple[str, ...]
    what: str = ""
    platform: str = ""
    market: str = ""
    supplier: str = ""
    service_from: date | None = None
    service_to: date | None = None
    invoice: str = ""
    on: date
    paid_on: date | None = None
    currency: str
    amount_minor: int
    refunded_minor: int = 0
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact:
    """One broadcast with its statement; amounts in minor units of the book's currency, None: incomplete."""

    session: str
    account: str
    platform: str
    market: str
    started_at: datetime
    on: date
    minutes: int | None = None
    status: str = "closed"
    trial: bool = False
    host: str = ""
    views: int | None = None
    orders: int | None = None
    gross_minor: int | None = None
    discount_minor: int | None = None
    refunds_minor: int | None = None
    promotion_minor: int | None = None
    profit_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFact:
    """A trial period (试播期): its first day, how many days, and the profit aimed at, in minor units."""

    trial: str
    account: str | None
    first_on: date
    days: int
    target_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFact:
    """One person's course and what came of it: days of the first broadcast and paid order after it.

    `net_sales_minor` is the net sales of the person's broadcasts since, in minor units of the book's
    currency, None where one of them is incomplete.
    """

    entry: str
    person: str
    course: str
    on: date
    organiser: str = ""
    hours_milli: int | None = None
    certificate: str = ""
    first_broadcast_on: date | None = None
    first_paid_order_on: date | None = None
    net_sales_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFact:
    """A settlement of the period beside its orders, its payout and the bank receipt, in its currency.

    A payout of several settlements stands with the first; the others name it alone. `elsewhere_minor` is what
    those of its settlements came to that lie outside of the period, where it stands.
    """

    settlement: str
    account: str
    platform: str
    settled_on: date
    currency: str
    settled_minor: int
    orders: int
    orders_minor: int
    payout: str = ""
    paid_out_on: date | None = None
    payout_minor: int | None = None
    payout_fee_minor: int | None = None
    received_minor: int | None = None
    bank_ref: str = ""
    note: str = ""
    elsewhere_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """Everything that claims over a period rest on; `decimals` by currency, `rates` by currency and day."""

    from_on: date
    to_on: date
    cut_off_on: date
    decimals: Mapping[str, int]
    rates: Mapping[str, Sequence[Rate]]
    lines: tuple[LineFact, ...] = ()
    legs: tuple[LegFact, ...] = ()
    costs: tuple[CostFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    trials: tuple[TrialFact, ...] = ()
    training: tuple[TrainingFact, ...] = ()
    settlements: tuple[SettlementFact, ...] = ()
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By scheme, the figures typed in under the names that it declares."""
