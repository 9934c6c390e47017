"""Rounding, largest-remainder splitting and the writing of figures (MODEL section 2), on exact numbers."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def round_half_up(value: Fraction) -> int:
    """R of MODEL 2: to the nearest whole number, away from zero on a tie."""
    size = floor(abs(value) + Fraction(1, 2))
    return -size if value < 0 else size


def split(amount: int, weights: Sequence[Fraction]) -> list[int]:
    """Parts of `amount` (minor units) by `weights` (all >= 0), adding up exactly; MODEL 2, "Splitting"."""
    if not weights:
        raise ValueError("nothing to split over")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight below 0")
    if amount < 0:  # split as its absolute value and negated
        return [-part for part in split(-amount, weights)]
    used = list(weights) if any(weights) else [Fraction(1)] * len(weights)  # all weights 0: equal weights
    exact = [Fraction(amount) * weight / sum(used) for weight in used]
    parts = [floor(share) for share in exact]
    left_over = amount - sum(parts)
    # the largest fractional remainders first; sorted() is stable, so that a tie goes to the earlier part
    by_remainder = sorted(range(len(parts)), key=lambda i: exact[i] - parts[i], reverse=True)
    for i in by_remainder[:left_over]:
        parts[i] += 1
    return parts


def total(amounts: Iterable[int | None]) -> int | None:
    """The sum; missing (None) as soon as one of the amounts is missing, never zero (MODEL 2)."""
    result = 0
    for amount in amounts:
        if amount is None:
            return None
        result += amount
    return result


def money_text(minor: int | None, decimals: int) -> str | None:
    """Minor units as a decimal string in units: `"1234.50"`, `"-3.00"`, `"1200"` (COMMANDS)."""
    if minor is None:
        return None
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def ratio_text(value: Fraction, decimals: int = 4) -> str:
    """A ratio with a fixed number of decimals, half up."""
    text = money_text(round_half_up(value * 10**decimals), decimals)
    assert text is not None
    return text
