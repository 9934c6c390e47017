"""A worked claim as the document that its workbook is written from, and the manifest of its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.applicant import not_applicable
from desktop_app.domain.claims.proof import Proof, numbers_by_target, proofs_of
from desktop_app.domain.money import split_largest_remainder
from desktop_app.reports.claim.document import (
    Applicant,
    ClaimDocument,
    ClaimItem,
    Difference,
    FiveFigures,
)
from desktop_app.reports.claim.printed import state_printed
from desktop_app.reports.claim.rows import EvidenceFile
from desktop_app.store.queries.claim_costs import SHANGHAI
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims_approval import cut_lines
from desktop_app.usecases.claims_lists import Lists, rate_used

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.claims.evidence import Target
    from desktop_app.domain.claims.facts import LineKey
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_work import WorkedClaim

_SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "video/mp4": ".mp4",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
_LONGEST: Final = 60
MANIFEST: Final = "佐证材料清单.txt"
"""The file that holds the hash of each piece of evidence; empty where there is none, and still there."""
EVIDENCE_FOLDER: Final = "佐证"
"""The folder of a pack that holds the evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A claim's document with the evidence that goes beside it and the text of the manifest."""

    document: ClaimDocument
    proofs: tuple[Proof, ...]
    manifest: str


def document_of(
    book: Book, worked: WorkedClaim, *, today: date, differences: Sequence[Difference] = ()
) -> Written:
    """Return the document of a claim; a draft's is filled in today, a frozen one's on the day of freezing.

    Raises ClaimMeasureError where a measure that a scheme needs is not known.
    """
    worked.require_figures()
    claim = worked.claim
    proofs = proofs_of(claim.claim, worked.items, worked.facts, worked.ties)
    numbers = numbers_by_target(proofs)
    manifest = manifest_text(proofs)
    lists = Lists(worked, numbers, _remarks(book, worked))
    data = applicant(book, claim.applicant_version)
    frozen_on = claim.frozen_at and claim.frozen_at.astimezone(SHANGHAI).date()
    document = ClaimDocument(
        number=claim.claim,
        version=claim.version,
        title=_title(worked),
        issuer=claim.issuer,
        document_number="、".join(
            dict.fromkeys(item.scheme.document_number or "" for item in worked.items)
        ).strip("、"),
        from_on=claim.from_on,
        to_on=claim.to_on,
        cut_off_on=worked.facts.cut_off_on,
        filled_on=frozen_on or today,
        is_draft=claim.is_draft,
        state=state_printed(claim.state),
        applicant=_applicant(data),
        items=tuple(
            _item(worked, number, item, numbers) for number, item in enumerate(worked.items, start=1)
        ),
        same_kind=claim.inputs.same_kind,
        whole_after_jiao=claim.inputs.whole_after_jiao,
        ledgers=lists.ledgers(),
        shipping=lists.shipping(),
        costs=lists.costs(),
        sessions=lists.sessions(),
        reconciliation=lists.reconciliation(),
        trial=lists.trial(),
        training=lists.training(),
        evidence=tuple(_file(proof) for proof in proofs),
        manifest_hash=sha256(manifest.encode()).hexdigest(),
        rates=tuple(
            dict.fromkeys(
                rate_used(used, worked.rate_sources) for item in worked.items for used in item.figures.rates
            )
        ),
        differences=tuple(differences),
    )
    return Written(document=document, proofs=tuple(proofs), manifest=manifest)


def _remarks(book: Book, worked: WorkedClaim) -> dict[LineKey, str]:
    """Return what was approved of lines of which it was less, and why, by line."""
    return {
        (one.account, one.order_id, one.line): f"核定 {Decimal(one.approved_minor) / 100:,.2f}：{one.reason}"
        for one in cut_lines(book, worked.claim)
    }


def manifest_text(proofs: Sequence[Proof]) -> str:
    """Return the manifest: for each file its hash and its name in the pack, as `sha256sum -c` reads it."""
    lines = [f"{proof.evidence.sha256.hex()}  {packed_name(proof)}\n" for proof in proofs]
    return "".join(lines)


def packed_name(proof: Proof) -> str:
    """Return where a file lies in the pack: its number, then its own name, safe on every system."""
    name = PurePath(proof.evidence.name)
    suffix = _SUFFIXES.get(proof.evidence.media_type, name.suffix.lower())
    stem = "".join(char if char.isalnum() or char in "-_（）()." else "_" for char in name.stem)
    return f"{EVIDENCE_FOLDER}/{proof.number}_{stem[:_LONGEST].strip('. ')}{suffix}"


def _title(worked: WorkedClaim) -> str:
    year = worked.claim.to_on.year
    name = worked.items[0].scheme.name
    name = name if len(worked.items) == 1 else worked.claim.issuer or name
    return f"{name}申报表" if str(year) in name else f"{year}年{name}申报表"


def _applicant(data: Mapping[str, str]) -> Applicant:
    registered = data["registered_on"]
    texts = {key: value for key, value in data.items() if key != "registered_on"}
    return Applicant(
        registered_on=date.fromisoformat(registered) if registered else None,
        not_applicable=not_applicable(data),
        **texts,
    )


def _item(
    worked: WorkedClaim, number: int, item: WorkedItem, numbers: Mapping[Target, Sequence[str]]
) -> ClaimItem:
    outcome, given, five = item.outcome, item.given, item.figures.five
    if outcome is None or given is None:
        raise TypeError(item.scheme.id)
    money = next((one for one in worked.claim.items if one.scheme == item.scheme.id), None)
    named = sorted(
        {
            number
            for target, found in numbers.items()
            if target.kind in {"claims", "trials"}
            for number in found
        }
    )
    note = "" if item.kept_by is None else "就高不重复，本项不申请"
    steps = [step.note for step in worked.claim.steps if step.note and step.event.value == "approve"]
    return ClaimItem(
        number=number,
        scheme=item.scheme,
        given=given,
        outcome=outcome,
        asked_fen=item.asked_fen,
        figures=None
        if five is None
        else FiveFigures(
            paid=five.paid,
            cancelled=five.cancelled,
            excluded=five.excluded,
            refunds=five.refunds,
            net=five.net,
        ),
        evidence="、".join(named),
        note=note,
        approved_fen=None if money is None else money.approved_fen,
        paid_fen=_share(worked, item, worked.claim.paid_fen),
        recovered_fen=_share(worked, item, worked.claim.recovered_fen),
        approval_note="；".join(steps),
    )


def _share(worked: WorkedClaim, item: WorkedItem, amount_fen: int | None) -> int | None:
    """Return an item's share of what a claim was paid, or of what was taken back: as it was approved."""
    if amount_fen is None:
        return None
    weights = [one.asked_fen if one.approved_fen is None else one.approved_fen for one in worked.claim.items]
    parts = split_largest_remainder(amount_fen, weights)
    schemes = [one.scheme for one in worked.claim.items]
    return parts[schemes.index(item.scheme.id)]


def _file(proof: Proof) -> EvidenceFile:
    evidence = proof.evidence
    return EvidenceFile(
        number=proof.number,
        kind=evidence.kind or "",
        file_name=PurePath(packed_name(proof)).name,
        pages=evidence.pages,
        sha256=evidence.sha256.hex(),
        of="；".join(" ".join(map(str, target.key)) for target in proof.targets[:3]),
    )
