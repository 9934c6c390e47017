"""A claim as it stands when written: who asks, for what, under which schemes, with every list behind it.

The same document always gives the same workbook: nothing else is read, neither the book nor the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.domain.subsidy.given import Given
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.domain.subsidy.working import Outcome
    from desktop_app.reports.claim.rows import (
        CostList,
        EvidenceFile,
        RateUsed,
        ReconciliationRow,
        SalesLedger,
        SessionRow,
        ShippingList,
        TrainingRow,
        Trial,
    )

LAYOUT_VERSION = 1
"""The layout of the workbook; a frozen claim keeps the one it was frozen with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies, as on the form; `not_applicable` names the fields to be printed as "/"."""

    name: str
    kind: str
    """主体类型: 自然人, 个体工商户, 企业法人, 合作社."""
    credit_code: str = ""
    legal_representative: str = ""
    id_card: str = ""
    address: str = ""
    registered_on: date | None = None
    contact: str = ""
    phone: str = ""
    email: str = ""
    shops: str = ""
    shop_urls: str = ""
    products: str = ""
    category: str = ""
    """人员类别."""
    bank_account_name: str = ""
    bank_name: str = ""
    bank_account: str = ""
    not_applicable: frozenset[str] = frozenset()

    @property
    def is_person(self) -> bool:
        """Whether a natural person signs by hand and thumb instead of a stamp."""
        return self.kind == "自然人"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveFigures:
    """成交额, 取消, 剔除, 退款, 净成交额 of an item, in fen or, for a base in USD, in cents.

    The last is the first less the others.
    """

    paid: int
    cancelled: int
    excluded: int
    refunds: int
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimItem:
    """One 申报事项: a scheme, what it was worked out from and what came of it.

    `scheme` is as frozen, with the reading chosen in its rule. `given.base` and `outcome` are the program's;
    the workbook's formulas come to the same. `asked_fen` is what is asked for, at most the outcome's amount.
    """

    number: int
    scheme: Scheme
    given: Given
    outcome: Outcome
    asked_fen: int
    figures: FiveFigures | None = None
    evidence: str = ""
    note: str = ""
    approved_fen: int | None = None
    paid_fen: int | None = None
    recovered_fen: int | None = None
    approval_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the book says otherwise since the claim was frozen; figures in fen, for the file copy."""

    what: str
    frozen_fen: int | None
    now_fen: int | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDocument:
    """A whole claim, ready to be written."""

    number: str
    version: int = 1
    title: str
    """The form's own title: 2025年跨境电商扶持资金申报表."""
    attachment: str = ""
    """附件1, as the notice numbers its forms."""
    issuer: str = ""
    document_number: str = ""
    from_on: date
    to_on: date
    cut_off_on: date | None = None
    """The last day whose refunds are counted; the day of freezing."""
    filled_on: date | None = None
    is_draft: bool = False
    """Not frozen: 示例 or 草稿 stands across every page."""
    state: str = ""
    """How far it has come, in words, for the file copy."""
    applicant: Applicant
    items: tuple[ClaimItem, ...]
    same_kind: str = ""
    """是否已享受同类资金: what was answered."""
    whole_after_jiao: bool = False
    """角后加整: whether capitals end with 整 after 角 too."""
    commitment: tuple[str, ...] = ()
    """承诺书: its paragraphs; empty is the usual text."""
    ledgers: tuple[SalesLedger, ...] = ()
    shipping: tuple[ShippingList, ...] = ()
    costs: tuple[CostList, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    reconciliation: tuple[ReconciliationRow, ...] = ()
    trial: Trial | None = None
    training: tuple[TrainingRow, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    manifest_hash: str = ""
    rates: tuple[RateUsed, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def is_example(self) -> bool:
        """Whether any of its schemes is an example, in force nowhere."""
        return any(item.scheme.example for item in self.items)

    @property
    def asked_fen(self) -> int:
        """What is asked for altogether."""
        return sum(item.asked_fen for item in self.items)
