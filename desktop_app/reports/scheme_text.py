"""A scheme read back in plain sentences, so that whoever wrote it down can hold it against the notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, StepRule
from desktop_app.domain.subsidy.words import CapPer, LimitKind, RuleKind
from desktop_app.i18n import N_, _
from desktop_app.reports.scheme_conditions import (
    days_sentences,
    evidence_sentences,
    lines_sentences,
    work_sentences,
)
from desktop_app.reports.subsidy_text import SubsidyWords, figure_text, yuan_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Cap, Override, Rule, Scheme, Threshold, TierRule

_LIMITS: Final = {
    LimitKind.AT_LEAST: N_("{figure} or more (included)"),
    LimitKind.ABOVE: N_("more than {figure}"),
    LimitKind.AT_MOST: N_("{figure} or less (included)"),
    LimitKind.BELOW: N_("less than {figure}"),
}
_TIERS: Final = {
    RuleKind.SLAB: N_("the whole {measure} at the rate of the tier it falls in: {tiers}"),
    RuleKind.SLAB_FLAT: N_("one sum by the tier that {measure} falls in: {tiers}"),
    RuleKind.MARGINAL: N_("each part of {measure} at its own tier's rate: {tiers}"),
    RuleKind.TIERS_UNCLEAR: N_("{measure} by tiers, of which it is unclear how they are read: {tiers}"),
}


def read_back(scheme: Scheme, evidence: Mapping[str, str] | None = None) -> list[str]:
    """Return what a scheme says, a sentence for each of its parts; `evidence` are kinds by their codes."""
    words = SubsidyWords(scheme)
    said = [_("Counts {measure}.").format(measure=words.measure(scheme.base.measure))]
    said += lines_sentences(scheme.base.filters)
    if scheme.thresholds:
        wanted = _("; ").join(_threshold(words, one) for one in scheme.thresholds)
        said.append(_("Only where {thresholds}.").format(thresholds=wanted))
    said.append(_("Gives {rule}.").format(rule=rule_sentence(scheme, scheme.rule)))
    said += [_cap(one) for one in scheme.caps]
    said += [_override(scheme, one) for one in scheme.overrides]
    said += work_sentences(scheme)
    if scheme.exclusion_group:
        said.append(_("Only one scheme of the group {group} is paid.").format(group=scheme.exclusion_group))
    return said + days_sentences(scheme) + evidence_sentences(scheme, dict(evidence or {}))


def rule_sentence(scheme: Scheme, rule: Rule) -> str:
    """Return what a rule gives."""
    words = SubsidyWords(scheme)
    measure = words.measure(scheme.base.measure)
    match rule:
        case FlatRule():
            return _("{amount} once").format(amount=yuan_text(rule.amount))
        case PerUnitRule():
            text = (
                _("{amount} for each of {measure} beyond {above}")
                if rule.above
                else _("{amount} for each of {measure}")
            )
            said = text.format(
                amount=yuan_text(rule.amount), measure=measure, above=words.of_base(rule.above)
            )
            return said + (_(", or what it cost where that is less") if rule.or_actual_if_less else "")
        case StepRule():
            said = _("{amount} for each whole {every} of {measure}").format(
                amount=yuan_text(rule.amount), every=words.of_base(rule.every), measure=measure
            )
            if rule.after or rule.first_amount:
                more = _(" beyond {after}, and {first} from there on")
                said += more.format(after=words.of_base(rule.after), first=yuan_text(rule.first_amount))
            return said
        case RateRule():
            return _("{rate} of {measure}").format(rate=_percent(rule.rate), measure=measure)
        case _:
            return _tiers(words, measure, rule)


def _tiers(words: SubsidyWords, measure: str, rule: TierRule) -> str:
    flat = rule.kind is RuleKind.SLAB_FLAT
    said = _("; ").join(
        f"{words.tier(tier)} {yuan_text(tier.value) if flat else _percent(tier.value)}" for tier in rule.tiers
    )
    return _(_TIERS[rule.kind]).format(measure=measure, tiers=said)


def _threshold(words: SubsidyWords, threshold: Threshold) -> str:
    return _(", or ").join(
        f"{words.measure(one.measure)} "
        + _(" and ").join(
            _(_LIMITS[limit.kind]).format(figure=words.of(one.measure, limit.figure)) for limit in one.limits
        )
        for one in threshold.alternatives
    )


def _override(scheme: Scheme, override: Override) -> str:
    changes = []
    if override.cap is not None:
        changes.append(_("at most {cap} for each claim").format(cap=yuan_text(override.cap)))
    if override.rule is not None:
        changes.append(rule_sentence(scheme, override.rule))
    if override.rate is not None:
        changes.append(_("at the rate {rate}").format(rate=_percent(override.rate)))
    when = _threshold(SubsidyWords(scheme), override.when)
    return _("Where {when}: {changes}.").format(when=when, changes=_("; ").join(changes))


def _cap(cap: Cap) -> str:
    if cap.amount is not None:
        text = _("At most {cap} a year.") if cap.per is CapPer.YEAR else _("At most {cap} for each claim.")
        return text.format(cap=yuan_text(cap.amount))
    rate = _percent(cap.rate_of_base) if cap.rate_of_base is not None else ""
    text = (
        _("At most {rate} of the base a year.")
        if cap.per is CapPer.YEAR
        else _("At most {rate} of the base for each claim.")
    )
    return text.format(rate=rate)


def _percent(rate: Fraction) -> str:
    return f"{figure_text(rate * 100)}%"
