"""Version 10: which file brought a rate; of rates that stood before, nobody knows any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

STATEMENTS: Final = (
    # The rate stands here as the file brought it: one that was changed since is no longer the file's.
    """CREATE TABLE rate_sources (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    currency TEXT NOT NULL, "on" TEXT NOT NULL, units INTEGER NOT NULL, cny_e8 INTEGER NOT NULL,
    format TEXT NOT NULL, file_hash BLOB NOT NULL,
    UNIQUE (currency, "on")) STRICT""",
    # Written once, here, and by no command: so the history does not know it, and need not.
    """CREATE TABLE rates_before_sources (currency TEXT NOT NULL, "on" TEXT NOT NULL, units INTEGER NOT NULL,
    cny_e8 INTEGER NOT NULL, PRIMARY KEY (currency, "on")) STRICT, WITHOUT ROWID""",
    """INSERT INTO rates_before_sources (currency, "on", units, cny_e8)
    SELECT currency, "on", units, cny_e8 FROM rates""",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of this version, and keep which rates stand already."""
    for statement in STATEMENTS:
        connection.execute(statement)
