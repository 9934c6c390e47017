"""What is done on the way to an amount, as codes with data: each is one line an official can follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Condition, Tier
    from desktop_app.domain.subsidy.words import RuleKind

    Value = Fraction | int | str | bool | None | tuple[Fraction, ...] | Tier | RuleKind | tuple["Check", ...]


class StepCode(StrEnum):
    """The steps; the docstring beside each names its data. Figures are exact; sums are yuan."""

    BASE = "base"
    """`base`."""
    BASE_NEGATIVE = "base_negative"
    """`base`; 0 is used."""
    THRESHOLD = "threshold"
    """`checks`, `met`."""
    NOT_MET = "not_met"
    OVERRIDE = "override"
    """`number` from 1, `checks`, `met`."""
    OVERRIDE_CAP = "override_cap"
    """`cap` now in force instead of all sums per claim."""
    OVERRIDE_RULE = "override_rule"
    """`kind` of the rule now in force."""
    OVERRIDE_RATE = "override_rate"
    """`rate` now in force."""
    OVERRIDE_RATE_IDLE = "override_rate_idle"
    """`rate`, which the rule in force has no place for."""
    FLAT = "flat"
    """`amount`."""
    SLAB = "slab"
    """`base`, `number`, `tier`, `amount`."""
    SLAB_FLAT = "slab_flat"
    """`base`, `number`, `tier`, `amount`."""
    BELOW_TIERS = "below_tiers"
    """`base`, `start`."""
    ABOVE_TIERS = "above_tiers"
    """`base`, `end`."""
    ABOVE_PARTS = "above_parts"
    """`base`, `end`: in `marginal`, what lies above adds nothing."""
    SHARED_POINT = "shared_point"
    """`base`, `lower` and `upper` tier number, `number` of the one taken."""
    PART = "part"
    """`number`, `tier`, `start`, `end`, `part`, `amount`."""
    SUM = "sum"
    """`parts`, `amount`."""
    UNITS = "units"
    """`base`, `above`, `units`, `each`, `amount`."""
    UNITS_LEFT_OUT = "units_left_out"
    """`above` units that give nothing."""
    UNITS_AT_COST = "units_at_cost"
    """`count`, `cost` of each, `limit` of each, `each` given, `amount`."""
    UNITS_AT_LIMIT = "units_at_limit"
    """`count` units that cost `limit` or more each, `amount`."""
    UNITS_BELOW = "units_below"
    """`count` units that cost less than `limit` each, `amount`: what they cost together."""
    STEP_BELOW = "step_below"
    """`base`, `after`."""
    STEPS = "steps"
    """`base`, `after`, `every`, `steps`, `each`, `first`, `amount`."""
    RATE = "rate"
    """`base`, `rate`, `amount`."""
    READING_SLAB = "reading_slab"
    READING_MARGINAL = "reading_marginal"
    LOWER_READING = "lower_reading"
    """`amount`."""
    CAP = "cap"
    """`cap`, `before`, `after`."""
    CAP_RATE = "cap_rate"
    """`rate`, `base`, `cap`, `before`, `after`."""
    CAP_YEAR = "cap_year"
    """`cap`, `received`, `left`, `before`, `after`; `rate` and `base` where the cap is a share of it."""
    ACTUAL = "actual"
    """`paid`, `before`, `after`."""
    ROUNDED = "rounded"
    """`unit`, `before`, `after`, `floor` (by the scheme)."""
    ROUNDED_DOWN = "rounded_down"
    """`unit`, `before`, `after`, `limit`, which rounding half up would have passed."""
    RESULT = "result"
    """`amount`."""


class WarningCode(StrEnum):
    """What whoever uses an amount must know; the docstring beside each names its data."""

    NOT_CHECKED = "not_checked"
    """Neither legal form nor validity was looked at."""
    EXAMPLE = "example"
    """The scheme is an example, in force nowhere."""
    NEGATIVE_BASE = "negative_base"
    """`base`."""
    SHARED_POINT = "shared_point"
    """`base`, `lower` and `upper` tier number, `number` of the one taken."""
    ABOVE_LAST_TIER = "above_last_tier"
    """`base`, `end`."""
    RECEIVED_MISSING = "received_missing"
    """There is a cap per year, and what the year already gave was not said."""
    READING_NOT_CHOSEN = "reading_not_chosen"
    """The notice does not say whether tiers are whole or marginal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A condition held against the figure of its measure."""

    condition: Condition
    value: Fraction
    met: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation."""

    code: StepCode
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubsidyWarning:
    """One warning."""

    code: WarningCode
    data: Mapping[str, Value] = field(default_factory=dict)


def step(code: StepCode, **data: Value) -> Step:
    """Make a Step from keyword data."""
    return Step(code, data)


def warning(code: WarningCode, **data: Value) -> SubsidyWarning:
    """Make a SubsidyWarning from keyword data."""
    return SubsidyWarning(code, data)
