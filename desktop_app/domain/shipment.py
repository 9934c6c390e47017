"""Shipments and their legs: each stretch of the way with its own cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LegSplit(StrEnum):
    """How a leg's cost is shared over the lines it carries."""

    WEIGHT = "weight"
    QUANTITY = "quantity"
    VALUE = "value"
    PARCEL = "parcel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One leg of a shipment; the order of a shipment's rows, as written, has meaning.

    A leg carries what its own row names (`orders`, `sessions`), else what the first row of its
    shipment that names any does.
    """

    shipment: str
    leg: str
    kind: str | None = None
    carrier: str | None = None
    tracking: str | None = None
    on: date
    account: str | None = None
    orders: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    cost_minor: int
    currency: str
    billed_weight_mg: int | None = None
    split: LegSplit = LegSplit.WEIGHT
    from_place: str | None = None
    to_place: str | None = None
    distance_m: int | None = None
    invoice: str | None = None
    paid_on: date | None = None
    payment_ref: str | None = None
