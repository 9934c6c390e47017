"""What surrounds a scheme's rule, in plain sentences: days, applicants, lines, rates, rounding, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.figure import plain
from desktop_app.domain.subsidy.words import Currency, EvidencePer, ExchangeRule, RoundingMode
from desktop_app.i18n import N_, _

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.domain.subsidy.scheme import Filters, Scheme

_RATES: Final = {
    ExchangeRule.ORDER_DAY: N_("Converted at the rate of the order's day."),
    ExchangeRule.MONTH_FIRST: N_("Converted at the rate of the first of the month."),
    ExchangeRule.FIXED_DATE: N_("Converted at the rate of {day}."),
    ExchangeRule.CUSTOMS: N_("Converted at the customs' rate, of the third Wednesday of the month before."),
}
_ROUNDED: Final = {
    RoundingMode.HALF_UP: N_("The amount is rounded half up to {unit} yuan."),
    RoundingMode.FLOOR: N_("The amount is rounded down to {unit} yuan."),
}
_EVIDENCE: Final = {
    EvidencePer.LINE: N_("{kind} for each line"),
    EvidencePer.MONTH: N_("{kind} for each month"),
    EvidencePer.SESSION: N_("{kind} for each stream"),
    EvidencePer.CLAIM: N_("{kind} for the claim"),
}
_FILTERS: Final = (
    ("platforms", N_("Only sales on {names}.")),
    ("markets", N_("Only sales to {names}.")),
    ("skus", N_("Only the products {names}.")),
    ("origins", N_("Only goods from {names}.")),
    ("carriers", N_("Only what {names} carried.")),
    ("customs_codes", N_("Only under the customs codes {names}.")),
)


def days_sentences(scheme: Scheme) -> list[str]:
    """Return when a scheme holds, when it is applied for, and by whom."""
    said = _span(
        scheme.valid_from,
        scheme.valid_to,
        (_("Holds from {start} to {end}."), _("Holds from {start}."), _("Holds to {end}.")),
    )
    said += _span(
        scheme.apply_from,
        scheme.apply_to,
        (
            _("Applications from {start} to {end}."),
            _("Applications from {start}."),
            _("Applications to {end}."),
        ),
    )
    if scheme.legal_forms:
        said.append(_("For {forms} alone.").format(forms=_("; ").join(scheme.legal_forms)))
    return said


def lines_sentences(filters: Filters) -> list[str]:
    """Return which lines are counted, where that is limited."""
    said = []
    if filters.cross_border is not None:
        said.append(
            _("Only sales across the border.")
            if filters.cross_border
            else _("Only sales inside the country.")
        )
    for key, sentence in _FILTERS:
        names = getattr(filters, key)
        if names:
            said.append(_(sentence).format(names=_("; ").join(names)))
    return said


def work_sentences(scheme: Scheme) -> list[str]:
    """Return how is converted and rounded, and what is typed in by hand."""
    said = []
    if scheme.exchange.rule is not ExchangeRule.ORDER_DAY or scheme.base.currency is not Currency.CNY:
        day = scheme.exchange.date.isoformat() if scheme.exchange.date is not None else "…"
        said.append(_(_RATES[scheme.exchange.rule]).format(day=day))
    said.append(_(_ROUNDED[scheme.rounding.mode]).format(unit=plain(scheme.rounding.unit)))
    if scheme.inputs:
        names = _("; ").join(meaning for _name, meaning in scheme.inputs)
        said.append(_("Typed in with each claim: {names}.").format(names=names))
    return said


def evidence_sentences(scheme: Scheme, names: dict[str, str]) -> list[str]:
    """Return what evidence is wanted, the required before the rest; `names` says kinds by their codes."""
    said = []
    for required, sentence in (
        (True, _("Evidence required: {pieces}.")),
        (False, _("Evidence welcome: {pieces}.")),
    ):
        pieces = [
            _(_EVIDENCE[one.per]).format(kind=names.get(one.kind, one.kind))
            for one in scheme.evidence
            if one.required is required
        ]
        if pieces:
            said.append(sentence.format(pieces=_("; ").join(pieces)))
    return said


def _span(start: date | None, end: date | None, sentences: tuple[str, str, str]) -> list[str]:
    if start is not None and end is not None:
        return [sentences[0].format(start=start.isoformat(), end=end.isoformat())]
    if start is not None:
        return [sentences[1].format(start=start.isoformat())]
    return [sentences[2].format(end=end.isoformat())] if end is not None else []
