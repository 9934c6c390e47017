"""Refuses a scheme whose parts do not go together: rule, measure and currency; rates, caps and overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.errors import SchemeFault
from desktop_app.domain.subsidy.scheme import RateRule, Rule
from desktop_app.domain.subsidy.words import COUNTS, MONEY, YUAN, RuleKind

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.node import Node
    from desktop_app.domain.subsidy.scheme import Scheme

_SUMS: Final = (RuleKind.FLAT, RuleKind.SLAB_FLAT, RuleKind.STEP, RuleKind.PER_UNIT)
"""Rules that give sums, and so may stand over a base in another currency."""
_BY_RATE: Final = (RuleKind.SLAB, RuleKind.MARGINAL, RuleKind.TIERS_UNCLEAR)
_OWN_MEASURE: Final = {RuleKind.PERCENT_COST: "cost", RuleKind.LOSS: "loss"}


def check_whole(root: Node, scheme: Scheme) -> None:
    """Raise SchemeRefusedError for what each part alone does not show."""
    if scheme.base.measure == "cost" and not scheme.base.cost_kinds:
        root.child("base").child("cost_kinds").refuse(SchemeFault.COST_KINDS_NEEDED)
    rule = root.child("rule")
    _check_rule(rule, scheme, scheme.rule)
    if scheme.rule.kind is RuleKind.FLAT and not scheme.thresholds:
        rule.child("kind").refuse(SchemeFault.FLAT_WITHOUT_THRESHOLD)
    for node, override in zip(root.listed("overrides"), scheme.overrides, strict=True):
        if override.rule is not None:
            _check_rule(node.child("rule"), scheme, override.rule)
        if override.rate is not None and not _has_rate(scheme):
            node.child("rate").refuse(SchemeFault.RATE_WITHOUT_RULE)
    for node, cap in zip(root.listed("caps"), scheme.caps, strict=True):
        if cap.rate_of_base is not None and not _is_yuan(scheme):
            node.child("rate_of_base").refuse(
                SchemeFault.CAP_NEEDS_YUAN, measure=scheme.base.measure, currency=scheme.base.currency
            )


def _check_rule(node: Node, scheme: Scheme, rule: Rule) -> None:
    """Refuse a rule that the base's measure or currency does not allow."""
    measure, currency, kind = scheme.base.measure, scheme.base.currency, rule.kind
    place = node.child("kind")
    if currency != YUAN and kind not in _SUMS:
        place.refuse(SchemeFault.RULE_NEEDS_YUAN, kind=kind, currency=currency)
    if kind in _BY_RATE and measure not in MONEY:
        place.refuse(SchemeFault.RULE_NEEDS_MONEY, kind=kind, measure=measure)
    if kind is RuleKind.PER_UNIT and measure not in COUNTS:
        place.refuse(SchemeFault.RULE_NEEDS_COUNT, kind=kind, measure=measure)
    if (needed := _OWN_MEASURE.get(kind, measure)) != measure:
        place.refuse(SchemeFault.RULE_NEEDS_MEASURE, kind=kind, measure=measure, needed=needed)


def _is_yuan(scheme: Scheme) -> bool:
    return scheme.base.measure in MONEY and scheme.base.currency == YUAN


def _has_rate(scheme: Scheme) -> bool:
    """Whether any rule of the file is one whose rate an override can replace."""
    rules = (scheme.rule, *(override.rule for override in scheme.overrides))
    return any(isinstance(rule, RateRule) for rule in rules)
