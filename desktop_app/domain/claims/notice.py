"""What a scheme lacks of its notice before it can be claimed under, and figures that look misread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.scheme import TierRule
from desktop_app.domain.subsidy.words import COUNTS, MONEY

if TYPE_CHECKING:
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Scheme

_SMALLEST_LIMIT: Final = 1000
"""Money limits all below this many yuan look like figures in 万元."""


def lacking(scheme: Scheme) -> list[str]:
    """Return what a scheme lacks before it can be claimed under: number, address and year of its notice."""
    has_year = scheme.valid_from is not None or scheme.valid_to is not None
    there = {
        "document_number": scheme.document_number,
        "source_url": scheme.source_url,
        "year": has_year or None,
    }
    return [key for key, value in there.items() if not value]


def doubtful_limit(scheme: Scheme) -> Fraction | None:
    """Return the largest money limit where all of them look like 万元 instead of the base's own unit."""
    limits: list[Fraction] = []
    if scheme.base.measure in MONEY and isinstance(scheme.rule, TierRule):
        limits += [end for tier in scheme.rule.tiers for end in (tier.start, tier.end) if end]
    limits += [
        limit.figure
        for threshold in scheme.thresholds
        for condition in threshold.alternatives
        for limit in condition.limits
        if condition.measure not in COUNTS and condition.measure in MONEY and limit.figure
    ]
    return max(limits) if limits and max(limits) < _SMALLEST_LIMIT else None
