"""Kept results: tables computed from the facts, which can be dropped and rebuilt at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.store.results import marking, refreshing, schema
from desktop_app.store.results.recomputing import Recomputing

__all__ = [
    "Recomputing", "catch_up", "create_tables", "drop", "is_put_off", "is_stale", "note_changes", "refresh",
]  # fmt: skip

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from desktop_app.store.database import Book

    Columns = Mapping[str, Any]
    Progress = Callable[[float], None]


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the empty tables of results, where there are none; the first refresh fills them."""
    if not schema.exists(connection):
        schema.create(connection)


def drop(connection: sqlite3.Connection) -> None:
    """Throw the kept results away: the next refresh computes all of them again."""
    schema.drop(connection)


def note_changes(
    connection: sqlite3.Connection,
    kind: str,
    rows: Sequence[tuple[int, Columns | None, Columns | None]],
) -> None:
    """Mark what changed rows of `kind` make stale; call inside the transaction that changes them.

    Each row is (id, columns before or None, columns after or None). Where there are no results yet there
    is nothing to mark.
    """
    if schema.is_filled(connection):
        marking.note(connection, kind, rows)


def is_stale(book: Book) -> bool:
    """Whether some kept result is not up to date."""
    connection = book.connection
    return refreshing.is_whole(connection, _settings_key(book)) or refreshing.has_marks(connection)


def is_put_off(book: Book) -> bool:
    """Whether figures wait for what `catch_up` put off."""
    return schema.is_filled(book.connection) and refreshing.is_put_off(book.connection)


def refresh(book: Book, progress: Progress | None = None) -> None:
    """Bring the kept results up to date, in one transaction; does nothing where nothing is stale.

    `progress` is told the share that is done, between steps; what it raises undoes the refresh.
    """
    refreshing.refresh_book(book, at_once=False, progress=progress)


def catch_up(book: Book) -> None:
    """Bring up to date what is soon done; much stock to be worked through again is put off.

    Until a `Recomputing` has done that, statements give the last kept figures and say whose are stale.
    """
    refreshing.refresh_book(book, at_once=True)


def _settings_key(book: Book) -> str:
    settings = book.settings
    stock_from = settings.stock_from.isoformat() if settings.stock_from else None
    return refreshing.settings_key(settings.currency, settings.timezone, stock_from)
