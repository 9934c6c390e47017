"""Random schemes as JSON values, sound and slightly broken, with figures at and around every limit."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.oracle.chance import Dice
from tests.oracle.subsidy_file import COST_KINDS, COUNTS, LIMITS, MONEY, RATED

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str | int, ...]
INPUTS = ("trade", "workers", "面积")


@dataclass(slots=True)
class Case:
    """One scheme and the figures it is asked with."""

    scheme: dict[str, Any]
    base: str
    measures: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    faults: int = 0  # how many things were changed in a sound scheme


class SchemeDice(Dice):
    """Makes schemes; everything drawn from one seed."""

    def scheme(self) -> dict[str, Any]:
        kind = self.weighted(
            {"slab": 4, "slab_flat": 3, "marginal": 4, "tiers_unclear": 3, "per_unit": 4, "step": 3}
            | {"flat": 2, "percent_cost": 2, "loss": 2}
        )
        inputs = dict.fromkeys(self.some(INPUTS, 2), "手填") if self.chance(0.4) else {}
        measure = self._measure(kind, inputs)
        plain = kind in ("flat", "slab_flat", "step", "per_unit")
        currency = "USD" if plain and self.chance(0.3) else "CNY"
        counted = measure in COUNTS
        base: dict[str, Any] = {"measure": measure}
        if measure == "cost" or self.chance(0.2):
            base["cost_kinds"] = self.some(COST_KINDS, 3)
        if currency == "USD" or self.chance(0.5):
            base["currency"] = currency
        known = [*inputs, *MONEY[:4], "loss", *COUNTS, measure, measure, *(["cost"] * ("cost_kinds" in base))]
        scheme: dict[str, Any] = {"id": "s", "name": "甲", "base": base, "inputs": inputs}
        scheme["thresholds"] = [self.threshold(known) for _ in range(self.pick([0, 0, 0, 1, 1, 2]))]
        if kind == "flat" and not scheme["thresholds"]:
            scheme["thresholds"] = [self.threshold(known)]
        scheme["rule"] = self.rule(kind, counted=counted)
        scheme["overrides"] = [
            self._override(kind, known, measure, currency) for _ in range(self.pick([0, 0, 1, 2, 3]))
        ]
        scheme["caps"] = [self._cap(measure, currency) for _ in range(self.pick([0, 0, 1, 1, 2, 3]))]
        if self.chance(0.6):
            scheme["rounding"] = {
                "unit": self.pick(["0.01", "1", "100", "10000"]), "mode": self.pick(["half_up", "floor"])
            }  # fmt: skip
        if self.chance(0.3):
            scheme |= {"example": self.chance(0.5), "valid_from": "2025-01-01", "valid_to": "2025-12-31"}
            scheme |= {"evidence": [{"kind": "waybill", "per": "line", "required": True}]}
            scheme |= {"exchange": {"rule": "fixed_date", "date": "2025-02-28"}, "legal_forms": ["自然人"]}
        return scheme

    def _measure(self, kind: str, inputs: dict[str, str]) -> str:
        if kind in ("percent_cost", "loss"):
            return "cost" if kind == "percent_cost" else "loss"
        if kind == "per_unit":
            return self.pick(COUNTS)
        if kind in RATED:
            return self.pick(MONEY)
        return self.pick([*MONEY, *COUNTS, *inputs])

    def limit(self, low: int = 0, high: int = 2000) -> Decimal:
        return Decimal(self.random.randint(low, high)) / self.pick([1, 1, 1, 2, 100])

    def rate(self) -> str:
        return self.pick(["0", "1", "0.005", "0.01", "0.015", "0.3", "0.333333", "0.5", "1.0", "0.12345678"])

    def amount(self) -> str:
        return self.pick(["0", "0.5", "1", "0.125", "3.335", "99.995", "200", "20000", "1000000", "007.50"])

    def threshold(self, known: list[str], depth: int = 0) -> dict[str, Any]:
        if depth < 2 and self.chance(0.2):
            return {"any": [self.threshold(known, depth + 1) for _ in range(self.pick([1, 2, 3]))]}
        one: dict[str, Any] = {"measure": self.pick(known)}
        for key in self.some(LIMITS, 2) if self.chance(0.2) else [self.pick(LIMITS)]:
            one[key] = str(self.limit(0, 2000 if key in ("at_most", "below") else 800))
        return one

    def rule(self, kind: str, *, counted: bool) -> dict[str, Any]:
        if kind in ("percent_cost", "loss"):
            return {"kind": kind, "rate": self.rate()}
        if kind == "flat":
            return {"kind": kind, "amount": self.amount()}
        if kind == "per_unit":
            one = {"kind": kind, "amount": self.amount(), "or_actual_if_less": self.chance(0.6)}
            return one | ({"above": str(self.limit(0, 50))} if self.chance(0.5) else {"above": None})
        if kind == "step":
            one = {"kind": kind, "every": str(self.limit(1, 300)), "amount": self.amount()}
            return one | (
                {"after": str(self.limit()), "first_amount": self.amount()} if self.chance(0.5) else {}
            )
        return {"kind": kind, "tiers": self.tiers(kind, counted=counted)}

    def tiers(self, kind: str, *, counted: bool) -> list[dict[str, Any]]:
        count = self.pick([1, 1, 2, 2, 3, 4])
        points = sorted({self.limit() for _ in range(count + 1)})
        while len(points) < count + 1:
            points.append(points[-1] + Decimal(self.pick(["1", "0.01", "50"])))
        tiers: list[dict[str, Any]] = []
        start = points[0]
        for i in range(count):
            tier: dict[str, Any] = {
                "amount" if kind == "slab_flat" else "rate": (
                    self.amount() if kind == "slab_flat" else self.rate()
                )
            }
            tier["from"] = None if i == 0 and self.chance(0.2) else str(start)
            tier["to"] = None if i == count - 1 and self.chance(0.6) else str(points[i + 1])
            start = points[i + 1]
            tier["to_included"] = self.chance(0.7)
            tier["from_included"] = self.chance(0.7)
            if tiers and not tiers[-1]["to_included"] and not tier["from_included"]:
                tier["from_included"] = True
            tiers.append(tier)
        if counted and self.chance(0.4):
            self._gaps(tiers)
        for tier in tiers:  # defaults may be left out
            if tier["from_included"] and self.chance(0.3):
                del tier["from_included"]
            if not tier["to_included"] and self.chance(0.3):
                tier["to_included"] = None
        return tiers

    def _gaps(self, tiers: list[dict[str, Any]]) -> None:
        """Limits one apart, both included, where the tiers are wide enough."""
        for lower, upper in pairwise(tiers):
            start = Decimal(upper["from"]) + 1
            if upper["to"] is None or Decimal(upper["to"]) > start:
                upper |= {"from": str(start), "from_included": True}
                lower["to_included"] = True

    def _override(self, kind: str, known: list[str], measure: str, currency: str) -> dict[str, Any]:
        one: dict[str, Any] = {"when": self.threshold(known)}
        if self.chance(0.5):
            one["cap"] = self.amount()
        kinds = ["flat", "slab_flat", "step"]
        kinds += [*RATED] if measure in MONEY and currency == "CNY" else []
        kinds += ["percent_cost"] if (measure, currency) == ("cost", "CNY") else []
        kinds += ["loss"] if (measure, currency) == ("loss", "CNY") else []
        kinds += ["per_unit"] if measure in COUNTS else []
        if self.chance(0.4):
            one["rule"] = self.rule(self.pick(kinds), counted=measure in COUNTS)
        if kind in ("percent_cost", "loss") and self.chance(0.5):
            one["rate"] = self.rate()
        return one if len(one) > 1 else one | {"cap": self.amount()}

    def _cap(self, measure: str, currency: str) -> dict[str, Any]:
        per = self.pick(["claim", "claim", "year"])
        if measure in MONEY and currency == "CNY" and self.chance(0.3):
            return {"per": per, "rate_of_base": self.rate()}
        return {"per": per, "amount": self.amount()}

    # -- figures ----------------------------------------------------------------------------------------

    def cases(self, scheme: dict[str, Any], count: int) -> Iterator[Case]:
        """Ask a scheme with bases at and around its limits, and the measures it needs."""
        limits = [Decimal(one) for one in _figures(scheme) if Decimal(one) < 10**7] or [Decimal(100)]
        ends = [Decimal(one[key]) for one in _tiers(scheme) for key in ("from", "to") if one[key] is not None]
        near = [Decimal(text) for text in ("0", "0", "0", "0.01", "-0.01", "1", "-1", "0.5")]
        for _ in range(count):
            close = self.pick(ends if ends and self.chance(0.8) else limits) + self.pick(near)
            base = self.pick([close] * 5 + [close * 2, self.limit(), -self.limit(1, 90), Decimal(0)])
            names = sorted({one["measure"] for one in _leaves(scheme)} - {scheme["base"]["measure"]})
            case = Case(scheme, f"{base:f}")
            for name in names:
                value = self.pick(limits) + self.pick(
                    [Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal(300)]
                )
                signed = name in MONEY or name in scheme["inputs"]
                case.measures.append(f"{name}={value if signed else abs(value):f}")
            if self.chance(0.6):
                case.measures.append(f"received={self.limit(0, 30000):f}")
            case.units = self._units(max(base, Decimal(0)))
            self._spoil(case)
            yield case

    def _units(self, base: Decimal) -> list[str]:
        units, left = [], base
        while left > 0:
            count = min(left, Decimal(self.random.randint(1, max(1, int(base)))))
            left -= count
            units.append(f"{count:f}@{self.pick(['0', '0.3', '0.80', '1', '4', '150', '0.3333'])}")
        return units or ["0@1"]

    def _spoil(self, case: Case) -> None:
        """Now and then something that the command must answer with status 2, or must bear."""
        if self.chance(0.9):
            return
        broken = self.pick(
            ["drop", "twice", "unknown", "same", "other", "units", "form", "negative", "no units"]
        )
        measure = case.scheme["base"]["measure"]
        if broken == "drop" and case.measures:
            case.measures.pop()
        elif broken == "twice" and case.measures:
            case.measures.append(case.measures[0])
        elif broken == "unknown":
            case.measures.append("colour=1")
        elif broken in ("same", "other"):
            case.measures.append(f"{measure}={case.base}{'' if broken == 'same' else '9'}")
        elif broken == "units":
            case.units.append("1@1")
        elif broken == "no units":
            case.units = []
        elif broken == "form":
            case.base = self.pick(
                ["1,000", "+5", "1e3", ".5", "5.", " 5", "", "１００", "5\n", "-", "0x5", "NaN"]
            )
        elif case.measures:
            name = self.pick(case.measures).partition("=")[0]
            case.measures = [m for m in case.measures if not m.startswith(name + "=")] + [f"{name}=-1"]


def _figures(value: Any) -> Iterator[str]:
    """The decimal strings of a scheme."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _figures(one)
    elif isinstance(value, list):
        for one in value:
            yield from _figures(one)
    elif isinstance(value, str) and value.replace(".", "", 1).isdecimal():
        yield value


def _tiers(scheme: dict[str, Any]) -> list[dict[str, Any]]:
    """The tiers of all rules of a scheme."""
    rules = [scheme["rule"], *(one["rule"] for one in scheme["overrides"] if "rule" in one)]
    return [tier for rule in rules for tier in rule.get("tiers", ())]


def _leaves(scheme: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [*scheme["thresholds"], *(one["when"] for one in scheme["overrides"])]
    while waiting:
        one = waiting.pop()
        if "any" in one:
            waiting += one["any"]
        else:
            yield one


# -- broken files -------------------------------------------------------------------------------------------


def _paths(value: Any, here: Place = ()) -> Iterator[Place]:
    if here:
        yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from _paths(one, (*here, key))


def broken(dice: SchemeDice, case: Case) -> Case:
    """Return a case with one or two things of its scheme changed; what comes out may still be sound."""
    changed = deepcopy(case.scheme)
    faults = dice.pick([1, 1, 1, 2])
    for _ in range(faults):
        path = dice.pick(list(_paths(changed)))
        parent = changed
        for key in path[:-1]:
            parent = parent[key]  # type: ignore[index]
        _change(dice, parent, path[-1])
    return Case(changed, case.base, case.measures, case.units, faults)


def _change(dice: SchemeDice, parent: Any, key: Any) -> None:
    odd: list[Any] = [
        *(
            None,
            True,
            False,
            0,
            1,
            -1,
            1.5,
            "",
            " ",
            "x",
            "-1",
            "1.5",
            "0",
            "1e3",
            "1.",
            "+1",
            "１",
            "0.01",
            "1.01",
        ),
        *(
            [],
            {},
            ["x"],
            {"x": "1"},
            "2025-02-30",
            "2024-12-31",
            "9999-01-01",
            "2025-1-1",
            "net",
            "parcels",
            "CNY",
        ),
    ]
    what = dice.pick(["value", "value", "value", "drop", "add", "rename"])
    if what == "value" or not isinstance(parent, dict):
        parent[key] = dice.pick(odd)
    elif what == "drop":
        del parent[key]
    elif what == "add":
        parent[dice.pick(["x", "from", "at_least", "rate", "amount", "cap", "any", "received", "above"])] = (
            dice.pick(odd)
        )
    else:
        parent[dice.pick(["x", "note", key.upper()])] = parent.pop(key)
