"""Filling a county's own form from a claim: what each field of the page stands for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.capital_amount import PREFIX, capital_amount
from desktop_app.domain.claims.figures import parcels_of
from desktop_app.domain.claims.states import number_text
from desktop_app.domain.subsidy.figure import scaled
from desktop_app.domain.subsidy.words import CapPer
from desktop_app.domain.subsidy.working import in_force
from desktop_app.excel.claim_workbook.phrases import rule_text
from desktop_app.excel.forms.filling import Filled, fill_form
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims import work_claim
from desktop_app.usecases.claims_document import document_of
from desktop_app.usecases.claims_form_rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from desktop_app.domain.subsidy.scheme import Cap
    from desktop_app.excel.forms.fields import Value
    from desktop_app.reports.claim.document import ClaimDocument
    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_work import WorkedClaim

_FEN: Final = 100


def fill(
    book: Book,
    number: str,
    form: Path,
    out: Path,
    *,
    today: date,
    placing: Mapping[str, str] | None = None,
) -> Filled:
    """Fill a copy of a county's form from a claim, draft or frozen; `placing` has fields by place.

    Raises UnknownClaimError, UnknownSchemeError, ClaimMeasureError, UnusableFormError, FormProblemsError,
    FileNotWrittenError.
    """
    worked = work_claim(book, number, today=today)
    document = document_of(book, worked, today=today).document
    fields = fields_of(book, worked, document)
    return fill_form(form, out, fields=fields, rows=rows_of(document), placing=placing or {})


def fields_of(book: Book, worked: WorkedClaim, document: ClaimDocument) -> dict[str, Value]:
    """Return the fields of the page, `applicant.` and `claim.`, with their values; None where unknown."""
    found: dict[str, Value] = {
        f"applicant.{key}": value or None
        for key, value in applicant(book, worked.claim.applicant_version).items()
    }
    if document.applicant.registered_on is not None:
        found["applicant.registered_on"] = document.applicant.registered_on
    # What the page calls not applicable is the one thing that a form gets a stroke for.
    found.update({f"applicant.{key}": "/" for key in document.applicant.not_applicable})
    found.update(_of_claim(worked, document))
    return found


def _of_claim(worked: WorkedClaim, document: ClaimDocument) -> dict[str, Value]:
    claim = worked.claim
    items = [item for item in document.items if item.asked_fen] or list(document.items)
    counted = {line.fact.key: line for item in worked.items for line in item.figures.counted}
    weights = [line.fact.weight_mg for line in counted.values()]
    capital = PREFIX + capital_amount(document.asked_fen, whole_after_jiao=document.whole_after_jiao)
    bases = {(item.scheme.base.measure, item.scheme.base.currency, item.given.base) for item in items}
    caps = {cap for item in items if (cap := _cap(in_force(item.scheme, item.given).caps)) is not None}
    return {
        "claim.number": number_text(claim.claim, claim.version),
        "claim.year": str(claim.to_on.year),
        "claim.scheme": "、".join(item.scheme.name for item in items),
        "claim.document_number": document.document_number or None,
        "claim.issuer": document.issuer or None,
        "claim.period_from": document.from_on,
        "claim.period_to": document.to_on,
        "claim.base_amount": _decimal(bases.pop()[2]) if len(bases) == 1 else None,
        "claim.standard": "；".join(
            rule_text(item.scheme, in_force(item.scheme, item.given).rule, item.outcome.tier)
            for item in items
        ),
        "claim.computed": _yuan(sum(int(item.outcome.amount * _FEN) for item in items)),
        "claim.cap": _decimal(caps.pop()) if len(caps) == 1 else None,
        "claim.received": _yuan(sum(worked.received.values())),
        "claim.amount": _yuan(document.asked_fen),
        "claim.amount_capital": capital,
        "claim.capital": capital,
        "claim.frozen_on": None if claim.is_draft else document.filled_on,
        "claim.orders": len({line.fact.order for line in counted.values()}),
        "claim.parcels": len(parcels_of(counted.values())),
        "claim.kilograms": None
        if None in weights
        else _decimal(Fraction(sum(one or 0 for one in weights), 1_000_000)),
        "claim.sessions": len(document.sessions),
    }


def _cap(caps: Iterable[Cap]) -> Fraction | None:
    """The lowest sum per claim."""
    sums = [cap.amount for cap in caps if cap.per is CapPer.CLAIM and cap.amount is not None]
    return min(sums, default=None)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def _decimal(value: Fraction) -> Decimal:
    whole, decimals = scaled(value)
    return Decimal(whole).scaleb(-decimals)
