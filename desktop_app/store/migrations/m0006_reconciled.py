"""Version 6: what was decided of differences between what platforms, banks and carriers say and the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

RECONCILED: Final = (
    # `difference` is what stood when it was decided, in its own minor units: another one asks anew.
    """CREATE TABLE reconciled (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    part TEXT NOT NULL, account TEXT REFERENCES accounts (account) ON UPDATE CASCADE, item TEXT NOT NULL,
    state TEXT NOT NULL, note TEXT, difference INTEGER NOT NULL, decided_at INTEGER NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX reconciled_key ON reconciled (part, coalesce(account, ''), item)",
    "CREATE INDEX reconciled_account ON reconciled (account)",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables and indexes of this version."""
    for statement in RECONCILED:
        connection.execute(statement)
