"""Schemes for tests: written as a file would have them, read and worked out by the program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desktop_app.domain.subsidy.given import read_given
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.working import work_out

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAT = {"kind": "flat", "amount": "1000"}
STEP = {"kind": "step", "every": "100", "amount": "10", "after": None, "first_amount": None}
PERCENT = {"kind": "percent_cost", "rate": "0.5"}
LOSS = {"kind": "loss", "rate": "0.5"}


def per_unit(amount: str, above: str | None = None, *, at_cost: bool = False) -> dict[str, Any]:
    return {"kind": "per_unit", "amount": amount, "above": above, "or_actual_if_less": at_cost}


def tier(span: str, value: str, key: str = "rate") -> dict[str, Any]:
    """Return a tier: `[5,10)` from 5 included to 10 excluded, `(5,)` above 5 without end."""
    start, end = span[1:-1].split(",")
    return {
        "from": start or None,
        "from_included": span[0] == "[",
        "to": end or None,
        "to_included": span[-1] == "]",
        key: value,
    }


def tiers(kind: str, *spans: tuple[str, str]) -> dict[str, Any]:
    key = "amount" if kind == "slab_flat" else "rate"
    return {"kind": kind, "tiers": [tier(span, value, key) for span, value in spans]}


def scheme(rule: Any, measure: str = "net", **others: Any) -> dict[str, Any]:
    """Return a whole scheme; `base` among the others adds to the base."""
    base = {"measure": measure, **others.pop("base", {})}
    if measure == "cost":
        base.setdefault("cost_kinds", ["freight"])
    return {"id": "s", "name": "方案", "base": base, "rule": rule, **others}


def content(value: Any) -> bytes:
    return json.dumps(value).encode()


def work(value: Any, base: str, *measures: str, units: Sequence[str] = ()) -> Any:
    """Return the Outcome of a scheme and figures; as Any its Fractions compare with whole numbers."""
    read = read_scheme(content(value))
    return work_out(read, read_given(read, base, measures, units))


def codes(outcome: Any) -> list[str]:
    """Return the codes of its warnings, without the one that is always there."""
    assert outcome.warnings[0].code == "not_checked"
    return [str(one.code) for one in outcome.warnings[1:]]
