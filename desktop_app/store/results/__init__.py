"""Kept results: tables computed from the facts, which can be dropped and rebuilt at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_app.store.database import Book

Columns = Mapping[str, Any]
"""One fact's columns as they are stored."""

Progress = Callable[[int, int], None]
"""Called with (done, of how many) between steps of a refresh; what it raises stops and undoes the refresh."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the empty tables of results, all marked stale, and the indexes on facts that they need."""


def drop(connection: sqlite3.Connection) -> None:
    """Throw the kept results away: the next refresh computes all of them again."""


def note_changes(
    connection: sqlite3.Connection,
    kind: str,
    rows: Sequence[tuple[int, Columns | None, Columns | None]],
) -> None:
    """Mark what changed rows of `kind` make stale; call inside the transaction that changes them.

    Each row is (id, columns before or None, columns after or None).
    """


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether some kept result is not up to date."""
    return False


def refresh(book: Book, progress: Progress | None = None) -> None:
    """Bring the kept results up to date, in one transaction; does nothing where nothing is stale."""
