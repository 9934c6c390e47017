"""What stands in a claim's way and what there is to know of it, in words; names of its states and steps."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.checks import BlockCode, NoteCode
from desktop_app.domain.claims.evidence import EvidenceWarning
from desktop_app.domain.claims.figures import MissingCode
from desktop_app.domain.claims.lines import LeftOut, Standing
from desktop_app.domain.claims.states import ClaimEvent, ClaimState
from desktop_app.i18n import N_, _
from desktop_app.reports.subsidy_text import SubsidyWords, figure_text, measure_name, yuan_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.subsidy.scheme import Scheme

_FINDINGS: Final[Mapping[str, str]] = {
    BlockCode.EXAMPLE: N_(
        "This scheme is an example. Copy it, fill in number, address and year of your county's notice, and"
        " claim under the copy."
    ),
    BlockCode.INCOMPLETE_SCHEME: N_("The scheme lacks {keys}; fill in what its notice says."),
    BlockCode.OUTSIDE_PERIOD: N_(
        "The claim's days lie outside those of the scheme, {valid_from} – {valid_to}."
    ),
    BlockCode.APPLY_CLOSED: N_("Applications ended on {apply_to}."),
    BlockCode.FORM_NOT_ADMITTED: N_(
        "The applicant's kind is {form}; the notice admits {admitted}. Set it with the applicant's data."
    ),
    BlockCode.BELOW_THRESHOLD: N_("A threshold of the notice is not reached; the steps say which."),
    BlockCode.READING_NOT_CHOSEN: N_(
        "Choose how the tiers are read, the whole at one rate or each part at its own; ask the office."
    ),
    BlockCode.EVIDENCE_MISSING: N_("{count} × {kind} is missing, first for {first}."),
    BlockCode.LINE_CLAIMED: N_(
        "Lines that stand in claim {claim} already: {count}, first {first}; one line is claimed once."
    ),
    NoteCode.NO_TRACKING: N_("Orders without tracking number: {count}, first {first}."),
    NoteCode.SHARED_TRACKING: N_(
        "Tracking numbers on several orders: {count}, first {first}; orders sent together count as one"
        " parcel."
    ),
    NoteCode.SAME_FILE: N_("The file {name} proves more than one thing: {count}."),
    NoteCode.PHOTOS_ALIKE: N_("The pictures {name} and {other} look alike."),
    NoteCode.OTHER_UNIT: N_(
        "The scheme's largest limit is {figure}. If the notice says 万元, write it out: 1 万元 is 10000."
    ),
    NoteCode.NEXT_TIER: N_("To the next tier, from {start}, {short_by} is missing."),
    NoteCode.BEATEN: N_(
        "The same lines give more under {by}, which is kept; this one would give {amount} instead."
    ),
    NoteCode.APPLY_NOT_OPEN: N_("Applications begin on {apply_from}."),
    NoteCode.APPLICANT_FIELDS: N_("Empty in the applicant's data: {keys}."),
    NoteCode.LATER_REFUNDS: N_(
        "Lines refunded after the cut-off: {count}, first {first}; what was claimed for them goes back."
    ),
    NoteCode.UNPAID_FREIGHT: N_(
        "Legs of freight without a day of payment: {count}, first {first}; they are not counted."
    ),
    NoteCode.RATE_OF_OTHER_DAY: N_(
        "{currency} has no rate of {wanted} nor of the Wednesday after; that of {used} was used."
    ),
}
_MISSING: Final[Mapping[str, str]] = {
    MissingCode.RATE: N_("the rate of {currency} for {on} is missing; add it under Rates"),
    MissingCode.WEIGHT: N_("the product {sku} has no weight; fill it in"),
    MissingCode.TRIAL: N_("no trial period with its target is written down"),
    MissingCode.PROFIT: N_("the stream {session} is incomplete; see what it lacks"),
    MissingCode.INPUT: N_("it is filled in by hand; give it with --measure {measure}=FIGURE"),
    MissingCode.FREIGHT: N_("what the freight of order {order_id} cost is not known"),
    MissingCode.COST_KINDS: N_("the scheme does not say which kinds of cost count; name them in it"),
    MissingCode.UNITS: N_("such units have no cost of their own in a book"),
}
_KEYS: Final = {
    "document_number": N_("the notice's number"),
    "source_url": N_("the notice's address"),
    "year": N_("the year it holds for"),
}
_STATES: Final = {
    ClaimState.DRAFT: N_("draft"),
    ClaimState.FROZEN: N_("frozen"),
    ClaimState.SUBMITTED: N_("handed in"),
    ClaimState.APPROVED: N_("approved"),
    ClaimState.PAID: N_("paid"),
    ClaimState.RETURNED: N_("returned for correction"),
    ClaimState.REFUSED: N_("refused"),
    ClaimState.WITHDRAWN: N_("withdrawn"),
}
_EVENTS: Final = {
    ClaimEvent.FREEZE: N_("Freeze"),
    ClaimEvent.SUBMIT: N_("Handed in"),
    ClaimEvent.APPROVE: N_("Approved"),
    ClaimEvent.PAY: N_("Paid out"),
    ClaimEvent.RETURN: N_("Returned for correction"),
    ClaimEvent.REFUSE: N_("Refused"),
    ClaimEvent.WITHDRAW: N_("Withdraw"),
    ClaimEvent.RECOVER: N_("Taken back by the office"),
}
_LEFT_OUT: Final = {
    LeftOut.NO_DAY: N_("no such day yet"),
    LeftOut.OTHER_DAY: N_("its day lies outside the period"),
    LeftOut.DOMESTIC: N_("sold inside the country"),
    LeftOut.CROSS_BORDER: N_("sold across the border"),
    LeftOut.PLATFORM: N_("another platform"),
    LeftOut.MARKET: N_("another market"),
    LeftOut.SKU: N_("another product"),
    LeftOut.ORIGIN: N_("another origin"),
    LeftOut.CARRIER: N_("another carrier"),
    LeftOut.CUSTOMS_CODE: N_("another customs code"),
    LeftOut.STATUS: N_("the order has not come far enough"),
}
_STANDINGS: Final = {
    Standing.COUNTED: N_("counted"),
    Standing.CANCELLED: N_("cancelled"),
    Standing.EXCLUDED: N_("taken out by you"),
    Standing.UNPAID: N_("not paid"),
    Standing.LEFT_OUT: N_("left out"),
}
_ATTACHED: Final = {
    EvidenceWarning.SAME_FILE: N_("The same file proves something else already: {what}."),
    EvidenceWarning.LOOKS_ALIKE: N_("It looks like {what}; check that it is not the same photo."),
}
_OF_BASE: Final = {"start", "short_by"}
_COMMANDS: Final = {
    "keep_evidence": N_("Keep a file of evidence"),
    "attach_evidence": N_("Attach evidence"),
    "detach_evidence": N_("Detach evidence"),
    "describe_evidence": N_("Describe evidence"),
    "mask_evidence": N_("Mask a picture"),
    "begin_claim": N_("Begin a claim"),
    "change_claim": N_("Change a claim's draft"),
    "drop_claim": N_("Delete a claim's draft"),
    "claim_step": N_("A step of a claim"),
    "claim_version": N_("A new version of a claim"),
    "set_applicant": N_("Change the applicant's data"),
    "erase_applicant": N_("Erase the applicant's data"),
    "drop_scheme": N_("Delete a subsidy scheme"),
    "set_trial": N_("Write down a trial period"),
    "drop_trial": N_("Delete a trial period"),
}


def finding_text(finding: Finding, scheme: Scheme | None = None) -> str:
    """Return one thing found as a sentence; `scheme` is the one it concerns."""
    if finding.warning is not None and scheme is not None:
        return SubsidyWords(scheme).warning(finding.warning)
    data = dict(finding.data)
    if finding.code is BlockCode.MEASURE_MISSING:
        inputs = dict(scheme.inputs) if scheme is not None else {}
        return missing_text(data, inputs)
    texts = {name: _shown(name, value, scheme) for name, value in data.items()}
    return _(_FINDINGS[finding.code]).format_map(texts)


def missing_text(data: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """Return why a measure is not known, in one sentence."""
    sentence = _MISSING[str(data["cause"])]
    cause = _(sentence).format_map(data)
    name = measure_name(str(data["measure"]), inputs)
    return _("{measure} is not known: {cause}.").format(measure=name, cause=cause)


def finding_json(finding: Finding, scheme: Scheme | None = None) -> dict[str, Any]:
    """Return a finding for `--json`: its code, the scheme, its sentence, and its data."""
    code = finding.code if finding.warning is None else finding.warning.code
    found: dict[str, Any] = {"code": str(code)}
    if finding.scheme:
        found["scheme"] = finding.scheme
    return {**found, "text": finding_text(finding, scheme), **_plain(finding.data)}


def claim_command_name(title: str) -> str | None:
    """Return what a command on claims and evidence is called in the history; None for another's."""
    return _(_COMMANDS[title]) if title in _COMMANDS else None


def state_name(state: ClaimState) -> str:
    """Return how far a claim has come."""
    return _(_STATES[state])


def event_name(event: ClaimEvent) -> str:
    """Return what happened to a claim, or what can be done with it."""
    return _(_EVENTS[event])


def lines_text(lines: Iterable[JudgedLine]) -> str:
    """Return how many lines became what, and why those left out were."""
    lines = tuple(lines)
    standings = Counter(line.standing for line in lines)
    parts = [f"{_(_STANDINGS[one])} {standings[one]}" for one in Standing if standings[one]]
    reasons = Counter(line.left_out for line in lines if line.left_out is not None)
    why = [f"{_(_LEFT_OUT[one])} {reasons[one]}" for one in LeftOut if reasons[one]]
    said = _("Lines: {parts}").format(parts=_("; ").join(parts))
    return said + (_(" ({reasons})").format(reasons=_("; ").join(why)) if why else "")


def standing_name(line: JudgedLine) -> str:
    """Return what becomes of a line."""
    return _(_STANDINGS[line.standing])


def reason_text(line: JudgedLine) -> str:
    """Return why a line is not counted; empty for one that is."""
    return _(_LEFT_OUT[line.left_out]) if line.left_out is not None else line.fact.excluded


def attached_text(code: EvidenceWarning, what: str) -> str:
    """Return what is odd about a file just attached."""
    return _(_ATTACHED[code]).format(what=what)


def fen_text(fen: int) -> str:
    """Return fen as yuan."""
    return yuan_text(Fraction(fen, 100))


def _shown(name: str, value: str | int, scheme: Scheme | None) -> str:
    if name == "amount":
        return fen_text(int(value))
    if name == "figure":
        return figure_text(Fraction(value))
    if name in _OF_BASE and scheme is not None:
        return SubsidyWords(scheme).of_base(Fraction(value))
    if name == "keys":
        return _("; ").join(_(_KEYS[key]) if key in _KEYS else key for key in str(value).split(", "))
    if value == "":
        return "…"
    return str(value)


def _plain(data: tuple[tuple[str, str | int], ...]) -> dict[str, str | int]:
    """Return a finding's data for JSON; names that stand there already are left out."""
    return {name: value for name, value in data if name not in {"code", "scheme", "text"}}
