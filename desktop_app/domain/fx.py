"""Exchange rates: what one currency was worth in the book's on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`cny_e8` ÷ 10⁸ units of the book's currency for `units` of `currency`, from the day `on`."""

    currency: str
    on: date
    units: int = 1
    cny_e8: int
