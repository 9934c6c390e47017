"""Evidence and what it is tied to, read without loading the whole book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.tables.shapes import WORKINGS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.database import Book

_COLUMNS: Final = WORKINGS["evidence"].columns
_LIST: Final = ", ".join(f"e.{quoted(name)}" for name in _COLUMNS)


def evidence_of(book: Book, target: str, text: str) -> list[dict[str, Any]]:
    """Give the rows of evidence tied to a target, in the order they were tied."""
    rows = book.connection.execute(
        f"SELECT {_LIST} FROM evidence_links l JOIN evidence e ON e.sha256 = l.sha256"  # noqa: S608
        " WHERE l.target = ? AND l.target_key = ? ORDER BY l.id",
        (target, text),
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def links_of(book: Book) -> Iterator[tuple[bytes, str, str]]:
    """Give all ties as hash, kind of target and its key, in the order they were made."""
    return iter(
        book.connection.execute(
            "SELECT sha256, target, target_key FROM evidence_links ORDER BY id"
        ).fetchall()
    )


def looks(book: Book) -> list[dict[str, Any]]:
    """Give the rows of evidence that are pictures which could be looked into."""
    rows = book.connection.execute(f"SELECT {_LIST} FROM evidence e WHERE e.look IS NOT NULL ORDER BY e.id")  # noqa: S608
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
