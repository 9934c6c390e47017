"""What a check of a book found, in words."""

from __future__ import annotations

from typing import Final

from desktop_app.domain.money import from_scaled
from desktop_app.i18n import N_, _
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.statement_report import STATEMENT_TITLES

_FAULTS: Final = {
    "damaged": N_("The file is damaged ({detail}); keep it as it is and bring back a backup."),
    "unknown_reference": N_(
        "{kind} {key}: {field} names {value}, which the book does not have; enter or correct it."
    ),
    "unreadable_record": N_("A {kind} holds a value that cannot be read ({detail}); bring back a backup."),
    "history_changed": N_(
        "The history was changed from outside from operation {number} on; compare with a backup."
    ),
    "history_differs": N_("The rows of {kind} are not what the history says; compare with a backup."),
    "history_unreadable": N_("The history cannot be read ({detail}); compare with a backup."),
    "evidence_missing": N_("The evidence file {name} is missing; put it back from a backup."),
    "evidence_changed": N_("The evidence file {name} was changed; put it back from a backup."),
}


def fault_text(code: str, data: tuple[tuple[str, str | int], ...]) -> str:
    """Return one fault of a book as a sentence; `code` is one of FaultCode."""
    words = {
        name: kind_name(value) if name == "kind" else value for name, value in data if isinstance(value, str)
    }
    words |= {name: str(value) for name, value in data if isinstance(value, int)}
    if "table" in words:
        words["kind"] = kind_name(words["table"])
    return _(_FAULTS[code]).format(**words)


def unbalanced_text(where: str, expected: int | str | None, found: int | str | None, decimals: int) -> str:
    """Say that a row's parts do not add up to the amount computed without splitting."""
    title = _(STATEMENT_TITLES[where]) if where in STATEMENT_TITLES else where
    text = _(
        "{row}: sessions and unattributed add up to {found}, the whole is {expected}; please report this."
    )
    return text.format(row=title, found=_figure(found, decimals), expected=_figure(expected, decimals))


def outdated_text(where: str, expected: int | str | None, found: int | str | None) -> str:
    """Say that kept results differ from what computing them anew gives."""
    text = _("Kept results ({where}) are {found}, computed anew they are {expected}; please report this.")
    return text.format(where=where, found=found, expected=expected)


def _figure(value: int | str | None, decimals: int) -> str:
    return from_scaled(value, decimals) if isinstance(value, int) else str(value)
