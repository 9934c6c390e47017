"""Lots and what moves them: spoilage, samples, gifts, counts, transfers, repacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class StockKind(StrEnum):
    """Why stock changed without a sale."""

    SPOILAGE = "spoilage"
    SAMPLE = "sample"
    GIFT = "gift"
    ADJUSTMENT = "adjustment"
    TRANSFER = "transfer"


class RepackSplit(StrEnum):
    """How a repack shares the cost it drew over its new lots."""

    WEIGHT = "weight"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A quantity of one product that came in together at one total cost (book's currency)."""

    lot: str
    sku: str
    received_on: date
    quantity_milli: int
    total_cost_minor: int
    location: str | None = None
    best_before: date | None = None
    supplier: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockEntry:
    """A change of one lot that is not a sale.

    `quantity_milli` is positive for what leaves, except for an adjustment, which is signed:
    positive where the count found more. `occurred_at` is the first moment of the day, in the
    book's zone, where only a date was given.
    """

    entry: str
    lot: str
    occurred_at: datetime
    kind: StockKind
    quantity_milli: int
    session: str | None = None
    to_location: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repack:
    """One new lot of a repack; the rows of one `repack` share moment, source lot and quantity taken."""

    repack: str
    occurred_at: datetime
    from_lot: str
    from_quantity_milli: int
    lot: str
    sku: str
    quantity_milli: int
    split: RepackSplit = RepackSplit.WEIGHT
    grade: str | None = None
    note: str | None = None
