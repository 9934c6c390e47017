"""Where one stands (测算): every scheme over a period at once, deadlines, what years gave against caps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.applicant import empty_fields
from desktop_app.domain.claims.checklist import checklist
from desktop_app.domain.claims.checks import BlockCode, Surroundings, blocking, notes
from desktop_app.domain.claims.claim import Claim, ClaimInputs
from desktop_app.domain.claims.states import ClaimState
from desktop_app.domain.claims.working import FEN, keep_highest, total_fen, with_reading, work_item
from desktop_app.domain.subsidy.figure import FIGURE
from desktop_app.domain.subsidy.pool import pool_shares
from desktop_app.domain.subsidy.words import CapPer
from desktop_app.store.queries.claim_books import received_fen, taken
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims import list_claims
from desktop_app.usecases.claims_facts import gather
from desktop_app.usecases.claims_work import received_by, ties_of
from desktop_app.usecases.schemes import schemes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.domain.subsidy.tiers import NextTier
    from desktop_app.store.database import Book

_WAN: Final = 10_000
_BETWEEN: Final = re.compile(r"[、；;+＋\s]+")


class DeadlineKind(StrEnum):
    """What ends or begins on a day."""

    APPLY_FROM = "apply_from"
    APPLY_TO = "apply_to"
    VALID_TO = "valid_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeStanding:
    """One scheme over the period: what it gives now, what stands in the way, what there is to know.

    `next` is the next tier and how much is missing, None for a period that is over. `item.kept_by` names a
    scheme of its exclusion group that gives more. `year_cap_fen` is the lowest sum per year, None where
    there is none; `wanted` is the checklist of its evidence.
    """

    item: WorkedItem
    received_fen: int
    year_cap_fen: int | None
    blocking: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    wanted: tuple[Wanted, ...] = ()
    next: NextTier | None = None

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.item.scheme

    @property
    def is_claimed(self) -> bool:
        """Whether lines of it stand in a live claim already: what it gives is no more to be had."""
        return any(one.code is BlockCode.LINE_CLAIMED for one in self.blocking)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChoice:
    """Schemes that exclude each other: the best one and what the others would give, in fen."""

    group: str
    best: str
    offered: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day of a scheme's calendar; `days_left` is 0 on the day itself."""

    scheme: str
    name: str
    kind: DeadlineKind
    on: date
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearGiven:
    """What a year gave under a scheme, and its cap per year, in fen."""

    scheme: str
    name: str
    year: int
    received_fen: int
    cap_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Every scheme of the book over a period, in the order they were added.

    `total_fen` counts of schemes that exclude each other only the best.
    """

    from_on: date
    to_on: date
    rows: tuple[SchemeStanding, ...]
    groups: tuple[GroupChoice, ...]
    deadlines: tuple[Deadline, ...]
    total_fen: int


def standing(book: Book, from_on: date, to_on: date, *, today: date) -> Standing:
    """Work every scheme of the book out over a period; figures typed in are those of its latest claim."""
    inputs = _inputs(book, from_on, to_on)
    schemes = [with_reading(scheme, inputs.readings.get(scheme.id)) for scheme in schemes_of(book)]
    facts = gather(book, from_on, to_on, cut_off_on=today, inputs=inputs.measures)
    received = received_by(book, to_on.year, inputs)
    items = keep_highest([work_item(one, facts, received.get(one.id, 0)) for one in schemes])
    data, ties = applicant(book), ties_of(book)
    wanted = {item.scheme.id: checklist(item.figures, facts, "", ties) for item in items}
    around = Surroundings(
        from_on=from_on,
        to_on=to_on,
        today=today,
        form=data["kind"],
        empty_fields=empty_fields(data),
        taken=taken(book, {one.id: one.exclusion_group for one in schemes}, None),
        wanted=wanted,
        ties=ties,
    )
    in_the_way, to_know = blocking(items, around), notes(items, around)
    return Standing(
        from_on=from_on,
        to_on=to_on,
        rows=tuple(
            SchemeStanding(
                item=item,
                received_fen=received.get(item.scheme.id, 0),
                year_cap_fen=year_cap_fen(item.scheme),
                blocking=_of(in_the_way, item.scheme.id),
                notes=_of(to_know, item.scheme.id),
                next=item.outcome.next if item.outcome is not None and today <= to_on else None,
                wanted=tuple(wanted[item.scheme.id]),
            )
            for item in items
        ),
        groups=tuple(_groups(items)),
        deadlines=tuple(deadlines(schemes, today)),
        total_fen=total_fen(items),
    )


def deadlines(schemes: Iterable[Scheme], today: date) -> list[Deadline]:
    """Return the days still to come on which applications begin or end, or a scheme ends, soonest first."""
    found = []
    for scheme in schemes:
        days = {
            DeadlineKind.APPLY_FROM: scheme.apply_from,
            DeadlineKind.APPLY_TO: scheme.apply_to,
            DeadlineKind.VALID_TO: scheme.valid_to,
        }
        found += [
            Deadline(scheme=scheme.id, name=scheme.name, kind=kind, on=day, days_left=(day - today).days)
            for kind, day in days.items()
            if day is not None and day >= today
        ]
    return sorted(found, key=lambda one: (one.on, one.scheme))


def calendar(book: Book, *, today: date) -> list[Deadline]:
    """Return the deadlines of all schemes of the book that are no examples."""
    return deadlines((scheme for scheme in schemes_of(book) if not scheme.example), today)


def years_given(book: Book) -> list[YearGiven]:
    """Return what each year gave under each scheme, latest year first, schemes in their order."""
    schemes = {scheme.id: scheme for scheme in schemes_of(book)}
    years = sorted({claim.to_on.year for claim in list_claims(book) if claim.paid_fen}, reverse=True)
    found = []
    for year in years:
        received = received_fen(book, year, schemes)
        found += [
            YearGiven(
                scheme=name,
                name=schemes[name].name,
                year=year,
                received_fen=amount,
                cap_fen=year_cap_fen(schemes[name]),
            )
            for name, amount in received.items()
            if amount
        ]
    return found


def year_cap_fen(scheme: Scheme) -> int | None:
    """Return the lowest sum that a scheme gives in a year, None where it names none."""
    sums = [cap.amount for cap in scheme.caps if cap.per is CapPer.YEAR and cap.amount is not None]
    return int(min(sums) * FEN) if sums else None


def expected_of_pool(pool_fen: int, asked_by_all_fen: int, own_fen: int) -> int:
    """Return what one may expect of a limited pool (预计, 以核定为准), in fen.

    `asked_by_all_fen` is what everyone asks for together, oneself included; at least one's own is taken.
    """
    others = max(asked_by_all_fen - own_fen, 0)
    return pool_shares(pool_fen, [own_fen, others])[0]


def asked_together(text: str) -> int | None:
    """Return an amount typed in yuan, 200万 or several with 、 between, together in fen.

    None for what is no amount, is negative, or ends beyond fen.
    """
    total = Fraction(0)
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    for part in parts:
        bare = part.replace(",", "").replace("，", "").replace("¥", "").replace("元", "")
        is_wan = bare.endswith("万")
        figure = bare.removesuffix("万").strip()
        if not FIGURE.fullmatch(figure):
            return None
        total += Fraction(figure) * (_WAN if is_wan else 1)
    fen = total * FEN
    return int(fen) if parts and fen.denominator == 1 else None


def _inputs(book: Book, from_on: date, to_on: date) -> ClaimInputs:
    """Put together what was typed in for the latest claims, those of this period first."""
    claims = sorted(list_claims(book), key=lambda claim: _rank(claim, from_on, to_on))
    measures: dict[str, Mapping[str, str]] = {}
    readings: dict[str, str] = {}
    for claim in claims:
        for scheme in claim.inputs.schemes:
            measures.setdefault(scheme, claim.inputs.measures.get(scheme, {}))
            if scheme in claim.inputs.readings:
                readings.setdefault(scheme, claim.inputs.readings[scheme])
    names = tuple(row["scheme"] for row in book.rows("schemes"))
    return ClaimInputs(schemes=names, measures=measures, readings=readings)


def _rank(claim: Claim, from_on: date, to_on: date) -> tuple[bool, bool, float]:
    same = (claim.from_on, claim.to_on) == (from_on, to_on)
    return (not same, claim.state is ClaimState.WITHDRAWN, -claim.created_at.timestamp())


def _of(findings: Sequence[Finding], scheme: str) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.scheme == scheme)


def _groups(items: Sequence[WorkedItem]) -> list[GroupChoice]:
    beaten: dict[str, list[WorkedItem]] = {}
    for item in items:
        if item.kept_by is not None:
            beaten.setdefault(item.kept_by, []).append(item)
    groups = {item.scheme.id: item.scheme.exclusion_group or "" for item in items}
    return [
        GroupChoice(
            group=groups[best],
            best=best,
            offered=tuple((one.scheme.id, one.amount_fen) for one in others),
        )
        for best, others in beaten.items()
    ]
