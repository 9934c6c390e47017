"""The schemes that a book keeps: listing, adding and showing them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.errors import UnknownSchemeError
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.usecases.books import open_book
from desktop_app.usecases.subsidy import read_scheme_file

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.store import Book
    from desktop_app.store.changes import Put

TITLE: Final = "add_scheme"
"""What the history calls a command that adds or changes a scheme."""


def list_schemes(path: Path) -> list[Scheme]:
    """Return the schemes of a book in the order they were added. Raises what opening a book raises."""
    with open_book(path) as book:
        return [read_scheme(row["body"].encode()) for row in book.rows("schemes")]


def show_scheme(path: Path, scheme: str) -> str:
    """Return the text of a scheme's file as it was added.

    Raises UnknownSchemeError, and as `list_schemes`.
    """
    with open_book(path) as book:
        row = book.row("schemes", scheme)
    if row is None:
        raise UnknownSchemeError(scheme)
    return str(row["body"])


def add_scheme(path: Path, file: Path) -> tuple[Scheme, Put]:
    """Keep a scheme file in a book; one of the same id is replaced, one that is the same left alone.

    Raises SchemeRefusedError, OSError, and as `list_schemes`.
    """
    scheme, content = read_scheme_file(file)
    with open_book(path) as book:
        return scheme, keep_scheme(book, scheme, content)


def keep_scheme(book: Book, scheme: Scheme, content: bytes) -> Put:
    """Write a scheme and the bytes of its file into an open book; claims frozen before keep their copy."""
    digest = hashlib.sha256(content).digest()
    row = {
        "scheme": scheme.id,
        "name": scheme.name,
        "body": content.decode("utf-8-sig"),
        "body_hash": digest,
        "example": int(scheme.example),
        "added_at": int(datetime.now(UTC).timestamp()),
    }
    kept = book.row("schemes", scheme.id)
    if kept is not None and kept["body_hash"] == digest:
        row = kept
    with book.write(TITLE, {"scheme": scheme.id}) as writer:
        return writer.put_row("schemes", row)
