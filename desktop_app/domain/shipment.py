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


def chargeable_weight_mg(actual_mg: int, length_mm: int, width_mm: int, height_mm: int, divisor: int) -> int:
    """Chargeable weight in mg: the greater of actual and volumetric weight, rounded up to a mg.

    `divisor` is the carrier's, in cubic centimetres per kilogram (5000, 6000, 8000).
    """
    volumetric = -(-length_mm * width_mm * height_mm * 1000 // divisor)
    return max(actual_mg, volumetric)
