"""Reads a scheme file into a Scheme, or refuses it with the exact place of the fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.subsidy.combining import check_whole
from desktop_app.domain.subsidy.errors import SchemeFault
from desktop_app.domain.subsidy.node import Node, is_sound, read_json
from desktop_app.domain.subsidy.reading_rules import read_rule
from desktop_app.domain.subsidy.scheme import (
    Base,
    Cap,
    Condition,
    Evidence,
    Exchange,
    Filters,
    Limit,
    Override,
    Rounding,
    Scheme,
    Threshold,
)
from desktop_app.domain.subsidy.words import (
    COUNTS,
    MONEY,
    RECEIVED,
    CapPer,
    CostKind,
    Currency,
    Day,
    EvidencePer,
    ExchangeRule,
    LimitKind,
    RoundingMode,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

_KEYS: Final = (
    *("id", "name", "issuer", "document_number", "source_url", "example", "clause"),
    *("valid_from", "valid_to", "apply_from", "apply_to", "legal_forms"),
    *("base", "thresholds", "rule", "overrides", "caps", "inputs"),
    *("rounding", "exchange", "exclusion_group", "evidence"),
)
_LISTS: Final = ("platforms", "markets", "skus", "origins", "carriers", "customs_codes")
_UNITS: Final = ("0.01", "1", "100", "10000")


def read_scheme(content: bytes) -> Scheme:
    """Read a scheme file.

    Raises SchemeRefusedError with the place of the first fault: doubled keys, then field by field, then
    what does not go together.
    """
    root = read_json(content).object(_KEYS)
    inputs = _inputs(root)
    measures = (*MONEY, *COUNTS, *(name for name, _meaning in inputs))
    base = _base(root.need("base"), measures)
    valid_from, valid_to = _period(root, "valid_from", "valid_to")
    apply_from, apply_to = _period(root, "apply_from", "apply_to")
    example = root.maybe("example")
    scheme = Scheme(
        id=root.need("id").text(one_line=True),
        name=root.need("name").text(one_line=True),
        issuer=_text(root, "issuer"),
        document_number=_text(root, "document_number"),
        source_url=_text(root, "source_url"),
        clause=_text(root, "clause"),
        example=example is not None and example.boolean(),
        valid_from=valid_from,
        valid_to=valid_to,
        apply_from=apply_from,
        apply_to=apply_to,
        legal_forms=_texts(root, "legal_forms"),
        base=base,
        thresholds=tuple(_threshold(item, measures) for item in root.listed("thresholds")),
        rule=read_rule(root.need("rule"), base.measure),
        overrides=tuple(_override(item, measures, base.measure) for item in root.listed("overrides")),
        caps=tuple(_cap(item) for item in root.listed("caps")),
        inputs=inputs,
        rounding=_rounding(root.maybe("rounding")),
        exchange=_exchange(root.maybe("exchange")),
        exclusion_group=_text(root, "exclusion_group"),
        evidence=tuple(_evidence(item) for item in root.listed("evidence")),
    )
    check_whole(root, scheme)
    return scheme


# What is counted ----------------------------------------------------------------------------------------


def _inputs(root: Node) -> tuple[tuple[str, str], ...]:
    node = root.maybe("inputs")
    if node is None or node.value == []:
        return ()
    found = []
    for name, meaning in node.entries():
        if name in {*MONEY, *COUNTS, RECEIVED}:
            meaning.refuse(SchemeFault.RESERVED_NAME, name=name)
        if not name.strip():
            meaning.refuse(SchemeFault.EMPTY_TEXT)
        if not is_sound(name, one_line=True):
            meaning.refuse(SchemeFault.BAD_TEXT)
        found.append((name, meaning.text()))
    return tuple(found)


def _measure(node: Node, measures: Collection[str]) -> str:
    name = node.need("measure").text()
    if name not in measures:
        node.child("measure").refuse(SchemeFault.UNKNOWN_MEASURE, name=name)
    return name


def _base(node: Node, measures: Collection[str]) -> Base:
    node.object(("measure", "currency", "day", "cost_kinds", "filters"))
    currency, day, filters = node.maybe("currency"), node.maybe("day"), node.maybe("filters")
    return Base(
        measure=_measure(node, measures),
        currency=Currency.CNY if currency is None else currency.word(Currency),
        day=Day.ORDER if day is None else day.word(Day),
        cost_kinds=tuple(item.word(CostKind) for item in node.listed("cost_kinds")),
        filters=Filters() if filters is None else _filters(filters),
    )


def _filters(node: Node) -> Filters:
    node.object(("cross_border", *_LISTS, "status"))
    cross_border, status = node.maybe("cross_border"), node.maybe("status")
    return Filters(
        cross_border=None if cross_border is None else cross_border.boolean(),
        status=None if status is None else status.word(OrderStatus),
        **{key: _texts(node, key) for key in _LISTS},
    )


# What must be reached, and what then changes ------------------------------------------------------------


def _threshold(node: Node, measures: Collection[str]) -> Threshold:
    node.entries()
    if node.maybe("any") is None:
        return Threshold(alternatives=(_condition(node, measures),))
    node.object(("any",))
    items = node.child("any").items()
    if not items:
        node.child("any").refuse(SchemeFault.EMPTY_LIST)
    # One of several of which one is enough is itself one of them.
    inner = (_threshold(item, measures) for item in items)
    return Threshold(alternatives=tuple(one for threshold in inner for one in threshold.alternatives))


def _condition(node: Node, measures: Collection[str]) -> Condition:
    node.object(("measure", *LimitKind, "any"))
    measure = _measure(node, measures)
    limits = tuple(
        Limit(kind=kind, figure=found.figure())
        for kind in LimitKind
        if (found := node.maybe(kind)) is not None
    )
    if not limits:
        node.refuse(SchemeFault.NO_LIMIT)
    return Condition(measure=measure, limits=limits)


def _override(node: Node, measures: Collection[str], base_measure: str) -> Override:
    node.object(("when", "cap", "rate", "rule"))
    when = _threshold(node.need("when"), measures)
    cap, rate, rule = node.maybe("cap"), node.maybe("rate"), node.maybe("rule")
    if cap is None and rate is None and rule is None:
        node.refuse(SchemeFault.NOTHING_OVERRIDDEN)
    return Override(
        when=when,
        cap=None if cap is None else cap.figure(),
        rate=None if rate is None else rate.rate(),
        rule=None if rule is None else read_rule(rule, base_measure),
    )


def _cap(node: Node) -> Cap:
    node.object(("per", "amount", "rate_of_base"))
    amount, rate = node.maybe("amount"), node.maybe("rate_of_base")
    if (amount is None) == (rate is None):
        node.refuse(SchemeFault.CAP_KEYS)
    return Cap(
        per=node.need("per").word(CapPer),
        amount=None if amount is None else amount.figure(),
        rate_of_base=None if rate is None else rate.rate(),
    )


# The rest -----------------------------------------------------------------------------------------------


def _rounding(node: Node | None) -> Rounding:
    if node is None:
        return Rounding()
    node.object(("unit", "mode"))
    unit, mode, usual = node.maybe("unit"), node.maybe("mode"), Rounding()
    found = usual.unit if unit is None else unit.figure()
    if unit is not None and found not in [Node(text).figure() for text in _UNITS]:
        unit.refuse(SchemeFault.UNKNOWN_WORD, text=unit.value, allowed=", ".join(_UNITS))
    return Rounding(unit=found, mode=usual.mode if mode is None else mode.word(RoundingMode))


def _exchange(node: Node | None) -> Exchange:
    if node is None:
        return Exchange()
    node.object(("rule", "date"))
    rule, day = node.maybe("rule"), node.maybe("date")
    found = ExchangeRule.ORDER_DAY if rule is None else rule.word(ExchangeRule)
    if found is ExchangeRule.FIXED_DATE and day is None:
        node.child("date").refuse(SchemeFault.DATE_NEEDED)
    return Exchange(rule=found, date=None if day is None else day.date())


def _evidence(node: Node) -> Evidence:
    node.object(("kind", "per", "required"))
    required = node.maybe("required")
    return Evidence(
        kind=node.need("kind").text(),
        per=node.need("per").word(EvidencePer),
        required=required is None or required.boolean(),
    )


def _period(root: Node, first: str, last: str) -> tuple[date | None, date | None]:
    start, end = root.maybe(first), root.maybe(last)
    start_on = None if start is None else start.date()
    end_on = None if end is None else end.date()
    if start_on is not None and end_on is not None and end_on < start_on:
        root.child(last).refuse(
            SchemeFault.ENDS_BEFORE_START, start=start_on.isoformat(), end=end_on.isoformat()
        )
    return start_on, end_on


def _text(root: Node, key: str) -> str | None:
    found = root.maybe(key)
    if found is None or found.value == "":
        return None
    return found.text()


def _texts(root: Node, key: str) -> tuple[str, ...]:
    return tuple(item.text() for item in root.listed(key))
