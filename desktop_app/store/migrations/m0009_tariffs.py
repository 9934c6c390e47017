"""Version 9: carriers' price lists; a waiting charge keeps the number of whoever carries the parcel on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

STATEMENTS: Final = (
    # A service's bands of weight to a market; a newer list stands beside the older by its first day.
    """CREATE TABLE tariffs (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    carrier TEXT NOT NULL, service TEXT NOT NULL, market TEXT NOT NULL, from_on TEXT NOT NULL,
    above_mg INTEGER NOT NULL, up_to_mg INTEGER NOT NULL, step_mg INTEGER, minimum_mg INTEGER,
    per_kg_e8 INTEGER NOT NULL, per_parcel_minor INTEGER NOT NULL, insured_minor INTEGER,
    signed_minor INTEGER, currency TEXT NOT NULL, transit TEXT,
    UNIQUE (carrier, service, market, from_on, above_mg)) STRICT""",
    "CREATE INDEX tariffs_market ON tariffs (market)",
    "ALTER TABLE waiting_charges ADD COLUMN carrier_no TEXT",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the table and index of this version, and the new column."""
    for statement in STATEMENTS:
        connection.execute(statement)
