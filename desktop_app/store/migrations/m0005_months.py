"""Version 5: closed months and what was changed in them, and indexes that tables of records are read by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_ROW: Final = "id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)"

MONTHS: Final = (
    f"""CREATE TABLE closed_months ({_ROW},
    month TEXT NOT NULL, closed_at INTEGER NOT NULL, note TEXT,
    UNIQUE (month)) STRICT""",
    # How many records of a kind a command changed in a closed month, having been told to.
    f"""CREATE TABLE closed_changes ({_ROW},
    command BLOB NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL, changed_at INTEGER NOT NULL,
    number INTEGER NOT NULL,
    UNIQUE (command, month, kind)) STRICT""",
    "CREATE INDEX closed_changes_month ON closed_changes (month, changed_at)",
)

LISTS: Final = (
    "CREATE INDEX sales_moment ON sales (ordered_at)",
    "CREATE INDEX sales_status ON sales (status, ordered_at)",
    # Read through, without the rows themselves, for a word that may stand in any of them.
    "CREATE INDEX sales_papers ON sales (country, customs_code, declaration, payment_ref, invoice, excluded)",
    'CREATE INDEX shipping_on ON shipping ("on")',
    "CREATE INDEX returns_moment ON returns (returned_at)",
    "CREATE INDEX operations_deletes ON operations (id) WHERE kind = 'delete'",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables and indexes of this version."""
    for statement in (*MONTHS, *LISTS):
        connection.execute(statement)
