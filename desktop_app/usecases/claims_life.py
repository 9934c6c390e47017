"""The life of a claim: frozen, submitted, approved, paid; returned, refused, withdrawn, recovered.

None of these steps can be undone: a claim that was wrong is withdrawn, and a new one begun.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.claim import ClaimBlockedError, LineApproval
from desktop_app.domain.claims.figures import plain_base
from desktop_app.domain.claims.states import (
    ClaimAmountError,
    ClaimEvent,
    ClaimState,
    ClaimStepError,
    after,
)
from desktop_app.reports.claim.document import LAYOUT_VERSION
from desktop_app.reports.subsidy_text import SubsidyWords
from desktop_app.store.queries.claim_books import rows_of_claim
from desktop_app.usecases.claims import claim_row, read_claim
from desktop_app.usecases.claims_frozen import freeze_copy
from desktop_app.usecases.claims_work import work_draft
from desktop_app.usecases.evidence import sweep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.claims.claim import Claim
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.store.database import Book
    from desktop_app.store.writing import Writer

TITLE: Final = "claim_step"
"""What the history calls a step in a claim's life; its detail names claim and step."""
VERSION: Final = "claim_version"


def freeze(book: Book, number: str, *, today: date) -> Claim:
    """Freeze a draft: keep everything its figures rest on, under its number, for good.

    Raises UnknownClaimError, ClaimStepError where it is no draft, ClaimMeasureError, ClaimBlockedError.
    """
    claim = read_claim(book, number)
    after(number, claim.state, ClaimEvent.FREEZE)
    worked = work_draft(book, claim, today=today)
    worked.require_figures()
    if worked.blocking:
        raise ClaimBlockedError(number, worked.blocking)
    groups = {item.scheme.id: item.scheme.exclusion_group for item in worked.items}
    frozen = replace(claim, state=ClaimState.FROZEN, inputs=replace(claim.inputs, groups=groups))
    with book.write(TITLE, {"claim": number, "step": "freeze"}, undoable=False, bulk=True) as writer:
        row = {
            **claim_row(frozen),
            "frozen_at": _now(),
            "amount_minor": worked.asked_fen,
            "layout_version": LAYOUT_VERSION,
            "applicant_version": writer.keep_personal(),
            "frozen": freeze_copy(worked),
        }
        writer.put_row("claims", row)
        for position, item in enumerate(worked.items, start=1):
            writer.put_row("claim_items", _item_row(claim, position, item))
            writer.put_rows("claim_lines", _line_rows(claim, item))
        _note(writer, claim, ClaimEvent.FREEZE, today, worked.asked_fen)
    sweep(book)
    return read_claim(book, number)


def submit(book: Book, number: str, *, on: date, note: str = "") -> Claim:
    """Say that a frozen claim was handed in. Raises UnknownClaimError, ClaimStepError."""
    return _step(book, number, ClaimEvent.SUBMIT, on, note, submitted_at=_now())


def approve(
    book: Book,
    number: str,
    amounts: Mapping[str, int],
    *,
    on: date,
    note: str = "",
    lines: Sequence[LineApproval] = (),
) -> Claim:
    """Say what was approved of each scheme, in fen; where it is less, `note` or the lines say why.

    A scheme that is not named was approved as asked for. Raises UnknownClaimError, ClaimStepError,
    ClaimAmountError.
    """
    claim = read_claim(book, number)
    asked = {item.scheme: item.asked_fen for item in claim.items}
    for scheme, amount in amounts.items():
        _require_amount(number, amount, asked.get(scheme, 0))
    approved = {scheme: amounts.get(scheme, most) for scheme, most in asked.items()}
    is_less = sum(approved.values()) < sum(asked.values())
    if is_less and not (note.strip() or any(line.reason.strip() for line in lines)):
        raise ClaimAmountError(number, "no_reason")
    following = after(number, claim.state, ClaimEvent.APPROVE)
    total = sum(approved.values())
    with book.write(TITLE, {"claim": number, "step": "approve"}, undoable=False) as writer:
        _put(book, writer, claim, state=following, approved_at=_now(), approved_minor=total)
        for row in rows_of_claim(book, "claim_items", claim.claim, claim.version):
            writer.put_row("claim_items", {**row, "approved_minor": approved[row["scheme"]]})
        for line in lines:
            _approve_line(book, writer, claim, line)
        _note(writer, claim, ClaimEvent.APPROVE, on, total, note)
    return read_claim(book, number)


def pay(book: Book, number: str, amount_fen: int, *, on: date, note: str = "") -> Claim:
    """Say what was paid.

    Raises UnknownClaimError, ClaimStepError, ClaimAmountError above what was approved.
    """
    claim = read_claim(book, number)
    after(number, claim.state, ClaimEvent.PAY)
    _require_amount(number, amount_fen, claim.approved_fen or 0)
    return _step(
        book, number, ClaimEvent.PAY, on, note, amount=amount_fen, paid_at=_now(), paid_minor=amount_fen
    )


def recover(book: Book, number: str, amount_fen: int, *, on: date, note: str = "") -> Claim:
    """Say what was taken back of a paid claim (追回), beside what was before.

    Raises UnknownClaimError, ClaimStepError, ClaimAmountError above what is left of what was paid.
    """
    claim = read_claim(book, number)
    after(number, claim.state, ClaimEvent.RECOVER)
    before = claim.recovered_fen or 0
    _require_amount(number, amount_fen, (claim.paid_fen or 0) - before)
    total = before + amount_fen
    return _step(book, number, ClaimEvent.RECOVER, on, note, amount=amount_fen, recovered_minor=total)


def refuse(book: Book, number: str, *, on: date, note: str = "") -> Claim:
    """Say that a claim was refused: its lines are free again. Raises UnknownClaimError, ClaimStepError."""
    return _step(book, number, ClaimEvent.REFUSE, on, note)


def withdraw(book: Book, number: str, *, on: date, note: str = "") -> Claim:
    """Withdraw a claim: its lines are free again. Raises UnknownClaimError, ClaimStepError."""
    return _step(book, number, ClaimEvent.WITHDRAW, on, note)


def send_back(book: Book, number: str, *, on: date, note: str = "") -> Claim:
    """Say that a claim was returned: its lines are free for a new version.

    Raises UnknownClaimError, ClaimStepError.
    """
    return _step(book, number, ClaimEvent.RETURN, on, note)


def new_version(book: Book, number: str) -> Claim:
    """Begin the next version of a returned claim, a draft over the same schemes and period, and return it.

    One that was begun already is returned. Raises UnknownClaimError, ClaimStepError.
    """
    claim = read_claim(book, number)
    if claim.state is not ClaimState.RETURNED:
        raise ClaimStepError(number, claim.state, ClaimEvent.RETURN)
    following = replace(
        claim,
        version=claim.version + 1,
        state=ClaimState.DRAFT,
        created_at=datetime.now(UTC),
        inputs=replace(claim.inputs, groups={}),
    )
    if book.row("claims", following.claim, following.version) is None:
        with book.write(VERSION, {"claim": following.number}, undoable=False) as writer:
            writer.put_row("claims", claim_row(following))
    return read_claim(book, following.number)


def _step(
    book: Book,
    number: str,
    event: ClaimEvent,
    on: date,
    note: str,
    *,
    amount: int | None = None,
    **columns: int,
) -> Claim:
    claim = read_claim(book, number)
    following = after(number, claim.state, event)
    with book.write(TITLE, {"claim": number, "step": event.value}, undoable=False) as writer:
        _put(book, writer, claim, state=following, **columns)
        _note(writer, claim, event, on, amount, note)
    return read_claim(book, number)


def _put(book: Book, writer: Writer, claim: Claim, *, state: ClaimState, **columns: int) -> None:
    row = book.row("claims", claim.claim, claim.version) or {}
    writer.put_row("claims", {**row, "state": state.value, **columns})


def _note(
    writer: Writer, claim: Claim, event: ClaimEvent, on: date, amount: int | None = None, note: str = ""
) -> None:
    row = {
        "claim": claim.claim,
        "version": claim.version,
        "number": len(claim.steps) + 1,
        "event": event.value,
        "at": _now(),
        "on": on.isoformat(),
        "amount_minor": amount,
        "note": note.strip() or None,
    }
    writer.put_row("claim_events", row)


def _item_row(claim: Claim, position: int, item: WorkedItem) -> dict[str, Any]:
    words = SubsidyWords(item.scheme)
    steps = [] if item.outcome is None else [words.step(one) for one in item.outcome.steps]
    return {
        "claim": claim.claim,
        "version": claim.version,
        "scheme": item.scheme.id,
        "position": position,
        "base": plain_base(item.figures),
        "base_measure": item.scheme.base.measure,
        "amount_minor": item.asked_fen,
        "approved_minor": None,
        "reading": claim.inputs.readings.get(item.scheme.id),
        "steps": json.dumps(steps, ensure_ascii=False, separators=(",", ":")),
    }


def _line_rows(claim: Claim, item: WorkedItem) -> list[dict[str, Any]]:
    """What a scheme holds of the book, and the lines that it does not count with the reason."""
    held = item.keys if item.kept_by is None else frozenset()
    amounts = {line.fact.key: line for line in item.figures.lines}
    keys = [*amounts, *sorted(held - amounts.keys())]
    rows = []
    for key in keys:
        line = amounts.get(key)
        why = None if line is None or line.is_counted else (line.left_out or line.standing).value
        rows.append(
            {
                "claim": claim.claim,
                "version": claim.version,
                "scheme": item.scheme.id,
                "account": key[0],
                "order_id": key[1],
                "line": key[2],
                "counted": int(key in held),
                "reason": why,
                "amount_minor": None if line is None else line.net,
                "approved_minor": None,
            }
        )
    return rows


def _approve_line(book: Book, writer: Writer, claim: Claim, line: LineApproval) -> None:
    key = (claim.claim, claim.version, line.scheme, line.account, line.order_id, line.line)
    row = book.row("claim_lines", *key)
    if row is not None:
        changed = {**row, "approved_minor": line.approved_minor, "reason": line.reason.strip() or None}
        writer.put_row("claim_lines", changed)


def _require_amount(number: str, amount: int, most: int) -> None:
    if amount < 0:
        raise ClaimAmountError(number, "negative")
    if amount > most:
        raise ClaimAmountError(number, "above", most)


def _now() -> int:
    return int(datetime.now(UTC).timestamp())
