"""What is wrong with a claim, its evidence or its applicant's data, in one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.applicant import FIELDS
from desktop_app.i18n import _
from desktop_app.reports.claim_text import event_name, fen_text, finding_text, state_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.reports.store_error_text import Words


def _evidence(error: Any) -> str:
    reasons = {
        "empty": _("{name} is empty; take the photo or save the file again."),
        "program": _("{name} is a program, not a document; attach a photo, a PDF or a table."),
        "too_large": _("{name} is larger than any photo or paper (256 MB); attach a smaller copy."),
        "not_as_named": _("{name} is not what its name says; save it again under the right kind."),
        "not_a_picture": _("{name} is no picture that can be opened; only pictures can be masked."),
    }
    return reasons[error.reason].format(name=error.name)


def _step(error: Any) -> str:
    text = _("Claim {claim} is {state}, so it cannot become: {event}.")
    return text.format(claim=error.claim, state=state_name(error.state), event=event_name(error.event))


def _amount(error: Any) -> str:
    if error.reason == "above":
        text = _("Claim {claim}: at most {most} is possible here.")
        return text.format(claim=error.claim, most=fen_text(error.most_fen))
    if error.reason == "negative":
        return _("Claim {claim}: an amount is 0 or more.").format(claim=error.claim)
    return _("Claim {claim}: less than asked for needs a reason.").format(claim=error.claim)


def _setup(error: Any) -> str:
    reasons = {
        "period": _("The period {detail} ends before it begins."),
        "no_scheme": _("Name at least one scheme; “bozhang scheme BOOK list” lists them."),
        "issuers": _("One claim goes to one office; these schemes are of several: {detail}."),
        "measure": _("No scheme of the claim asks for {detail}."),
        "figure": _("{detail} is no figure; write it like NAME=1409.50."),
        "reading": _("{detail} is no reading; write SCHEME=slab or SCHEME=marginal."),
        "not_draft": _(
            "Claim {detail} is no draft any more and stays as it is; withdraw it, or make a new version."
        ),
    }
    return reasons[error.reason].format(detail=error.detail)


def _figures(error: Any) -> str:
    said = " ".join(finding_text(one) for one in error.findings[:1])
    return _("Scheme {scheme} cannot be worked out. {reason}").format(scheme=error.scheme, reason=said)


def _blocked(error: Any) -> str:
    first = error.findings[0]
    text = _("Claim {claim} stays a draft. In the way: {count}, first: {first}")
    return text.format(claim=error.claim, count=len(error.findings), first=finding_text(first))


def _applicant(error: Any) -> str:
    if error.reason == "unknown":
        fields = ", ".join(FIELDS)
        return _("There is no field {field}; there are: {fields}.").format(field=error.field, fields=fields)
    if error.reason == "not_date":
        return _("{field}: write the day like 2025-01-31.").format(field=error.field)
    return _("{field}: the text is too long.").format(field=error.field)


def _trial(error: Any) -> str:
    reasons = {
        "name": _("Give the trial period a name."),
        "days": _("A trial period lasts from 1 to 366 days."),
        "target": _("The target of a trial period is 0 or more."),
    }
    return reasons[error.reason]


SENTENCES: Final[Mapping[str, Words]] = {
    "EvidenceRefusedError": _evidence,
    "UnknownEvidenceError": lambda _error: _("The book has no such evidence any more; look again."),
    "UnknownClaimError": lambda e: _("The book has no claim {claim}.").format(claim=e.claim),
    "ClaimStepError": _step,
    "ClaimAmountError": _amount,
    "ClaimSetupError": _setup,
    "ClaimMeasureError": _figures,
    "ClaimBlockedError": _blocked,
    "ApplicantFieldError": _applicant,
    "TrialRefusedError": _trial,
    "SchemeInUseError": lambda e: _(
        "The draft {claim} is begun under scheme {scheme}; delete the draft first."
    ).format(claim=e.claim, scheme=e.scheme),
}
"""How each class of error says itself, by its name."""
