"""What makes a file unusable, as errors with data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.refusals import FileFault


class UnusableFileError(BozhangError):
    """A file of which nothing can be taken in; `fault` says why, `data` holds what the sentence needs.

    `name` is what the file is called: of one that was taken out of a zip, the zip's name before its own.
    """

    def __init__(self, path: Path, fault: FileFault, **data: str) -> None:
        super().__init__(path.name, fault, data)
        self.path = path
        self.name = path.name
        self.fault = fault
        self.data = data
