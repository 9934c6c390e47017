"""Errors in words: those of a command line, and all others as the window says them too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import _
from desktop_app.reports import error_text as shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.domain.errors import BozhangError
    from desktop_app.reports.store_error_text import Words


def error_text(error: BozhangError) -> str:
    """Return one sentence for an error, in the language spoken."""
    words = OWN_SENTENCES.get(type(error).__name__)
    return shared.error_text(error) if words is None else words(error)


def _unknown_command(error: Any) -> str:
    if error.similar:
        text = _("There is no command or book {name}; did you mean “{similar}”? See bozhang --help.")
        return text.format(name=error.name, similar=error.similar)
    return _("There is no command or book {name}. See bozhang --help.").format(name=error.name)


def _output_refused(error: Any) -> str:
    reasons = {
        "suffix": _("{path}: the name must end in {expected}, which says what to write."),
        "folder": _("{path} is a folder; name a file in it."),
        "input": _("{path} is the book itself; name another file to write to."),
    }
    return reasons[error.reason].format(path=error.path, expected=error.expected)


OWN_SENTENCES: Final[Mapping[str, Words]] = {
    "BadArgumentsError": lambda e: _("{message} (see {program} --help)").format(
        message=e.message, program=e.program
    ),
    "UnknownCommandError": _unknown_command,
    "NoScreenError": lambda e: _(
        "There is no screen here to open {book} on; “bozhang profit {book}” prints its statements."
    ).format(book=e.book),
    "OutputRefusedError": _output_refused,
}
"""How the errors of a command line say themselves, by the name of their class."""
