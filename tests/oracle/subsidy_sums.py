"""A second computation of what a scheme gives, from the page alone, in fractions throughout."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from tests.oracle.subsidy_file import COUNTS, MONEY, measures_named

if TYPE_CHECKING:
    from collections.abc import Sequence

ZERO = Fraction(0)
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class Status2(Exception):  # noqa: N818 - what the command ends with
    """The figures given cannot be used."""


def answer(
    scheme: dict[str, Any], base: str, measures: Sequence[str] = (), units: Sequence[str] = ()
) -> dict[str, Any]:
    """Return amount, tier, warning codes, readings and next as the page has them. Raises Status2."""
    given = _given(scheme, base, measures)
    stated = given[scheme["measure"]]
    b = max(ZERO, stated)
    values = {**given, scheme["measure"]: b}
    warnings = {"not_checked"} | ({"example"} if scheme["example"] else set())
    if stated < 0:
        warnings.add("negative_base")
    nothing: dict[str, Any] = {
        "amount": ZERO,
        "tier": None,
        "warnings": warnings,
        "readings": [],
        "next": None,
    }
    met = all(_holds(one, values) for one in scheme["thresholds"])
    rule, caps = _in_force(scheme, values)
    if not met:
        if scheme["rule"]["kind"] == "tiers_unclear":
            warnings.add("reading_not_chosen")
            nothing["readings"] = [("slab", ZERO), ("marginal", ZERO)]
        return nothing
    if "received" not in given and any(cap["per"] == "year" for cap in caps):
        warnings.add("received_missing")
    limits = _limits(caps, b, given.get("received", ZERO))
    if rule["kind"] == "percent_cost":
        limits.append(b)
    if rule["kind"] == "tiers_unclear":
        kinds = ("slab", "marginal")
        raw = {kind: _tiered(kind, rule["tiers"], b, warnings)[0] for kind in kinds}
        amounts = {kind: _rounded(scheme, raw[kind], limits) for kind in kinds}
        warnings.add("reading_not_chosen")
        nothing |= {"readings": [(kind, amounts[kind]) for kind in kinds], "amount": min(amounts.values())}
        nothing["tier"] = _tiered("slab", rule["tiers"], b, warnings)[1]
    elif "tiers" in rule:
        exact, nothing["tier"] = _tiered(rule["kind"], rule["tiers"], b, warnings)
        nothing["amount"] = _rounded(scheme, exact, limits)
    else:
        exact, actual = _plain(rule, b, units)
        nothing["amount"] = _rounded(scheme, exact, [*limits, *([] if actual is None else [actual])])
    if "tiers" in rule:
        nothing["next"] = _next(rule["tiers"], b, counted=scheme["measure"] in COUNTS)
    return nothing


def _given(scheme: dict[str, Any], base: str, measures: Sequence[str]) -> dict[str, Fraction]:
    signed = (*MONEY, *scheme["inputs"])
    named = measures_named(scheme)
    found: dict[str, Fraction] = {}
    for one in measures:
        name, _sign, figure = one.partition("=")
        known = {*named, *scheme["inputs"], scheme["measure"], "received"}
        if name in found or name not in known or not FIGURE.fullmatch(figure):
            raise Status2(one)
        value = Fraction(figure)
        if value < 0 and name not in (*signed, scheme["measure"]):
            raise Status2(one)
        found[name] = value
    if not FIGURE.fullmatch(base):
        raise Status2(base)
    if found.setdefault(scheme["measure"], Fraction(base)) != Fraction(base):
        raise Status2("the base's measure with another figure")
    if named - found.keys():
        raise Status2("a measure is missing")
    return found


def _holds(tree: dict[str, Any], values: dict[str, Fraction]) -> bool:
    if "any" in tree:
        return any(_holds(one, values) for one in tree["any"])
    figure = values[tree["measure"]]
    return (
        ("at_least" not in tree or figure >= tree["at_least"])
        and ("above" not in tree or figure > tree["above"])
        and ("at_most" not in tree or figure <= tree["at_most"])
        and ("below" not in tree or figure < tree["below"])
    )


def _in_force(
    scheme: dict[str, Any], values: dict[str, Fraction]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    rule, cap, rate = scheme["rule"], None, None
    for one in scheme["overrides"]:
        if _holds(one["when"], values):
            rule = one["rule"] or rule
            cap = cap if one["cap"] is None else one["cap"]
            rate = rate if one["rate"] is None else one["rate"]
    if rate is not None and rule["kind"] in ("percent_cost", "loss"):
        rule = {**rule, "rate": rate}
    caps = scheme["caps"]
    if cap is not None:
        caps = [one for one in caps if one["per"] != "claim" or "amount" not in one]
        caps = [*caps, {"per": "claim", "amount": cap}]
    return rule, caps


def _limits(caps: list[dict[str, Any]], b: Fraction, received: Fraction) -> list[Fraction]:
    limits = []
    for cap in caps:
        most = cap["amount"] if "amount" in cap else cap["rate_of_base"] * b
        limits.append(max(ZERO, most - received) if cap["per"] == "year" else most)
    return limits


def _rounded(scheme: dict[str, Any], exact: Fraction, limits: list[Fraction]) -> Fraction:
    exact = min([exact, *limits])
    unit = scheme["unit"]
    down: Fraction = floor(exact / unit) * unit
    half: Fraction = floor(exact / unit + Fraction(1, 2)) * unit
    return down if scheme["mode"] == "floor" or any(half > limit for limit in limits) else half


def _inside(tier: dict[str, Any], b: Fraction, above: dict[str, Any] | None) -> bool:
    """Whether b falls in a tier; a figure in a gap of one belongs to the lower tier."""
    if tier["from"] is not None and (b < tier["from"] or (b == tier["from"] and not tier["from_included"])):
        return False
    if tier["to"] is None or b < tier["to"] or (b == tier["to"] and tier["to_included"]):
        return True
    return above is not None and above["from"] > tier["to"] and tier["to"] < b < above["from"]


def _tiered(
    kind: str, tiers: list[dict[str, Any]], b: Fraction, warnings: set[str]
) -> tuple[Fraction, int | None]:
    where = [
        i for i, tier in enumerate(tiers) if _inside(tier, b, tiers[i + 1] if i + 1 < len(tiers) else None)
    ]
    top = tiers[-1]["to"]
    if not where and top is not None and b >= top:
        warnings.add("above_last_tier")
    if kind == "marginal":
        total = ZERO
        for i, tier in enumerate(tiers):
            start = (tier["from"] or ZERO) if i == 0 else tiers[i - 1]["to"]
            end = b if tier["to"] is None else min(b, tier["to"])
            total += tier["gives"] * max(ZERO, end - start)
        return total, where[0] + 1 if where else None
    if not where:
        return ZERO, None
    gives = [tiers[i]["gives"] if kind == "slab_flat" else tiers[i]["gives"] * b for i in where]
    if len(where) > 1:
        warnings.add("shared_point")
    return min(gives), where[gives.index(min(gives))] + 1


def _plain(rule: dict[str, Any], b: Fraction, units: Sequence[str]) -> tuple[Fraction, Fraction | None]:
    kind = rule["kind"]
    if kind == "flat":
        return rule["amount"], None
    if kind == "per_unit":
        return _per_unit(rule, b, units)
    if kind == "step":
        if b < rule["after"]:
            return ZERO, None
        return rule["first"] + rule["amount"] * floor((b - rule["after"]) / rule["every"]), None
    return rule["rate"] * b, None


def _per_unit(rule: dict[str, Any], b: Fraction, units: Sequence[str]) -> tuple[Fraction, Fraction | None]:
    if not rule["or_actual"]:
        return rule["amount"] * max(ZERO, b - rule["above"]), None
    own = []
    for one in units:
        count, _at, cost = one.partition("@")
        if not FIGURE.fullmatch(count) or not FIGURE.fullmatch(cost) or "-" in one:
            raise Status2(one)
        own.append((Fraction(count), Fraction(cost)))
    if not units or sum(count for count, _cost in own) != b:
        raise Status2("units")
    total = actual = ZERO
    left_out = rule["above"]
    for units_alike, each in own:
        skipped = min(units_alike, left_out)
        left_out -= skipped
        total += (units_alike - skipped) * min(each, rule["amount"])
        actual += (units_alike - skipped) * each
    return total, actual


def _next(tiers: list[dict[str, Any]], b: Fraction, *, counted: bool) -> tuple[Fraction, Fraction] | None:
    for tier in tiers:
        start = tier["from"]
        if start is not None and (b < start or (b == start and not tier["from_included"])):
            more = ZERO if tier["from_included"] else Fraction(1) if counted else Fraction(1, 100)
            return start, start - b + more
    return None
