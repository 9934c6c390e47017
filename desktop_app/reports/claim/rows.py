"""The lists behind a claim's figures: sales, freight, costs, streams, money received, trial, training, proof.

Texts are as they are to be printed, in Chinese; an empty text or None is printed as an empty cell. Codes of
platforms and countries are the book's own (`tiktok_shop`, `TH`) and are written out by the workbook. Amounts
in `_fen` are CNY, amounts in `_minor` are in the row's own currency with its number of `decimals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from fractions import Fraction


class Standing(StrEnum):
    """What becomes of an order line under a scheme; every line has exactly one."""

    COUNTED = "counted"
    CANCELLED = "cancelled"
    """取消: among 成交额, and taken off again."""
    EXCLUDED = "excluded"
    """剔除: a test or fake order marked by the user; among 成交额, and taken off again."""
    UNPAID = "unpaid"
    """Placed, never paid: in `placed` alone."""
    LEFT_OUT = "left_out"
    """Outside the period or the scheme's filters: in none of the figures, listed with its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateUsed:
    """One exchange rate: `cny` yuan for `units` of `currency`, published for the day `on` by `source`."""

    currency: str
    on: date
    cny: Decimal
    units: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesLine:
    """One order line. `amount_minor` is list less seller discount, `refund_minor` what was given back of it.

    The three `_base` figures are in the scheme's currency (fen or cents), each rounded: what was sold, what
    was refunded, and what is left; `settled_base` is what settlements cover. They are None where no rate is
    known. `rate` is None for a line in yuan. For a scheme in another currency `base_rate` is that currency's
    own: what a line is in yuan is divided by it.
    """

    sold_on: date
    platform: str
    account: str
    session: str = ""
    order_id: str
    line: int = 1
    product: str
    quantity: Fraction
    unit: str
    net_weight_kg: Fraction | None = None
    country: str = ""
    currency: str
    decimals: int = 2
    amount_minor: int
    refund_minor: int = 0
    rate: RateUsed | None = None
    base_rate: RateUsed | None = None
    amount_base: int | None
    refund_base: int | None = 0
    net_base: int | None
    settled_base: int | None = None
    customs_code: str = ""
    declaration: str = ""
    tracking: str = ""
    receipt: str = ""
    invoice: str = ""
    standing: Standing = Standing.COUNTED
    reason: str = ""
    evidence: str = ""
    difference: str = ""
    """For the file copy: why less was approved, or what the book says otherwise by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesLedger:
    """销售明细台账 of one or more items (their numbers, from 1); lines in order of day, order and line."""

    items: tuple[int, ...]
    lines: tuple[SalesLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingRow:
    """One parcel or leg of 物流明细表. `distance_km` is for schemes by tonne-kilometres."""

    sent_on: date
    order_id: str
    carrier: str = ""
    tracking: str = ""
    from_place: str = ""
    country: str = ""
    product: str = ""
    pieces: int = 1
    weight_kg: Fraction | None = None
    distance_km: Fraction | None = None
    cost_fen: int | None = None
    invoice: str = ""
    within_county: bool | None = None
    delivered: bool | None = None
    counted: bool = True
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingList:
    """物流明细表 of one or more items; rows in order of day and id, as a scheme's `above` counts them."""

    items: tuple[int, ...]
    rows: tuple[ShippingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One cost paid. `counted_fen` is what of it may be counted, after refunds; 0 where nothing is."""

    kind: str
    supplier: str = ""
    service_from: date | None = None
    service_to: date | None = None
    invoice: str = ""
    invoiced_on: date | None = None
    currency: str = "CNY"
    decimals: int = 2
    amount_minor: int
    rate: RateUsed | None = None
    cny_fen: int | None
    counted_fen: int
    paid_on: date | None = None
    paid_by: str = ""
    receipt: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostList:
    """费用明细表 of one or more items."""

    items: tuple[int, ...]
    rows: tuple[CostRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One stream of 直播场次表; amounts in fen, `started_at` local and without a zone."""

    session: str
    platform: str
    account: str
    started_at: datetime
    minutes: int | None = None
    views: int | None = None
    orders: int | None = None
    sales_fen: int | None = None
    refunds_fen: int | None = None
    promotion_fen: int | None = None
    profit_fen: int | None = None
    host: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationRow:
    """Settlement, payout, bank receipt and orders side by side, in the settlement's currency.

    A payout of several settlements stands with the first of them, the others name it; `elsewhere_minor` is
    what those not listed came to. All of them less `payout_minor`, which holds `payout_fee_minor`, is the
    difference; None is not there (yet).
    """

    platform: str
    account: str
    currency: str
    decimals: int = 2
    settlement: str = ""
    settled_on: date | None = None
    settled_minor: int | None = None
    orders: int | None = None
    orders_minor: int | None = None
    payout: str = ""
    paid_out_on: date | None = None
    payout_minor: int | None = None
    payout_fee_minor: int | None = None
    received_fen: int | None = None
    bank_ref: str = ""
    note: str = ""
    elsewhere_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDay:
    """One day of a trial period: what its streams earned, and the target up to and with that day."""

    on: date
    sessions: int
    net_sales_fen: int
    cost_fen: int
    profit_fen: int
    target_to_date_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """试播损益表: first broadcast, days agreed, the target stamped before it, and each day with a stream."""

    first_on: date
    days: int
    target_fen: int
    target_evidence: str = ""
    rows: tuple[TrialDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """One person's course and what came of it."""

    person: str
    course: str
    on: date
    organiser: str = ""
    hours: Fraction | None = None
    certificate: str = ""
    first_broadcast_on: date | None = None
    first_paid_order_on: date | None = None
    net_sales_since_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One piece of 佐证材料清单; `number` is the one that rows refer to, `sha256` in hexadecimal."""

    number: str
    kind: str
    file_name: str
    pages: int | None = None
    copies: int = 1
    sha256: str
    of: str = ""
    """What it proves: an order, a leg, a stream, the claim."""
