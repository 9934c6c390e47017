"""The figures handed to a scheme: base, measures, what the year already gave, the units' own costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.errors import FigureFault, SubsidyFigureError
from desktop_app.domain.subsidy.figure import FIGURE, LONGEST, SIGNED, plain
from desktop_app.domain.subsidy.words import COUNTS, RECEIVED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.subsidy.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """So many units that cost so much each, in yuan."""

    count: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a scheme is worked out from.

    `measures` holds every measure that the scheme names beside the base's; `received` is what the year
    already gave in yuan, None where it was not said; `units` are in order of day and id, None where they
    were not said.
    """

    base: Fraction
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    received: Fraction | None = None
    units: tuple[Units, ...] | None = None


def read_given(scheme: Scheme, base: str, measures: Sequence[str] = (), units: Sequence[str] = ()) -> Given:
    """Read the figures of a command line: the base, NAME=FIGURE each, COUNT@COST each.

    Raises SubsidyFigureError; a measure that the scheme names and nobody gave is one of its reasons.
    """
    base_figure = _figure("base", base, signed=True)
    found: dict[str, Fraction] = {}
    for text in measures:
        name, equals, figure = text.rpartition("=")
        if not equals or not name:
            raise SubsidyFigureError("measure", FigureFault.NOT_NAMED, {"text": text})
        if name in found:
            raise SubsidyFigureError(name, FigureFault.TWICE)
        if name not in scheme.known_names:
            known = ", ".join(scheme.known_names)
            raise SubsidyFigureError(name, FigureFault.UNKNOWN, {"known": known})
        is_base = name == scheme.base.measure
        found[name] = _figure(name, figure, signed=is_base or name not in {*COUNTS, RECEIVED})
        if is_base and found[name] != base_figure:
            raise SubsidyFigureError(name, FigureFault.OTHER_BASE, {"text": figure, "base": base})
    for name in scheme.needed_measures:
        if name not in found:
            raise SubsidyFigureError(name, FigureFault.MISSING)
    received = found.pop(RECEIVED, None)
    return Given(
        base=base_figure,
        measures=found,
        received=received,
        units=tuple(map(_units, units)) if units else None,
    )


def costs_of_counted(units: Sequence[Units] | None, base: Fraction, above: Fraction) -> tuple[Units, ...]:
    """Return the units beyond the first `above`. Raises SubsidyFigureError unless they add up to the base."""
    if units is None:
        raise SubsidyFigureError("units", FigureFault.UNITS_MISSING)
    total = sum((one.count for one in units), Fraction(0))
    if total != base:
        raise SubsidyFigureError(
            "units", FigureFault.UNITS_DIFFER, {"sum": plain(total), "base": plain(base)}
        )
    left, counted = above, []
    for one in units:
        skipped = min(left, one.count)
        left -= skipped
        if one.count > skipped:
            counted.append(Units(count=one.count - skipped, cost=one.cost))
    return tuple(counted)


def _units(text: str) -> Units:
    count, at, cost = text.partition("@")
    if not at:
        raise SubsidyFigureError("units", FigureFault.NOT_UNITS, {"text": text})
    return Units(count=_figure("units", count, signed=False), cost=_figure("units", cost, signed=False))


def _figure(name: str, text: str, *, signed: bool) -> Fraction:
    if len(text) > LONGEST:
        raise SubsidyFigureError(name, FigureFault.TOO_LARGE, {"limit": LONGEST})
    if not (FIGURE.fullmatch(text) or SIGNED.fullmatch(text)):
        raise SubsidyFigureError(name, FigureFault.NOT_FIGURE, {"text": text})
    figure = Fraction(text)
    if figure < 0 and not signed:
        raise SubsidyFigureError(name, FigureFault.NEGATIVE, {"text": text})
    return figure
