"""The log: one rotating file per user, without the data of any person."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from typing import TYPE_CHECKING

from desktop_app import paths

if TYPE_CHECKING:
    from pathlib import Path

LEVEL_VARIABLE = "BOZHANG_LOG_LEVEL"
FILE_NAME = "bozhang.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 4

_LONG_NUMBER = re.compile(r"\d{7,}[Xx]?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def mask(text: str) -> str:
    """Return `text` without what could name a person: runs of 7 digits or more, and e-mail addresses.

    Telephone numbers, identity cards, bank accounts and the order ids of platforms all are such runs; an
    identity card may end in X.
    """
    return _EMAIL.sub("‹e-mail›", _LONG_NUMBER.sub("‹number›", text))


class MaskingFormatter(logging.Formatter):
    """Masks the finished text of a record, so that neither its arguments nor its traceback slip past.

    A filter would change the record itself, for every other handler too, and would not see the traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; the traceback that another handler has left in it is not masked."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the line of a record, masked but for its time."""
        record.message = mask(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802
        """Return a traceback, masked."""
        return mask(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Return a stack, masked."""
        return mask(super().formatStack(stack_info))


class QuietRotatingFileHandler(logging.handlers.RotatingFileHandler):
    """A log that never gets in the way: a full disk or a file that another holds costs lines, no more."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say nothing: the usual handler would print a traceback into the user's terminal."""


def level_from_environment() -> int:
    """Return the level that BOZHANG_LOG_LEVEL names, INFO where it names none."""
    name = os.environ.get(LEVEL_VARIABLE, "").upper()
    return int(getattr(logging, name)) if name in _LEVELS else logging.INFO


def set_up(folder: Path | None = None) -> Path | None:
    """Send the records of the whole process to the log in `folder`, and return its file.

    None is returned, and nothing is written, where the folder cannot be used: a program that cannot write
    its log still has to open the book. A second call replaces what the first one did.
    """
    shut_down()
    root = logging.getLogger()
    root.setLevel(level_from_environment())
    folder = paths.log_dir() if folder is None else folder
    file = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = QuietRotatingFileHandler(
            file, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        # Without any handler logging falls back to standard error, which belongs to the commands.
        root.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s"))
    root.addHandler(handler)
    return file


def shut_down() -> None:
    """Take away what `set_up` added, and close the file."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, QuietRotatingFileHandler | logging.NullHandler):
            root.removeHandler(handler)
            handler.close()
