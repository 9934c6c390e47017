"""A scheme as its notice states it: what is counted, what must be reached, what is given and how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.words import (
    RECEIVED,
    CapPer,
    CostKind,
    Currency,
    Day,
    EvidencePer,
    ExchangeRule,
    LimitKind,
    RoundingMode,
    RuleKind,
)

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One comparison of a threshold."""

    kind: LimitKind
    figure: Fraction

    def admits(self, value: Fraction) -> bool:
        """Whether a figure is on the right side."""
        match self.kind:
            case LimitKind.AT_LEAST:
                return value >= self.figure
            case LimitKind.ABOVE:
                return value > self.figure
            case LimitKind.AT_MOST:
                return value <= self.figure
            case LimitKind.BELOW:
                return value < self.figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A measure and its limits, all of which must hold."""

    measure: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One condition, or several of which any one is enough."""

    alternatives: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A range of the base and its rate or its sum in yuan; None is an open end.

    `start` is the figure that the notice states, `part_from` where its part begins in `marginal`: the end
    of the tier before it, which for counts may lie one lower.
    """

    start: Fraction | None
    start_included: bool
    end: Fraction | None
    end_included: bool
    value: Fraction
    part_from: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatRule:
    """One sum in yuan, whatever the base."""

    amount: Fraction

    @property
    def kind(self) -> RuleKind:
        """Its kind."""
        return RuleKind.FLAT


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRule:
    """`slab`, `marginal` and `tiers_unclear` with rates, `slab_flat` with sums in yuan."""

    kind: RuleKind
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnitRule:
    """A sum in yuan for each unit beyond `above`, or the unit's own cost where that is less."""

    amount: Fraction
    above: Fraction
    or_actual_if_less: bool

    @property
    def kind(self) -> RuleKind:
        """Its kind."""
        return RuleKind.PER_UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """`first_amount` from `after` on, and `amount` for each whole `every` beyond it; amounts in yuan."""

    every: Fraction
    amount: Fraction
    after: Fraction
    first_amount: Fraction

    @property
    def kind(self) -> RuleKind:
        """Its kind."""
        return RuleKind.STEP


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRule:
    """`percent_cost` or `loss`: a share of the base."""

    kind: RuleKind
    rate: Fraction


Rule = FlatRule | TierRule | PerUnitRule | StepRule | RateRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What changes where `when` holds; at least one of the others is given."""

    when: Threshold
    cap: Fraction | None = None
    rate: Fraction | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most that a claim or a year gives: a sum in yuan, or a share of the base."""

    per: CapPer
    amount: Fraction | None = None
    rate_of_base: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which order lines count; an empty tuple and None do not limit."""

    cross_border: bool | None = None
    platforms: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    customs_codes: tuple[str, ...] = ()
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What is counted, in which currency, on which day of a line."""

    measure: str
    currency: Currency = Currency.CNY
    day: Day = Day.ORDER
    cost_kinds: tuple[CostKind, ...] = ()
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """The unit in yuan to which the final amount is rounded, and how."""

    unit: Fraction = Fraction(1, 100)
    mode: RoundingMode = RoundingMode.HALF_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Which rate converts a line; `date` goes with `fixed_date`."""

    rule: ExchangeRule = ExchangeRule.ORDER_DAY
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One kind of evidence that a scheme asks for."""

    kind: str
    per: EvidencePer
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A whole scheme, already found to agree with itself."""

    id: str
    name: str
    base: Base
    rule: Rule
    issuer: str | None = None
    document_number: str | None = None
    source_url: str | None = None
    example: bool = False
    clause: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    apply_from: date | None = None
    apply_to: date | None = None
    legal_forms: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    overrides: tuple[Override, ...] = ()
    caps: tuple[Cap, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    rounding: Rounding = field(default_factory=Rounding)
    exchange: Exchange = field(default_factory=Exchange)
    exclusion_group: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def needed_measures(self) -> tuple[str, ...]:
        """The measures beside the base's that must be known, each once, in the order they are named."""
        thresholds = (*self.thresholds, *(override.when for override in self.overrides))
        named = (condition.measure for one in thresholds for condition in one.alternatives)
        return tuple(dict.fromkeys(name for name in named if name != self.base.measure))

    @property
    def known_names(self) -> tuple[str, ...]:
        """Every name under which a figure can be handed in."""
        inputs = (name for name, _meaning in self.inputs)
        return tuple(dict.fromkeys((self.base.measure, *self.needed_measures, *inputs, RECEIVED)))
