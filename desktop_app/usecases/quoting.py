"""Quotes: what a parcel of a weight to a market costs by the carriers' price lists of a day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.domain.tariffs import Quote, Tariff, in_force, quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop_app.store import Book

MOST_MG: Final = 1_000_000_000
"""The heaviest parcel that is quoted: a ton."""
_WEIGHT: Final = re.compile(r"(\d+(?:\.\d+)?)([a-z公斤千克]*)")
_UNITS: Final = {
    "": 1000, "g": 1000, "克": 1000, "kg": 10**6, "公斤": 10**6, "千克": 10**6, "斤": 500_000,
}  # fmt: skip
"""Milligrams of each unit; a bare number is grams."""


class UnreadWeightError(ValueError):
    """A text that is no weight above nothing and up to `MOST_MG`; `text`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What carriers ask, cheapest first; `markets` are those that the book has price lists for.

    Prices in the book's currency stand before others. `decimals` are those of each currency.
    """

    markets: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    decimals: Mapping[str, int]


def read_weight(text: str) -> int:
    """Read `520`, `520g`, `0.52 kg` or `1.5公斤` as mg. Raises UnreadWeightError."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace(",", "").lower()
    match = _WEIGHT.fullmatch(plain)
    if match is None or match[2] not in _UNITS:
        raise UnreadWeightError(text)
    weight = int(Decimal(match[1]) * _UNITS[match[2]])
    if not 0 < weight <= MOST_MG:
        raise UnreadWeightError(text)
    return weight


def ask_quotes(book: Book, weight_mg: int | None, market: str | None, on: date) -> Quoted:
    """Price a parcel by every list that holds on a day; without a weight or market, only name the markets."""
    tariffs: list[Tariff] = list(book.iterate("tariffs"))
    decimals = {code: book.decimals(code) for code in {tariff.currency for tariff in tariffs}}
    markets = tuple(sorted({tariff.market for tariff in tariffs}))
    if weight_mg is None or market is None:
        return Quoted(markets=markets, decimals=decimals)
    offered = in_force((tariff for tariff in tariffs if tariff.market == market), on)
    found = [quote(band, weight_mg, decimals[band.currency]) for band in offered if band.holds(weight_mg)]
    own = book.settings.currency
    found.sort(
        key=lambda each: (
            each.tariff.currency != own,
            each.tariff.currency,
            each.total_minor,
            each.tariff.carrier,
            each.tariff.service,
        )
    )
    return Quoted(markets=markets, quotes=tuple(found), decimals=decimals)
