"""A claim worked out: from the book while it is a draft, from its own frozen copy afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_app.domain.claims.applicant import empty_fields
from desktop_app.domain.claims.checklist import checklist
from desktop_app.domain.claims.checks import BlockCode, Surroundings, blocking, notes
from desktop_app.domain.claims.claim import ClaimMeasureError
from desktop_app.domain.claims.working import keep_highest, total_fen, with_reading, work_item
from desktop_app.domain.subsidy.errors import UnknownSchemeError
from desktop_app.domain.subsidy.figure import FIGURE
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.words import RECEIVED
from desktop_app.store.queries.claim_books import received_fen, taken
from desktop_app.store.queries.rates import rate_sources
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims_facts import gather
from desktop_app.usecases.evidence import all_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.claim import Claim, ClaimInputs
    from desktop_app.domain.claims.evidence import Evidence, Target
    from desktop_app.domain.claims.facts import ClaimFacts
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedClaim:
    """A claim with its figures; `wanted` is each scheme's checklist, `ties` evidence by its targets.

    `rate_sources` says of the rates that were used, by currency and day, where they come from.
    """

    claim: Claim
    facts: ClaimFacts
    items: tuple[WorkedItem, ...]
    wanted: Mapping[str, Sequence[Wanted]]
    ties: Mapping[Target, Sequence[Evidence]]
    received: Mapping[str, int]
    bodies: Mapping[str, str]
    rate_sources: Mapping[tuple[str, date], str] = field(default_factory=dict)
    blocking: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def asked_fen(self) -> int:
        """What is asked for altogether."""
        return total_fen(self.items)

    def require_figures(self) -> None:
        """Raise ClaimMeasureError where a measure that a scheme needs is not known."""
        for item in self.items:
            if item.outcome is None:
                missing = BlockCode.MEASURE_MISSING
                found = [one for one in self.blocking if one.scheme == item.scheme.id and one.code is missing]
                raise ClaimMeasureError(item.scheme.id, found)


def work_draft(book: Book, claim: Claim, *, today: date) -> WorkedClaim:
    """Work a draft out from the book as it is today. Raises UnknownSchemeError."""
    bodies = scheme_bodies(book, claim.inputs.schemes)
    facts = gather(book, claim.from_on, claim.to_on, cut_off_on=today, inputs=claim.inputs.measures)
    received = received_by(book, claim.to_on.year, claim.inputs)
    worked = work(claim, facts, bodies, received=received, ties=ties_of(book))
    used = {(one.rate.currency, one.rate.on) for item in worked.items for one in item.figures.rates}
    return checked(book, replace(worked, rate_sources=rate_sources(book, used)), today=today)


def work(
    claim: Claim,
    facts: ClaimFacts,
    bodies: Mapping[str, str],
    *,
    received: Mapping[str, int],
    ties: Mapping[Target, Sequence[Evidence]],
) -> WorkedClaim:
    """Work a claim out over facts, without looking at what may stand in its way."""
    schemes = [
        with_reading(read_scheme(bodies[name].encode()), claim.inputs.readings.get(name))
        for name in claim.inputs.schemes
    ]
    items = keep_highest([work_item(scheme, facts, received.get(scheme.id, 0)) for scheme in schemes])
    wanted = {item.scheme.id: checklist(item.figures, facts, claim.claim, ties) for item in items}
    return WorkedClaim(
        claim=claim,
        facts=facts,
        items=tuple(items),
        wanted=wanted,
        ties=ties,
        received=received,
        bodies=bodies,
    )


def checked(book: Book, worked: WorkedClaim, *, today: date) -> WorkedClaim:
    """Look at what stands in the way of a claim, in the book as it is today."""
    claim, data = worked.claim, applicant(book)
    groups = {item.scheme.id: item.scheme.exclusion_group for item in worked.items}
    around = Surroundings(
        from_on=claim.from_on,
        to_on=claim.to_on,
        today=today,
        form=data["kind"],
        empty_fields=empty_fields(data),
        taken=taken(book, groups, (claim.claim, claim.version)),
        wanted=worked.wanted,
        ties=worked.ties,
    )
    return replace(
        worked, blocking=tuple(blocking(worked.items, around)), notes=tuple(notes(worked.items, around))
    )


def scheme_bodies(book: Book, schemes: Iterable[str]) -> dict[str, str]:
    """Return the texts of schemes by id. Raises UnknownSchemeError."""
    found = {}
    for scheme in schemes:
        row = book.row("schemes", scheme)
        if row is None:
            raise UnknownSchemeError(scheme)
        found[scheme] = str(row["body"])
    return found


def received_by(book: Book, year: int, inputs: ClaimInputs) -> dict[str, int]:
    """Return what a year gave under each scheme: paid claims of the book, and what was typed in beside."""
    found = received_fen(book, year, inputs.schemes)
    for scheme, given in inputs.measures.items():
        text = given.get(RECEIVED, "")
        if FIGURE.fullmatch(text) and scheme in found:
            whole, _, part = text.partition(".")
            found[scheme] += int(whole) * 100 + int((part + "00")[:2])
    return found


def ties_of(book: Book) -> dict[Target, list[Evidence]]:
    """Return evidence by what it is tied to."""
    found: dict[Target, list[Evidence]] = {}
    for linked in all_evidence(book):
        for target in linked.targets:
            found.setdefault(target, []).append(linked.evidence)
    return found
