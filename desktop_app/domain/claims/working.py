"""From the figures of the book to what each scheme of a claim gives, and which of exclusive ones is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.claims.counting import figures_of
from desktop_app.domain.subsidy.errors import SubsidyFigureError
from desktop_app.domain.subsidy.given import Given
from desktop_app.domain.subsidy.scheme import TierRule
from desktop_app.domain.subsidy.words import RECEIVED, RuleKind
from desktop_app.domain.subsidy.working import work_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.domain.claims.facts import ClaimFacts
    from desktop_app.domain.claims.figures import Figures
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.domain.subsidy.working import Outcome

FEN: int = 100

ClaimKey = tuple[str, str, int]
"""What a claim takes: an order line, or with an empty account a cost or a session by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedItem:
    """One scheme over a period. `given` and `outcome` are None where a measure is not known.

    `scheme` has the reading chosen in its rule. `kept_by` is the id of the scheme of the same exclusion
    group that gives more for the same lines, None where this one is kept.
    """

    scheme: Scheme
    figures: Figures
    given: Given | None
    outcome: Outcome | None
    kept_by: str | None = None

    @property
    def amount_fen(self) -> int:
        """What the scheme gives, in fen."""
        return 0 if self.outcome is None else int(self.outcome.amount * FEN)

    @property
    def asked_fen(self) -> int:
        """What is asked for: nothing where another scheme of the group is kept."""
        return 0 if self.kept_by is not None else self.amount_fen

    @property
    def keys(self) -> frozenset[ClaimKey]:
        """What it takes of the book."""
        return claim_keys(self.figures)


def claim_keys(figures: Figures) -> frozenset[ClaimKey]:
    """Return what a scheme's figure rests on: the costs counted, a trial's sessions, else the kept lines."""
    measure = figures.scheme.base.measure
    if measure == "cost":
        return frozenset(("", " ".join(cost.key), 0) for cost in figures.costs if cost.counted)
    if measure == "loss" and figures.trial is not None:
        return frozenset(("", f"sessions {one.session}", 0) for one in figures.trial.sessions)
    if measure == "sessions":
        return frozenset(("", f"sessions {one.session}", 0) for one in figures.sessions)
    return frozenset(line.fact.key for line in figures.counted)


def with_reading(scheme: Scheme, reading: str | None) -> Scheme:
    """Return a scheme whose unclear tiers are read as `slab` or `marginal`; None leaves them unclear."""
    if reading is None:
        return scheme
    kind = RuleKind(reading)

    def read(rule: object) -> TierRule | None:
        if isinstance(rule, TierRule) and rule.kind is RuleKind.TIERS_UNCLEAR:
            return replace(rule, kind=kind)
        return None

    overrides = tuple(replace(one, rule=read(one.rule) or one.rule) for one in scheme.overrides)
    return replace(scheme, rule=read(scheme.rule) or scheme.rule, overrides=overrides)


def has_unclear_tiers(scheme: Scheme) -> bool:
    """Whether a reading must be chosen before the scheme can be claimed under."""
    rules = (scheme.rule, *(one.rule for one in scheme.overrides))
    return any(rule is not None and rule.kind is RuleKind.TIERS_UNCLEAR for rule in rules)


def work_item(scheme: Scheme, facts: ClaimFacts, received_fen: int) -> WorkedItem:
    """Work one scheme out over the facts of a period; `received_fen` is what the year already gave."""
    figures = figures_of(scheme, facts)
    names = (scheme.base.measure, *scheme.needed_measures)
    if any(name not in figures.measures for name in names):
        return WorkedItem(scheme=scheme, figures=figures, given=None, outcome=None)
    measures = {name: value for name, value in figures.measures.items() if name != scheme.base.measure}
    given = Given(
        base=figures.measures[scheme.base.measure],
        measures={name: value for name, value in measures.items() if name != RECEIVED},
        received=Fraction(received_fen, FEN),
        units=figures.given_units,
    )
    try:
        outcome = work_out(scheme, given)
    except SubsidyFigureError:
        # Units without known costs; `figures.missing` says which.
        return WorkedItem(scheme=scheme, figures=figures, given=given, outcome=None)
    return WorkedItem(scheme=scheme, figures=figures, given=given, outcome=outcome)


def keep_highest(items: Sequence[WorkedItem]) -> list[WorkedItem]:
    """Of items of one exclusion group with lines in common keep the highest (就高不重复).

    Of equals the first is kept.
    """
    kept: list[WorkedItem] = []
    beaten: dict[str, str] = {}
    for item in sorted(items, key=lambda one: -one.amount_fen):
        rival = next((one for one in kept if _exclude(one, item)), None)
        if rival is None:
            kept.append(item)
        else:
            beaten[item.scheme.id] = rival.scheme.id
    return [replace(item, kept_by=beaten.get(item.scheme.id)) for item in items]


def total_fen(items: Iterable[WorkedItem]) -> int:
    """Return what is asked for altogether."""
    return sum(item.asked_fen for item in items)


def _exclude(one: WorkedItem, other: WorkedItem) -> bool:
    group = one.scheme.exclusion_group
    return group is not None and group == other.scheme.exclusion_group and bool(one.keys & other.keys)
