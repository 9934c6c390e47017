"""What stands in the way of freezing a claim, and what whoever hands it in should know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.claims.checklist import missing_of
from desktop_app.domain.claims.evidence import alike_among
from desktop_app.domain.claims.notice import doubtful_limit, lacking
from desktop_app.domain.claims.working import has_unclear_tiers
from desktop_app.domain.subsidy.steps import StepCode, SubsidyWarning, WarningCode
from desktop_app.domain.subsidy.words import ExchangeRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.evidence import Evidence, Target
    from desktop_app.domain.claims.working import ClaimKey, WorkedItem
    from desktop_app.domain.subsidy.scheme import Scheme

Value = str | int


class BlockCode(StrEnum):
    """What must be mended before freezing; the docstring beside each names its data."""

    EXAMPLE = "example"
    INCOMPLETE_SCHEME = "incomplete_scheme"
    """`keys` that the scheme lacks: document_number, source_url, year."""
    OUTSIDE_PERIOD = "outside_period"
    """`valid_from`, `valid_to` of the scheme."""
    APPLY_CLOSED = "apply_closed"
    """`apply_to`, the last day for applying."""
    FORM_NOT_ADMITTED = "form_not_admitted"
    """`form` of the applicant, `admitted`."""
    MEASURE_MISSING = "measure_missing"
    """`measure`, `cause`, and that cause's data."""
    BELOW_THRESHOLD = "below_threshold"
    READING_NOT_CHOSEN = "reading_not_chosen"
    EVIDENCE_MISSING = "evidence_missing"
    """`kind`, `count`, `first`: how many pieces are missing, and the first thing that lacks one."""
    LINE_CLAIMED = "line_claimed"
    """`claim` that holds lines already, `count`, `first`."""


class NoteCode(StrEnum):
    """What to know; the docstring beside each names its data."""

    NO_TRACKING = "no_tracking"
    """`count` orders without tracking number, `first`."""
    SHARED_TRACKING = "shared_tracking"
    """`count` tracking numbers on several orders each, `first`."""
    SAME_FILE = "same_file"
    """`name` of a file that proves `count` things."""
    PHOTOS_ALIKE = "photos_alike"
    """`name` and `other`."""
    OTHER_UNIT = "other_unit"
    """`figure`: the largest limit of the scheme, which looks like 万元."""
    NEXT_TIER = "next_tier"
    """`short_by` and `start`, decimal figures of the base."""
    BEATEN = "beaten"
    """`by` the scheme of the same group that gives more; `amount`."""
    APPLY_NOT_OPEN = "apply_not_open"
    """`apply_from`."""
    APPLICANT_FIELDS = "applicant_fields"
    """`keys` of the applicant's data that are empty."""
    LATER_REFUNDS = "later_refunds"
    """`count` lines with refunds after the cut-off, `first`: 应退回."""
    RATE_OF_OTHER_DAY = "rate_of_other_day"
    """`currency`, `wanted`, `used`: the customs day has no rate of its own."""
    UNPAID_FREIGHT = "unpaid_freight"
    """`count` legs of the period's lines without a day of payment, `first`: they are not counted."""
    ENGINE = "engine"
    """A warning of the calculation itself, in `Finding.warning`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: `scheme` is empty where it concerns the whole claim."""

    code: BlockCode | NoteCode
    scheme: str = ""
    data: tuple[tuple[str, Value], ...] = ()
    warning: SubsidyWarning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a claim is checked against.

    `taken` names, for each scheme, what live claims hold under it or its exclusion group; `wanted` is each
    scheme's checklist; `ties` what each file is tied to.
    """

    from_on: date
    to_on: date
    today: date
    form: str
    empty_fields: tuple[str, ...] = ()
    taken: Mapping[str, Mapping[ClaimKey, str]] = field(default_factory=dict)
    wanted: Mapping[str, Sequence[Wanted]] = field(default_factory=dict)
    ties: Mapping[Target, Sequence[Evidence]] = field(default_factory=dict)


def blocking(items: Iterable[WorkedItem], around: Surroundings) -> list[Finding]:
    """Return everything that stands in the way of freezing."""
    found: list[Finding] = []
    for item in items:
        found += _scheme_blocks(item.scheme, around)
        if item.kept_by is None or item.outcome is None:
            found += _figure_blocks(item)
        if item.kept_by is None:
            found += _evidence_blocks(item.scheme.id, around)
            found += _claimed(item, around)
    return found


def notes(items: Sequence[WorkedItem], around: Surroundings) -> list[Finding]:
    """Return everything to know that does not stand in the way."""
    found: list[Finding] = []
    for item in items:
        found += _item_notes(item, around)
    found += _file_notes(around)
    if around.empty_fields:
        found.append(_found(NoteCode.APPLICANT_FIELDS, keys=", ".join(around.empty_fields)))
    return found


def _scheme_blocks(scheme: Scheme, around: Surroundings) -> list[Finding]:
    found = []
    if scheme.example:
        found.append(_found(BlockCode.EXAMPLE, scheme.id))
    elif keys := lacking(scheme):
        found.append(_found(BlockCode.INCOMPLETE_SCHEME, scheme.id, keys=", ".join(keys)))
    starts_early = scheme.valid_from is not None and around.from_on < scheme.valid_from
    ends_late = scheme.valid_to is not None and around.to_on > scheme.valid_to
    if starts_early or ends_late:
        data = {"valid_from": _day(scheme.valid_from), "valid_to": _day(scheme.valid_to)}
        found.append(_found(BlockCode.OUTSIDE_PERIOD, scheme.id, **data))
    if scheme.apply_to is not None and around.today > scheme.apply_to:
        found.append(_found(BlockCode.APPLY_CLOSED, scheme.id, apply_to=_day(scheme.apply_to)))
    if scheme.legal_forms and around.form not in scheme.legal_forms:
        admitted = "、".join(scheme.legal_forms)
        found.append(_found(BlockCode.FORM_NOT_ADMITTED, scheme.id, form=around.form, admitted=admitted))
    if has_unclear_tiers(scheme):
        found.append(_found(BlockCode.READING_NOT_CHOSEN, scheme.id))
    return found


def _figure_blocks(item: WorkedItem) -> list[Finding]:
    scheme = item.scheme.id
    found = [
        _found(BlockCode.MEASURE_MISSING, scheme, measure=one.measure, cause=one.code, **dict(one.data))
        for one in item.figures.missing
    ]
    if item.outcome is None:
        return found
    below = {StepCode.NOT_MET, StepCode.BELOW_TIERS, StepCode.STEP_BELOW}
    if any(one.code in below for one in item.outcome.steps):
        found.append(_found(BlockCode.BELOW_THRESHOLD, scheme))
    return found


def _evidence_blocks(scheme: str, around: Surroundings) -> list[Finding]:
    missing: dict[str, list[Wanted]] = {}
    for one in missing_of(around.wanted.get(scheme, ())):
        missing.setdefault(one.kind, []).append(one)
    return [
        _found(BlockCode.EVIDENCE_MISSING, scheme, kind=kind, count=len(wanted), first=wanted[0].of)
        for kind, wanted in missing.items()
    ]


def _claimed(item: WorkedItem, around: Surroundings) -> list[Finding]:
    held: dict[str, list[ClaimKey]] = {}
    taken = around.taken.get(item.scheme.id, {})
    for key in sorted(item.keys):
        if key in taken:
            held.setdefault(taken[key], []).append(key)
    return [
        _found(BlockCode.LINE_CLAIMED, item.scheme.id, claim=claim, count=len(keys), first=keys[0][1])
        for claim, keys in held.items()
    ]


def _item_notes(item: WorkedItem, around: Surroundings) -> list[Finding]:
    scheme, found = item.scheme, []
    if item.kept_by is not None and item.outcome is not None:
        found.append(_found(NoteCode.BEATEN, scheme.id, by=item.kept_by, amount=item.amount_fen))
    if scheme.apply_from is not None and around.today < scheme.apply_from:
        found.append(_found(NoteCode.APPLY_NOT_OPEN, scheme.id, apply_from=_day(scheme.apply_from)))
    figure = doubtful_limit(scheme)
    if figure is not None:
        found.append(_found(NoteCode.OTHER_UNIT, scheme.id, figure=str(figure)))
    found += _tracking_notes(item)
    later = [line.fact for line in item.figures.counted if line.fact.later_refund_minor]
    if later:
        found.append(_found(NoteCode.LATER_REFUNDS, scheme.id, count=len(later), first=later[0].order_id))
    if unpaid := item.figures.unpaid_legs:
        found.append(_found(NoteCode.UNPAID_FREIGHT, scheme.id, count=len(unpaid), first=" ".join(unpaid[0])))
    if scheme.exchange.rule is ExchangeRule.CUSTOMS:
        found += [
            _found(
                NoteCode.RATE_OF_OTHER_DAY,
                scheme.id,
                currency=used.rate.currency,
                wanted=_day(used.wanted),
                used=_day(used.rate.on),
            )
            for used in item.figures.rates
            if used.rate.on < used.wanted
        ]
    if item.outcome is not None:
        silent = {WarningCode.NOT_CHECKED, WarningCode.EXAMPLE, WarningCode.READING_NOT_CHOSEN}
        found += [
            Finding(code=NoteCode.ENGINE, scheme=scheme.id, warning=one)
            for one in item.outcome.warnings
            if one.code not in silent
        ]
        following = item.outcome.next
        if following is not None and around.today <= around.to_on:
            data = {"short_by": str(following.short_by), "start": str(following.start)}
            found.append(_found(NoteCode.NEXT_TIER, scheme.id, **data))
    return found


def _tracking_notes(item: WorkedItem) -> list[Finding]:
    orders: dict[str, dict[tuple[str, str], None]] = {}
    without: dict[tuple[str, str], None] = {}
    for line in item.figures.counted:
        if line.fact.tracking:
            orders.setdefault(line.fact.tracking, {})[line.fact.order] = None
        else:
            without[line.fact.order] = None
    found = []
    if without:
        first = next(iter(without))[1]
        found.append(_found(NoteCode.NO_TRACKING, item.scheme.id, count=len(without), first=first))
    shared = [number for number, of in orders.items() if len(of) > 1]
    if shared:
        found.append(_found(NoteCode.SHARED_TRACKING, item.scheme.id, count=len(shared), first=shared[0]))
    return found


def _file_notes(around: Surroundings) -> list[Finding]:
    """Say which files prove several things, and which pictures look alike."""
    files = {
        evidence.sha256: evidence
        for wanted in around.wanted.values()
        for one in wanted
        for evidence in one.found
    }
    uses = Counter(evidence.sha256 for tied in around.ties.values() for evidence in tied)
    found = [
        _found(NoteCode.SAME_FILE, name=evidence.name, count=uses[sha256])
        for sha256, evidence in files.items()
        if uses[sha256] > 1
    ]
    pictures = [evidence for evidence in files.values() if evidence.look is not None]
    for index, picture in enumerate(pictures):
        alike = alike_among(picture.look, pictures[:index])
        found += [_found(NoteCode.PHOTOS_ALIKE, name=picture.name, other=other.name) for other in alike]
    return found


def _found(code: BlockCode | NoteCode, scheme: str = "", **data: Value) -> Finding:
    return Finding(code=code, scheme=scheme, data=tuple(data.items()))


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
