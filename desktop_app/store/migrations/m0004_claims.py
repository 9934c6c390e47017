"""Version 4: the life of claims, trial periods, the applicant's data as frozen, and how evidence looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_ROW: Final = "id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)"

STATEMENTS: Final = (
    # `look`: a hash of what a picture shows, alike for pictures that look alike. `pages`: when printed.
    "ALTER TABLE evidence ADD COLUMN look TEXT",
    "ALTER TABLE evidence ADD COLUMN pages INTEGER",
    # `inputs`: what was typed in for the claim (schemes, measures, readings), a JSON object.
    "ALTER TABLE claims ADD COLUMN inputs TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE claims ADD COLUMN applicant_version INTEGER",
    "ALTER TABLE claims ADD COLUMN recovered_minor INTEGER",
    f"""CREATE TABLE claim_events ({_ROW},
    claim TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, event TEXT NOT NULL,
    at INTEGER NOT NULL, "on" TEXT NOT NULL, amount_minor INTEGER, note TEXT,
    UNIQUE (claim, version, number),
    FOREIGN KEY (claim, version) REFERENCES claims (claim, version) ON UPDATE CASCADE) STRICT""",
    f"""CREATE TABLE trials ({_ROW},
    trial TEXT NOT NULL, account TEXT REFERENCES accounts (account) ON UPDATE CASCADE,
    first_on TEXT NOT NULL, days INTEGER NOT NULL, target_minor INTEGER NOT NULL, note TEXT,
    UNIQUE (trial)) STRICT""",
    # Personal, so outside the history and erasable: the applicant's data as frozen claims name it.
    """CREATE TABLE applicant_versions (version INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (version, key)) STRICT""",
)


def create(connection: sqlite3.Connection) -> None:
    """Create what this version adds."""
    for statement in STATEMENTS:
        connection.execute(statement)
