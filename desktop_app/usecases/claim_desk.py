"""What a claim's page asks of a book in one turn, and what it changes in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.checklist import Wanted
from desktop_app.domain.claims.evidence import EvidenceRefusedError, Target
from desktop_app.domain.claims.states import ClaimEvent
from desktop_app.domain.subsidy.figure import FIGURE
from desktop_app.domain.subsidy.words import EvidencePer
from desktop_app.usecases import claims_life
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims import begin_claim, change_inputs, drop_draft, read_claim, work_claim
from desktop_app.usecases.claims_approval import cut_lines
from desktop_app.usecases.claims_differences import differences_of
from desktop_app.usecases.evidence import attach
from desktop_app.usecases.subsidy_desk import make_own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from desktop_app.domain.claims.claim import Claim, LineApproval
    from desktop_app.domain.claims.evidence import EvidenceWarning
    from desktop_app.reports.claim.document import Difference
    from desktop_app.reports.claim.paper import PaperSheet
    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_pack import Pack
    from desktop_app.usecases.claims_work import WorkedClaim
    from desktop_app.usecases.subsidy_desk import NoticeData

_FEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim with its figures, what the book says otherwise since, and the applicant's data."""

    worked: WorkedClaim
    differences: tuple[Difference, ...]
    applicant: Mapping[str, str]
    cut: tuple[LineApproval, ...] = ()
    """Lines of which less was approved, in their order."""

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.worked.claim

    @property
    def wanted(self) -> list[Wanted]:
        """All proof that its schemes ask for, each piece once."""
        return list(dict.fromkeys(one for wanted in self.worked.wanted.values() for one in wanted))

    @property
    def anything_else(self) -> Wanted:
        """What is tied to the claim as a whole without being asked for."""
        target = Target("claims", (self.claim.claim,))
        asked = {one.kind for one in self.wanted if target in one.targets}
        found = tuple(one for one in self.worked.ties.get(target, ()) if one.kind not in asked)
        return Wanted(
            kind="",
            per=EvidencePer.CLAIM,
            required=False,
            of=self.claim.number,
            targets=(target,),
            found=found,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStepData:
    """One step in a claim's life as it was filled in; amounts in fen by scheme, or under an empty key.

    `lines` are those of which less was approved.
    """

    event: ClaimEvent
    on: date
    note: str
    amounts: Mapping[str, int]
    lines: tuple[LineApproval, ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of tying files to what they prove: what was refused, and what is odd."""

    refused: tuple[Exception, ...] = ()
    odd: tuple[tuple[EvidenceWarning, str], ...] = ()


def claim_view(book: Book, *, number: str, today: date) -> ClaimView:
    """Return a claim as its page shows it. Raises UnknownClaimError, UnknownSchemeError."""
    worked = work_claim(book, number, today=today)
    return ClaimView(
        worked=worked,
        differences=tuple(differences_of(book, worked)),
        applicant=applicant(book, worked.claim.applicant_version),
        cut=cut_lines(book, worked.claim),
    )


def attach_files(book: Book, *, wanted: Sequence[Wanted], files: Sequence[Path]) -> Attached:
    """Tie each file to each thing that it proves; one that is refused does not keep the others out.

    Raises what writing raises.
    """
    refused: list[Exception] = []
    odd: list[tuple[EvidenceWarning, str]] = []
    for file in files:
        try:
            for one in wanted:
                target = one.targets[0]
                found = attach(book, file, file.name, target.kind, target.key, kind=one.kind or None)
                odd += found.warnings if one is wanted[0] else ()
        except (EvidenceRefusedError, OSError) as error:
            refused.append(error)
    return Attached(tuple(refused), tuple(odd))


def pack_claim(
    book: Book, *, number: str, target: Path, today: date, progress: Callable[[float, float], None]
) -> Pack:
    """Write a claim's pack, a folder or a zip; `progress` may raise to stop. Raises as `write_pack`."""
    # Workbooks are written with a library that the window does not load.
    from desktop_app.usecases.claims_pack import write_pack  # noqa: PLC0415

    return write_pack(book, number, target, today=today, progress=progress)


def paper_sheets(
    book: Book, *, number: str, reader: str, ledger_by: str, today: date, progress: Callable[[float], None]
) -> tuple[PaperSheet, ...]:
    """Return a claim's sheets as they lie on paper. Arguments and errors as of `claim_paper`."""
    # Sheets are laid out with a library that the window does not load.
    from desktop_app.usecases.claims_paper import claim_paper  # noqa: PLC0415

    return claim_paper(
        book, number=number, reader=reader, ledger_by=ledger_by, today=today, progress=progress
    )


def read_fen(text: str) -> int | None:
    """Return an amount typed in yuan, with or without commas, as fen; None for what is none."""
    plain = text.replace(",", "").replace("，", "").replace("¥", "").strip()
    if not FIGURE.fullmatch(plain):
        return None
    fen = Decimal(plain) * _FEN
    return int(fen) if fen == fen.to_integral_value() else None


def plain_yuan(fen: int) -> str:
    """Return fen as they are typed: 1409.50."""
    return f"{Decimal(fen) / _FEN:.2f}"


def take_step(book: Book, *, number: str, step: ClaimStepData) -> Claim:
    """Write a step of a claim's life down. Raises as the steps of `claims_life` do."""
    on, note, amount = step.on, step.note, step.amounts.get("", 0)
    if step.event is ClaimEvent.FREEZE:
        return claims_life.freeze(book, number, today=on)
    if step.event is ClaimEvent.APPROVE:
        return claims_life.approve(book, number, step.amounts, on=on, note=note, lines=step.lines)
    if step.event in {ClaimEvent.PAY, ClaimEvent.RECOVER}:
        with_amount = claims_life.pay if step.event is ClaimEvent.PAY else claims_life.recover
        return with_amount(book, number, amount, on=on, note=note)
    plain = {
        ClaimEvent.SUBMIT: claims_life.submit,
        ClaimEvent.RETURN: claims_life.send_back,
        ClaimEvent.REFUSE: claims_life.refuse,
        ClaimEvent.WITHDRAW: claims_life.withdraw,
    }
    return plain[step.event](book, number, on=on, note=note)


def type_in(book: Book, *, number: str, scheme: str, measure: str, figure: str) -> Claim:
    """Change one figure typed in for a draft; an empty one is taken out. Raises as `change_inputs`."""
    inputs = read_claim(book, number).inputs
    given = {**inputs.measures.get(scheme, {}), measure: figure}
    kept = {name: text for name, text in given.items() if text}
    return change_inputs(book, number, replace(inputs, measures={**inputs.measures, scheme: kept}))


def write_whole(book: Book, *, number: str, on: bool) -> Claim:
    """Choose whether a draft's capitals end with 整 after 角 too (角后加整). Raises as `change_inputs`."""
    inputs = read_claim(book, number).inputs
    return change_inputs(book, number, replace(inputs, whole_after_jiao=on))


def begin(book: Book, *, schemes: Sequence[str], from_on: date, to_on: date, whole_after_jiao: bool) -> Claim:
    """Begin a draft at the window, its capitals as they were chosen last. Raises as `begin_claim`."""
    claim = begin_claim(book, schemes, from_on, to_on)
    if whole_after_jiao == claim.inputs.whole_after_jiao:
        return claim
    return write_whole(book, number=claim.number, on=whole_after_jiao)


def choose_reading(book: Book, *, number: str, scheme: str, reading: str) -> Claim:
    """Choose how a scheme's unclear tiers are read in a draft. Raises as `change_inputs`."""
    inputs = read_claim(book, number).inputs
    return change_inputs(book, number, replace(inputs, readings={**inputs.readings, scheme: reading}))


def claim_under_own(book: Book, *, number: str, scheme: str, notice: NoticeData) -> Claim:
    """Make a draft's scheme one's own, and return a draft under it in the place of the one there was.

    What was typed in goes over. Raises as `make_own`, `begin_claim` and `drop_draft`.
    """
    draft = read_claim(book, number)
    own = make_own(book, scheme=scheme, notice=notice)
    if own.id == scheme:
        return draft
    inputs = draft.inputs
    names = [own.id if name == scheme else name for name in inputs.schemes]
    claim = begin_claim(book, names, draft.from_on, draft.to_on)
    measures = {own.id if name == scheme else name: given for name, given in inputs.measures.items()}
    readings = {own.id if name == scheme else name: given for name, given in inputs.readings.items()}
    change_inputs(book, claim.number, replace(inputs, measures=measures, readings=readings))
    drop_draft(book, number)
    return read_claim(book, claim.number)
