"""What there is to see of an import: files that are good, many, refused in part, of nobody, or unusable."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.scenes import Scene


def import_scenes(folder: Path) -> tuple[Scene, ...]:
    """The scenes of the import page, on files in `folder`."""
    return ()
