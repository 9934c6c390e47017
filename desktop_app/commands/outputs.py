"""Checks a file that is to be written before any work is done for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.commands.errors import OutputRefusedError

if TYPE_CHECKING:
    from pathlib import Path


def require_output(out: Path, suffixes: tuple[str, ...], *inputs: Path) -> None:
    """Raise OutputRefusedError where `out` is a folder, an input, or has none of the suffixes (none: any)."""
    if suffixes and out.suffix.lower() not in suffixes:
        raise OutputRefusedError(str(out), "suffix", ", ".join(suffixes))
    if out.is_dir():
        raise OutputRefusedError(str(out), "folder")
    for one in inputs:
        if out.absolute() == one.absolute() or (out.exists() and one.exists() and out.samefile(one)):
            raise OutputRefusedError(str(out), "input")
