"""Caps, what was actually paid, and rounding: from what a rule gives to the amount."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.steps import Step, StepCode, step
from desktop_app.domain.subsidy.words import CapPer, RoundingMode

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.rules import RuleResult
    from desktop_app.domain.subsidy.scheme import Cap, Rounding

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What bounds an amount: caps in force, the base that shares are taken of, what was received."""

    caps: tuple[Cap, ...]
    base: Fraction
    received: Fraction

    @property
    def has_year(self) -> bool:
        """Whether any cap counts what the year already gave."""
        return any(cap.per is CapPer.YEAR for cap in self.caps)


def with_cap(caps: tuple[Cap, ...], replacement: Cap) -> tuple[Cap, ...]:
    """Return caps in which one sum per claim stands instead of all such sums, or beside the others."""
    kept = tuple(cap for cap in caps if cap.per is not CapPer.CLAIM or cap.amount is None)
    return (replacement, *kept)


def finish(result: RuleResult, limits: Limits, rounding: Rounding) -> tuple[Fraction, tuple[Step, ...]]:
    """Return the final amount of what a rule gave, and the steps from there to it."""
    amount, steps, bounds = result.amount, [], []
    for per in CapPer:
        for cap in (one for one in limits.caps if one.per is per):
            bound, code, data = _bound(cap, limits)
            bounds.append(bound)
            after = min(amount, bound)
            steps.append(Step(code, {**data, "before": amount, "after": after}))
            amount = after
    if result.paid is not None:
        bounds.append(result.paid)
        after = min(amount, result.paid)
        steps.append(step(StepCode.ACTUAL, paid=result.paid, before=amount, after=after))
        amount = after
    rounded, said = _rounded(amount, rounding, min(bounds, default=None))
    return rounded, (*steps, said)


def _bound(cap: Cap, limits: Limits) -> tuple[Fraction, StepCode, dict[str, Fraction]]:
    """Return what a cap lets through at most, never below 0."""
    data: dict[str, Fraction] = {}
    if cap.rate_of_base is not None:
        data = {"rate": cap.rate_of_base, "base": limits.base}
        cap_sum = cap.rate_of_base * limits.base
    else:
        cap_sum = cap.amount or _NOTHING
    data["cap"] = cap_sum
    if cap.per is CapPer.CLAIM:
        return cap_sum, StepCode.CAP if cap.rate_of_base is None else StepCode.CAP_RATE, data
    left = max(cap_sum - limits.received, _NOTHING)
    return left, StepCode.CAP_YEAR, {**data, "received": limits.received, "left": left}


def _rounded(amount: Fraction, rounding: Rounding, bound: Fraction | None) -> tuple[Fraction, Step]:
    """Round an amount, down where rounding half up would pass what bounds it."""
    unit = rounding.unit
    floored = amount // unit * unit
    if rounding.mode is RoundingMode.FLOOR:
        return floored, step(StepCode.ROUNDED, unit=unit, before=amount, after=floored, floor=True)
    nearest = (amount / unit + Fraction(1, 2)) // 1 * unit
    if bound is not None and nearest > bound:
        data = {"unit": unit, "before": amount, "after": floored, "limit": bound}
        return floored, Step(StepCode.ROUNDED_DOWN, data)
    return nearest, step(StepCode.ROUNDED, unit=unit, before=amount, after=nearest, floor=False)
