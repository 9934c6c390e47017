"""A claim as the book keeps it: number, state, period, schemes, what was typed in for it, and its money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_app.domain.claims.states import ClaimState, ClaimStep, number_text
from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.claims.checks import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimInputs:
    """What was typed in for a claim.

    `measures` holds, by scheme, figures under the names that it declares, and `received`: what the year gave
    beside what the book knows. `readings` is `slab` or `marginal` by scheme. `groups` are the schemes'
    exclusion groups as frozen. `same_kind` answers whether money of the same kind was had already.
    `whole_after_jiao` writes 整 after 角 in capitals, as some offices want it.
    """

    schemes: tuple[str, ...]
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str | None] = field(default_factory=dict)
    same_kind: str = ""
    whole_after_jiao: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMoney:
    """What one scheme of a claim was asked for, and what was approved of it, in fen; `reason` where less."""

    scheme: str
    asked_fen: int
    approved_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One version of a claim; amounts in fen, None while nothing is known."""

    claim: str
    version: int
    state: ClaimState
    from_on: date
    to_on: date
    issuer: str
    created_at: datetime
    frozen_at: datetime | None = None
    amount_fen: int | None = None
    approved_fen: int | None = None
    paid_fen: int | None = None
    recovered_fen: int | None = None
    layout_version: int | None = None
    applicant_version: int | None = None
    note: str = ""
    inputs: ClaimInputs
    steps: tuple[ClaimStep, ...] = ()
    items: tuple[ItemMoney, ...] = ()

    @property
    def number(self) -> str:
        """The number as it is written."""
        return number_text(self.claim, self.version)

    @property
    def is_draft(self) -> bool:
        """Whether it can still change."""
        return self.state is ClaimState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class LineApproval:
    """What was approved of one line of a claim, in the base's minor unit, and why it is less."""

    scheme: str
    account: str
    order_id: str
    line: int
    approved_minor: int
    reason: str


class ClaimSetupError(BozhangError):
    """A claim that cannot be begun.

    `reason` is `period` (it ends before it begins), `no_scheme`, `issuers` (schemes of several), `measure`
    (a figure for a name that no scheme declares), `figure` (no figure), `reading` (none of slab, marginal),
    or `not_draft`; `detail` names the thing.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class ClaimMeasureError(BozhangError):
    """A scheme that cannot be worked out: a measure it needs is not known, and why."""

    def __init__(self, scheme: str, findings: Sequence[Finding]) -> None:
        super().__init__(scheme)
        self.scheme = scheme
        self.findings = tuple(findings)


class ClaimBlockedError(BozhangError):
    """A claim that cannot be frozen: what stands in the way."""

    def __init__(self, claim: str, findings: Sequence[Finding]) -> None:
        super().__init__(claim)
        self.claim = claim
        self.findings = tuple(findings)
