"""Random schemes: the program against a second reckoning, and what holds for every scheme."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.subsidy.given import read_given
from desktop_app.domain.subsidy.pool import pool_shares
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.working import work_out
from desktop_app.reports.subsidy_text import outcome_json
from tests.domain.subsidy_schemes import STEP, content, scheme, work
from tests.domain.subsidy_second import piecewise, reckon

Case = tuple[dict[str, Any], str, dict[str, str], list[tuple[str, str]]]
MONEY = ("placed", "paid", "net", "settled", "cost", "loss")
COUNTS = ("orders", "parcels", "kilograms", "tonne_km", "sessions")
ALL = (*MONEY, *COUNTS, "trade")


def plain(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


# Few figures, so that bases often lie on limits and limits on each other.
GRID = [0, 1, 50, 99, 100, 101, 150, 200, 201, 300, 500, 999, 1000, 5000, 10_000, 100_000, 12_345_678]
FIGURES = st.sampled_from(GRID).map(plain) | st.integers(0, 10**9).map(plain)
POSITIVE = st.sampled_from(GRID[1:]).map(plain)
SIGNED = FIGURES | st.sampled_from(GRID).map(lambda cents: plain(-cents))
RATES = st.sampled_from(["0", "0.01", "0.015", "0.1", "0.333", "0.5", "0.9999", "1"])


@st.composite
def tier_lists(draw: st.DrawFn, key: str, *, whole: bool = False) -> list[dict[str, Any]]:
    """Draw tiers that go upwards and meet; of counts now and then with limits one apart."""
    limits = sorted(draw(st.sets(st.sampled_from(GRID), min_size=2, max_size=5)))
    values = RATES if key == "rate" else FIGURES
    found: list[dict[str, Any]] = []
    start, included = limits[0], draw(st.booleans())
    for end in limits[1:]:
        if end <= start:
            continue
        one_apart = whole and draw(st.booleans())
        to_included = one_apart or draw(st.booleans())
        found.append(
            {
                "from": plain(start),
                "from_included": included,
                "to": plain(end),
                "to_included": to_included,
                key: draw(values),
            }
        )
        included = one_apart or not to_included or draw(st.booleans())
        start = end + 100 if one_apart else end
    if draw(st.booleans()):
        found[0]["from"] = None
    if draw(st.booleans()):
        found[-1]["to"] = None
    return found


@st.composite
def rules(draw: st.DrawFn, measure: str, currency: str) -> dict[str, Any]:
    kinds = ["flat", "slab_flat", "step"]
    kinds += ["per_unit"] if measure in COUNTS else []
    if currency == "CNY" and measure in MONEY:
        kinds += ["slab", "marginal", "tiers_unclear", "slab", "marginal"]
        kinds += {"cost": ["percent_cost"] * 3, "loss": ["loss"] * 3}.get(measure, [])
    kind = draw(st.sampled_from(kinds))
    match kind:
        case "flat":
            return {"kind": kind, "amount": draw(FIGURES)}
        case "step":
            both = draw(st.booleans())
            after, first = (draw(FIGURES), draw(FIGURES)) if both else (None, None)
            every, amount = draw(POSITIVE), draw(FIGURES)
            return {"kind": kind, "every": every, "amount": amount, "after": after, "first_amount": first}
        case "per_unit":
            above, at_cost = draw(st.none() | FIGURES), draw(st.booleans())
            return {"kind": kind, "amount": draw(FIGURES), "above": above, "or_actual_if_less": at_cost}
        case "percent_cost" | "loss":
            return {"kind": kind, "rate": draw(RATES)}
    key = "amount" if kind == "slab_flat" else "rate"
    return {"kind": kind, "tiers": draw(tier_lists(key, whole=measure in COUNTS))}


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    limits = draw(
        st.dictionaries(
            st.sampled_from(["at_least", "at_least", "above", "at_most", "below"]),
            FIGURES,
            min_size=1,
            max_size=2,
        )
    )
    return {"measure": draw(st.sampled_from(ALL)), **limits}


THRESHOLDS = conditions() | st.lists(conditions(), min_size=1, max_size=2).map(lambda ones: {"any": ones})


@st.composite
def overrides(draw: st.DrawFn, measure: str, currency: str, *, has_rate: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"when": draw(THRESHOLDS)}
    keys = ["cap", "rule", *(["rate"] if has_rate else [])]
    for key in draw(st.sets(st.sampled_from(keys), min_size=1)):
        values = {"cap": FIGURES, "rate": RATES, "rule": rules(measure, currency)}
        found[key] = draw(values[key])
    return found


@st.composite
def schemes(draw: st.DrawFn, measure: str | None = None) -> dict[str, Any]:
    measure = measure or draw(st.sampled_from(ALL))
    currency = draw(st.sampled_from(["CNY", "CNY", "CNY", "USD"]))
    rule = draw(rules(measure, currency))
    least = 1 if rule["kind"] == "flat" else 0
    has_rate = rule["kind"] in {"percent_cost", "loss"}
    cap = {"per": st.sampled_from(["claim", "year"]), "amount": FIGURES}
    caps = st.fixed_dictionaries(cap)
    if measure in MONEY and currency == "CNY":
        caps |= st.fixed_dictionaries({"per": cap["per"], "rate_of_base": RATES})
    return scheme(
        rule,
        measure,
        base={"currency": currency},
        inputs={"trade": "x"},
        example=draw(st.booleans()),
        thresholds=draw(st.lists(THRESHOLDS, min_size=least, max_size=max(least, 1))),
        overrides=draw(st.lists(overrides(measure, currency, has_rate=has_rate), max_size=3)),
        caps=draw(st.lists(caps, max_size=2)),
        rounding={
            "unit": draw(st.sampled_from(["0.01", "0.01", "1", "100", "10000"])),
            "mode": draw(st.sampled_from(["half_up", "floor"])),
        },
    )


@st.composite
def bases(draw: st.DrawFn, raw: dict[str, Any]) -> str:
    """Draw a base, more often than not at or beside a limit of the scheme."""
    tiers: list[dict[str, Any]] = raw["rule"].get("tiers", [])
    ends: list[str] = [end for tier in tiers for end in (tier["from"], tier["to"]) if end]
    at_limit: bool = draw(st.booleans())
    if ends and at_limit:
        beside = Fraction(draw(st.sampled_from(ends))) * 100 + draw(st.sampled_from([-1, 0, 0, 1, 50]))
        return plain(int(beside))
    return draw(SIGNED)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    raw = draw(schemes())
    base = draw(bases(raw))
    measures = {
        name: draw(FIGURES if name in {*COUNTS, "received"} else SIGNED)
        for name in read_scheme(content(raw)).needed_measures
    }
    if draw(st.booleans()):
        measures["received"] = draw(FIGURES)
    units: list[tuple[Fraction, str]] = []
    left = max(Fraction(base), Fraction(0))
    while left and len(units) < 3:
        count = min(left, Fraction(draw(POSITIVE)))
        units.append((count, draw(FIGURES)))
        left -= count
    if left:
        units.append((left, draw(FIGURES)))
    return raw, base, measures, [(plain(int(count * 100)), cost) for count, cost in units] or [("0", "1")]


def run(case: Case) -> dict[str, Any]:
    raw, base, measures, units = case
    read = read_scheme(content(raw))
    named = [f"{name}={figure}" for name, figure in measures.items()]
    given_figures = read_given(read, base, named, [f"{count}@{cost}" for count, cost in units])
    return outcome_json(read, work_out(read, given_figures))


@given(cases())
def test_a_second_reckoning_gives_the_same(
    case: Case,
) -> None:
    found, expected = run(case), reckon(*case)
    following = found["next"] and (Decimal(found["next"]["from"]), Decimal(found["next"]["short_by"]))
    assert {
        "amount": Decimal(found["amount"]),
        "tier": found["tier"],
        "readings": [(one["kind"], Decimal(one["amount"])) for one in found["readings"]],
        "next": following,
        "warnings": {one["code"] for one in found["warnings"]},
    } == expected


@given(cases())
def test_every_step_is_a_sentence_and_every_amount_has_fen(
    case: Case,
) -> None:
    found = run(case)
    assert all(text and "{" not in text for text in found["steps"])
    assert len(found["warnings"]) == len({one["code"] for one in found["warnings"]})
    for text in (found["amount"], *(one["amount"] for one in found["readings"])):
        assert text.partition(".")[2].isdigit()
        assert len(text.partition(".")[2]) == 2
        assert Decimal(text) >= 0


@given(cases())
def test_never_above_a_cap_or_what_was_paid(
    case: Case,
) -> None:
    raw, base, measures, units = case
    amount = Decimal(run(case)["amount"])
    replaced = any("cap" in override for override in raw["overrides"])
    for cap in raw["caps"]:
        bound = Decimal(cap["amount"]) if "amount" in cap else Decimal(cap["rate_of_base"]) * Decimal(base)
        if cap["per"] == "year":
            bound -= Decimal(measures.get("received", "0"))
        if cap["per"] == "year" or "amount" not in cap or not replaced:
            assert amount <= max(bound, Decimal(0))
    if raw["overrides"]:
        return
    if raw["rule"]["kind"] == "percent_cost":
        assert amount <= max(Decimal(base), Decimal(0))
    if raw["rule"].get("or_actual_if_less"):
        assert amount <= sum((Decimal(count) * Decimal(cost) for count, cost in units), Decimal(0))


def made_to_rise(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule that never gives less for more: open at the top, no tier below the one before."""
    if rule["kind"] == "flat":
        return STEP
    if "or_actual_if_less" in rule:
        return rule | {"or_actual_if_less": False}
    if "tiers" not in rule or rule["kind"] == "marginal":
        return rule
    key = "amount" if rule["kind"] == "slab_flat" else "rate"
    values = sorted((tier[key] for tier in rule["tiers"]), key=Decimal)
    risen = [tier | {key: value} for tier, value in zip(rule["tiers"], values, strict=True)]
    risen[-1]["to"] = None
    return rule | {"tiers": risen}


@given(st.data())
def test_more_never_gives_less_where_the_rule_rises(data: st.DataObject) -> None:
    raw = data.draw(schemes(data.draw(st.sampled_from(["net", "cost", "loss", "orders"]))))
    raw |= {"overrides": [], "thresholds": [], "rule": made_to_rise(raw["rule"])}
    low, high = sorted((data.draw(bases(raw)) for _ in range(2)), key=Decimal)
    assert work(raw, low, "received=0").amount <= work(raw, high, "received=0").amount


@given(tier_lists("rate"), FIGURES)
def test_marginal_is_the_sum_of_its_parts(tiers: list[dict[str, Any]], base: str) -> None:
    raw = scheme({"kind": "marginal", "tiers": tiers}, rounding={"unit": "0.01", "mode": "floor"})
    expected = piecewise(tiers, Decimal(base))
    assert Decimal(int(work(raw, base).amount * 100)) == expected * 100 // 1


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**11), max_size=8))
def test_shares_of_a_pool_never_pass_it(pool: int, amounts: list[int]) -> None:
    shares = pool_shares(pool, amounts)
    assert sum(shares) <= pool
    assert all(share <= amount for share, amount in zip(shares, amounts, strict=True))
    assert sum(shares) >= min(pool, sum(amounts)) - len(amounts)
