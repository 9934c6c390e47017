"""Kept results: tables computed from the facts, which can be dropped and rebuilt at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.store.results import schema, state

__all__ = ["catch_up", "create_tables", "drop", "is_put_off", "is_stale", "note_changes", "refresh"]

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
        from desktop_app.store.results import marking  # noqa: PLC0415 - no part of looking at a book

        marking.note(connection, kind, rows)


def is_stale(book: Book) -> bool:
    """Whether some kept result is not up to date."""
    return state.is_stale(book, at_once=False)


def is_put_off(book: Book) -> bool:
    """Whether figures wait for what `catch_up` put off."""
    return schema.is_filled(book.connection) and state.is_put_off(book.connection)


def refresh(book: Book, progress: Progress | None = None) -> None:
    """Bring the kept results up to date, in one transaction; does nothing where nothing is stale.

    `progress` is told the share that is done, between steps; what it raises undoes the refresh.
    """
    _refresh(book, at_once=False, progress=progress)


def catch_up(book: Book) -> None:
    """Bring up to date what is soon done; much stock to be worked through again is put off.

    Until `recomputing` has done that, statements give the last kept figures and say whose are stale.
    """
    _refresh(book, at_once=True)


def _refresh(book: Book, *, at_once: bool, progress: Progress | None = None) -> None:
    if state.is_stale(book, at_once=at_once):
        from desktop_app.store.results import refreshing  # noqa: PLC0415 - a book that is up to date needs none

        refreshing.refresh_book(book, at_once=at_once, progress=progress)
