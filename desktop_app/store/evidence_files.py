"""The folder of evidence beside a book: each file under its SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def evidence_folder(book: Path) -> Path:
    """Give the folder that holds a book's evidence."""
    return book.with_name(book.stem + ".evidence")


def evidence_file(book: Path, sha256: bytes) -> Path:
    """Give where a piece of evidence lies."""
    return evidence_folder(book) / sha256.hex()
