"""What keeps a workbook from being written, as an error with data."""

from __future__ import annotations

import errno
import os
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from pathlib import Path


class WriteFault(StrEnum):
    """Why a file could not be put in its place."""

    IN_USE = "in_use"
    """Another program has it open."""
    READ_ONLY = "read_only"
    """The file or its folder may not be written."""
    NO_FOLDER = "no_folder"
    """Its folder is not there."""
    IS_DIRECTORY = "is_directory"
    """A folder has that name."""
    DISK_FULL = "disk_full"
    OTHER = "other"
    """Anything else the system says."""


class FileNotWrittenError(BozhangError, OSError):
    """A file that was not written; what stood there before stands there still.

    As an OSError it has `errno`, `strerror` and the target as `filename`.
    """

    def __init__(self, path: Path, fault: WriteFault, number: int = errno.EIO, words: str = "") -> None:
        super().__init__(number, words or os.strerror(number), str(path))
        self.path = path
        self.fault = fault


class ClaimFiguresError(BozhangError):
    """A claim's formulas would come to another amount than its document states; nothing was written."""

    def __init__(self, scheme: str, stated: str, reckoned: str) -> None:
        super().__init__(scheme, stated, reckoned)
        self.scheme = scheme
        self.stated = stated
        self.reckoned = reckoned


class WritingCancelledError(BozhangError):
    """The writing of a file was called off; what stood there before stands there still."""
