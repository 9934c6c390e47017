"""Writing a scheme from a notice: its values as they are typed, what they come to, and how it rises."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.subsidy.given import Given, read_given
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.scheme import PerUnitRule, StepRule, TierRule
from desktop_app.domain.subsidy.words import MONEY
from desktop_app.domain.subsidy.working import work_out
from desktop_app.domain.subsidy.writing import scheme_values
from desktop_app.usecases.schemes import save_scheme, schemes_of
from desktop_app.usecases.subsidy_desk import free_id, scheme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.domain.subsidy.scheme import Rule, Scheme, Threshold
    from desktop_app.domain.subsidy.steps import Step
    from desktop_app.store.database import Book

_POINTS: Final = 120
_USUAL_MONEY: Final = Fraction(1_000_000)
_USUAL_COUNT: Final = Fraction(2_000)
_WAN: Final = 10_000
_YEAR: Final = re.compile(r"20\d\d\s*年?度?|\s")
"""What tells versions of one scheme apart in their names."""
_NUMBER: Final = re.compile(r"-\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Curve:
    """What a scheme gives by its base: points in the base's unit and in yuan; thresholds of others hold."""

    points: tuple[tuple[Fraction, Fraction], ...]


def values_to_edit(book: Book, *, scheme: str) -> dict[str, Any]:
    """Return a scheme's values, or those that a new one begins with where `scheme` is empty.

    Raises UnknownSchemeError.
    """
    if scheme:
        return scheme_values(scheme_of(book, scheme=scheme))
    return {
        "id": free_id(book, "own-notice"),
        "name": "",
        "example": False,
        "base": {"measure": "net", "currency": "CNY", "filters": {"cross_border": True, "status": "paid"}},
        "thresholds": [],
        "rule": {
            "kind": "slab",
            "tiers": [
                {
                    "from": "500000",
                    "from_included": True,
                    "to": None,
                    "to_included": False,
                    "rate": "0.01",
                }
            ],
        },
        "caps": [],
        "evidence": [],
    }


def scheme_from(values: Mapping[str, Any]) -> Scheme:
    """Return the scheme that values make. Raises SchemeRefusedError, which names the place."""
    return read_scheme(json.dumps(values, ensure_ascii=False).encode())


def keep_values(book: Book, *, values: Mapping[str, Any]) -> Scheme:
    """Keep a scheme as it was typed. Raises SchemeRefusedError."""
    scheme = scheme_from(values)
    save_scheme(book, scheme)
    return scheme


class Standing(StrEnum):
    """Whether a version of a scheme holds on a day."""

    STANDS = "stands"
    ENDED = "ended"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a scheme, and whether it holds today."""

    scheme: Scheme
    standing: Standing


def versions_of(book: Book, *, values: Mapping[str, Any], today: date) -> tuple[Version, ...]:
    """Return the schemes that are kept under a scheme's name, years aside, the latest first."""
    name, known = _bare_name(str(values["name"])), schemes_of(book)
    found = [one for one in known if one.id == values["id"] or (name and _bare_name(one.name) == name)]
    found.sort(key=lambda one: (one.valid_from or date.min, one.id), reverse=True)
    return tuple(Version(one, _standing(one, today)) for one in found)


def next_version(book: Book, *, scheme: str) -> dict[str, Any]:
    """Return the values of a scheme for the year after it: its notice, number and days are to be typed in.

    Raises UnknownSchemeError.
    """
    old = scheme_of(book, scheme=scheme)
    start = old.valid_from and old.valid_from.replace(
        year=old.valid_from.year + 1, day=_safe_day(old.valid_from)
    )
    end = old.valid_to and old.valid_to.replace(year=old.valid_to.year + 1, day=_safe_day(old.valid_to))
    stem = _NUMBER.sub("", old.id)
    new = replace(
        old,
        id=free_id(book, stem.replace("example", "own", 1) if old.example else stem),
        name=old.name.removeprefix("示例").strip() if old.example else old.name,
        example=False,
        document_number=None,
        source_url=None,
        valid_from=start,
        valid_to=end,
        apply_from=None,
        apply_to=None,
    )
    return scheme_values(new)


def _safe_day(day: date) -> int:
    """A day that every year has: the 29th of February is the 28th."""
    return 28 if (day.month, day.day) == (2, 29) else day.day


def _bare_name(name: str) -> str:
    return _YEAR.sub("", name.removeprefix("示例"))


def _standing(scheme: Scheme, today: date) -> Standing:
    if scheme.valid_from is not None and today < scheme.valid_from:
        return Standing.COMING
    return Standing.ENDED if scheme.valid_to is not None and today > scheme.valid_to else Standing.STANDS


def typed_figure(text: str, *, percent: bool = False) -> str | None:
    """Return a figure as a scheme's file has it: 50万 is 500000, with `percent` 2 is 0.02; None for blank.

    What is no figure stays as it is, for the file's own check to name it.
    """
    bare = text.replace(",", "").replace("，", "").replace("¥", "").replace("元", "").strip()
    if not bare:
        return None
    is_wan = bare.endswith("万")
    try:
        figure = Decimal(bare.rstrip("万%％").strip())
    except InvalidOperation:
        return text.strip()
    figure = figure * _WAN if is_wan else figure / 100 if percent else figure
    plain = f"{figure:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def shown_figure(figure: str | None, *, percent: bool = False) -> str:
    """Return a figure of a scheme's file as it is typed: 0.02 is 2 with `percent`."""
    if figure is None:
        return ""
    if not percent:
        return figure
    plain = f"{Decimal(figure) * 100:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def try_base(scheme: Scheme, base: str) -> tuple[Step, ...]:
    """Return the steps over a base typed in; thresholds of other measures are taken as met.

    Raises SubsidyFigureError for what is no figure.
    """
    bare = _by_base_alone(scheme)
    return tuple(work_out(bare, read_given(bare, base)).steps)


def curve_of(scheme: Scheme) -> Curve:
    """Return how a scheme's amount rises with its base, up to half as much again as its highest limit."""
    measure, bare = scheme.base.measure, _by_base_alone(scheme)
    highest = _highest(bare) * 3 / 2
    limits = [point for point in _limits(bare) if point < highest]
    steps = [highest * at / _POINTS for at in range(_POINTS + 1)]
    small = Fraction(1, 100) if measure in MONEY else Fraction(1)
    beside = [point + side for point in limits for side in (-small, small)]
    bases = sorted(base for base in {*steps, *limits, *beside} if base >= 0)
    return Curve(tuple((base, work_out(bare, Given(base=base)).amount) for base in bases))


def _by_base_alone(scheme: Scheme) -> Scheme:
    """A scheme without all that rests on other figures than its base."""
    measure = scheme.base.measure
    own = tuple(one for one in scheme.thresholds if _is_about(one, measure))
    special = tuple(
        replace(one, rule=None if one.rule is None else _at_its_sum(one.rule))
        for one in scheme.overrides
        if _is_about(one.when, measure)
    )
    return replace(scheme, thresholds=own, overrides=special, rule=_at_its_sum(scheme.rule))


def _is_about(threshold: Threshold, measure: str) -> bool:
    return all(one.measure == measure for one in threshold.alternatives)


def _at_its_sum(rule: Rule) -> Rule:
    """A rule that asks for no unit's own cost."""
    return replace(rule, or_actual_if_less=False) if isinstance(rule, PerUnitRule) else rule


def _limits(scheme: Scheme) -> list[Fraction]:
    found = [
        limit.figure
        for one in (*scheme.thresholds, *(special.when for special in scheme.overrides))
        for each in one.alternatives
        for limit in each.limits
        if each.measure == scheme.base.measure
    ]
    for rule in (scheme.rule, *(one.rule for one in scheme.overrides if one.rule is not None)):
        found += _rule_limits(rule)
    return found


def _rule_limits(rule: Rule) -> list[Fraction]:
    found: list[Fraction] = []
    if isinstance(rule, TierRule):
        found += [end for tier in rule.tiers for end in (tier.start, tier.end) if end is not None]
    if isinstance(rule, StepRule):
        found += [rule.after + rule.every * at for at in range(20)]
    if isinstance(rule, PerUnitRule):
        found.append(rule.above)
    return found


def _highest(scheme: Scheme) -> Fraction:
    usual = _USUAL_MONEY if scheme.base.measure in MONEY else _USUAL_COUNT
    rule = scheme.rule
    found = max(_limits(scheme), default=Fraction(0)) or usual
    caps = [cap.amount for cap in scheme.caps if cap.amount is not None]
    if caps and isinstance(rule, StepRule) and rule.amount:
        return rule.after + rule.every * (min(caps) / rule.amount + 1)
    if caps and isinstance(rule, PerUnitRule) and rule.amount:
        return rule.above + min(caps) / rule.amount
    return found
