"""A scheme's figures out of the book: the five of sales, every measure, units with their own costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.figure import plain
from desktop_app.domain.subsidy.given import Units
from desktop_app.domain.subsidy.words import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop_app.domain.claims.costs import CountedCost
    from desktop_app.domain.claims.facts import ClaimFacts, LineKey, SessionFact, TrialFact
    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.rates import UsedRate
    from desktop_app.domain.subsidy.scheme import Scheme

_FEN: Final = 100


class MissingCode(StrEnum):
    """Why a measure is not known; the docstring beside each names its data."""

    RATE = "rate"
    """`currency`, `on`: no rate of that day."""
    WEIGHT = "weight"
    """`sku`: a product without weight."""
    TRIAL = "trial"
    """No trial period with a target is written down for the period."""
    PROFIT = "profit"
    """`session`: its statement is incomplete."""
    INPUT = "input"
    """A figure that the user fills in by hand, and has not."""
    FREIGHT = "freight"
    """`order_id`: what its freight cost is not known."""
    COST_KINDS = "cost_kinds"
    """The scheme says of no kind of cost that it counts."""
    UNITS = "units"
    """Units of this measure have no costs of their own in a book."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One reason why a measure is not known."""

    measure: str
    code: MissingCode
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveFigures:
    """成交额, 取消, 剔除, 退款, 净成交额 in fen (cents of a base in USD).

    The last is the first less the others.
    """

    paid: int
    cancelled: int
    excluded: int
    refunds: int

    @property
    def net(self) -> int:
        """净成交额."""
        return self.paid - self.cancelled - self.excluded - self.refunds


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """So many units of one order, parcel or line, and what each of them cost, in fen."""

    on: date
    id: str
    count: Fraction
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What a trial period aimed at and what its sessions earned, in fen."""

    trial: TrialFact
    sessions: tuple[SessionFact, ...]
    actual: int

    @property
    def loss(self) -> int:
        """Expected less actual profit, signed."""
        return self.trial.target_minor - self.actual


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that a scheme counts in a period.

    `measures` holds every measure that could be known of those the scheme names, the base's among them;
    `missing` says why the others are not.
    """

    scheme: Scheme
    lines: tuple[JudgedLine, ...]
    five: FiveFigures | None
    measures: Mapping[str, Fraction]
    missing: tuple[Missing, ...] = ()
    costs: tuple[CountedCost, ...] = ()
    units: tuple[UnitCost, ...] | None = None
    sessions: tuple[SessionFact, ...] = ()
    trial: TrialResult | None = None
    rates: tuple[UsedRate, ...] = ()
    unpaid_legs: tuple[tuple[str, str], ...] = ()
    """Shipment and leg of freight that would count as a cost, had it a day of payment."""
    freight: Mapping[LineKey, int | None] = field(default_factory=dict)

    @property
    def counted(self) -> list[JudgedLine]:
        """The lines that are kept."""
        return [line for line in self.lines if line.is_counted]

    @property
    def given_units(self) -> tuple[Units, ...] | None:
        """The units as the engine takes them."""
        if self.units is None:
            return None
        return tuple(Units(count=one.count, cost=Fraction(one.cost, _FEN)) for one in self.units)


def plain_base(figures: Figures) -> str:
    """Return the base as a decimal figure, money with two decimals; empty where it is not known."""
    measure = figures.scheme.base.measure
    value = figures.measures.get(measure)
    return "" if value is None else plain(value, 2 if measure in MONEY else 0)


def parcels_of(lines: Iterable[JudgedLine]) -> dict[str, list[JudgedLine]]:
    """Return the kept lines of each tracking number; a number on several orders is one parcel."""
    found: dict[str, list[JudgedLine]] = {}
    for line in lines:
        if line.is_counted and line.fact.tracking:
            found.setdefault(line.fact.tracking, []).append(line)
    return found


def trial_of(facts: ClaimFacts) -> TrialFact | None:
    """Return the trial period that the claim's period meets, the latest of several."""
    met = [
        trial
        for trial in facts.trials
        if trial.first_on <= facts.to_on and trial.first_on + timedelta(days=trial.days) > facts.from_on
    ]
    return max(met, key=lambda trial: trial.first_on, default=None)


def sessions_of_trial(trial: TrialFact, facts: ClaimFacts) -> list[SessionFact]:
    """Return the sessions marked as a trial that lie in it, of its account if it names one."""
    return [
        session
        for session in facts.sessions
        if session.trial
        and trial.account in {None, session.account}
        and trial.first_on <= session.on < trial.first_on + timedelta(days=trial.days)
    ]
