"""The proof that goes with a claim: which files belong to it, each with its number in the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.claims.evidence import Evidence, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop_app.domain.claims.facts import ClaimFacts
    from desktop_app.domain.claims.working import WorkedItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One file of a claim; `number` is 001 and on, `targets` what of the claim it is tied to."""

    number: str
    evidence: Evidence
    targets: tuple[Target, ...]


def proofs_of(
    claim: str,
    items: Iterable[WorkedItem],
    facts: ClaimFacts,
    ties: Mapping[Target, Sequence[Evidence]],
) -> list[Proof]:
    """Return the files that are tied to anything of a claim: to itself first, then as its lists go."""
    targets: dict[Evidence, list[Target]] = {}
    for target in places_of(claim, items, facts):
        for evidence in ties.get(target, ()):
            targets.setdefault(evidence, []).append(target)
    return [
        Proof(number=f"{number:03d}", evidence=evidence, targets=tuple(tied))
        for number, (evidence, tied) in enumerate(targets.items(), start=1)
    ]


def places_of(claim: str, items: Iterable[WorkedItem], facts: ClaimFacts) -> list[Target]:
    """Return everything of a claim that proof may be tied to, each once: the claim, then by its lists."""
    found: dict[Target, None] = {Target("claims", (claim,)): None}
    counted = set()
    for item in items:
        figures = item.figures
        if figures.trial is not None:
            found[Target("trials", (figures.trial.trial.trial,))] = None
        for cost in figures.costs:
            found[Target(cost.key[0], cost.key[1:])] = None
        days = {line.on for line in figures.counted}
        for month in sorted({day.isoformat()[: len("2026-01")] for day in days}):
            found[Target("months", (month,))] = None
        for line in figures.counted:
            counted.add(line.fact.key)
            found[Target("orders", line.fact.order)] = None
            found[Target("sales", line.fact.key)] = None
            if line.fact.session:
                found[Target("sessions", (line.fact.session,))] = None
    for leg in facts.legs:
        if any(key in counted for key, _share in leg.shares):
            found[Target("shipping", (leg.shipment, leg.leg))] = None
    return list(found)


def numbers_by_target(proofs: Iterable[Proof]) -> dict[Target, list[str]]:
    """Return the numbers of the files tied to each thing."""
    found: dict[Target, list[str]] = {}
    for proof in proofs:
        for target in proof.targets:
            found.setdefault(target, []).append(proof.number)
    return found
