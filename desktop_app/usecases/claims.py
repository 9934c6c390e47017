"""Claims of a book: beginning a draft, changing what was typed in for it, listing, reading, dropping."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.claim import Claim, ClaimInputs, ClaimSetupError, ItemMoney
from desktop_app.domain.claims.states import (
    ClaimEvent,
    ClaimState,
    ClaimStep,
    UnknownClaimError,
    read_number,
)
from desktop_app.domain.subsidy.figure import FIGURE, SIGNED
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.words import RECEIVED, RuleKind
from desktop_app.store.queries.claim_books import claim_rows, rows_of_claim
from desktop_app.usecases.claims_frozen import work_frozen
from desktop_app.usecases.claims_work import WorkedClaim, scheme_bodies, work_draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.store.database import Book

BEGIN: Final = "begin_claim"
CHANGE: Final = "change_claim"
DROP: Final = "drop_claim"

_READINGS: Final = (RuleKind.SLAB.value, RuleKind.MARGINAL.value)


def begin_claim(
    book: Book,
    schemes: Sequence[str],
    from_on: date,
    to_on: date,
    *,
    measures: Sequence[str] = (),
    readings: Mapping[str, str] | None = None,
) -> Claim:
    """Begin a draft over schemes of one issuer and a period, both days included, and return it.

    Raises as `plan_claim`, and what writing raises.
    """
    return keep_draft(book, plan_claim(book, schemes, from_on, to_on, measures=measures, readings=readings))


def plan_claim(
    book: Book,
    schemes: Sequence[str],
    from_on: date,
    to_on: date,
    *,
    measures: Sequence[str] = (),
    readings: Mapping[str, str] | None = None,
) -> Claim:
    """Return a draft that is not in the book yet; one of the same schemes and period is taken up again.

    `measures` are texts NAME=FIGURE for what the schemes declare as inputs, or `received`; `readings` is
    `slab` or `marginal` by scheme. Raises UnknownSchemeError, ClaimSetupError.
    """
    names = tuple(dict.fromkeys(schemes))
    if not names:
        raise ClaimSetupError("no_scheme")
    if to_on < from_on:
        raise ClaimSetupError("period", f"{from_on} – {to_on}")
    known = {name: read_scheme(body.encode()) for name, body in scheme_bodies(book, names).items()}
    issuers = {scheme.issuer or "" for scheme in known.values()}
    if len(issuers) > 1:
        raise ClaimSetupError("issuers", "、".join(sorted(issuers)))
    given = _measures({name: dict(scheme.inputs) for name, scheme in known.items()}, measures)
    chosen = dict(readings or {})
    for scheme, reading in chosen.items():
        if reading not in _READINGS or scheme not in known:
            raise ClaimSetupError("reading", f"{scheme}={reading}")
    found = _draft_of(book, names, from_on, to_on)
    if found is None:
        inputs = ClaimInputs(schemes=names, measures=given, readings=chosen)
        return _new(book, inputs, from_on, to_on, issuers.pop())
    merged = {name: {**found.inputs.measures.get(name, {}), **given.get(name, {})} for name in names}
    inputs = replace(found.inputs, measures=merged, readings={**found.inputs.readings, **chosen})
    return replace(found, inputs=inputs)


def keep_draft(book: Book, claim: Claim) -> Claim:
    """Write a draft into the book and return it. Raises what writing raises."""
    _save(book, claim, BEGIN if book.row("claims", claim.claim, claim.version) is None else CHANGE)
    return read_claim(book, claim.number)


def change_inputs(book: Book, number: str, inputs: ClaimInputs) -> Claim:
    """Change what was typed in for a draft. Raises UnknownClaimError, ClaimSetupError where it is none."""
    claim = read_claim(book, number)
    if not claim.is_draft:
        raise ClaimSetupError("not_draft", number)
    _save(book, replace(claim, inputs=replace(inputs, schemes=claim.inputs.schemes)), CHANGE)
    return read_claim(book, number)


def drop_draft(book: Book, number: str) -> None:
    """Delete a draft. Raises UnknownClaimError, ClaimSetupError where it is none."""
    claim = read_claim(book, number)
    if not claim.is_draft:
        raise ClaimSetupError("not_draft", number)
    with book.write(DROP, {"claim": number}, undoable=False) as writer:
        writer.delete("claims", claim.claim, claim.version)


def list_claims(book: Book) -> list[Claim]:
    """Return all claims, newest first."""
    return [_claim(book, row) for row in claim_rows(book)]


def read_claim(book: Book, number: str) -> Claim:
    """Return a claim by its number as it is written. Raises UnknownClaimError."""
    row = book.row("claims", *read_number(number.strip()))
    if row is None:
        raise UnknownClaimError(number)
    return _claim(book, row)


def work_claim(book: Book, number: str, *, today: date) -> WorkedClaim:
    """Return a claim with its figures: of the book for a draft, else as frozen.

    Raises UnknownClaimError, UnknownSchemeError.
    """
    claim = read_claim(book, number)
    if claim.is_draft:
        return work_draft(book, claim, today=today)
    return work_frozen(book, claim)


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return the row that keeps a claim, without a frozen copy."""
    inputs = claim.inputs
    said = {
        "schemes": list(inputs.schemes),
        "measures": {scheme: dict(given) for scheme, given in inputs.measures.items()},
        "readings": dict(inputs.readings),
        "groups": dict(inputs.groups),
        "same_kind": inputs.same_kind,
        "whole_after_jiao": inputs.whole_after_jiao,
    }
    return {
        "claim": claim.claim,
        "version": claim.version,
        "state": claim.state.value,
        "from_on": claim.from_on.isoformat(),
        "to_on": claim.to_on.isoformat(),
        "issuer": claim.issuer or None,
        "created_at": int(claim.created_at.timestamp()),
        "note": claim.note or None,
        "inputs": json.dumps(said, ensure_ascii=False, separators=(",", ":")),
    }


def next_number(book: Book, year: int) -> str:
    """Return the first free number of a year: SB-2026-001."""
    start = f"SB-{year:04d}-"
    used = [
        int(row["claim"].removeprefix(start)) for row in claim_rows(book) if row["claim"].startswith(start)
    ]
    return f"{start}{max(used, default=0) + 1:03d}"


def _new(book: Book, inputs: ClaimInputs, from_on: date, to_on: date, issuer: str) -> Claim:
    return Claim(
        claim=next_number(book, to_on.year),
        version=1,
        state=ClaimState.DRAFT,
        from_on=from_on,
        to_on=to_on,
        issuer=issuer,
        created_at=datetime.now(UTC),
        inputs=inputs,
    )


def _save(book: Book, claim: Claim, title: str) -> None:
    # No step to undo: a later undo would take a draft away that was frozen since.
    with book.write(title, {"claim": claim.number}, undoable=False) as writer:
        writer.put_row("claims", claim_row(claim))


def _draft_of(book: Book, schemes: tuple[str, ...], from_on: date, to_on: date) -> Claim | None:
    drafts = (row for row in claim_rows(book) if row["state"] == ClaimState.DRAFT)
    same = (
        row for row in drafts if (row["from_on"], row["to_on"]) == (from_on.isoformat(), to_on.isoformat())
    )
    return next((claim for row in same if (claim := _claim(book, row)).inputs.schemes == schemes), None)


def _measures(declared: Mapping[str, Mapping[str, str]], texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return NAME=FIGURE each under every scheme that declares the name; `received` goes to all."""
    found: dict[str, dict[str, str]] = {name: {} for name in declared}
    for text in texts:
        name, _, figure = text.rpartition("=")
        takers = [scheme for scheme, inputs in declared.items() if name in inputs or name == RECEIVED]
        if not takers:
            raise ClaimSetupError("measure", name or text)
        if not FIGURE.fullmatch(figure) and not (SIGNED.fullmatch(figure) and name != RECEIVED):
            raise ClaimSetupError("figure", text)
        for scheme in takers:
            found[scheme][name] = figure
    return found


def _claim(book: Book, row: Mapping[str, Any]) -> Claim:
    said = json.loads(row["inputs"])
    key = (row["claim"], row["version"])
    return Claim(
        claim=row["claim"],
        version=row["version"],
        state=ClaimState(row["state"]),
        from_on=date.fromisoformat(row["from_on"]),
        to_on=date.fromisoformat(row["to_on"]),
        issuer=row["issuer"] or "",
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        frozen_at=None if row["frozen_at"] is None else datetime.fromtimestamp(row["frozen_at"], UTC),
        amount_fen=row["amount_minor"],
        approved_fen=row["approved_minor"],
        paid_fen=row["paid_minor"],
        recovered_fen=row["recovered_minor"],
        layout_version=row["layout_version"],
        applicant_version=row["applicant_version"],
        note=row["note"] or "",
        inputs=ClaimInputs(
            schemes=tuple(said.get("schemes", ())),
            measures=said.get("measures", {}),
            readings=said.get("readings", {}),
            groups=said.get("groups", {}),
            same_kind=said.get("same_kind", ""),
            whole_after_jiao=bool(said.get("whole_after_jiao", False)),
        ),
        steps=tuple(_step(one) for one in rows_of_claim(book, "claim_events", *key)),
        items=tuple(
            ItemMoney(scheme=one["scheme"], asked_fen=one["amount_minor"], approved_fen=one["approved_minor"])
            for one in rows_of_claim(book, "claim_items", *key)
        ),
    )


def _step(row: Mapping[str, Any]) -> ClaimStep:
    return ClaimStep(
        event=ClaimEvent(row["event"]),
        on=date.fromisoformat(row["on"]),
        amount_fen=row["amount_minor"],
        note=row["note"] or "",
    )
