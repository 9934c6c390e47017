"""A second, independent reckoning of schemes: from the raw file, in decimals, with no code of the program."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

CONTEXT = Context(prec=100)
ZERO = Decimal(0)
COUNTS = {"orders", "parcels", "kilograms", "tonne_km", "sessions"}


def reckon(
    raw: dict[str, Any], base: str, measures: dict[str, str], units: list[tuple[str, str]] | None
) -> dict[str, Any]:
    """Return amount, tier, readings, next and warning codes as the JSON has them, figures as Decimal."""
    with localcontext(CONTEXT):
        return _reckon(raw, base, measures, units)


def _reckon(
    raw: dict[str, Any], base: str, measures: dict[str, str], units: list[tuple[str, str]] | None
) -> dict[str, Any]:
    measure = raw["base"]["measure"]
    b = max(ZERO, Decimal(base))
    known = {name: Decimal(text) for name, text in measures.items()}
    known[measure] = b
    warnings = {"not_checked"}
    warnings |= {"example"} if raw.get("example") else set()
    warnings |= {"negative_base"} if Decimal(base) < 0 else set()
    rule, rate, cap = raw["rule"], None, None
    if not all(_holds(one, known) for one in raw.get("thresholds") or []):
        unclear = rule["kind"] == "tiers_unclear"
        warnings |= {"reading_not_chosen"} if unclear else set()
        readings = [("slab", ZERO), ("marginal", ZERO)] if unclear else []
        return {"amount": ZERO, "tier": None, "readings": readings, "next": None, "warnings": warnings}
    for override in raw.get("overrides") or []:
        if _holds(override["when"], known):
            rule = override.get("rule") or rule
            rate = override.get("rate") or rate
            cap = override.get("cap") or cap
    if rate is not None and rule["kind"] in {"percent_cost", "loss"}:
        rule = {**rule, "rate": rate}
    bounds = _caps(raw, b, cap, known)
    if any(one["per"] == "year" for one in raw.get("caps") or []) and "received" not in measures:
        warnings.add("received_missing")
    index, shared, above = _find(rule, b)
    warnings |= {"shared_point"} if shared else set()
    warnings |= {"above_last_tier"} if above else set()
    readings = []
    if rule["kind"] == "tiers_unclear":
        warnings.add("reading_not_chosen")
        for kind in ("slab", "marginal"):
            readings.append((kind, _final({**rule, "kind": kind}, b, units, bounds, raw)))
        amount = min(one for _kind, one in readings)
    else:
        amount = _final(rule, b, units, bounds, raw)
    return {
        "amount": amount,
        "tier": index,
        "readings": readings,
        "next": _next(rule, b, measure),
        "warnings": warnings,
    }


def _holds(threshold: dict[str, Any], known: dict[str, Decimal]) -> bool:
    if "any" in threshold:
        return any(_holds(one, known) for one in threshold["any"])
    value = known[threshold["measure"]]
    good = []
    for key, limit in threshold.items():
        if key == "at_least":
            good.append(value >= Decimal(limit))
        elif key == "above":
            good.append(value > Decimal(limit))
        elif key == "at_most":
            good.append(value <= Decimal(limit))
        elif key == "below":
            good.append(value < Decimal(limit))
    return all(good)


def _caps(raw: dict[str, Any], b: Decimal, cap: str | None, known: dict[str, Decimal]) -> list[Decimal]:
    bounds = [] if cap is None else [Decimal(cap)]
    for one in raw.get("caps") or []:
        if one["per"] == "claim" and one.get("amount") is not None and cap is not None:
            continue
        bound = Decimal(one["amount"]) if one.get("amount") is not None else Decimal(one["rate_of_base"]) * b
        if one["per"] == "year":
            bound = max(ZERO, bound - known.get("received", ZERO))
        bounds.append(bound)
    return bounds


def _find(rule: dict[str, Any], b: Decimal) -> tuple[int | None, bool, bool]:
    """Return the number of the tier, whether two share the point, and whether b is above all of them."""
    tiers = rule.get("tiers")
    if not tiers:
        return None, False, False
    inside = []
    for number, tier in enumerate(tiers, start=1):
        reached = tier["from"] is None or b > Decimal(tier["from"])
        reached = reached or (b == Decimal(tier["from"]) and tier["from_included"])
        if number < len(tiers):
            # What the next tier does not take is still this one's, if it is not beyond its own end.
            upper = tiers[number]["from"]
            passed = b > Decimal(tier["to"]) or (b == Decimal(tier["to"]) and not tier["to_included"])
            left = b >= Decimal(upper) and passed
        else:
            left = tier["to"] is not None and (
                b > Decimal(tier["to"]) or (b == Decimal(tier["to"]) and not tier["to_included"])
            )
        if reached and not left:
            inside.append(number)
    if not inside:
        first = tiers[0]["from"]
        low = first is not None and b <= Decimal(first)
        return None, False, not low
    if len(inside) == 1 or rule["kind"] == "marginal":
        return inside[0], False, False
    weight = Decimal(1) if rule["kind"] == "slab_flat" else b
    key = "amount" if rule["kind"] == "slab_flat" else "rate"
    return min(inside, key=lambda number: Decimal(tiers[number - 1][key]) * weight), True, False


def _next(rule: dict[str, Any], b: Decimal, measure: str) -> tuple[Decimal, Decimal] | None:
    for tier in rule.get("tiers") or []:
        if tier["from"] is None:
            continue
        start = Decimal(tier["from"])
        if b < start or (b == start and not tier["from_included"]):
            more = ZERO if tier["from_included"] else Decimal(1) if measure in COUNTS else Decimal("0.01")
            return start, start - b + more
    return None


def _final(
    rule: dict[str, Any],
    b: Decimal,
    units: list[tuple[str, str]] | None,
    bounds: list[Decimal],
    raw: dict[str, Any],
) -> Decimal:
    exact, paid = _gives(rule, b, units)
    bounds = bounds if paid is None else [*bounds, paid]
    limited = min([exact, *bounds])
    rounding = raw.get("rounding") or {}
    unit = Decimal(rounding.get("unit", "0.01"))
    down = (limited / unit).quantize(Decimal(1), rounding=ROUND_FLOOR, context=CONTEXT) * unit
    if rounding.get("mode", "half_up") == "floor":
        return down
    near = (limited / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=CONTEXT) * unit
    return down if any(near > bound for bound in bounds) else near


def _gives(  # noqa: PLR0911
    rule: dict[str, Any], b: Decimal, units: list[tuple[str, str]] | None
) -> tuple[Decimal, Decimal | None]:
    """Return what a rule gives, and what was paid for the units counted, where that bounds it."""
    match rule["kind"]:
        case "flat":
            return Decimal(rule["amount"]), None
        case "slab" | "slab_flat":
            number = _find(rule, b)[0]
            if number is None:
                return ZERO, None
            tier = rule["tiers"][number - 1]
            return (Decimal(tier["amount"]) if "amount" in tier else Decimal(tier["rate"]) * b), None
        case "marginal":
            return piecewise(rule["tiers"], b), None
        case "per_unit":
            return _per_unit(rule, b, units)
        case "step":
            after, first = Decimal(rule["after"] or 0), Decimal(rule["first_amount"] or 0)
            if b < after:
                return ZERO, None
            return first + Decimal(rule["amount"]) * ((b - after) // Decimal(rule["every"])), None
        case "percent_cost":
            return Decimal(rule["rate"]) * b, b
        case "loss":
            return Decimal(rule["rate"]) * b, None
    raise AssertionError(rule)


def piecewise(tiers: list[dict[str, Any]], b: Decimal) -> Decimal:
    """Return Σ rate × (how far b has gone between the ends of each tier), by differences of one ramp."""
    total = ZERO
    for tier in tiers:
        start = Decimal(tier["from"] or 0)
        ramp = max(ZERO, b - start) - (ZERO if tier["to"] is None else max(ZERO, b - Decimal(tier["to"])))
        total += Decimal(tier["rate"]) * ramp
    return total


def _per_unit(
    rule: dict[str, Any], b: Decimal, units: list[tuple[str, str]] | None
) -> tuple[Decimal, Decimal | None]:
    above, each = Decimal(rule["above"] or 0), Decimal(rule["amount"])
    if not rule["or_actual_if_less"]:
        return each * max(ZERO, b - above), None
    total = paid = position = ZERO
    for count, cost in units or []:
        counted = max(ZERO, position + Decimal(count) - max(position, above))
        position += Decimal(count)
        total += counted * min(each, Decimal(cost))
        paid += counted * Decimal(cost)
    return total, paid
