"""Carriers' price lists, and what a parcel costs by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_MG_PER_KG: Final = 10**6
_E8: Final = 10**8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """One band of weight of a carrier's service to a market, from the day `from_on` on, in `currency`.

    It holds for weights above `above_mg` up to `up_to_mg`. A parcel is billed as `minimum_mg` at least, in
    whole `step_mg` upwards (None: by the milligram); it costs `per_kg_e8` ÷ 10⁸ for a kilogram and
    `per_parcel_minor` for itself. `insured_minor` and `signed_minor` are what insurance and a signature cost
    beside it, None where they are not offered.
    """

    carrier: str
    service: str
    market: str
    from_on: date
    above_mg: int
    up_to_mg: int
    step_mg: int | None = None
    minimum_mg: int | None = None
    per_kg_e8: int
    per_parcel_minor: int = 0
    insured_minor: int | None = None
    signed_minor: int | None = None
    currency: str
    transit: str | None = None

    def holds(self, weight_mg: int) -> bool:
        """Tell whether a weight stands in the band."""
        return self.above_mg < weight_mg <= self.up_to_mg

    def billed_mg(self, weight_mg: int) -> int:
        """Return what weight is billed: the least, or the next whole step."""
        weight = max(weight_mg, self.minimum_mg or 0)
        step = self.step_mg or 1
        return -(-weight // step) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a parcel costs by one band, in minor units of the band's currency."""

    tariff: Tariff
    weight_mg: int
    billed_mg: int
    freight_minor: int
    total_minor: int


def quote(tariff: Tariff, weight_mg: int, decimals: int) -> Quote:
    """Price a parcel; the price of a kilogram times the billed weight is rounded once, half up."""
    billed = tariff.billed_mg(weight_mg)
    freight = round_half_up(tariff.per_kg_e8 * billed * 10**decimals, _E8 * _MG_PER_KG)
    return Quote(
        tariff=tariff,
        weight_mg=weight_mg,
        billed_mg=billed,
        freight_minor=freight,
        total_minor=freight + tariff.per_parcel_minor,
    )


def in_force(tariffs: Iterable[Tariff], on: date) -> list[Tariff]:
    """Keep of each service to each market the bands of its latest list that had begun by a day."""
    found: dict[tuple[str, str, str], list[Tariff]] = {}
    for tariff in tariffs:
        if tariff.from_on > on:
            continue
        key = tariff.carrier, tariff.service, tariff.market
        bands = found.setdefault(key, [])
        if bands and tariff.from_on > bands[0].from_on:
            bands.clear()
        if not bands or tariff.from_on == bands[0].from_on:
            bands.append(tariff)
    return [band for bands in found.values() for band in bands]
