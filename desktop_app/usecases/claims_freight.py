"""What was sent under a claim: parcels, orders or legs, as its freight list holds them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.evidence import Target
from desktop_app.domain.claims.figures import parcels_of
from desktop_app.reports.claim import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop_app.domain.claims.facts import ClaimFacts, LegFact, LineKey
    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.working import WorkedItem

FREIGHT_MEASURES: Final = ("parcels", "orders", "kilograms", "tonne_km")
"""Measures whose claim lists what was sent."""

_MG_PER_KG: Final = 1_000_000
_M_PER_KM: Final = 1000


def kilograms(mg: int | None) -> Fraction | None:
    """Return milligrams as kilograms."""
    return None if mg is None else Fraction(mg, _MG_PER_KG)


def proof_of(numbers: Mapping[Target, Sequence[str]], targets: Iterable[Target]) -> str:
    """Return the numbers of the evidence tied to any of some things."""
    return "、".join(sorted({number for target in targets for number in numbers.get(target, ())}))


def proof_of_lines(numbers: Mapping[Target, Sequence[str]], *keys: LineKey) -> str:
    """Return the numbers of the evidence tied to order lines or to their orders."""
    orders = [Target("orders", key[:2]) for key in keys]
    return proof_of(numbers, [*orders, *(Target("sales", key) for key in keys)])


@dataclass(frozen=True, slots=True)
class Freight:
    """Makes the rows of what was sent out of the facts of a claim."""

    facts: ClaimFacts
    numbers: Mapping[Target, Sequence[str]]

    def listed(self, item: WorkedItem) -> Iterable[rows.ShippingRow]:
        """Return one row for each thing that a scheme counts, in order of day and id."""
        if item.scheme.base.measure == "parcels":
            return self._parcels(item)
        return self._legs(item) if item.scheme.base.measure == "tonne_km" else self._orders(item)

    def _legs_by_tracking(self) -> dict[str, list[LegFact]]:
        found: dict[str, list[LegFact]] = {}
        for leg in self.facts.legs:
            if leg.tracking:
                found.setdefault(leg.tracking, []).append(leg)
        return found

    def _parcels(self, item: WorkedItem) -> Iterable[rows.ShippingRow]:
        return self._units(item, parcels_of(item.figures.lines).values())

    def _orders(self, item: WorkedItem) -> Iterable[rows.ShippingRow]:
        groups: dict[tuple[str, str], list[JudgedLine]] = {}
        for line in item.figures.counted:
            groups.setdefault(line.fact.order, []).append(line)
        return self._units(item, groups.values())

    def _units(self, item: WorkedItem, groups: Iterable[Sequence[JudgedLine]]) -> Iterable[rows.ShippingRow]:
        """One row for each group of lines, in order of day and id, as the scheme counts them."""
        carried = self._legs_by_tracking()
        by_tracking = item.scheme.base.measure == "parcels"

        def place(lines: Sequence[JudgedLine]) -> tuple[object, ...]:
            fact = lines[0].fact
            return (
                min(line.on for line in lines),
                fact.tracking if by_tracking else fact.order_id,
                fact.account,
            )

        for lines in sorted(groups, key=place):
            fact = lines[0].fact
            legs = carried.get(fact.tracking, ())
            costs = [item.figures.freight.get(line.fact.key, 0) for line in lines]
            weights = [line.fact.weight_mg for line in lines]
            orders = dict.fromkeys(line.fact.order_id for line in lines)
            yield rows.ShippingRow(
                sent_on=min(line.fact.shipped_on or line.on for line in lines),
                order_id="、".join(orders),
                carrier=legs[-1].carrier if legs else "",
                tracking=fact.tracking,
                from_place=legs[0].from_place if legs else "",
                country=fact.destination,
                product="、".join(dict.fromkeys(line.fact.product for line in lines)),
                weight_kg=kilograms(None if None in weights else sum(one or 0 for one in weights)),
                cost_fen=None if None in costs else max(sum(one or 0 for one in costs), 0),
                invoice=legs[-1].invoice if legs else "",
                delivered=all(line.fact.delivered_on is not None for line in lines),
                evidence=proof_of_lines(self.numbers, *(line.fact.key for line in lines)),
            )

    def _legs(self, item: WorkedItem) -> Iterable[rows.ShippingRow]:
        weights = {line.fact.key: line.fact.weight_mg or 0 for line in item.figures.counted}
        for leg in self.facts.legs:
            carried = [key for key, _share in leg.shares if key in weights]
            if carried:
                yield self._leg(leg, carried, sum(weights[key] for key in carried))

    def _leg(self, leg: LegFact, carried: Sequence[LineKey], weight_mg: int) -> rows.ShippingRow:
        return rows.ShippingRow(
            sent_on=leg.on,
            order_id="、".join(dict.fromkeys(order for _account, order, _line in carried)),
            carrier=leg.carrier,
            tracking=leg.tracking,
            from_place=leg.from_place,
            weight_kg=kilograms(weight_mg),
            distance_km=Fraction(leg.distance_m or 0, _M_PER_KM),
            invoice=leg.invoice,
            evidence=proof_of(self.numbers, [Target("shipping", (leg.shipment, leg.leg))]),
            note=leg.kind,
        )
