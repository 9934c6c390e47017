"""What the program is measured against: SQLite alone, on the same disk, with the same pragmas."""

from __future__ import annotations

import sqlite3
from collections import deque
from contextlib import closing
from typing import TYPE_CHECKING, Final

from desktop_app.domain.statement import STATEMENT_KEYS
from tests.benchmarks.clock import middle

if TYPE_CHECKING:
    from pathlib import Path

_FACTS: Final = (
    "products",
    "accounts",
    "rates",
    "lots",
    "repacks",
    "sessions",
    "sales",
    "promotions",
    "shipping",
    "returns",
    "stock",
    "overheads",
    "settlements",
)
_PRAGMAS: Final = (
    "locking_mode = EXCLUSIVE",
    "journal_mode = TRUNCATE",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
)
COMMITS: Final = 60
READS: Final = 200


def fetch_facts(connection: sqlite3.Connection) -> float:
    """The seconds it takes to fetch, row by row, every fact that profit is computed from."""

    def fetch() -> None:
        for table in _FACTS:
            deque(connection.execute(f"SELECT * FROM {table}"), maxlen=0)

    # Once to bring the file into memory, as the work beside it finds it.
    fetch()
    return middle(fetch, 3)


def durable_commit(folder: Path) -> float:
    """The seconds of one commit of one row that a power cut cannot take back: the middle of many."""
    path = folder / "commits.sqlite"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL, amount INTEGER) STRICT"
        )

        def commit() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO rows (text, amount) VALUES (?, ?)", ("TTS-TH 5838", 45_900))
            connection.execute("COMMIT")

        commit()
        found = middle(commit, COMMITS)
    path.unlink()
    return found


class KeptTable:
    """A table that holds nothing but each session's figures: the least that showing them can cost."""

    def __init__(self, folder: Path, sessions: int) -> None:
        self._path = folder / "kept.sqlite"
        self._path.unlink(missing_ok=True)
        self._connection = sqlite3.connect(self._path)
        columns = ", ".join(f"{key} INTEGER NOT NULL" for key in STATEMENT_KEYS)
        self._connection.execute(
            f"CREATE TABLE kept (session TEXT PRIMARY KEY, started INTEGER, {columns}) STRICT"
        )
        row = tuple(range(len(STATEMENT_KEYS)))
        places = ", ".join("?" * (len(row) + 2))
        self._connection.executemany(
            f"INSERT INTO kept VALUES ({places})",
            ((f"S{number:06d}", number, *row) for number in range(sessions)),
        )
        self._connection.commit()
        self._wanted = f"S{sessions // 2:06d}"

    def all_sessions(self) -> float:
        """The seconds of fetching all rows."""
        return middle(
            lambda: self._connection.execute("SELECT * FROM kept ORDER BY started").fetchall(), READS
        )

    def one_session(self) -> float:
        """The seconds of fetching one row by its index."""
        return middle(
            lambda: self._connection.execute(
                "SELECT * FROM kept WHERE session = ?", (self._wanted,)
            ).fetchone(),
            READS,
        )

    def close(self) -> None:
        """Close and delete the table."""
        self._connection.close()
        self._path.unlink()
