"""Tells files from pipes and devices, which keep whoever reads them waiting, or never end."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class NoFileError(OSError):
    """A pipe or a device where a file was asked for; `filename` is its path."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ESPIPE, "a pipe or a device", str(path))


def refuse_devices(path: Path) -> None:
    """Pass files and folders. Raises NoFileError, and OSError where there is nothing to look at."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise NoFileError(path)
