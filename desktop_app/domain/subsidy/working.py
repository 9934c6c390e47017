"""What a scheme gives for a figure: thresholds, overrides, rule, caps, rounding, each step told."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.errors import FigureFault, SubsidyFigureError
from desktop_app.domain.subsidy.limits import Limits, finish, with_cap
from desktop_app.domain.subsidy.rules import apply_rule
from desktop_app.domain.subsidy.scheme import Cap, RateRule, TierRule
from desktop_app.domain.subsidy.steps import Check, Step, StepCode, SubsidyWarning, WarningCode, step, warning
from desktop_app.domain.subsidy.tiers import NextTier, find_tier, next_tier
from desktop_app.domain.subsidy.words import CapPer, RuleKind

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.given import Given
    from desktop_app.domain.subsidy.scheme import Rule, Scheme, Threshold

_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one way of reading unclear tiers gives, through caps and rounding."""

    kind: RuleKind
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a scheme gives, in yuan; `tier` counts from 1, None outside every tier and where there is none.

    `readings` is empty unless the rule in force is unclear. `next` is None where no tier is left to reach
    or a threshold fails.
    """

    amount: Fraction
    tier: int | None
    steps: tuple[Step, ...]
    warnings: tuple[SubsidyWarning, ...]
    readings: tuple[Reading, ...] = ()
    next: NextTier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Rule and caps after the overrides, and the steps that say how they came about."""

    rule: Rule
    caps: tuple[Cap, ...]
    steps: tuple[Step, ...]


def in_force(scheme: Scheme, given: Given) -> InForce:
    """Return the rule and the caps that the overrides leave for the figures handed in.

    Raises SubsidyFigureError where a measure that the scheme names is missing.
    """
    return _overridden(scheme, _values(scheme, given, max(given.base, _NOTHING)))


def work_out(scheme: Scheme, given: Given) -> Outcome:
    """Return what a scheme gives for the figures handed in; legal form and validity are not looked at.

    Raises SubsidyFigureError where a measure that the scheme names, or the units' costs, are missing.
    """
    base = max(given.base, _NOTHING)
    values = _values(scheme, given, base)
    steps = [step(StepCode.BASE, base=given.base)]
    warnings = [warning(WarningCode.NOT_CHECKED)]
    if scheme.example:
        warnings.append(warning(WarningCode.EXAMPLE))
    if given.base < 0:
        steps.append(step(StepCode.BASE_NEGATIVE, base=given.base))
        warnings.append(warning(WarningCode.NEGATIVE_BASE, base=given.base))
    all_met = True
    for threshold in scheme.thresholds:
        met, checks = _holds(threshold, values)
        steps.append(step(StepCode.THRESHOLD, checks=checks, met=met))
        all_met = all_met and met
    if not all_met:
        steps += [step(StepCode.NOT_MET), step(StepCode.RESULT, amount=_NOTHING)]
        return _nothing(scheme, steps, warnings)
    left = _overridden(scheme, values)
    steps += left.steps
    limits = Limits(caps=left.caps, base=base, received=given.received or _NOTHING)
    warnings += _tier_warnings(left.rule, base)
    if limits.has_year and given.received is None:
        warnings.append(warning(WarningCode.RECEIVED_MISSING))
    if left.rule.kind is RuleKind.TIERS_UNCLEAR:
        warnings.append(warning(WarningCode.READING_NOT_CHOSEN))
    amount, told, readings = _amount(left.rule, given, limits, scheme)
    steps += [*told, step(StepCode.RESULT, amount=amount)]
    tier, following = _place(left.rule, base, scheme.base.measure)
    return Outcome(
        amount=amount,
        tier=tier,
        steps=tuple(steps),
        warnings=tuple(warnings),
        readings=readings,
        next=following,
    )


def _values(scheme: Scheme, given: Given, base: Fraction) -> dict[str, Fraction]:
    """Return every measure's figure: the base's own is the base."""
    for name in scheme.needed_measures:
        if name not in given.measures:
            raise SubsidyFigureError(name, FigureFault.MISSING)
    return {**given.measures, scheme.base.measure: base}


def _holds(threshold: Threshold, values: dict[str, Fraction]) -> tuple[bool, tuple[Check, ...]]:
    checks = tuple(
        Check(
            condition=condition,
            value=values[condition.measure],
            met=all(limit.admits(values[condition.measure]) for limit in condition.limits),
        )
        for condition in threshold.alternatives
    )
    return any(check.met for check in checks), checks


def _nothing(scheme: Scheme, steps: list[Step], warnings: list[SubsidyWarning]) -> Outcome:
    """What is given below a threshold: 0 in every reading."""
    readings: tuple[Reading, ...] = ()
    if scheme.rule.kind is RuleKind.TIERS_UNCLEAR:
        warnings.append(warning(WarningCode.READING_NOT_CHOSEN))
        readings = tuple(Reading(kind=kind, amount=_NOTHING) for kind in (RuleKind.SLAB, RuleKind.MARGINAL))
    return Outcome(
        amount=_NOTHING, tier=None, steps=tuple(steps), warnings=tuple(warnings), readings=readings
    )


def _overridden(scheme: Scheme, values: dict[str, Fraction]) -> InForce:
    """Return rule and caps in force: of the overrides that hold, the last one wins for each key."""
    steps: list[Step] = []
    rule, cap, rate = scheme.rule, None, None
    for number, override in enumerate(scheme.overrides, start=1):
        met, checks = _holds(override.when, values)
        steps.append(step(StepCode.OVERRIDE, number=number, checks=checks, met=met))
        if met:
            rule = rule if override.rule is None else override.rule
            cap = cap if override.cap is None else override.cap
            rate = rate if override.rate is None else override.rate
    if rule is not scheme.rule:
        steps.append(step(StepCode.OVERRIDE_RULE, kind=rule.kind))
    if rate is not None and isinstance(rule, RateRule):
        rule = RateRule(kind=rule.kind, rate=rate)
        steps.append(step(StepCode.OVERRIDE_RATE, rate=rate))
    elif rate is not None:
        steps.append(step(StepCode.OVERRIDE_RATE_IDLE, rate=rate))
    caps = scheme.caps
    if cap is not None:
        caps = with_cap(caps, Cap(per=CapPer.CLAIM, amount=cap))
        steps.append(step(StepCode.OVERRIDE_CAP, cap=cap))
    return InForce(rule=rule, caps=caps, steps=tuple(steps))


def _tier_warnings(rule: Rule, base: Fraction) -> list[SubsidyWarning]:
    if not isinstance(rule, TierRule):
        return []
    found = find_tier(rule, base)
    if found.is_above:
        return [warning(WarningCode.ABOVE_LAST_TIER, base=base, end=rule.tiers[-1].end)]
    if found.shared is None or found.index is None:
        return []
    lower, upper = (index + 1 for index in found.shared)
    number = found.index + 1
    return [warning(WarningCode.SHARED_POINT, base=base, lower=lower, upper=upper, number=number)]


def _amount(
    rule: Rule, given: Given, limits: Limits, scheme: Scheme
) -> tuple[Fraction, tuple[Step, ...], tuple[Reading, ...]]:
    """Return the amount through caps and rounding; of unclear tiers, both readings and the lower one."""
    if not isinstance(rule, TierRule) or rule.kind is not RuleKind.TIERS_UNCLEAR:
        result = apply_rule(rule, limits.base, given.units)
        amount, steps = finish(result, limits, scheme.rounding)
        return amount, (*result.steps, *steps), ()
    told: list[Step] = []
    readings = []
    codes = {RuleKind.SLAB: StepCode.READING_SLAB, RuleKind.MARGINAL: StepCode.READING_MARGINAL}
    for kind, code in codes.items():
        result = apply_rule(TierRule(kind=kind, tiers=rule.tiers), limits.base, given.units)
        amount, steps = finish(result, limits, scheme.rounding)
        told += [step(code), *result.steps, *steps]
        readings.append(Reading(kind=kind, amount=amount))
    lower = min(reading.amount for reading in readings)
    told.append(step(StepCode.LOWER_READING, amount=lower))
    return lower, tuple(told), tuple(readings)


def _place(rule: Rule, base: Fraction, measure: str) -> tuple[int | None, NextTier | None]:
    if not isinstance(rule, TierRule):
        return None, None
    index = find_tier(rule, base).index
    return None if index is None else index + 1, next_tier(rule, base, measure)
