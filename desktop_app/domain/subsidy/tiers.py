"""Which tier a base falls in, what part of it lies inside each, and how far the next one is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.words import COUNTS, RuleKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.subsidy.scheme import Tier, TierRule

_CENT: Final = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a base lies: `index` of its tier (None: outside every tier), and what is to be said of it.

    `shared` holds the indices of two tiers that both include the base, where that makes a difference.
    """

    index: int | None
    shared: tuple[int, int] | None = None
    is_above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTier:
    """The first tier that a base has not reached: where it begins, and how much is missing."""

    start: Fraction
    short_by: Fraction


def find_tier(rule: TierRule, base: Fraction) -> Found:
    """Return where a base lies; at a point that two tiers share, the one that gives less.

    In `marginal` the two give the same, and the lower one is named.
    """
    tiers = rule.tiers
    inside = [index for index in range(len(tiers)) if _contains(tiers, index, base)]
    if not inside:
        end = tiers[-1].end
        return Found(index=None, is_above=end is not None and base >= end)
    if len(inside) == 1 or rule.kind is RuleKind.MARGINAL:
        return Found(index=inside[0])
    lower, upper = inside
    # A rate of a base of 0 gives the same as any other: then, too, the lower tier is named.
    factor = Fraction(1) if rule.kind is RuleKind.SLAB_FLAT else base
    takes_upper = tiers[upper].value * factor < tiers[lower].value * factor
    return Found(index=upper if takes_upper else lower, shared=(lower, upper))


def part_inside(tier: Tier, base: Fraction) -> tuple[Fraction, Fraction]:
    """Return from where to where a base lies inside a tier; both are the same where none of it does."""
    top = base if tier.end is None else min(base, tier.end)
    return tier.part_from, max(top, tier.part_from)


def next_tier(rule: TierRule, base: Fraction, measure: str) -> NextTier | None:
    """Return the first tier whose lower limit a base has not reached."""
    for tier in rule.tiers:
        if tier.start is None or not _is_short_of(tier, base):
            continue
        beyond = Fraction(0)
        if not tier.start_included:
            beyond = Fraction(1) if measure in COUNTS else _CENT
        return NextTier(start=tier.start, short_by=tier.start - base + beyond)
    return None


def _is_short_of(tier: Tier, base: Fraction) -> bool:
    if tier.start is None:
        return False
    return base < tier.start or (base == tier.start and not tier.start_included)


def _contains(tiers: Sequence[Tier], index: int, base: Fraction) -> bool:
    tier = tiers[index]
    if _is_short_of(tier, base):
        return False
    if tier.end is None or base < tier.end or (base == tier.end and tier.end_included):
        return True
    # Counts whose limits lie one apart: what lies between belongs to the lower tier.
    following = tiers[index + 1].start if index + 1 < len(tiers) else None
    return following is not None and tier.end < base < following
