"""What is wrong with a scheme file, or with the figures given to a scheme, in one sentence with its place."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.subsidy.errors import FigureFault, SchemeFault
from desktop_app.domain.subsidy.figure import plain
from desktop_app.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.reports.store_error_text import Words

_LONGEST: Final = 60
"""Characters of a user's own text that a sentence repeats."""

_FAULTS: Final[Mapping[SchemeFault, str]] = {
    SchemeFault.TOO_LONG: N_("it has more than {limit} bytes, which no scheme has; name another file."),
    SchemeFault.NOT_UTF8: N_("its text is not UTF-8; save it anew as UTF-8."),
    SchemeFault.NOT_JSON: N_("it is no JSON at line {line}, column {column}; mend it there."),
    SchemeFault.TOO_DEEP: N_("its objects stand in each other too deep; no scheme needs that."),
    SchemeFault.KEY_TWICE: N_("this key stands there twice; remove one."),
    SchemeFault.UNKNOWN_KEY: N_("there is no such key; known here: {known}."),
    SchemeFault.MISSING: N_("this is needed and is not given."),
    SchemeFault.NOT_OBJECT: N_("an object in braces is needed here."),
    SchemeFault.NOT_LIST: N_("a list in square brackets is needed here."),
    SchemeFault.NOT_TEXT: N_("a text in quotation marks is needed here."),
    SchemeFault.EMPTY_TEXT: N_("the text is empty; write something or leave it out."),
    SchemeFault.BAD_TEXT: N_("there are characters in it that cannot be shown; type it anew."),
    SchemeFault.NOT_BOOLEAN: N_("true or false is needed here, without quotation marks."),
    SchemeFault.NOT_FIGURE: N_('{text} is no figure; write it in quotation marks, like "1409.50".'),
    SchemeFault.NEGATIVE: N_("{text} is negative; figures of a scheme are 0 or more."),
    SchemeFault.TOO_LARGE: N_("a figure of more than {limit} characters; check it."),
    SchemeFault.NOT_DATE: N_('{text} is no day; write it like "2025-01-31".'),
    SchemeFault.UNKNOWN_WORD: N_("{text} is not known here; write one of: {allowed}."),
    SchemeFault.ZERO: N_("it must be above 0."),
    SchemeFault.RATE_ABOVE_ONE: N_('a rate above 1 is more than the whole; 1% is written "0.01".'),
    SchemeFault.ENDS_BEFORE_START: N_("the last day {end} is before the first day {start}."),
    SchemeFault.DATE_NEEDED: N_("fixed_date needs its date."),
    SchemeFault.CAP_KEYS: N_("a cap has either amount or rate_of_base, one of the two."),
    SchemeFault.EMPTY_LIST: N_("the list is empty; it needs at least one entry."),
    SchemeFault.NO_LIMIT: N_("a threshold needs a limit: at_least, above, at_most or below."),
    SchemeFault.TO_NOT_ABOVE_FROM: N_("to must be above from."),
    SchemeFault.OPEN_INSIDE: N_("only the bottom of the first tier and the top of the last may be open."),
    SchemeFault.TIERS_OVERLAP: N_("the tier before ends at {end}, above this; tiers may not overlap."),
    SchemeFault.TIERS_APART: N_("the tier before ends at {end}; tiers must meet."),
    SchemeFault.POINT_LEFT_OUT: N_(
        "{end} lies in neither of the two tiers that meet there; include it in one of them."
    ),
    SchemeFault.RESERVED_NAME: N_("{name} has a meaning of its own; give the input another name."),
    SchemeFault.UNKNOWN_MEASURE: N_("{name} is neither a measure nor declared in inputs."),
    SchemeFault.NOTHING_OVERRIDDEN: N_("an override needs a cap, a rate or a rule."),
    SchemeFault.RATE_WITHOUT_RULE: N_(
        "no rule of this scheme is percent_cost or loss, whose rate this would replace."
    ),
    SchemeFault.BOTH_OR_NEITHER: N_("it goes with {other}: give both or neither."),
    SchemeFault.FLAT_WITHOUT_THRESHOLD: N_("a flat sum needs a threshold in thresholds."),
    SchemeFault.COST_KINDS_NEEDED: N_("measure cost needs to say which kinds of cost count."),
    SchemeFault.RULE_NEEDS_YUAN: N_(
        "over a base in {currency} only flat, slab_flat, step and per_unit may stand, not {kind}."
    ),
    SchemeFault.RULE_NEEDS_MONEY: N_("{kind} has rates and needs a money measure in CNY, not {measure}."),
    SchemeFault.RULE_NEEDS_COUNT: N_("{kind} needs a count as measure, not {measure}."),
    SchemeFault.RULE_NEEDS_MEASURE: N_("{kind} needs measure {needed}, not {measure}."),
    SchemeFault.CAP_NEEDS_YUAN: N_(
        "a share of the base needs a base of money in CNY, not {measure} in {currency}."
    ),
}

_FIGURE_FAULTS: Final[Mapping[FigureFault, str]] = {
    FigureFault.NOT_FIGURE: N_("{text} is no figure; write it like 1409.50, without commas."),
    FigureFault.NEGATIVE: N_("{text} is negative; this must be 0 or more."),
    FigureFault.TOO_LARGE: N_("a figure of more than {limit} characters; check it."),
    FigureFault.NOT_NAMED: N_("{text} has no name; write it like parcels=1000."),
    FigureFault.NOT_UNITS: N_("{text} is not written like 200@0.80, so many units at so much each."),
    FigureFault.TWICE: N_("it is given twice; leave one out."),
    FigureFault.UNKNOWN: N_("the scheme names no such measure; it knows: {known}."),
    FigureFault.OTHER_BASE: N_("this is the base's own measure, but {text} is not the base {base}."),
    FigureFault.MISSING: N_("the scheme needs this measure; add --measure {name}=FIGURE."),
    FigureFault.UNITS_MISSING: N_(
        "the scheme needs what each unit cost; add --units COUNT@COST, in order of day and id."
    ),
    FigureFault.UNITS_DIFFER: N_("the units add up to {sum}, and the base is {base}."),
}

_LISTS: Final = {"known", "allowed"}
"""Data that list what would be right, and are worth their length."""


class _Given(dict[str, str]):
    """What a sentence is filled with; a name that was not given reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _filled(sentence: str, data: Mapping[str, Any]) -> str:
    texts = {name: _safe(value) if name in _LISTS else _short(value) for name, value in data.items()}
    return _(sentence).format_map(_Given(texts))


def _safe(value: Any) -> str:
    text = plain(value) if isinstance(value, Fraction) else str(value)
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _short(value: Any) -> str:
    text = _safe(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def scheme_fault_text(reason: SchemeFault, data: Mapping[str, Any]) -> str:
    """Return what is wrong at a place of a scheme, without the place, in the language spoken."""
    return _filled(_FAULTS[reason], data)


def _scheme_refused(error: Any) -> str:
    sentence = scheme_fault_text(error.reason, error.data)
    if not error.place:
        return _("The scheme file cannot be used: {sentence}").format(sentence=sentence)
    place = error.place if len(error.place) <= 2 * _LONGEST else error.place[: 2 * _LONGEST - 1] + "…"
    return _("{place}: {sentence}").format(place=place, sentence=sentence)


def _figure_refused(error: Any) -> str:
    sentence = _filled(_FIGURE_FAULTS[error.reason], {**error.data, "name": error.name})
    return _("{place}: {sentence}").format(place=_short(error.name), sentence=sentence)


SENTENCES: Final[Mapping[str, Words]] = {
    "SchemeRefusedError": _scheme_refused,
    "SubsidyFigureError": _figure_refused,
    "UnknownSchemeError": lambda e: _(
        "The book has no scheme {scheme}; “bozhang scheme BOOK list” shows those it has."
    ).format(scheme=_short(e.scheme)),
}
"""How errors of schemes say themselves, by the name of their class."""
