"""Which proof a scheme asks for, what of it is there, and what is missing for which line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.claims.evidence import Evidence, Target
from desktop_app.domain.subsidy.words import EvidencePer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop_app.domain.claims.facts import ClaimFacts, LineKey
    from desktop_app.domain.claims.figures import Figures

TRIAL_PAPER = "trial_target"
"""The kind of evidence that the target of a trial period, signed and stamped before it began, is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One piece of proof that is asked for: `of` is what it proves, `targets` what it may be tied to."""

    kind: str
    per: EvidencePer
    required: bool
    of: str
    targets: tuple[Target, ...]
    found: tuple[Evidence, ...] = ()


def checklist(
    figures: Figures, facts: ClaimFacts, claim: str, ties: Mapping[Target, Sequence[Evidence]]
) -> list[Wanted]:
    """Return everything that a scheme asks for, in its order, with what is there of each.

    A file that was not said to prove anything in particular counts for whatever it is tied to.
    """
    wanted = []
    for one in figures.scheme.evidence:
        for of, targets in _places(figures, facts, claim, one.per):
            found = [
                evidence
                for target in targets
                for evidence in ties.get(target, ())
                if evidence.kind in {None, one.kind}
            ]
            wanted.append(
                Wanted(
                    kind=one.kind,
                    per=one.per,
                    required=one.required,
                    of=of,
                    targets=tuple(targets),
                    found=tuple(dict.fromkeys(found)),
                )
            )
    if figures.trial is not None:
        wanted.append(_trial_paper(figures, ties))
    return wanted


def missing_of(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Return what is required and not there."""
    return [one for one in wanted if one.required and not one.found]


def line_targets(key: LineKey, legs: Iterable[tuple[str, str]] = ()) -> list[Target]:
    """Return what proof of an order line may be tied to: the line, its order, the legs that carried it."""
    account, order, line = key
    places = [Target("sales", (account, order, line)), Target("orders", (account, order))]
    return places + [Target("shipping", leg) for leg in legs]


def legs_by_line(facts: ClaimFacts) -> dict[LineKey, list[tuple[str, str]]]:
    """Return the legs that carried each line."""
    found: dict[LineKey, list[tuple[str, str]]] = {}
    for leg in facts.legs:
        for key, _share in leg.shares:
            found.setdefault(key, []).append((leg.shipment, leg.leg))
    return found


def _places(
    figures: Figures, facts: ClaimFacts, claim: str, per: EvidencePer
) -> list[tuple[str, list[Target]]]:
    """Return each thing that needs proof of its own, with what the proof may be tied to."""
    match per:
        case EvidencePer.CLAIM:
            return [(claim, [Target("claims", (claim,))])]
        case EvidencePer.MONTH:
            return [(month, [Target("months", (month,))]) for month in _months(figures)]
        case EvidencePer.SESSION:
            return [(code, [Target("sessions", (code,))]) for code in _sessions(figures)]
        case EvidencePer.LINE:
            if figures.scheme.base.measure == "cost":
                return [
                    (" ".join(cost.key[1:]), [Target(cost.key[0], cost.key[1:])]) for cost in figures.costs
                ]
            legs = legs_by_line(facts)
            return [
                (
                    f"{line.fact.order_id} {line.fact.line}",
                    line_targets(line.fact.key, legs.get(line.fact.key, ())),
                )
                for line in figures.counted
            ]


def _months(figures: Figures) -> list[str]:
    """The months with something that counts."""
    days = [line.on for line in figures.counted]
    days += [cost.paid_on for cost in figures.costs if cost.paid_on is not None]
    return sorted({day.isoformat()[: len("2026-01")] for day in days})


def _sessions(figures: Figures) -> list[str]:
    """The broadcasts that something counted comes from, or that are counted themselves."""
    if figures.scheme.base.measure == "sessions":
        return [session.session for session in figures.sessions]
    if figures.trial is not None:
        return [session.session for session in figures.trial.sessions]
    return sorted({line.fact.session for line in figures.counted if line.fact.session})


def _trial_paper(figures: Figures, ties: Mapping[Target, Sequence[Evidence]]) -> Wanted:
    trial = figures.trial
    name = "" if trial is None else trial.trial.trial
    target = Target("trials", (name,))
    return Wanted(
        kind=TRIAL_PAPER,
        per=EvidencePer.CLAIM,
        required=True,
        of=name,
        targets=(target,),
        found=tuple(ties.get(target, ())),
    )
