"""Where this window keeps books: out of folders that sync by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app import paths

if TYPE_CHECKING:
    from pathlib import Path

DEMO_NAME: Final = "demo.bozhang"


def books_folder() -> Path:
    """The folder of new books; it need not be there yet."""
    return paths.data_dir() / "books"


def demo_path() -> Path:
    """Where the demo book is."""
    return books_folder() / DEMO_NAME
