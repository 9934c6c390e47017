"""Says in words what is wrong with a record that is being typed in, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.problems import Problem, ProblemCode
from desktop_app.domain.refusals import Reason, ReasonCode
from desktop_app.i18n import N_, _, format_quantity
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.refusal_text import reason_text, words_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES: Final[Mapping[str, str]] = {
    ReasonCode.MISSING: N_("Fill this in."),
    ReasonCode.NOT_A_NUMBER: N_("This is no figure; write 1299.00, 12*3.5 or 十二块五."),
    ReasonCode.BAD_DATE: N_(
        "This is no day; write 2026-03-01, 3/1 or 昨天, with 20:30 behind it where needed."
    ),
    ReasonCode.NUMBER_AS_DATE: N_("This is no day; write 2026-03-01, 3/1 or 昨天."),
    ReasonCode.UNKNOWN_REFERENCE: N_("There is no {kind} {name} in the book; enter that first."),
    ReasonCode.UNKNOWN_WORD: N_("This is none of the words known here: {allowed}."),
    ReasonCode.UNKNOWN_MARKET: N_("No country has this name or code; write Thailand or TH."),
    ProblemCode.KEY_TAKEN: N_("{name} is there already; choose another code."),
    ProblemCode.UNIT_DIFFERS: N_("Typed in {stated}, but this is counted in {expected}."),
    ProblemCode.ABOVE_HELD: N_("Only {held} {unit} are in the lot at that moment."),
    ProblemCode.ABOVE_ON_HAND: N_("Only {held} {unit} are on hand; the rest will be owed."),
    ProblemCode.PAST_DATE: N_("This lot was best before {day}."),
    ProblemCode.IN_FUTURE: N_("This day is still to come."),
    ProblemCode.RATE_MISSING: N_("No rate is known for {currency} on {day}; profit waits for it."),
    ProblemCode.CURRENCY_NOT_ACCOUNTS: N_("The account trades in {expected}, not {stated}."),
    ProblemCode.BUNDLE_LOT: N_("{name} is a bundle and has no lots; name one of its parts."),
    ProblemCode.KEY_OF_ONE: N_("A number names one record; it cannot be given to many."),
    ProblemCode.NO_RATE_STATED: N_("State at least one rate; what stays blank goes on as before."),
    ProblemCode.CLOSED_MONTH: N_("{month} is closed; saving will ask first."),
}
_QUANTITIES: Final = ("quantity", "held")


def problem_text(problem: Problem) -> str:
    """Return the sentence of a problem, in the language spoken."""
    data: dict[str, object] = dict(problem.data)
    sentence = _SENTENCES.get(problem.code)
    if sentence is None:
        text = reason_text(Reason(ReasonCode(problem.code), problem.data))
        return text[:1].upper() + text[1:] + _(".")
    for name in _QUANTITIES:
        if isinstance(data.get(name), int):
            data[name] = format_quantity(int(str(data[name])))
    if "allowed" in data:
        data["allowed"] = words_text(str(data["allowed"]))
    if "kind" in data:
        data["kind"] = kind_name(str(data["kind"]))
    return _(sentence).format_map(data)
