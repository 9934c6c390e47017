"""Version 8: how files of each shape read, as it was answered once: columns, words, account, zone, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

SHAPES: Final = (
    # `shape` is a hash of the format and the headings; `body` a JSON object of codes, no cell of any file.
    # `account` refers to nothing: an account can go, and is asked for again.
    """CREATE TABLE file_shapes (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    shape TEXT NOT NULL, format TEXT NOT NULL, headings TEXT NOT NULL,
    account TEXT, body TEXT NOT NULL,
    remembered_at INTEGER NOT NULL,
    UNIQUE (shape)) STRICT""",
    "CREATE INDEX file_shapes_account ON file_shapes (account)",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the table and index of this version."""
    for statement in SHAPES:
        connection.execute(statement)
