"""Exact money: half-up rounding, largest-remainder splitting, text to minor units and back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import InvalidFigureError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DIGITS: Final = 18
"""Digits of the largest count of minor units or thousandths that is believed; it fits SQLite's integers."""


def round_half_up(numerator: int, denominator: int) -> int:
    """Round `numerator ÷ denominator` to a whole number, ties away from zero (四舍五入).

    Raises ZeroDivisionError where `denominator` is 0.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def split_largest_remainder(amount: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split `amount` minor units over parts by `weights` (all ≥ 0) so that the parts add up exactly.

    Each part gets the floor of its exact share; the units left over go one each to the largest
    fractional remainders, ties to the earlier part. Weights that are all 0 count as equal. A negative
    amount is split as its absolute value and negated. No weights: no parts.

    Raises ValueError for a negative weight.
    """
    if not weights:
        return []
    if min(weights) < 0:
        msg = "weights must not be negative"
        raise ValueError(msg)
    if amount < 0:
        return [-part for part in split_largest_remainder(-amount, weights)]
    if len(weights) == 1:
        return [amount]
    exact = _whole(weights)
    total = sum(exact)
    if total == 0:
        exact, total = [1] * len(weights), len(weights)
    parts = [amount * weight // total for weight in exact]
    left = amount - sum(parts)
    if left:
        remainders = [amount * weight % total for weight in exact]
        # Sorting is stable: of equal remainders the earlier comes first.
        for index in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:left]:
            parts[index] += 1
    return parts


def _whole(weights: Sequence[int | Fraction]) -> list[int]:
    """Scale weights to whole numbers in the same proportion."""
    if {*map(type, weights)} == {int}:
        return list(weights)  # type: ignore[arg-type]
    fractions = [Fraction(weight) for weight in weights]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * scale) for fraction in fractions]


def to_scaled(text: str | Decimal, decimals: int) -> int:
    """Read a plain decimal as a whole count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.

    Raises InvalidFigureError where it is no finite number, finer than that, or beyond belief.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise InvalidFigureError(str(text), "not_a_number") from None
    if not value.is_finite():
        raise InvalidFigureError(str(text), "not_a_number")
    if value and value.adjusted() + decimals >= MAX_DIGITS:
        raise InvalidFigureError(str(text), "too_large")
    sign, digits, exponent = value.as_tuple()
    shift = int(exponent) + decimals
    whole = int("".join(map(str, digits)) or "0")
    if shift >= 0:
        whole *= 10**shift
    else:
        whole, rest = divmod(whole, 10**-shift) if -shift <= len(digits) else (0, whole)
        if rest:
            raise InvalidFigureError(str(text), "too_fine")
    return -whole if sign else whole


def from_scaled(value: int, decimals: int) -> str:
    """Write a count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ as a plain decimal: `from_scaled(-300, 2)` is `"-3.00"`."""
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
