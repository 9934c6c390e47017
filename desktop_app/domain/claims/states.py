"""The life of a claim: its states, what leads from one to the next, and what each step needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop_app.domain.errors import BozhangError


class ClaimState(StrEnum):
    """How far a claim has come."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAID = "paid"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClaimEvent(StrEnum):
    """What happens to a claim."""

    FREEZE = "freeze"
    SUBMIT = "submit"
    APPROVE = "approve"
    PAY = "pay"
    RETURN = "return"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    RECOVER = "recover"
    """Money taken back (追回); the claim stays as it is."""


LIVE: Final = frozenset({ClaimState.FROZEN, ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.PAID})
"""States in which a claim holds its lines."""

_STEPS: Final[dict[tuple[ClaimState, ClaimEvent], ClaimState]] = {
    (ClaimState.DRAFT, ClaimEvent.FREEZE): ClaimState.FROZEN,
    (ClaimState.FROZEN, ClaimEvent.SUBMIT): ClaimState.SUBMITTED,
    (ClaimState.SUBMITTED, ClaimEvent.APPROVE): ClaimState.APPROVED,
    (ClaimState.APPROVED, ClaimEvent.PAY): ClaimState.PAID,
    (ClaimState.SUBMITTED, ClaimEvent.RETURN): ClaimState.RETURNED,
    (ClaimState.APPROVED, ClaimEvent.RETURN): ClaimState.RETURNED,
    (ClaimState.SUBMITTED, ClaimEvent.REFUSE): ClaimState.REFUSED,
    (ClaimState.APPROVED, ClaimEvent.REFUSE): ClaimState.REFUSED,
    (ClaimState.FROZEN, ClaimEvent.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.SUBMITTED, ClaimEvent.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.APPROVED, ClaimEvent.WITHDRAW): ClaimState.WITHDRAWN,
    (ClaimState.PAID, ClaimEvent.RECOVER): ClaimState.PAID,
}


class ClaimStepError(BozhangError):
    """A step that the claim's state does not allow."""

    def __init__(self, claim: str, state: ClaimState, event: ClaimEvent) -> None:
        super().__init__(claim, state, event)
        self.claim = claim
        self.state = state
        self.event = event


class ClaimAmountError(BozhangError):
    """An amount approved, paid or recovered that cannot be.

    `reason` is `above` (more than `most`, fen), `negative`, or `no_reason` (less without saying why).
    """

    def __init__(self, claim: str, reason: str, most_fen: int | None = None) -> None:
        super().__init__(claim, reason, most_fen)
        self.claim = claim
        self.reason = reason
        self.most_fen = most_fen


class UnknownClaimError(BozhangError):
    """The book has no claim of this number."""

    def __init__(self, claim: str) -> None:
        super().__init__(claim)
        self.claim = claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStep:
    """One thing that happened to a claim, on a day; `amount_fen` where money came into it."""

    event: ClaimEvent
    on: date
    amount_fen: int | None = None
    note: str = ""


def after(claim: str, state: ClaimState, event: ClaimEvent) -> ClaimState:
    """Return the state that an event leads to. Raises ClaimStepError."""
    following = _STEPS.get((state, event))
    if following is None:
        raise ClaimStepError(claim, state, event)
    return following


def events_from(state: ClaimState) -> list[ClaimEvent]:
    """Return what can happen to a claim in a state, in the order of its life."""
    return [event for event in ClaimEvent if (state, event) in _STEPS]


def number_text(claim: str, version: int) -> str:
    """Return a claim's number as it is written: the second version of BT-2026-001 is BT-2026-001-2."""
    return claim if version == 1 else f"{claim}-{version}"


def read_number(text: str) -> tuple[str, int]:
    """Read a number as it is written into claim and version; without a version, the first."""
    claim, dash, version = text.rpartition("-")
    # Numbers have three digits and more, versions one or two.
    if dash and version.isdigit() and len(version) < len("001") and claim.count("-") > 1:
        return claim, int(version)
    return text, 1
