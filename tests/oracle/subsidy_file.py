"""A second reading of the scheme file, from the page alone: what is refused, and where."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

MONEY = ("placed", "paid", "net", "settled", "cost", "loss")
COUNTS = ("orders", "parcels", "kilograms", "tonne_km", "sessions")
KINDS = {
    "flat": ("amount",),
    "slab": ("tiers",),
    "slab_flat": ("tiers",),
    "marginal": ("tiers",),
    "tiers_unclear": ("tiers",),
    "per_unit": ("amount", "above", "or_actual_if_less"),
    "step": ("every", "amount", "after", "first_amount"),
    "percent_cost": ("rate",),
    "loss": ("rate",),
}
RATED = ("slab", "marginal", "tiers_unclear")
LIMITS = ("at_least", "above", "at_most", "below")
COST_KINDS = ("freight", "promotion", "platform_fee", "warehouse", "training", "other")
LISTS = ("platforms", "markets", "skus", "origins", "carriers", "customs_codes")
TOP = (
    *("id", "name", "issuer", "document_number", "source_url", "example", "clause", "valid_from", "valid_to"),
    *("apply_from", "apply_to", "legal_forms", "base", "thresholds", "rule", "overrides", "caps", "inputs"),
    *("rounding", "exchange", "exclusion_group", "evidence"),
)


class Refused(Exception):  # noqa: N818 - the page's own word
    """The file is refused; `places` are the places that the sentence may name."""

    def __init__(self, *places: str) -> None:
        super().__init__(places)
        self.places = places


@dataclass(frozen=True, slots=True)
class Pair:
    """A JSON object as written: its keys in order, doubles and all."""

    items: tuple[tuple[str, Any], ...]


def read(text: str) -> dict[str, Any]:
    """Return the scheme with its figures as fractions and its defaults filled in. Raises Refused."""
    try:
        parsed = json.loads(text, object_pairs_hook=lambda pairs: Pair(tuple(pairs)))
    except ValueError as error:
        raise Refused("") from error
    top = _object(parsed, "", TOP, ("id", "name", "base", "rule"))
    for key in ("id", "name", "issuer", "document_number", "source_url", "clause", "exclusion_group"):
        _text(top.get(key), key, needed=key in {"id", "name"})
    _flag(top.get("example"), "example")
    _texts(top.get("legal_forms"), "legal_forms")
    for start, end in (("valid_from", "valid_to"), ("apply_from", "apply_to")):
        first, last = _day(top.get(start), start), _day(top.get(end), end)
        if first and last and last < first:
            raise Refused(end)
    inputs = _inputs(top.get("inputs"))
    known = (*MONEY, *COUNTS, *inputs)
    scheme: dict[str, Any] = {"example": bool(top.get("example")), "inputs": inputs}
    scheme |= _base(top["base"], known)
    scheme["thresholds"] = [
        _threshold(one, f"thresholds[{i}]", known, allow_any=True)
        for i, one in enumerate(_list(top.get("thresholds"), "thresholds"))
    ]
    scheme["rule"] = _rule(top["rule"], "rule", scheme)
    if scheme["rule"]["kind"] == "flat" and not scheme["thresholds"]:
        raise Refused("rule", "rule.kind", "thresholds")
    scheme["overrides"] = [
        _override(one, f"overrides[{i}]", known, scheme)
        for i, one in enumerate(_list(top.get("overrides"), "overrides"))
    ]
    kinds = {scheme["rule"]["kind"], *(one["rule"]["kind"] for one in scheme["overrides"] if one["rule"])}
    for i, one in enumerate(scheme["overrides"]):
        if one["rate"] is not None and not kinds & {"percent_cost", "loss"}:
            raise Refused(f"overrides[{i}].rate")
    scheme["caps"] = [_cap(one, f"caps[{i}]", scheme) for i, one in enumerate(_list(top.get("caps"), "caps"))]
    scheme |= _rounding(top.get("rounding"))
    _exchange(top.get("exchange"))
    _evidence(top.get("evidence"))
    return scheme


def measures_named(scheme: dict[str, Any]) -> set[str]:
    """Every measure that thresholds and overrides name."""
    trees = [*scheme["thresholds"], *(one["when"] for one in scheme["overrides"])]
    return {leaf["measure"] for tree in trees for leaf in leaves(tree)}


def leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The single thresholds of a threshold."""
    return [leaf for one in tree["any"] for leaf in leaves(one)] if "any" in tree else [tree]


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _object(
    value: Any, place: str, known: tuple[str, ...] | None, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    if not isinstance(value, Pair):
        raise Refused(place)
    keys = [key for key, _value in value.items]
    for key in keys:
        if keys.count(key) > 1 or (known is not None and key not in known):
            raise Refused(_at(place, key))
    found = dict(value.items)
    for key in needed:
        if found.get(key) is None:
            raise Refused(_at(place, key))
    return found


def _list(value: Any, place: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refused(place)
    return value


def _text(value: Any, place: str, *, needed: bool = False) -> str | None:
    if (value is None and not needed) or (isinstance(value, str) and (value.strip() or not needed)):
        return value
    raise Refused(place)


def _texts(value: Any, place: str) -> list[str]:
    found = _list(value, place)
    for i, one in enumerate(found):
        _text(one, f"{place}[{i}]", needed=True)
    return found


def _flag(value: Any, place: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise Refused(place)


def _day(value: Any, place: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Refused(place) from error
    raise Refused(place)


def _figure(value: Any, place: str) -> Fraction:
    if isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", value, re.ASCII):
        return Fraction(value)
    raise Refused(place)


def _rate(value: Any, place: str) -> Fraction:
    rate = _figure(value, place)
    if rate > 1:
        raise Refused(place)
    return rate


def _choice(value: Any, place: str, choices: tuple[str, ...], default: str) -> str:
    if value is None:
        return default
    if isinstance(value, str) and value in choices:
        return value
    raise Refused(place)


def _inputs(value: Any) -> tuple[str, ...]:
    found = {} if value in (None, []) else _object(value, "inputs", None)
    for key, label in found.items():
        if key in (*MONEY, *COUNTS, "received"):
            raise Refused(f"inputs.{key}")
        _text(label, f"inputs.{key}", needed=True)
    return tuple(found)


def _base(value: Any, known: tuple[str, ...]) -> dict[str, Any]:
    found = _object(value, "base", ("measure", "currency", "day", "cost_kinds", "filters"), ("measure",))
    measure = found["measure"]
    if not isinstance(measure, str) or measure not in known:
        raise Refused("base.measure")
    currency = _choice(found.get("currency"), "base.currency", ("CNY", "USD"), "CNY")
    _choice(found.get("day"), "base.day", ("order", "dispatch", "delivery", "settlement"), "order")
    kinds = _list(found.get("cost_kinds"), "base.cost_kinds")
    for i, one in enumerate(kinds):
        _choice(one if one is not None else 0, f"base.cost_kinds[{i}]", COST_KINDS, "")
    if measure == "cost" and not kinds:
        raise Refused("base.cost_kinds")
    if found.get("filters") is not None:
        place = "base.filters"
        filters = _object(found["filters"], place, ("cross_border", *LISTS, "status"))
        _flag(filters.get("cross_border"), f"{place}.cross_border")
        for key in LISTS:
            _texts(filters.get(key), f"{place}.{key}")
        _text(filters.get("status"), f"{place}.status")
    return {"measure": measure, "currency": currency}


def _threshold(value: Any, place: str, known: tuple[str, ...], *, allow_any: bool) -> dict[str, Any]:
    found = _object(value, place, ("any", "measure", *LIMITS))
    if found.get("any") is not None:
        for key in found:
            if key != "any":
                raise Refused(_at(place, key), place)
        several = found["any"]
        if not isinstance(several, list) or not several or not allow_any:
            raise Refused(f"{place}.any")
        return {
            "any": [
                _threshold(one, f"{place}.any[{i}]", known, allow_any=True) for i, one in enumerate(several)
            ]
        }
    measure = found.get("measure")
    if not isinstance(measure, str) or measure not in known:
        raise Refused(f"{place}.measure", place)
    limits = {key: _figure(found[key], f"{place}.{key}") for key in LIMITS if found.get(key) is not None}
    if not limits:
        raise Refused(place, f"{place}.at_least")
    return {"measure": measure, **limits}


def _rule(value: Any, place: str, scheme: dict[str, Any]) -> dict[str, Any]:
    """A rule with its figures; what its base does not allow is refused."""
    kind = dict(value.items).get("kind") if isinstance(value, Pair) else None
    if not isinstance(kind, str) or kind not in KINDS:
        _object(value, place, ("kind", *KINDS) if not isinstance(value, Pair) else None)
        raise Refused(f"{place}.kind")
    optional = ("above", "after", "first_amount")
    needed = tuple(key for key in KINDS[kind] if key not in optional)
    found = _object(value, place, ("kind", *KINDS[kind]), needed)
    rule: dict[str, Any] = {"kind": kind}
    if kind in ("flat", "per_unit", "step"):
        rule["amount"] = _figure(found["amount"], f"{place}.amount")
    if kind == "per_unit":
        rule["above"] = (
            Fraction(0) if found.get("above") is None else _figure(found["above"], f"{place}.above")
        )
        rule["or_actual"] = bool(_flag(found.get("or_actual_if_less"), f"{place}.or_actual_if_less"))
    if kind == "step":
        rule |= _step(found, place)
    if kind in ("percent_cost", "loss"):
        rule["rate"] = _rate(found["rate"], f"{place}.rate")
    if "tiers" in KINDS[kind]:
        rule["tiers"] = _tiers(found["tiers"], place, kind, counted=scheme["measure"] in COUNTS)
    _fitting(kind, place, scheme)
    return rule


def _fitting(kind: str, place: str, scheme: dict[str, Any]) -> None:
    measure, currency = scheme["measure"], scheme["currency"]
    places = (f"{place}.kind", place, "base.measure", "base.currency", "base")
    if kind in RATED and (measure not in MONEY or currency != "CNY"):
        raise Refused(*places)
    if kind == "percent_cost" and (measure != "cost" or currency != "CNY"):
        raise Refused(*places)
    if kind == "loss" and (measure != "loss" or currency != "CNY"):
        raise Refused(*places)
    if kind == "per_unit" and measure not in COUNTS:
        raise Refused(*places)


def _step(found: dict[str, Any], place: str) -> dict[str, Fraction]:
    every = _figure(found["every"], f"{place}.every")
    if every == 0:
        raise Refused(f"{place}.every")
    both = [found.get("after"), found.get("first_amount")]
    if (both[0] is None) != (both[1] is None):
        raise Refused(f"{place}.after", f"{place}.first_amount", place)
    after = Fraction(0) if both[0] is None else _figure(both[0], f"{place}.after")
    first = Fraction(0) if both[1] is None else _figure(both[1], f"{place}.first_amount")
    return {"every": every, "after": after, "first": first}


def _tiers(value: Any, place: str, kind: str, *, counted: bool) -> list[dict[str, Any]]:
    gives = "amount" if kind == "slab_flat" else "rate"
    written = _list(value, f"{place}.tiers")
    if not written:
        raise Refused(f"{place}.tiers")
    tiers: list[dict[str, Any]] = []
    for i, one in enumerate(written):
        here = f"{place}.tiers[{i}]"
        found = _object(one, here, ("from", "from_included", "to", "to_included", gives), (gives,))
        ends = {
            key: None if found.get(key) is None else _figure(found[key], f"{here}.{key}")
            for key in ("from", "to")
        }
        include = {
            key: default if (flag := _flag(found.get(key), f"{here}.{key}")) is None else flag
            for key, default in (("from_included", True), ("to_included", False))
        }
        figure = (_rate if gives == "rate" else _figure)(found[gives], f"{here}.{gives}")
        tier = {**ends, **include, "gives": figure}
        if (tier["from"] is None and i > 0) or (tier["to"] is None and i < len(written) - 1):
            raise Refused(f"{here}.from" if tier["from"] is None and i > 0 else f"{here}.to")
        if tier["from"] is not None and tier["to"] is not None and tier["to"] <= tier["from"]:
            raise Refused(f"{here}.to")
        if tiers:
            _meeting(tiers[-1], tier, here, counted=counted)
        tiers.append(tier)
    return tiers


def _meeting(lower: dict[str, Any], upper: dict[str, Any], here: str, *, counted: bool) -> None:
    meet = upper["from"] == lower["to"] and (lower["to_included"] or upper["from_included"])
    apart = upper["from"] - lower["to"] == 1 and lower["to_included"] and upper["from_included"]
    if not (meet or (apart and counted)):
        raise Refused(f"{here}.from", f"{here}.from_included")


def _override(value: Any, place: str, known: tuple[str, ...], scheme: dict[str, Any]) -> dict[str, Any]:
    found = _object(value, place, ("when", "cap", "rate", "rule"), ("when",))
    one: dict[str, Any] = {"when": _threshold(found["when"], f"{place}.when", known, allow_any=True)}
    one["cap"] = None if found.get("cap") is None else _figure(found["cap"], f"{place}.cap")
    one["rate"] = None if found.get("rate") is None else _rate(found["rate"], f"{place}.rate")
    one["rule"] = None if found.get("rule") is None else _rule(found["rule"], f"{place}.rule", scheme)
    if one["cap"] is None and one["rate"] is None and one["rule"] is None:
        raise Refused(place, f"{place}.cap")
    return one


def _cap(value: Any, place: str, scheme: dict[str, Any]) -> dict[str, Any]:
    found = _object(value, place, ("per", "amount", "rate_of_base"))
    if not found.get("per"):
        raise Refused(f"{place}.per", place)
    per = _choice(found["per"], f"{place}.per", ("claim", "year"), "")
    given = [key for key in ("amount", "rate_of_base") if found.get(key) is not None]
    if len(given) != 1:
        raise Refused(place, f"{place}.amount", f"{place}.rate_of_base")
    key = given[0]
    figure = (_rate if key == "rate_of_base" else _figure)(found[key], f"{place}.{key}")
    if key == "rate_of_base" and (scheme["measure"] not in MONEY or scheme["currency"] != "CNY"):
        raise Refused(f"{place}.rate_of_base", place, "base.measure", "base.currency")
    return {"per": per, key: figure}


def _rounding(value: Any) -> dict[str, Any]:
    found = {} if value is None else _object(value, "rounding", ("unit", "mode"))
    unit = _choice(found.get("unit"), "rounding.unit", ("0.01", "1", "100", "10000"), "0.01")
    return {
        "unit": Fraction(unit),
        "mode": _choice(found.get("mode"), "rounding.mode", ("half_up", "floor"), "half_up"),
    }


def _exchange(value: Any) -> None:
    found = {} if value is None else _object(value, "exchange", ("rule", "date"))
    rules = ("order_day", "month_first", "fixed_date", "customs")
    rule = _choice(found.get("rule"), "exchange.rule", rules, "order_day")
    if _day(found.get("date"), "exchange.date") is None and rule == "fixed_date":
        raise Refused("exchange.date")


def _evidence(value: Any) -> None:
    for i, one in enumerate(_list(value, "evidence")):
        place = f"evidence[{i}]"
        found = _object(one, place, ("kind", "per", "required"), ("kind", "per"))
        _text(found["kind"], f"{place}.kind", needed=True)
        _choice(found["per"], f"{place}.per", ("line", "month", "session", "claim"), "")
        _flag(found.get("required"), f"{place}.required")
