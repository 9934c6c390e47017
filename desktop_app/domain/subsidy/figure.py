"""Decimal strings as exact figures, and exact figures as plain decimals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fractions import Fraction

LONGEST: Final = 120
"""Characters of the longest figure that is read; beyond any amount, and short of what slows us."""

FIGURE: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
SIGNED: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")


def scaled(value: Fraction, least: int = 0) -> tuple[int, int]:
    """Return an exact decimal as a whole number of 10⁻ᵈ and d, the fewest decimals from `least` on.

    Raises ValueError where no number of decimals writes it exactly: a third does not come out of
    sums and products of decimals.
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(value)
    decimals = max(least, twos, fives)
    return int(value * 10**decimals), decimals


def plain(value: Fraction, least: int = 0) -> str:
    """Write an exact decimal without groups: `plain(Fraction(1, 2), 2)` is `"0.50"`. Raises as `scaled`."""
    number, decimals = scaled(value, least)
    digits = str(abs(number)).rjust(decimals + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
