"""Costs paid in a period, by kind, with what of each counts; and what each line's freight came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.domain.claims.lines import account_passes, carrier_passes, carriers_by_line, filtered_by
from desktop_app.domain.claims.rates import Converter, UsedRate
from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.subsidy.words import CostKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop_app.domain.claims.facts import ClaimFacts, CostFact, LegFact, LineKey
    from desktop_app.domain.subsidy.scheme import Scheme

_WORDS: tuple[tuple[CostKind, tuple[str, ...]], ...] = (
    (CostKind.WAREHOUSE, ("warehouse", "storage", "仓", "冷库", "库租")),
    (CostKind.TRAINING, ("training", "course", "培训")),
    (CostKind.FREIGHT, ("freight", "shipping", "courier", "运费", "物流", "快递")),
    (CostKind.PROMOTION, ("promotion", "advert", "推广", "广告", "推流")),
    (
        CostKind.PLATFORM_FEE,
        ("platform_fee", "platform fee", "commission", "平台费", "平台服务", "佣金", "技术服务费"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCost:
    """One cost of the kinds that a scheme counts, in the base's currency.

    `cost` is the whole of it converted, None where a rate is missing; `counted` what of it may be counted:
    less what was given back, and only the share of lines that pass the scheme's filters.
    """

    kind: CostKind
    key: tuple[str, ...]
    what: str
    supplier: str
    service_from: date | None
    service_to: date | None
    invoice: str
    paid_on: date | None
    currency: str
    amount_minor: int
    used: UsedRate | None
    cost: int | None
    counted: int | None
    receipt: str


def kind_of_words(text: str) -> CostKind:
    """Return the kind of cost that a user's own word for it means; what none fits is `other`."""
    known = text.casefold()
    return next((kind for kind, words in _WORDS if any(word in known for word in words)), CostKind.OTHER)


def kind_of_leg(leg: LegFact) -> CostKind:
    """Return `warehouse` for a stay in a warehouse, else `freight`."""
    return CostKind.WAREHOUSE if kind_of_words(leg.kind) is CostKind.WAREHOUSE else CostKind.FREIGHT


def counted_costs(scheme: Scheme, facts: ClaimFacts, converter: Converter) -> list[CountedCost]:
    """Return the costs paid in the period of the kinds that a scheme counts, in order of payment and key."""
    kinds, filters = scheme.base.cost_kinds, scheme.base.filters
    carriers = carriers_by_line(facts.legs)
    passing = {
        line.key
        for line in facts.lines
        if filtered_by(scheme.base, line, carriers.get(line.key, ())) is None and not line.excluded
    }
    found = [
        _of_leg(leg, passing, converter, is_limited=_limits(scheme))
        for leg in facts.legs
        if kind_of_leg(leg) in kinds
        and _paid_inside(leg.paid_on, facts)
        and carrier_passes(filters, leg.carrier)
    ]
    found += [
        _of_cost(cost, converter)
        for cost in facts.costs
        if cost.kind in kinds
        and _paid_inside(cost.paid_on, facts)
        and (not cost.platform or account_passes(filters, cost.platform, cost.market))
    ]
    return sorted(found, key=lambda one: (one.paid_on or facts.from_on, one.key))


def unpaid_legs(scheme: Scheme, facts: ClaimFacts) -> list[tuple[str, str]]:
    """Return the legs of the kinds that a scheme counts which have no day of payment yet."""
    return [
        (leg.shipment, leg.leg)
        for leg in facts.legs
        if leg.paid_on is None
        and kind_of_leg(leg) in scheme.base.cost_kinds
        and carrier_passes(scheme.base.filters, leg.carrier)
    ]


def freight_by_line(scheme: Scheme, facts: ClaimFacts, converter: Converter) -> dict[LineKey, int | None]:
    """Return what each line's freight came to, of the legs that count, in the base's currency."""
    found: dict[LineKey, int | None] = {}
    for leg in facts.legs:
        if kind_of_leg(leg) is not CostKind.FREIGHT or not carrier_passes(scheme.base.filters, leg.carrier):
            continue
        cost = converter.convert(leg.cost_minor, leg.currency, leg.on)
        for key, part in _shared(leg, None if cost is None else cost.amount):
            before = found.get(key, 0)
            found[key] = None if part is None or before is None else before + part
    return found


def _paid_inside(paid_on: date | None, facts: ClaimFacts) -> bool:
    return paid_on is not None and facts.from_on <= paid_on <= facts.to_on


def _limits(scheme: Scheme) -> bool:
    """Whether any filter speaks of lines: then only a leg's share of lines that pass it counts."""
    filters = scheme.base.filters
    lists = (filters.platforms, filters.markets, filters.skus, filters.origins, filters.customs_codes)
    return filters.cross_border is not None or any(lists)


def _shared(leg: LegFact, cost: int | None) -> Sequence[tuple[LineKey, int | None]]:
    """Split a leg's cost over its lines as the book splits it."""
    weights = [share for _key, share in leg.shares]
    if cost is None or any(weight is None for weight in weights):
        return [(key, None) for key, _share in leg.shares]
    parts = split_largest_remainder(cost, [abs(weight or 0) for weight in weights])
    return [(key, part) for (key, _share), part in zip(leg.shares, parts, strict=True)]


def _of_leg(
    leg: LegFact, passing: Collection[LineKey], converter: Converter, *, is_limited: bool
) -> CountedCost:
    converted = converter.convert(leg.cost_minor, leg.currency, leg.on)
    cost = None if converted is None else converted.amount
    counted = cost
    if is_limited:
        parts = [part for key, part in _shared(leg, cost) if key in passing]
        known = [part for part in parts if part is not None]
        counted = None if len(known) < len(parts) else sum(known)
    return CountedCost(
        kind=kind_of_leg(leg),
        key=("shipping", leg.shipment, leg.leg),
        what=leg.kind,
        supplier=leg.carrier,
        service_from=leg.on,
        service_to=leg.on,
        invoice=leg.invoice,
        paid_on=leg.paid_on,
        currency=leg.currency,
        amount_minor=leg.cost_minor,
        used=None if converted is None else converted.used,
        cost=cost,
        counted=counted,
        receipt=leg.payment_ref,
    )


def _of_cost(fact: CostFact, converter: Converter) -> CountedCost:
    whole = converter.convert(fact.amount_minor, fact.currency, fact.on)
    left = converter.convert(fact.amount_minor - fact.refunded_minor, fact.currency, fact.on)
    return CountedCost(
        kind=fact.kind,
        key=fact.key,
        what=fact.what,
        supplier=fact.supplier,
        service_from=fact.service_from,
        service_to=fact.service_to,
        invoice=fact.invoice,
        paid_on=fact.paid_on,
        currency=fact.currency,
        amount_minor=fact.amount_minor,
        used=None if whole is None else whole.used,
        cost=None if whole is None else whole.amount,
        counted=None if left is None else left.amount,
        receipt=fact.receipt,
    )
