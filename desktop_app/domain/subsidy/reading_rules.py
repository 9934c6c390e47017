"""Reads the rules of a scheme file: sums, rates, tiers that meet."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.errors import SchemeFault
from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, Rule, StepRule, Tier, TierRule
from desktop_app.domain.subsidy.words import COUNTS, RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_app.domain.subsidy.node import Node

_TIER_ENDS: Final = ("from", "from_included", "to", "to_included")


def read_rule(node: Node, measure: str) -> Rule:
    """Read a rule over a base of this measure. Raises SchemeRefusedError."""
    node.entries()
    kind = node.need("kind").word(RuleKind)
    return _READERS[kind](node, kind, measure)


def _flat(node: Node, _kind: RuleKind, _measure: str) -> Rule:
    node.object(("kind", "amount"))
    return FlatRule(amount=node.need("amount").figure())


def _per_unit(node: Node, _kind: RuleKind, _measure: str) -> Rule:
    node.object(("kind", "amount", "above", "or_actual_if_less"))
    return PerUnitRule(
        amount=node.need("amount").figure(),
        above=_figure_or_zero(node, "above"),
        or_actual_if_less=node.need("or_actual_if_less").boolean(),
    )


def _step(node: Node, _kind: RuleKind, _measure: str) -> Rule:
    node.object(("kind", "every", "amount", "after", "first_amount"))
    every = node.need("every")
    if not every.figure():
        every.refuse(SchemeFault.ZERO)
    for key, other in (("after", "first_amount"), ("first_amount", "after")):
        if node.maybe(key) is None and node.maybe(other) is not None:
            node.child(key).refuse(SchemeFault.BOTH_OR_NEITHER, other=other)
    return StepRule(
        every=every.figure(),
        amount=node.need("amount").figure(),
        after=_figure_or_zero(node, "after"),
        first_amount=_figure_or_zero(node, "first_amount"),
    )


def _rate(node: Node, kind: RuleKind, _measure: str) -> Rule:
    node.object(("kind", "rate"))
    return RateRule(kind=kind, rate=node.need("rate").rate())


def _figure_or_zero(node: Node, key: str) -> Fraction:
    found = node.maybe(key)
    return Fraction(0) if found is None else found.figure()


# Tiers --------------------------------------------------------------------------------------------------


def _tiers(node: Node, kind: RuleKind, measure: str) -> Rule:
    node.object(("kind", "tiers"))
    items = node.need("tiers").items()
    if not items:
        node.child("tiers").refuse(SchemeFault.EMPTY_LIST)
    tiers: list[Tier] = []
    for item in items:
        tier = _tier(item, "amount" if kind is RuleKind.SLAB_FLAT else "rate")
        if tier.end is None and len(tiers) < len(items) - 1:
            item.child("to").refuse(SchemeFault.OPEN_INSIDE)
        if tiers:
            tier = _joined(item, tiers[-1], tier, whole=measure in COUNTS)
        tiers.append(tier)
    return TierRule(kind=kind, tiers=tuple(tiers))


def _tier(item: Node, key: str) -> Tier:
    item.object((*_TIER_ENDS, key))
    start, end = item.maybe("from"), item.maybe("to")
    value = item.need(key)
    first = None if start is None else start.figure()
    last = None if end is None else end.figure()
    if first is not None and last is not None and last <= first:
        item.child("to").refuse(SchemeFault.TO_NOT_ABOVE_FROM)
    return Tier(
        start=first,
        start_included=_is_included(item, "from_included", usual=True) or first is None,
        end=last,
        end_included=_is_included(item, "to_included", usual=False) or last is None,
        value=value.rate() if key == "rate" else value.figure(),
        part_from=first or Fraction(0),
    )


def _is_included(item: Node, key: str, *, usual: bool) -> bool:
    found = item.maybe(key)
    return usual if found is None else found.boolean()


def _joined(item: Node, lower: Tier, upper: Tier, *, whole: bool) -> Tier:
    """Return the upper tier, its part beginning where the lower one ends; refuse what does not meet."""
    place = item.child("from")
    if upper.start is None:
        place.refuse(SchemeFault.OPEN_INSIDE)
    if lower.end is None:
        raise ValueError(lower)
    both = lower.end_included and upper.start_included
    if upper.start < lower.end:
        place.refuse(SchemeFault.TIERS_OVERLAP, end=lower.end)
    if upper.start > lower.end and not (whole and both and upper.start == lower.end + 1):
        place.refuse(SchemeFault.TIERS_APART, end=lower.end)
    if upper.start == lower.end and not (lower.end_included or upper.start_included):
        place.refuse(SchemeFault.POINT_LEFT_OUT, end=lower.end)
    return Tier(
        start=upper.start,
        start_included=upper.start_included,
        end=upper.end,
        end_included=upper.end_included,
        value=upper.value,
        part_from=lower.end,
    )


_READERS: Final[Mapping[RuleKind, Callable[[Node, RuleKind, str], Rule]]] = {
    RuleKind.FLAT: _flat,
    RuleKind.SLAB: _tiers,
    RuleKind.SLAB_FLAT: _tiers,
    RuleKind.MARGINAL: _tiers,
    RuleKind.TIERS_UNCLEAR: _tiers,
    RuleKind.PER_UNIT: _per_unit,
    RuleKind.STEP: _step,
    RuleKind.PERCENT_COST: _rate,
    RuleKind.LOSS: _rate,
}
