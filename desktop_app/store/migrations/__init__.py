"""The steps that bring a book from each version to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store import results
from desktop_app.store.migrations import (
    m0001_book,
    m0002_facts,
    m0003_workings,
    m0004_claims,
    m0005_months,
    m0006_reconciled,
    m0007_dated_fees,
    m0008_file_shapes,
    m0009_tariffs,
    m0010_rate_sources,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

Step = tuple[str, "Callable[[sqlite3.Connection], None]"]

STEPS: Final[tuple[Step, ...]] = (
    ("m0001_book", m0001_book.create),
    ("m0002_facts", m0002_facts.create),
    ("m0003_workings", m0003_workings.create),
    ("m0004_claims", m0004_claims.create),
    ("m0005_months", m0005_months.create),
    ("m0006_reconciled", m0006_reconciled.create),
    ("m0007_dated_fees", m0007_dated_fees.create),
    ("m0008_file_shapes", m0008_file_shapes.create),
    ("m0009_tariffs", m0009_tariffs.create),
    ("m0010_rate_sources", m0010_rate_sources.create),
)
"""Every step with its name, oldest first; a step that was released is never changed."""

VERSION: Final = len(STEPS)
"""The schema that this program writes: SQLite's `user_version`."""


def migrate(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the database of `connection` to the version of the last of `steps`, in one transaction.

    The kept results are of no version: they are made by `store.results` and can be dropped at any time.
    """
    # On first need: sqlite-utils takes half a second to import, and an up-to-date book does without it.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    migrations = Migrations("bozhang")
    for name, step in steps:
        migrations(name=name)(_on_connection(step))
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    with database.atomic():
        migrations.apply(database)
        results.create_tables(connection)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _on_connection(step: Callable[[sqlite3.Connection], None]) -> Callable[..., None]:
    """Let a step written for a connection be called with sqlite-utils' database."""

    def run(database: object) -> None:
        step(database.conn)  # type: ignore[attr-defined]

    return run
