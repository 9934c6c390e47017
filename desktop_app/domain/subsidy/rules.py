"""The arithmetic of each rule, exact, with its steps; caps and rounding come later."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.given import costs_of_counted
from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, StepRule
from desktop_app.domain.subsidy.steps import Step, StepCode, step
from desktop_app.domain.subsidy.tiers import find_tier, part_inside
from desktop_app.domain.subsidy.words import RuleKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.subsidy.given import Units
    from desktop_app.domain.subsidy.scheme import Rule, TierRule

_NOTHING = Fraction(0)
_MOST_STEPS = 12
"""Kinds of unit that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What a rule gives in yuan, exact; `paid` is what was paid for the units counted, where that limits."""

    amount: Fraction
    steps: tuple[Step, ...]
    paid: Fraction | None = None


def apply_rule(rule: Rule, base: Fraction, units: Sequence[Units] | None) -> RuleResult:
    """Return what a rule gives for a base of 0 or more; `tiers_unclear` is read in its two ways elsewhere.

    Raises SubsidyFigureError where the units' own costs are needed and are missing or do not add up.
    """
    match rule:
        case FlatRule():
            return RuleResult(amount=rule.amount, steps=(step(StepCode.FLAT, amount=rule.amount),))
        case PerUnitRule():
            return _per_unit_at_cost(rule, base, units) if rule.or_actual_if_less else _per_unit(rule, base)
        case StepRule():
            return _by_steps(rule, base)
        case RateRule():
            amount = rule.rate * base
            steps = (step(StepCode.RATE, base=base, rate=rule.rate, amount=amount),)
            paid = base if rule.kind is RuleKind.PERCENT_COST else None
            return RuleResult(amount=amount, steps=steps, paid=paid)
        case _:
            return _marginal(rule, base) if rule.kind is RuleKind.MARGINAL else _by_tier(rule, base)


def _by_tier(rule: TierRule, base: Fraction) -> RuleResult:
    """The rate of the tier times the whole base, or the tier's sum."""
    found = find_tier(rule, base)
    if found.index is None:
        return RuleResult(amount=_NOTHING, steps=(_outside(rule, base, is_above=found.is_above),))
    tier = rule.tiers[found.index]
    is_sum = rule.kind is RuleKind.SLAB_FLAT
    amount = tier.value if is_sum else tier.value * base
    code = StepCode.SLAB_FLAT if is_sum else StepCode.SLAB
    steps = [step(code, base=base, number=found.index + 1, tier=tier, amount=amount)]
    if found.shared is not None:
        lower, upper = (index + 1 for index in found.shared)
        taken = found.index + 1
        steps.insert(0, step(StepCode.SHARED_POINT, base=base, lower=lower, upper=upper, number=taken))
    return RuleResult(amount=amount, steps=tuple(steps))


def _marginal(rule: TierRule, base: Fraction) -> RuleResult:
    """The sum of each tier's rate times the part of the base inside it."""
    found = find_tier(rule, base)
    if found.index is None and not found.is_above:
        return RuleResult(amount=_NOTHING, steps=(_outside(rule, base, is_above=False),))
    last = len(rule.tiers) - 1 if found.index is None else found.index
    steps, amounts = [], []
    for index, tier in enumerate(rule.tiers[: last + 1]):
        start, end = part_inside(tier, base)
        amount = tier.value * (end - start)
        amounts.append(amount)
        steps.append(
            step(
                StepCode.PART,
                number=index + 1,
                tier=tier,
                start=start,
                end=end,
                part=end - start,
                amount=amount,
            )
        )
    total = sum(amounts, _NOTHING)
    if len(amounts) > 1:
        steps.append(step(StepCode.SUM, parts=tuple(amounts), amount=total))
    if found.is_above:
        steps.append(step(StepCode.ABOVE_PARTS, base=base, end=rule.tiers[-1].end))
    return RuleResult(amount=total, steps=tuple(steps))


def _outside(rule: TierRule, base: Fraction, *, is_above: bool) -> Step:
    if is_above:
        return step(StepCode.ABOVE_TIERS, base=base, end=rule.tiers[-1].end)
    return step(StepCode.BELOW_TIERS, base=base, start=rule.tiers[0].start)


def _per_unit(rule: PerUnitRule, base: Fraction) -> RuleResult:
    units = max(base - rule.above, _NOTHING)
    amount = rule.amount * units
    data = {"base": base, "above": rule.above, "units": units, "each": rule.amount, "amount": amount}
    return RuleResult(amount=amount, steps=(step(StepCode.UNITS, **data),))


def _per_unit_at_cost(rule: PerUnitRule, base: Fraction, units: Sequence[Units] | None) -> RuleResult:
    """Each unit beyond the first `above` gives the smaller of the sum and its own cost."""
    counted = costs_of_counted(units, base, rule.above)
    steps, amounts = [], []
    if rule.above:
        steps.append(step(StepCode.UNITS_LEFT_OUT, above=min(rule.above, base)))
    for one in counted:
        each = min(rule.amount, one.cost)
        amounts.append(each * one.count)
        steps.append(
            step(
                StepCode.UNITS_AT_COST,
                count=one.count,
                cost=one.cost,
                limit=rule.amount,
                each=each,
                amount=amounts[-1],
            )
        )
    if len(counted) > _MOST_STEPS:
        steps, amounts = _in_two(rule, base, counted)
    total = sum(amounts, _NOTHING)
    if len(amounts) != 1:
        steps.append(step(StepCode.SUM, parts=tuple(amounts), amount=total))
    paid = sum((one.count * one.cost for one in counted), _NOTHING)
    return RuleResult(amount=total, steps=tuple(steps), paid=paid)


def _in_two(rule: PerUnitRule, base: Fraction, counted: Sequence[Units]) -> tuple[list[Step], list[Fraction]]:
    """Tell many units in two: those that cost the sum or more, and those that cost less."""
    steps = [step(StepCode.UNITS_LEFT_OUT, above=min(rule.above, base))] if rule.above else []
    dear = sum((one.count for one in counted if one.cost >= rule.amount), _NOTHING)
    cheap = [one for one in counted if one.cost < rule.amount]
    count = sum((one.count for one in cheap), _NOTHING)
    amounts = [dear * rule.amount, sum((one.count * one.cost for one in cheap), _NOTHING)]
    steps.append(step(StepCode.UNITS_AT_LIMIT, count=dear, limit=rule.amount, amount=amounts[0]))
    steps.append(step(StepCode.UNITS_BELOW, count=count, limit=rule.amount, amount=amounts[1]))
    return steps, amounts


def _by_steps(rule: StepRule, base: Fraction) -> RuleResult:
    if base < rule.after:
        return RuleResult(amount=_NOTHING, steps=(step(StepCode.STEP_BELOW, base=base, after=rule.after),))
    steps = (base - rule.after) // rule.every
    amount = rule.first_amount + rule.amount * steps
    said = step(
        StepCode.STEPS,
        base=base,
        after=rule.after,
        every=rule.every,
        steps=steps,
        each=rule.amount,
        first=rule.first_amount,
        amount=amount,
    )
    return RuleResult(amount=amount, steps=(said,))
