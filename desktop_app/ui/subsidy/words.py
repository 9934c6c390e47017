"""What the subsidy screens say of a scheme worked out: base, tier, distance, proof, deadlines, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.checklist import TRIAL_PAPER
from desktop_app.domain.claims.checks import BlockCode, NoteCode
from desktop_app.domain.claims.figures import MissingCode
from desktop_app.domain.claims.states import ClaimState
from desktop_app.domain.subsidy.scheme import TierRule
from desktop_app.domain.subsidy.words import EvidencePer
from desktop_app.domain.subsidy.working import in_force
from desktop_app.i18n import N_, _, language, ngettext
from desktop_app.reports.claim_text import fen_text, finding_text
from desktop_app.reports.subsidy_text import SubsidyWords, measure_name
from desktop_app.ui import formats
from desktop_app.ui.widgets.todo import Todo
from desktop_app.usecases.form_desk import CLAIM_FIELDS, COLUMNS, LISTS
from desktop_app.usecases.records.rows import Condition, Operator, Query
from desktop_app.usecases.standing import DeadlineKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.figures import FiveFigures
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.ui.widgets.basic import Tone
    from desktop_app.usecases.standing import Deadline, SchemeStanding

FOLDER: Final = "subsidy"
"""Under what the pages remember where papers go, and how capitals are written."""
WHOLE: Final = "whole_after_jiao"
OWN: Final = "own"
"""Where a finding is mended that the notice's own data settle: a dialog, no page."""

_FIVE: Final = (
    ("paid", N_("Sales concluded"), N_("All lines paid or later: list price less the seller's discount")),
    ("cancelled", N_("less cancelled"), N_("Of these, cancelled later")),
    ("excluded", N_("less taken out"), N_("Of these, test and false orders marked by you")),
    ("refunds", N_("less refunds"), N_("Given back for kept lines up to the cut-off day")),
    ("net", N_("Net sales concluded"), N_("Sales concluded less the three before")),
)
_DEADLINES: Final = {
    DeadlineKind.APPLY_FROM: N_("applications begin"),
    DeadlineKind.APPLY_TO: N_("applications end"),
    DeadlineKind.VALID_TO: N_("the scheme ends"),
}
_TONES: Final[Mapping[ClaimState, Tone]] = {
    ClaimState.FROZEN: "warning",
    ClaimState.SUBMITTED: "warning",
    ClaimState.APPROVED: "good",
    ClaimState.PAID: "good",
    ClaimState.RETURNED: "bad",
    ClaimState.REFUSED: "bad",
}
_KINDS: Final = {
    "waybill": N_("waybill"),
    "invoice": N_("invoice"),
    "statement": N_("platform statement"),
    "customs": N_("customs list"),
    "photo": N_("photo"),
    "screenshot": N_("screenshot"),
    "license": N_("business licence"),
    "receipt": N_("bank receipt"),
    "certificate": N_("certificate"),
    "recording": N_("recording of the stream"),
    "trial_target": N_("target of the trial period, signed and stamped before it began"),
}
_PER: Final = {
    EvidencePer.LINE: N_("each line"),
    EvidencePer.MONTH: N_("each month"),
    EvidencePer.SESSION: N_("each stream"),
    EvidencePer.CLAIM: N_("the claim"),
}
_FIELDS: Final = {
    "name": N_("Name"),
    "kind": N_("Kind of applicant"),
    "credit_code": N_("Unified credit code"),
    "legal_representative": N_("Legal representative"),
    "id_card": N_("Id card"),
    "address": N_("Registered address"),
    "registered_on": N_("Registered on"),
    "contact": N_("Contact"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "shops": N_("Platforms and shops"),
    "shop_urls": N_("Addresses of the shops"),
    "products": N_("Main products"),
    "category": N_("Category of person"),
    "bank_account_name": N_("Account holder"),
    "bank_name": N_("Bank, to the branch"),
    "bank_account": N_("Account number"),
}
_CLAIM_FIELDS: Final = {
    "number": N_("Claim number"),
    "year": N_("Year"),
    "scheme": N_("Name of the scheme"),
    "document_number": N_("Number of the notice"),
    "issuer": N_("Issued by"),
    "period_from": N_("First day"),
    "period_to": N_("Last day"),
    "base_amount": N_("Base"),
    "standard": N_("Standard"),
    "computed": N_("Amount worked out"),
    "cap": N_("Cap"),
    "received": N_("Had already"),
    "amount": N_("Asked for"),
    "amount_capital": N_("Asked for, in capitals"),
    "frozen_on": N_("Frozen on"),
    "orders": N_("Number of orders"),
    "parcels": N_("Number of parcels"),
    "kilograms": N_("Kilograms"),
    "sessions": N_("Number of streams"),
}
_LISTS: Final = {
    "sales": N_("sales lines"),
    "shipping": N_("freight"),
    "costs": N_("costs"),
    "sessions": N_("streams"),
    "evidence": N_("evidence"),
}
_COLUMNS: Final = {
    "index": N_("No."),
    "date": N_("Day"),
    "platform": N_("Platform"),
    "account": N_("Account"),
    "session": N_("Stream"),
    "order_id": N_("Order"),
    "product": N_("Product"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "net_weight_kg": N_("Net weight (kg)"),
    "country": N_("Country of destination"),
    "currency": N_("Currency"),
    "amount": N_("Sales concluded"),
    "refund": N_("less refunds"),
    "net": N_("Net sales concluded"),
    "rate": N_("Exchange rate"),
    "rate_date": N_("Day of the rate"),
    "net_cny": N_("Net sales in yuan"),
    "customs_code": N_("Customs code"),
    "declaration": N_("Customs declaration"),
    "tracking": N_("Tracking number"),
    "receipt": N_("Receipt of payment"),
    "invoice": N_("Invoice number"),
    "evidence": N_("Number of the evidence"),
    "cost": N_("Cost in yuan"),
    "carrier": N_("Carrier"),
    "weight_kg": N_("Weight (kg)"),
    "supplier": N_("Supplier"),
    "kind": N_("Kind"),
    "views": N_("Views"),
    "profit": N_("Profit"),
}


def form_fields() -> list[tuple[str, str]]:
    """Every field that can be put into a form, with what it is called; those of repeated rows last."""
    found = [(f"claim.{name}", _(_CLAIM_FIELDS[name])) for name in CLAIM_FIELDS]
    found += [(f"applicant.{name}", applicant_field(name)) for name in _FIELDS]
    for name in LISTS:
        of = _(_LISTS[name])
        found.append((f"#{name}", _("Repeated row begins: {list}").format(list=of)))
        found.append((f"/{name}", _("Repeated row ends: {list}").format(list=of)))
    return found + [(name, _("Row: {field}").format(field=_(_COLUMNS[name]))) for name in COLUMNS]


def applicant_field(field: str) -> str:
    """What a field of the applicant's data is called."""
    return _(_FIELDS[field])


def scheme_name(scheme: Scheme) -> str:
    """A scheme's name without 示例, which stands beside it as a mark."""
    return scheme.name.removeprefix("示例").strip() or scheme.name


def period_text(from_on: date, to_on: date) -> str:
    """A period, both days included."""
    if language() == "zh":
        first = f"{from_on.year} 年 {from_on.month} 月 {from_on.day} 日"
        year = f"{to_on.year} 年 " if to_on.year != from_on.year else ""
        return f"{first} – {year}{to_on.month} 月 {to_on.day} 日"
    return f"{from_on.isoformat()} – {to_on.isoformat()}"


def notice_line(scheme: Scheme) -> str:
    """What stands under a scheme's name: number of the notice, and what it says in short."""
    parts = [scheme.document_number or "", scheme.clause or ""]
    return " · ".join(part for part in parts if part) or (scheme.issuer or "")


def base_text(item: WorkedItem) -> str:
    """What is counted, and how much of it there is."""
    words, measure = SubsidyWords(item.scheme), item.scheme.base.measure
    value = item.figures.measures.get(measure)
    figure = formats.BLANK if value is None else words.of_base(value)
    return f"{words.measure(measure)} {figure}"


def tier_text(item: WorkedItem) -> str:
    """The tier that the base falls in; empty for rules without tiers."""
    if item.outcome is None or item.given is None:
        return ""
    rule = in_force(item.scheme, item.given).rule
    if not isinstance(rule, TierRule):
        return ""
    if item.outcome.tier is None:
        return _("below the first tier") if item.outcome.next is not None else _("outside every tier")
    words = SubsidyWords(item.scheme).tier(rule.tiers[item.outcome.tier - 1])
    return _("tier {number}: {tier}").format(number=item.outcome.tier, tier=words)


def short_text(standing: SchemeStanding) -> str:
    """How far the next tier is, as long as something can still be done about it."""
    note = next((one for one in standing.notes if one.code is NoteCode.NEXT_TIER), None)
    following = standing.item.outcome.next if standing.item.outcome is not None else None
    if note is None or following is None:
        return ""
    words = SubsidyWords(standing.scheme)
    return _("{short_by} to the next tier").format(short_by=words.of_base(following.short_by))


def five_rows(five: FiveFigures, currency: str) -> list[tuple[str, str, str]]:
    """The five figures as name, figure and what it is."""
    signs = {"cancelled": formats.MINUS, "excluded": formats.MINUS, "refunds": formats.MINUS}
    rows = []
    for key, name, means in _FIVE:
        minor = getattr(five, key)
        sign = signs.get(key, "") if minor else ""
        rows.append((_(name), f"{sign}{formats.money(minor, currency, 2)}", _(means)))
    return rows


def kind_of(kind: str) -> str:
    """What a kind of evidence is called; one that a notice names itself, as it names it."""
    return _(_KINDS[kind]) if kind in _KINDS else kind


def evidence_kinds() -> dict[str, str]:
    """The kinds of evidence that the program knows, by their codes."""
    return {code: _(name) for code, name in _KINDS.items()}


def per_of(per: EvidencePer) -> str:
    """For what one piece of evidence is wanted."""
    return _(_PER[per])


def proof_text(wanted: Iterable[Wanted]) -> str:
    """How much of the proof is there: `7 / 9`; empty where none is asked for."""
    pieces = list(wanted)
    there = sum(1 for one in pieces if one.found)
    return _("evidence {there} / {whole}").format(there=there, whole=len(pieces)) if pieces else ""


def deadline_text(deadline: Deadline) -> tuple[str, str]:
    """A day of the calendar: what happens, and how far it is."""
    left = _("today")
    if deadline.days_left:
        left = ngettext("in {days} day", "in {days} days", deadline.days_left).format(days=deadline.days_left)
    what = f"{deadline.on.isoformat()} {_(_DEADLINES[deadline.kind])}"
    return what, f"{deadline.name} · {left}"


def state_tone(state: ClaimState) -> Tone:
    """The tone of a claim's state."""
    return _TONES.get(state, "")


def year_text(received_fen: int, cap_fen: int | None) -> str:
    """What a year gave, and its cap."""
    if cap_fen is None:
        return fen_text(received_fen)
    return _("{received} of at most {cap}").format(received=fen_text(received_fen), cap=fen_text(cap_fen))


def finding_todo(finding: Finding, scheme: Scheme | None, name: str = "") -> Todo:
    """A finding as something to do, leading to where it is mended; `name` stands under it."""
    page, what = mended_at(finding)
    return Todo(_said(finding, scheme), name, page, what)


def _said(finding: Finding, scheme: Scheme | None) -> str:
    data = dict(finding.data)
    if finding.code is BlockCode.MEASURE_MISSING and data.get("cause") == MissingCode.INPUT:
        name = measure_name(str(data["measure"]), dict(scheme.inputs) if scheme is not None else {})
        return _("{measure} is filled in by hand; type it in with the claim.").format(measure=name)
    if finding.code is BlockCode.FORM_NOT_ADMITTED and not data["form"]:
        text = _("The notice admits {admitted}; say which the applicant is.")
        return text.format(admitted=data["admitted"])
    if finding.code is NoteCode.APPLICANT_FIELDS:
        keys = [applicant_field(key) for key in str(data["keys"]).split(", ")]
        return _("Empty in the applicant's data: {keys}.").format(keys=_("; ").join(keys))
    if finding.code is BlockCode.EVIDENCE_MISSING:
        text = _("{count} × {kind} is missing, first for {first}.")
        return text.format(count=data["count"], kind=kind_of(str(data["kind"])), first=data["first"] or "…")
    return finding_text(finding, scheme)


def mended_at(finding: Finding) -> tuple[str, object]:
    """The page that mends a finding, and what to open there; no page where it informs."""
    data = dict(finding.data)
    pages: Mapping[str, tuple[str, object]] = {
        BlockCode.EXAMPLE: (OWN, finding.scheme),
        BlockCode.INCOMPLETE_SCHEME: (OWN, finding.scheme),
        BlockCode.FORM_NOT_ADMITTED: ("part", "applicant"),
        NoteCode.APPLICANT_FIELDS: ("part", "applicant"),
        BlockCode.EVIDENCE_MISSING: ("part", "evidence"),
        BlockCode.READING_NOT_CHOSEN: ("part", "items"),
        BlockCode.BELOW_THRESHOLD: ("part", "items"),
        BlockCode.LINE_CLAIMED: ("subsidy_claim", str(data.get("claim", ""))),
        NoteCode.NO_TRACKING: (
            "orders",
            Query(kind="sales", conditions=(Condition("tracking", Operator.BLANK),)),
        ),
        NoteCode.UNPAID_FREIGHT: ("freight", None),
        NoteCode.RATE_OF_OTHER_DAY: ("rates", None),
    }
    if finding.code is BlockCode.EVIDENCE_MISSING and data.get("kind") == TRIAL_PAPER:
        return "subsidy_more", "trials"
    if finding.code is BlockCode.MEASURE_MISSING:
        return _cause(str(data["cause"]), data)
    return pages.get(finding.code, ("", None))


def _cause(cause: str, data: Mapping[str, object]) -> tuple[str, object]:
    """Where what a measure lacks is filled in."""
    pages: Mapping[str, tuple[str, object]] = {
        MissingCode.RATE: ("rates", None),
        MissingCode.TRIAL: ("subsidy_more", "trials"),
        MissingCode.WEIGHT: ("products", None),
        MissingCode.PROFIT: ("session", data.get("session")),
        MissingCode.INPUT: ("part", "items"),
        MissingCode.FREIGHT: ("freight", None),
    }
    return pages.get(cause, ("", None))
