"""Writes a Scheme as a scheme file, every key of the page in its order: what an editor saves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desktop_app.domain.subsidy.figure import plain
from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, StepRule
from desktop_app.domain.subsidy.words import RuleKind

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Condition, Override, Rule, Scheme, Threshold, Tier

Json = dict[str, Any]


def write_scheme(scheme: Scheme) -> bytes:
    """Return the file of a scheme; reading it gives an equal scheme."""
    return (json.dumps(scheme_values(scheme), ensure_ascii=False, indent=1) + "\n").encode()


def scheme_values(scheme: Scheme) -> Json:
    """Return a scheme as the values of its file."""
    return {
        "id": scheme.id,
        "name": scheme.name,
        "issuer": scheme.issuer,
        "document_number": scheme.document_number,
        "source_url": scheme.source_url,
        "example": scheme.example,
        "clause": scheme.clause,
        "valid_from": _day(scheme.valid_from),
        "valid_to": _day(scheme.valid_to),
        "apply_from": _day(scheme.apply_from),
        "apply_to": _day(scheme.apply_to),
        "legal_forms": list(scheme.legal_forms),
        "base": _base(scheme),
        "thresholds": [_threshold(one) for one in scheme.thresholds],
        "rule": rule_values(scheme.rule),
        "overrides": [_override(one) for one in scheme.overrides],
        "caps": [
            {"per": cap.per.value, "amount": plain(cap.amount)}
            if cap.amount is not None
            else {"per": cap.per.value, "rate_of_base": _figure(cap.rate_of_base)}
            for cap in scheme.caps
        ],
        "inputs": dict(scheme.inputs),
        "rounding": {"unit": plain(scheme.rounding.unit), "mode": scheme.rounding.mode.value},
        "exchange": {"rule": scheme.exchange.rule.value, "date": _day(scheme.exchange.date)},
        "exclusion_group": scheme.exclusion_group,
        "evidence": [
            {"kind": one.kind, "per": one.per.value, "required": one.required} for one in scheme.evidence
        ],
    }


def rule_values(rule: Rule) -> Json:
    """Return a rule as the values of its file."""
    match rule:
        case FlatRule():
            return {"kind": rule.kind.value, "amount": plain(rule.amount)}
        case PerUnitRule():
            return {
                "kind": rule.kind.value,
                "amount": plain(rule.amount),
                "above": plain(rule.above),
                "or_actual_if_less": rule.or_actual_if_less,
            }
        case StepRule():
            return {
                "kind": rule.kind.value,
                "every": plain(rule.every),
                "amount": plain(rule.amount),
                "after": plain(rule.after),
                "first_amount": plain(rule.first_amount),
            }
        case RateRule():
            return {"kind": rule.kind.value, "rate": plain(rule.rate)}
        case _:
            key = "amount" if rule.kind is RuleKind.SLAB_FLAT else "rate"
            return {"kind": rule.kind.value, "tiers": [_tier(tier, key) for tier in rule.tiers]}


def _base(scheme: Scheme) -> Json:
    base = scheme.base
    filters = base.filters
    return {
        "measure": base.measure,
        "currency": base.currency.value,
        "day": base.day.value,
        "cost_kinds": [kind.value for kind in base.cost_kinds],
        "filters": {
            "cross_border": filters.cross_border,
            "platforms": list(filters.platforms),
            "markets": list(filters.markets),
            "skus": list(filters.skus),
            "origins": list(filters.origins),
            "carriers": list(filters.carriers),
            "customs_codes": list(filters.customs_codes),
            "status": filters.status,
        },
    }


def _tier(tier: Tier, key: str) -> Json:
    return {
        "from": _figure(tier.start),
        "from_included": tier.start_included,
        "to": _figure(tier.end),
        "to_included": tier.end_included,
        key: plain(tier.value),
    }


def _threshold(threshold: Threshold) -> Json:
    conditions = [_condition(one) for one in threshold.alternatives]
    return conditions[0] if len(conditions) == 1 else {"any": conditions}


def _condition(condition: Condition) -> Json:
    limits = {limit.kind.value: plain(limit.figure) for limit in condition.limits}
    return {"measure": condition.measure, **limits}


def _override(override: Override) -> Json:
    said: Json = {"when": _threshold(override.when)}
    if override.cap is not None:
        said["cap"] = plain(override.cap)
    if override.rate is not None:
        said["rate"] = plain(override.rate)
    if override.rule is not None:
        said["rule"] = rule_values(override.rule)
    return said


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
