"""Exchange rates: what one currency was worth in the book's on a day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

E8: Final = 10**8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`cny_e8` ÷ 10⁸ units of the book's currency for `units` of `currency`, from the day `on`."""

    currency: str
    on: date
    units: int = 1
    cny_e8: int


class RateSource(StrEnum):
    """Where a rate in the book comes from; the published ones are named as their files' formats are."""

    HAND = "hand"
    LEDGER = "ledger"
    TABLE = "table"
    SAFE = "fx-safe"
    CFETS = "fx-chinamoney"
    ECB = "fx-ecb"


PRIVATE_SOURCES: Final = frozenset({RateSource.HAND, RateSource.LEDGER, RateSource.TABLE})
"""Sources that nobody published: the user's own word."""

RecordedRate = tuple[str, int, int]
"""Day (ISO), units, cny_e8 of one recorded rate."""


class RateTable:
    """Converts amounts in minor units into the book's currency.

    `rates_of` gives a currency's recorded rates by day, asked once for each currency;
    `decimals_of` gives the decimals of a currency.
    """

    def __init__(
        self,
        currency: str,
        decimals_of: Callable[[str], int],
        rates_of: Callable[[str], Sequence[RecordedRate]],
    ) -> None:
        self.currency = currency
        self._decimals_of = decimals_of
        self._rates_of = rates_of
        self._days: dict[str, tuple[list[str], Sequence[RecordedRate]]] = {}
        self._factors: dict[tuple[str, str], tuple[int, int] | None] = {}

    def factor(self, currency: str | None, day: str) -> tuple[int, int] | None:
        """Give the book's minor units per minor unit of `currency` as numerator and denominator.

        It comes from the recorded rate with the latest day on or before `day`; None where there is none.
        """
        if currency is None or currency == self.currency:
            return (1, 1)
        key = (currency, day)
        try:
            return self._factors[key]
        except KeyError:
            factor = self._factors[key] = self._find(currency, day)
            return factor

    def convert(self, amount: int, currency: str | None, day: str) -> int | None:
        """Convert an amount, rounded half up; None where no rate is known and the amount is not 0."""
        if currency is None or currency == self.currency or not amount:
            return amount
        factor = self.factor(currency, day)
        if factor is None:
            return None
        numerator, denominator = factor
        # round_half_up, written out: it runs for every amount of the book.
        if amount < 0:
            return -((-2 * amount * numerator + denominator) // (2 * denominator))
        return (2 * amount * numerator + denominator) // (2 * denominator)

    def _find(self, currency: str, day: str) -> tuple[int, int] | None:
        known = self._days.get(currency)
        if known is None:
            rates = self._rates_of(currency)
            known = self._days[currency] = ([on for on, _, _ in rates], rates)
        days, rates = known
        place = bisect_right(days, day)
        if not place:
            return None
        _, units, cny_e8 = rates[place - 1]
        exact = Fraction(cny_e8 * 10 ** self._decimals_of(self.currency), units * E8)
        exact /= 10 ** self._decimals_of(currency)
        return exact.numerator, exact.denominator
