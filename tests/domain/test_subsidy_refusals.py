"""Every fault of a scheme file is refused by its own reason, at its exact place."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.subsidy.errors import SchemeFault, SchemeRefusedError
from desktop_app.domain.subsidy.reading import read_scheme
from tests.domain.subsidy_schemes import FLAT, LOSS, PERCENT, STEP, content, per_unit, scheme, tiers

NET = {"measure": "net", "at_least": "1"}
SLAB = tiers("slab", ("[500000,1000000]", "0.01"), ("(1000000,2000000]", "0.02"))
WHOLE: dict[str, Any] = {
    "id": "county-2025",
    "name": "全",
    "issuer": "县商务局",
    "document_number": "1 号",
    "source_url": "https://example.org",
    "example": True,
    "clause": "第一条\n第二条",
    "valid_from": "2025-01-01",
    "valid_to": "2025-12-31",
    "apply_from": None,
    "apply_to": "2026-01-31",
    "legal_forms": ["自然人"],
    "base": {
        "measure": "net",
        "currency": "CNY",
        "day": "order",
        "cost_kinds": [],
        "filters": {
            "cross_border": True,
            "platforms": [],
            "markets": ["TH"],
            "skus": [],
            "origins": [],
            "carriers": [],
            "customs_codes": [],
            "status": "paid",
        },
    },
    "thresholds": [
        {"measure": "net", "at_least": "100000"},
        {"any": [{"measure": "parcels", "at_least": "1000"}, {"measure": "trade", "above": "0.5"}]},
    ],
    "rule": SLAB,
    "overrides": [{"when": {"measure": "net", "at_least": "800000"}, "cap": "30000"}],
    "caps": [{"per": "claim", "amount": "20000"}, {"per": "year", "rate_of_base": "0.3"}],
    "inputs": {"trade": "海关统计出口额(美元)"},
    "rounding": {"unit": "0.01", "mode": "half_up"},
    "exchange": {"rule": "fixed_date", "date": "2025-06-30"},
    "exclusion_group": "g",
    "evidence": [{"kind": "waybill", "per": "line", "required": True}],
}


def refused(value: Any) -> tuple[str, str]:
    return refused_bytes(content(value))


def refused_bytes(raw: bytes) -> tuple[str, str]:
    with pytest.raises(SchemeRefusedError) as caught:
        read_scheme(raw)
    return caught.value.place, str(caught.value.reason)


def changed(place: str, value: Any) -> dict[str, Any]:
    """Return WHOLE with another value at a place written like `rule.tiers[1].from`; DROP takes it out."""
    whole = copy.deepcopy(WHOLE)
    keys: list[Any] = [
        int(part) if part.isdigit() else part for part in place.replace("]", "").replace("[", ".").split(".")
    ]
    target: Any = whole
    for key in keys[:-1]:
        target = target[key]
    if value is DROP:
        del target[keys[-1]]
    else:
        target[keys[-1]] = value
    return whole


DROP = object()


def test_a_whole_scheme_is_read() -> None:
    read = read_scheme(content(WHOLE))
    assert read.needed_measures == ("parcels", "trade")
    assert read.known_names == ("net", "parcels", "trade", "received")
    assert (str(read.valid_to), read.example, read.base.filters.markets) == ("2025-12-31", True, ("TH",))


def test_the_least_scheme_is_read() -> None:
    read = read_scheme(content({"id": "a", "name": "b", "base": {"measure": "net"}, "rule": STEP}))
    assert (read.base.currency, read.base.day, read.exchange.rule) == ("CNY", "order", "order_day")
    assert (str(read.rounding.unit), read.rounding.mode) == ("1/100", "half_up")


@pytest.mark.parametrize("key", [key for key in WHOLE if key not in {"id", "name", "base", "rule", "inputs"}])
@pytest.mark.parametrize("blank", [None, []])
def test_the_rest_may_be_absent(key: str, blank: Any) -> None:
    if blank is None or key in {"legal_forms", "thresholds", "overrides", "caps", "evidence"}:
        read_scheme(content(changed(key, blank)))
    read_scheme(content(changed(key, DROP)))


@pytest.mark.parametrize("inputs", [None, [], {}, DROP])
def test_without_inputs(inputs: Any) -> None:
    value = changed("inputs", inputs)
    value["thresholds"] = []
    assert read_scheme(content(value)).inputs == ()


# Each place of WHOLE, a value that is wrong there, and the reason; the fault's own place where it is another.
WRONG: list[tuple[Any, ...]] = [
    # Needed keys.
    *[
        (key, blank, "missing")
        for key in ("id", "name", "base", "rule", "base.measure")
        for blank in (DROP, None)
    ],
    ("rule.kind", DROP, "missing"),
    ("rule.tiers", None, "missing"),
    ("rule.tiers[1].rate", DROP, "missing"),
    ("thresholds[0].measure", DROP, "missing"),
    ("overrides[0].when", DROP, "missing"),
    ("caps[0].per", DROP, "missing"),
    ("evidence[0].kind", DROP, "missing"),
    ("evidence[0].per", DROP, "missing"),
    # Unknown keys.
    ("tresholds", [], "unknown_key"),
    ("base.mesure", "net", "unknown_key"),
    ("base.filters.color", [], "unknown_key"),
    ("thresholds[0].atleast", "1", "unknown_key"),
    ("thresholds[1].any[0].within", "1", "unknown_key"),
    ("thresholds[1].measure", "net", "unknown_key"),
    ("rule.amount", "1", "unknown_key"),
    ("rule.tiers[1].amount", "1", "unknown_key"),
    ("overrides[0].caps", [], "unknown_key"),
    ("caps[0].rate", "0.1", "unknown_key"),
    ("rounding.units", "1", "unknown_key"),
    ("exchange.day", "2025-01-01", "unknown_key"),
    ("evidence[0].name", "x", "unknown_key"),
    # Wrong types.
    *[(key, 5, "not_text") for key in ("id", "name", "issuer", "clause", "exclusion_group", "inputs.trade")],
    *[(key, "x", "not_object") for key in ("base", "rule", "inputs", "rounding", "exchange", "base.filters")],
    *[(key, ["x"], "not_object") for key in ("base", "rule", "inputs", "rounding", "exchange")],
    *[(key, {}, "not_list") for key in ("thresholds", "overrides", "caps", "legal_forms", "evidence")],
    *[(key, "x", "not_list") for key in ("rule.tiers", "thresholds[1].any", "base.cost_kinds")],
    *[
        (f"{key}[0]", "x", "not_object")
        for key in ("thresholds", "overrides", "caps", "evidence", "rule.tiers")
    ],
    ("legal_forms[0]", 1, "not_text"),
    ("base.filters.markets[0]", None, "not_text"),
    ("example", "true", "not_boolean"),
    ("example", 1, "not_boolean"),
    ("base.filters.cross_border", "both", "not_boolean"),
    ("rule.tiers[0].from_included", "yes", "not_boolean"),
    ("evidence[0].required", 0, "not_boolean"),
    ("id", " ", "empty_text"),
    ("name", "", "empty_text"),
    ("id", "a\nb", "bad_text"),
    ("issuer", "\ud800", "bad_text"),
    ("clause", "a\0", "bad_text"),
    # Figures.
    *[
        (place, figure, reason)
        for place in (
            *(
                "thresholds[0].at_least",
                "thresholds[1].any[1].above",
                "rule.tiers[0].from",
                "rule.tiers[1].to",
            ),
            *("rule.tiers[0].rate", "overrides[0].cap", "caps[0].amount", "caps[1].rate_of_base"),
        )
        for figure, reason in (
            *(("-1", "negative"), ("-0.5", "negative"), (1, "not_figure"), (0.5, "not_figure")),
            *(("1,000", "not_figure"), ("1e3", "not_figure"), (".5", "not_figure"), ("5.", "not_figure")),
            *(("", "not_figure"), (" 1", "not_figure"), ("１", "not_figure"), ("+1", "not_figure")),
            *(("1\n", "not_figure"), (True, "not_figure"), ([], "not_figure"), ("9" * 200, "too_large")),
        )
    ],
    ("rule.tiers[0].rate", "1.0001", "rate_above_one"),
    ("caps[1].rate_of_base", "30", "rate_above_one"),
    ("rounding.unit", "0.1", "unknown_word"),
    ("rounding.unit", 1, "not_figure"),
    # Days.
    *[
        (key, text, "not_date")
        for key in ("valid_from", "valid_to", "apply_to", "exchange.date")
        for text in ("20250101", "2025-13-01", "2025-02-30", "2025-W01-1", "2025-1-1", 20250101)
    ],
    ("valid_to", "2024-12-31", "ends_before_start"),
    ("exchange.date", None, "date_needed"),
    ("exchange.date", DROP, "date_needed"),
    # Words.
    ("base.currency", "EUR", "unknown_word"),
    ("base.day", "paid", "unknown_word"),
    ("base.measure", "gmv", "unknown_measure"),
    ("base.measure", "received", "unknown_measure"),
    ("base.cost_kinds", ["rent"], "unknown_word", "base.cost_kinds[0]"),
    ("base.filters.status", "done", "unknown_word"),
    ("thresholds[0].measure", "sales", "unknown_measure"),
    ("thresholds[0].measure", "received", "unknown_measure"),
    ("overrides[0].when.measure", "x", "unknown_measure"),
    ("rule.kind", "linear", "unknown_word"),
    ("caps[0].per", "month", "unknown_word"),
    ("rounding.mode", "up", "unknown_word"),
    ("exchange.rule", "daily", "unknown_word"),
    ("evidence[0].per", "year", "unknown_word"),
    # Caps, thresholds, overrides, inputs.
    ("caps[0].rate_of_base", "0.1", "cap_keys", "caps[0]"),
    ("caps[0].amount", DROP, "cap_keys", "caps[0]"),
    ("caps[0].amount", None, "cap_keys", "caps[0]"),
    ("thresholds[1].any", [], "empty_list"),
    ("rule.tiers", [], "empty_list"),
    ("thresholds[0].at_least", DROP, "no_limit", "thresholds[0]"),
    ("thresholds[1].any[1].above", None, "no_limit", "thresholds[1].any[1]"),
    ("overrides[0].when", {"measure": "net"}, "no_limit"),
    ("overrides[0].when", {"any": []}, "empty_list", "overrides[0].when.any"),
    ("overrides[0].cap", DROP, "nothing_overridden", "overrides[0]"),
    ("overrides[0].cap", None, "nothing_overridden", "overrides[0]"),
    ("overrides[0].rate", "0.5", "rate_without_rule"),
    ("overrides[0].rate", "1.5", "rate_above_one"),
    ("inputs.net", "x", "reserved_name"),
    ("inputs.tonne_km", "x", "reserved_name"),
    ("inputs.received", "x", "reserved_name"),
    # Tiers.
    ("rule.tiers[0].to", "500000", "to_not_above_from"),
    ("rule.tiers[1].to", "900000", "to_not_above_from"),
    ("rule.tiers[1].from", "999999.99", "tiers_overlap"),
    ("rule.tiers[1].from", "1000001", "tiers_apart"),
    ("rule.tiers[1].from", None, "open_inside"),
    ("rule.tiers[0].to", None, "open_inside"),
    ("rule.tiers[0].to_included", False, "point_left_out", "rule.tiers[1].from"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case[0]}:{case[1]!r:.20}:{case[2]}")
def test_a_fault_is_named_with_its_place(case: tuple[Any, ...]) -> None:
    place, value, reason, *elsewhere = case
    assert refused(changed(place, value)) == (elsewhere[0] if elsewhere else place, reason)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"id": "a", "name": "b", "id": "a"}', "id"),
        ('{"rule": {"kind": "flat", "kind": "slab"}}', "rule.kind"),
        ('{"rule": {"tiers": [{}, {"to": "1", "rate": "1", "to": "1"}]}}', "rule.tiers[1].to"),
        ('{"inputs": {"a b": "x", "a b": "x"}}', 'inputs."a b"'),
    ],
)
def test_a_key_twice(text: str, place: str) -> None:
    assert refused_bytes(text.encode()) == (place, "key_twice")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not_json"),
        (b'{"id": }', "not_json"),
        (b"{'id': 'a'}", "not_json"),
        ("{}".encode("utf-16"), "not_utf8"),
        ('{"id": "方"}'.encode("gbk"), "not_utf8"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'{"thresholds": [' + b'{"any": [' * 100 + b"]}" * 100 + b"]}", "too_deep"),
        (b" " * (1 << 20) + b"{}", "too_long"),
        (b"[]", "not_object"),
        (b"null", "not_object"),
        (b"5", "not_object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_scheme_file(raw: bytes, reason: str) -> None:
    assert refused_bytes(raw) == ("", reason)


def test_numbers_and_constants_of_any_size_are_no_figures() -> None:
    for number in ("NaN", "Infinity", "-Infinity", "9" * 10_000, "1e999", "-0"):
        text = json.dumps(scheme(STEP)).replace('"10"', number)
        assert refused_bytes(text.encode()) == ("rule.amount", "not_figure")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_scheme(b"\xef\xbb\xbf" + content(scheme(STEP))).id == "s"


UNITS = per_unit("1")
SUMS = tiers("slab_flat", ("[1,)", "5"))
COMBINATIONS: list[tuple[dict[str, Any], str, str | None]] = [
    # The rule, then the place and the reason, or None where it is allowed.
    (scheme(UNITS), "rule.kind", "rule_needs_count"),
    *(
        (scheme(UNITS, measure), "", None)
        for measure in ("orders", "parcels", "kilograms", "tonne_km", "sessions")
    ),
    (scheme(UNITS, "trade", inputs={"trade": "x"}), "rule.kind", "rule_needs_count"),
    (scheme(PERCENT), "rule.kind", "rule_needs_measure"),
    (scheme(PERCENT, "cost"), "", None),
    (scheme(LOSS, "cost"), "rule.kind", "rule_needs_measure"),
    (scheme(LOSS, "loss"), "", None),
    (scheme(PERCENT, "cost", base={"cost_kinds": []}), "base.cost_kinds", "cost_kinds_needed"),
    (scheme(STEP, "cost", base={"cost_kinds": None}), "base.cost_kinds", "cost_kinds_needed"),
    *(
        (scheme(SLAB | {"kind": kind}, "orders"), "rule.kind", "rule_needs_money")
        for kind in ("slab", "marginal", "tiers_unclear")
    ),
    (scheme(SLAB, "trade", inputs={"trade": "x"}), "rule.kind", "rule_needs_money"),
    (scheme(SUMS, "orders"), "", None),
    (scheme(SUMS, "trade", inputs={"trade": "x"}), "", None),
    (scheme(STEP, "sessions"), "", None),
    *(
        (scheme(SLAB | {"kind": kind}, base={"currency": "USD"}), "rule.kind", "rule_needs_yuan")
        for kind in ("slab", "marginal", "tiers_unclear")
    ),
    (scheme(PERCENT, "cost", base={"currency": "USD"}), "rule.kind", "rule_needs_yuan"),
    (scheme(LOSS, "loss", base={"currency": "USD"}), "rule.kind", "rule_needs_yuan"),
    (scheme(STEP, base={"currency": "USD"}), "", None),
    (scheme(SUMS, base={"currency": "USD"}), "", None),
    (scheme(UNITS, "orders", base={"currency": "USD"}), "", None),
    (scheme(FLAT, base={"currency": "USD"}, thresholds=[NET]), "", None),
    (scheme(FLAT), "rule.kind", "flat_without_threshold"),
    (scheme(STEP, overrides=[{"when": NET, "rule": FLAT}]), "", None),
    (scheme(FLAT, overrides=[{"when": NET, "rule": STEP}]), "rule.kind", "flat_without_threshold"),
    (scheme(STEP, overrides=[{"when": NET, "rule": UNITS}]), "overrides[0].rule.kind", "rule_needs_count"),
    (
        scheme(STEP, overrides=[{"when": NET, "cap": "1"}, {"when": NET, "rule": {"kind": "slab"}}]),
        "overrides[1].rule.tiers",
        "missing",
    ),
    (
        scheme(STEP, "cost", overrides=[{"when": NET, "rate": "0.1"}]),
        "overrides[0].rate",
        "rate_without_rule",
    ),
    (
        scheme(STEP, "cost", overrides=[{"when": NET, "rate": "0.1"}, {"when": NET, "rule": PERCENT}]),
        "",
        None,
    ),
    (scheme(LOSS, "loss", overrides=[{"when": NET, "rate": "0"}]), "", None),
    *(
        (scheme(rule, measure, caps=[{"per": "claim", "rate_of_base": "0.3"}], **others), place, reason)
        for rule, measure, others, place, reason in (
            (STEP, "net", {}, "", None),
            (STEP, "orders", {}, "caps[0].rate_of_base", "cap_needs_yuan"),
            (STEP, "trade", {"inputs": {"trade": "x"}}, "caps[0].rate_of_base", "cap_needs_yuan"),
            (STEP, "net", {"base": {"currency": "USD"}}, "caps[0].rate_of_base", "cap_needs_yuan"),
        )
    ),
    (scheme(STEP | {"every": "0"}), "rule.every", "zero"),
    (scheme(STEP | {"every": "0.000"}), "rule.every", "zero"),
    (scheme(STEP | {"after": "5"}), "rule.first_amount", "both_or_neither"),
    (scheme(STEP | {"first_amount": "5"}), "rule.after", "both_or_neither"),
    (scheme(STEP | {"after": "5", "first_amount": "0"}), "", None),
    (
        scheme({"kind": "per_unit", "amount": "1", "above": None}, "orders"),
        "rule.or_actual_if_less",
        "missing",
    ),
    (scheme(UNITS | {"or_actual_if_less": None}, "orders"), "rule.or_actual_if_less", "missing"),
    (scheme(LOSS | {"rate": "1"}, "loss"), "", None),
    (scheme(LOSS | {"rate": "1.01"}, "loss"), "rule.rate", "rate_above_one"),
    # Counts whose limits lie one apart, both included.
    (scheme(tiers("slab_flat", ("[1,500]", "5"), ("[501,)", "9")), "orders"), "", None),
    (
        scheme(tiers("slab_flat", ("[1,500]", "5"), ("(501,)", "9")), "orders"),
        "rule.tiers[1].from",
        "tiers_apart",
    ),
    (
        scheme(tiers("slab_flat", ("[1,500)", "5"), ("[501,)", "9")), "orders"),
        "rule.tiers[1].from",
        "tiers_apart",
    ),
    (
        scheme(tiers("slab_flat", ("[1,500]", "5"), ("[502,)", "9")), "orders"),
        "rule.tiers[1].from",
        "tiers_apart",
    ),
    (scheme(tiers("slab_flat", ("[1,500]", "5"), ("[501,)", "9"))), "rule.tiers[1].from", "tiers_apart"),
    (
        scheme(tiers("slab_flat", ("[1,500]", "5"), ("[501,)", "9")), "trade", inputs={"trade": "x"}),
        "rule.tiers[1].from",
        "tiers_apart",
    ),
    # Open ends, whose inclusion does not matter.
    (scheme(tiers("slab", ("(,5)", "0.1"), ("[5,)", "0.2"))), "", None),
    (scheme(tiers("slab", ("(,5)", "0.1"), ("(5,)", "0.2"))), "rule.tiers[1].from", "point_left_out"),
    (scheme(STEP, apply_from="2025-02-01", apply_to="2025-01-31"), "apply_to", "ends_before_start"),
    (scheme(STEP, apply_from="2025-02-01", apply_to="2025-02-01"), "", None),
    (scheme(STEP, exchange={"rule": "customs"}), "", None),
    (scheme(STEP, thresholds=[{"any": [{"any": [NET]}]}]), "", None),
    (scheme(STEP, name="全\u3000名"), "", None),
]


@pytest.mark.parametrize(("value", "place", "reason"), COMBINATIONS)
def test_what_goes_together(value: dict[str, Any], place: str, reason: str | None) -> None:
    if reason is None:
        read_scheme(content(value))
    else:
        assert refused(value) == (place, reason)


def test_every_reason_is_shown_here() -> None:
    shown = {case[2] for case in WRONG} | {reason for _value, _place, reason in COMBINATIONS}
    shown |= {"key_twice", "not_json", "not_utf8", "too_deep", "too_long"}
    assert {str(reason) for reason in SchemeFault} - shown == set()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["1", "0.5", "net"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, place: str = "") -> list[str]:
    found = [place] if place else []
    entries = value.items() if isinstance(value, dict) else ()
    for key, inner in entries:
        found += places(inner, f"{place}.{key}" if place else key)
    for index, inner in enumerate(value if isinstance(value, list) else ()):
        found += places(inner, f"{place}[{index}]")
    return found


@given(st.sampled_from(places(WHOLE)), JSON)
def test_whatever_stands_anywhere_is_read_or_refused(place: str, value: Any) -> None:
    raw = json.dumps(changed(place, value)).encode()
    with suppress(SchemeRefusedError):
        read_scheme(raw)


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_a_file_holds_is_read_or_refused(raw: bytes) -> None:
    with pytest.raises(SchemeRefusedError):
        read_scheme(raw)
