"""Kept results: tables computed from the facts, which can be dropped and rebuilt at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.store.results import marking, refreshing, schema

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
    return refreshing.is_whole(book.connection, _settings_key(book)) or refreshing.has_marks(book.connection)


def refresh(book: Book, progress: Progress | None = None) -> None:
    """Bring the kept results up to date, in one transaction; does nothing where nothing is stale.

    `progress` is told the share that is done, between steps; what it raises undoes the refresh.
    """
    if not is_stale(book):
        return
    settings = book.settings
    with book.upkeep() as connection:
        refreshing.run(
            connection,
            currency=settings.currency,
            zone=settings.timezone,
            stock_from=settings.stock_from.isoformat() if settings.stock_from else None,
            decimals_of=book.decimals,
            progress=progress or _say_nothing,
        )


def _settings_key(book: Book) -> str:
    settings = book.settings
    stock_from = settings.stock_from.isoformat() if settings.stock_from else None
    return refreshing.settings_key(settings.currency, settings.timezone, stock_from)


def _say_nothing(_share: float) -> None:
    return
