"""Whether kept results are up to date: asked before every read, and most often all there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store.results import schema

if TYPE_CHECKING:
    import sqlite3
    from zoneinfo import ZoneInfo

    from desktop_app.store.database import Book
    from desktop_app.store.settings import BookSettings

STALE: Final = (
    "stale_marks", "stale_lines", "stale_goods", "stale_legs", "stale_shipments",
    "stale_stock", "stale_rates", "stale_fees",
)  # fmt: skip
"""The tables of what has changed since the last refresh."""


def settings_key(currency: str, zone: ZoneInfo, stock_from: str | None) -> str:
    """Give the settings that results depend on as one text."""
    return f"{currency} {zone.key} {stock_from or '-'}"


def stock_day(settings: BookSettings) -> str | None:
    """Give the first day of stock as the tables hold it."""
    return settings.stock_from.isoformat() if settings.stock_from else None


def is_whole(connection: sqlite3.Connection, settings: str) -> bool:
    """Whether everything is stale: no results, or those of another version or other settings."""
    if not schema.exists(connection):
        return True
    kept = dict(connection.execute("SELECT key, value FROM kept_meta"))
    return kept.get("version") != schema.VERSION or kept.get("settings") != settings


def has_marks(connection: sqlite3.Connection, *, at_once: bool = False) -> bool:
    """Whether some fact has changed since the last refresh; what that one put off counts unless `at_once`."""
    new = {"stale_stock": " WHERE marks > 0"} if at_once else {}
    return any(
        connection.execute(f"SELECT 1 FROM {table}{new.get(table, '')} LIMIT 1").fetchone()  # noqa: S608
        for table in STALE
    )


def is_put_off(connection: sqlite3.Connection) -> bool:
    """Whether a refresh has put stock off that still waits."""
    return connection.execute("SELECT 1 FROM stale_stock WHERE marks < 0 LIMIT 1").fetchone() is not None


def is_stale(book: Book, *, at_once: bool) -> bool:
    """Whether a refresh has something to do; what was put off is nothing to one that is `at_once`."""
    settings = book.settings
    key = settings_key(settings.currency, settings.timezone, stock_day(settings))
    return is_whole(book.connection, key) or has_marks(book.connection, at_once=at_once)
