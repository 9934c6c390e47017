"""The schemes that a book keeps: listing, adding, showing, copying, writing out and deleting them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from desktop_app import paths
from desktop_app.domain.claims.states import ClaimState, number_text
from desktop_app.domain.subsidy.errors import SchemeInUseError, UnknownSchemeError
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.writing import write_scheme
from desktop_app.excel.placing import placing
from desktop_app.store.queries.claim_books import claim_rows
from desktop_app.usecases.books import open_book
from desktop_app.usecases.subsidy import read_scheme_file

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.store import Book
    from desktop_app.store.changes import Put

DROP: Final = "drop_scheme"
TITLE: Final = "add_scheme"
"""What the history calls a command that adds or changes a scheme."""


def list_schemes(path: Path) -> list[Scheme]:
    """Return the schemes of a book in the order they were added. Raises what opening a book raises."""
    with open_book(path) as book:
        return schemes_of(book)


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


def schemes_of(book: Book) -> list[Scheme]:
    """Return the schemes of an open book in the order they were added."""
    return [read_scheme(row["body"].encode()) for row in book.rows("schemes")]


def example_schemes() -> list[Scheme]:
    """Return the examples that the program brings, none of them in force anywhere, by name."""
    files = sorted((paths.resources_dir() / "schemes").glob("*.json"))
    return [read_scheme(file.read_bytes()) for file in files]


def save_scheme(book: Book, scheme: Scheme) -> Put:
    """Keep a scheme as an editor made it; one of the same id is replaced.

    Raises SchemeRefusedError where its parts do not go together, and what writing raises.
    """
    content = write_scheme(scheme)
    return keep_scheme(book, read_scheme(content), content)


def copy_scheme(scheme: Scheme, new_id: str) -> Scheme:
    """Return a copy under another id that is no example; its notice is still to be filled in.

    Number, address and days of an example are none: those of the copy are left empty.
    """
    if not scheme.example:
        return replace(scheme, id=new_id)
    return replace(
        scheme,
        id=new_id,
        name=scheme.name.removeprefix("示例").strip(),
        example=False,
        document_number=None,
        source_url=None,
    )


def export_scheme(book: Book, scheme: str, target: Path) -> Path:
    """Write the text of a scheme's file as it was added. Raises UnknownSchemeError, FileNotWrittenError."""
    row = book.row("schemes", scheme)
    if row is None:
        raise UnknownSchemeError(scheme)
    with placing(target) as part:
        part.write_bytes(str(row["body"]).encode())
    return target


def drop_scheme(book: Book, scheme: str) -> None:
    """Delete a scheme; claims frozen under it keep their copy.

    Raises UnknownSchemeError, SchemeInUseError where a draft is begun under it.
    """
    if book.row("schemes", scheme) is None:
        raise UnknownSchemeError(scheme)
    for row in claim_rows(book):
        if row["state"] == ClaimState.DRAFT and scheme in json.loads(row["inputs"])["schemes"]:
            raise SchemeInUseError(scheme, number_text(row["claim"], row["version"]))
    with book.write(DROP, {"scheme": scheme}) as writer:
        writer.delete("schemes", scheme)


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
