"""Version 1: the book itself, its currencies, the history and the steps to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

TABLES: Final = (
    "CREATE TABLE book (key TEXT PRIMARY KEY, value TEXT) STRICT",
    "CREATE TABLE currencies (code TEXT PRIMARY KEY, decimals INTEGER NOT NULL) STRICT",
    # What is personal stands here alone and can be erased for good: the history says only that it changed.
    "CREATE TABLE applicant (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    replica BLOB NOT NULL,
    seq INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    person TEXT NOT NULL,
    command BLOB NOT NULL,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id BLOB,
    before BLOB,
    after BLOB,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (replica, seq)) STRICT""",
    "CREATE INDEX operations_command ON operations (command, seq)",
    "CREATE INDEX operations_entity ON operations (entity, entity_id) WHERE entity_id IS NOT NULL",
    "CREATE INDEX operations_heads ON operations (id) WHERE entity = 'command'",
    """CREATE TABLE steps (
    position INTEGER PRIMARY KEY,
    command BLOB NOT NULL UNIQUE,
    undone INTEGER NOT NULL) STRICT""",
)

TRIGGERS: Final = {
    "operations_stay": "CREATE TRIGGER operations_stay BEFORE UPDATE ON operations"
    " BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END",
    "operations_remain": "CREATE TRIGGER operations_remain BEFORE DELETE ON operations"
    " BEGIN SELECT RAISE(ABORT, 'operations are append-only'); END",
}
"""The only triggers a book may have, by name, as SQLite keeps their text."""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of this version."""
    for statement in (*TABLES, *TRIGGERS.values()):
        connection.execute(statement)
