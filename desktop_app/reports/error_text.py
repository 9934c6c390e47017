"""Errors in words, for window and commands alike: what happened and what to do about it."""

from __future__ import annotations

import errno
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.domain.errors import BozhangError
    from desktop_app.reports.store_error_text import Words

_LONGEST: Final = 60
"""Characters of a user's own text that a sentence repeats."""


def error_text(error: BozhangError) -> str:
    """Return one sentence for an error, in the language spoken, by its class or the nearest above it."""
    words = sentences()
    return next(words[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in words)(error)


def os_error_text(error: OSError) -> str:
    """Return one sentence for what the operating system refused."""
    path = error.filename if error.filename is not None else ""
    match error.errno:
        case errno.ENOENT:
            text = _("There is no file or folder {path}; check the name.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            text = _(
                "{path} may not be written or read here; choose another folder, or close the program that"
                " holds the file."
            )
        case errno.EISDIR:
            text = _("{path} is a folder; name a file.")
        case errno.ESPIPE:
            text = _("{path} is a pipe or a device; name a file.")
        case errno.ENOTDIR:
            text = _("A part of {path} is a file, not a folder; check the name.")
        case errno.ENOSPC | errno.EDQUOT:
            text = _("The disk is full; make room and try again. What was there before is unchanged.")
        case errno.ENAMETOOLONG:
            text = _("{path} is too long a name for this disk; choose a shorter one.")
        case _other:
            text = _("The system refused {path}: {reason}.")
    return text.format(path=path or _("the output"), reason=error.strerror or str(error))


def _invalid_figure(error: Any) -> str:
    reasons = {
        "not_a_number": _("{text} is no figure; write it like 1409.50."),
        "too_fine": _("{text} has more decimals than there are; round it first."),
        "too_large": _("{text} is larger than any amount this program writes; check the figure."),
        "negative": _("{text} is negative; it must be 0 or more."),
    }
    text = error.text if len(error.text) <= _LONGEST else error.text[: _LONGEST - 1] + "…"
    return reasons[error.reason].format(text=text)


def _unusable_file(error: Any) -> str:
    from desktop_app.reports.refusal_text import file_fault_text  # noqa: PLC0415 - as in `sentences`

    return file_fault_text(error.name, error.fault, error.data)


def _not_written(error: Any) -> str:
    reasons = {
        "in_use": _("{path} is open in another program; close it there and try again."),
        "read_only": _("{path} may not be written; choose another name or folder."),
        "no_folder": _("The folder of {path} is not there; make it or choose another."),
        "is_directory": _("{path} is a folder; name a file in it."),
        "disk_full": _("The disk is full, so {path} was not written; make room and try again."),
        "other": _("{path} could not be written ({error}); try another folder."),
    }
    return reasons[error.fault].format(path=error.path, error=error.strerror)


_OWN: Final[Mapping[str, Words]] = {
    "BozhangError": lambda e: _("That cannot be done ({name}).").format(name=type(e).__name__),
    "InvalidFigureError": _invalid_figure,
    "UnknownCurrencyError": lambda e: _(
        "{code} is no currency; use a code of ISO 4217 such as CNY, USD or THB."
    ).format(code=e.code),
    "UnusableFileError": _unusable_file,
    "FileNotWrittenError": _not_written,
    "ClaimFiguresError": lambda e: _(
        "Scheme {scheme}: the workbook's formulas come to ¥{reckoned}, the claim states ¥{stated};"
        " nothing was written. Work the claim out again."
    ).format(scheme=e.scheme, reckoned=e.reckoned, stated=e.stated),
    "FilesChangedError": lambda e: _(
        "{files}: changed since it was looked at. It is read anew; look again."
    ).format(files=", ".join(e.names)),
    "WritingCancelledError": lambda _e: _("The writing was called off; nothing was written."),
}


@cache
def sentences() -> Mapping[str, Words]:
    """Return how each class of error says itself, by its name: reports know no room that raises them.

    Put together at the first error: what claims and schemes can be wrong about need not be read at the start.
    """
    from desktop_app.reports import (  # noqa: PLC0415 - as said above
        claim_error_text,
        form_text,
        store_error_text,
        subsidy_error_text,
        typed_error_text,
    )

    return {
        **_OWN,
        **store_error_text.SENTENCES,
        **subsidy_error_text.SENTENCES,
        **claim_error_text.SENTENCES,
        **form_text.SENTENCES,
        **typed_error_text.SENTENCES,
    }
