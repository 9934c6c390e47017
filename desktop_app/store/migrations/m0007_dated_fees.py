"""Version 7: the rates an account pays from a day on, and products' names in the buyers' languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_ROW: Final = "id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)"

STATEMENTS: Final = (
    # A rate left NULL goes on as it was before the day.
    f"""CREATE TABLE fee_rates ({_ROW},
    account TEXT NOT NULL REFERENCES accounts (account) ON UPDATE CASCADE, from_on TEXT NOT NULL,
    commission_rate_e8 INTEGER, payment_fee_rate_e8 INTEGER, fee_refund_rate_e8 INTEGER, note TEXT,
    UNIQUE (account, from_on)) STRICT""",
    f"""CREATE TABLE product_names ({_ROW},
    sku TEXT NOT NULL REFERENCES products (sku) ON UPDATE CASCADE, language TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (sku, language)) STRICT""",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of this version."""
    for statement in STATEMENTS:
        connection.execute(statement)
