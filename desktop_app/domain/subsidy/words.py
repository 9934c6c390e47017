"""The words of a scheme file: measures, currencies, kinds of rule, and what else is one of a few."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MONEY: Final = ("placed", "paid", "net", "settled", "cost", "loss")
"""Measures that are money, in the base's currency."""
COUNTS: Final = ("orders", "parcels", "kilograms", "tonne_km", "sessions")
"""Measures that are numbers of things."""
RECEIVED: Final = "received"
"""The name under which what the year already gave is handed in."""
YUAN: Final = "CNY"


class Currency(StrEnum):
    """What a base is counted in."""

    CNY = "CNY"
    USD = "USD"


class Day(StrEnum):
    """Which day of a line decides whether it lies in the period."""

    ORDER = "order"
    DISPATCH = "dispatch"
    DELIVERY = "delivery"
    SETTLEMENT = "settlement"


class CostKind(StrEnum):
    """What kinds of cost the measure `cost` may count."""

    FREIGHT = "freight"
    PROMOTION = "promotion"
    PLATFORM_FEE = "platform_fee"
    WAREHOUSE = "warehouse"
    TRAINING = "training"
    OTHER = "other"


class ExchangeRule(StrEnum):
    """Which day's rate converts a line."""

    ORDER_DAY = "order_day"
    MONTH_FIRST = "month_first"
    FIXED_DATE = "fixed_date"
    CUSTOMS = "customs"


class RoundingMode(StrEnum):
    """How the final amount is rounded."""

    HALF_UP = "half_up"
    FLOOR = "floor"


class CapPer(StrEnum):
    """What a cap limits: one claim, or all that a year gives."""

    CLAIM = "claim"
    YEAR = "year"


class EvidencePer(StrEnum):
    """For what one piece of evidence is wanted."""

    LINE = "line"
    MONTH = "month"
    SESSION = "session"
    CLAIM = "claim"


class RuleKind(StrEnum):
    """The shapes that rules have."""

    FLAT = "flat"
    SLAB = "slab"
    SLAB_FLAT = "slab_flat"
    MARGINAL = "marginal"
    TIERS_UNCLEAR = "tiers_unclear"
    PER_UNIT = "per_unit"
    STEP = "step"
    PERCENT_COST = "percent_cost"
    LOSS = "loss"


class LimitKind(StrEnum):
    """How a threshold compares: 以上, 超过, 以下 or 不满."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
