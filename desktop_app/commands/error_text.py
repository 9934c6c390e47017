"""Errors in words: for every class that a user can meet, what happened and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from typing import Any, Final

from desktop_app.commands.errors import (
    BadArgumentsError,
    NoScreenError,
    OutputRefusedError,
    UnknownCommandError,
)
from desktop_app.commands.store_error_text import SENTENCES as STORE_SENTENCES
from desktop_app.domain.errors import BozhangError, InvalidFigureError, UnknownCurrencyError
from desktop_app.excel.errors import FileNotWrittenError, WriteFault
from desktop_app.i18n import _
from desktop_app.importers.errors import UnusableFileError


def error_text(error: BozhangError) -> str:
    """Return one sentence for an error, in the language spoken, by its class or the nearest above it."""
    return next(SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES)(error)


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


def _unusable_file(error: Any) -> str:
    from desktop_app.reports.refusal_text import file_fault_text  # noqa: PLC0415 - only with a file

    return file_fault_text(error.path, error.fault, error.data)


def _not_written(error: Any) -> str:
    reasons = {
        WriteFault.IN_USE: _("{path} is open in another program; close it there and try again."),
        WriteFault.READ_ONLY: _("{path} may not be written; choose another name or folder."),
        WriteFault.NO_FOLDER: _("The folder of {path} is not there; make it or choose another."),
        WriteFault.IS_DIRECTORY: _("{path} is a folder; name a file in it."),
        WriteFault.DISK_FULL: _("The disk is full, so {path} was not written; make room and try again."),
        WriteFault.OTHER: _("{path} could not be written ({error}); try another folder."),
    }
    return reasons[error.fault].format(path=error.path, error=error.strerror)


_LONGEST: Final = 60

Words = Callable[[Any], str]

_OWN: Final[dict[type[BozhangError], Words]] = {
    BozhangError: lambda e: _("That cannot be done ({name}).").format(name=type(e).__name__),
    BadArgumentsError: lambda e: _("{message} (see {program} --help)").format(
        message=e.message, program=e.program
    ),
    UnknownCommandError: _unknown_command,
    NoScreenError: lambda e: _(
        "There is no screen here to open {book} on; “bozhang profit {book}” prints its statements."
    ).format(book=e.book),
    OutputRefusedError: _output_refused,
    InvalidFigureError: _invalid_figure,
    UnknownCurrencyError: lambda e: _(
        "{code} is no currency; use a code of ISO 4217 such as CNY, USD or THB."
    ).format(code=e.code),
    UnusableFileError: _unusable_file,
    FileNotWrittenError: _not_written,
}

SENTENCES: Final[Mapping[type[BozhangError], Words]] = {**_OWN, **STORE_SENTENCES}
"""How each class of error says itself."""
