"""Writing the history: every change of a row becomes an operation in the transaction that changed it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.images import Image

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from desktop_app.store.changes import KindChanges

COMMAND: Final = "command"
"""The entity of the operation that closes each command."""

ADD: Final = "add"
UPDATE: Final = "update"
DELETE: Final = "delete"

_HASH_BYTES: Final = 32
_INSERT: Final = (
    "INSERT INTO operations (replica, seq, lamport, at_ms, person, command, kind, entity, entity_id, before,"
    " after, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def operation_hash(previous: bytes, facts: Sequence[Any], before: bytes | None, after: bytes | None) -> bytes:
    """Give the hash of an operation, which covers the one before it and so every one before that.

    `facts` are the columns from replica to entity_id, in order.
    """
    digest = blake2b(previous, digest_size=_HASH_BYTES)
    plain = [part.hex() if isinstance(part, bytes) else part for part in facts]
    digest.update(json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode())
    for image in (before, after):
        digest.update(b"-" if image is None else b"+%d:" % len(image))
        digest.update(image or b"")
    return digest.digest()


@dataclass(slots=True)
class Recorder:
    """Writes the operations of one command; nothing of it stands until the command is committed."""

    connection: sqlite3.Connection
    replica: bytes
    person: str
    command_id: bytes
    _seq: int = 0
    _lamport: int = 0
    _previous: bytes = b""
    _at_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)

    def __post_init__(self) -> None:
        last = self.connection.execute(
            "SELECT seq, hash FROM operations WHERE replica = ? ORDER BY seq DESC LIMIT 1", (self.replica,)
        ).fetchone()
        self._seq, self._previous = last or (0, bytes(_HASH_BYTES))
        (lamport,) = self.connection.execute(
            "SELECT lamport FROM operations ORDER BY id DESC LIMIT 1"
        ).fetchone() or (0,)
        self._lamport = lamport + 1

    @property
    def place(self) -> tuple[int, bytes]:
        """Where the history stands now, for `go_back_to`."""
        return self._seq, self._previous

    def go_back_to(self, place: tuple[int, bytes]) -> None:
        """Forget the operations since `place`: they were rolled back."""
        self._seq, self._previous = place

    def added(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Record rows (id, uid, values) that were added."""
        self._write(ADD, table, rows, None, Image(columns, rows))

    def updated(
        self,
        table: str,
        columns: tuple[str, ...],
        before: Sequence[tuple[Any, ...]],
        after: Sequence[tuple[Any, ...]],
    ) -> None:
        """Record the changed `columns` of rows as they were and as they are, in the same order."""
        self._write(UPDATE, table, before, Image(columns, before), Image(columns, after))

    def deleted(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Record rows that were deleted."""
        self._write(DELETE, table, rows, Image(columns, rows), None)

    def personal(self, entity: str) -> None:
        """Record that personal data changed, and nothing of it."""
        self._operation("personal", entity, None, None, None)

    def close(
        self,
        action: str,
        of: bytes | None,
        title: str,
        detail: Mapping[str, Any],
        by_kind: Mapping[str, KindChanges],
    ) -> None:
        """Write the operation that ends the command and says what it was.

        `action` is `do`, `undo` or `redo`; `of` is the command undone or redone.
        """
        counts = {name: [c.added, c.updated, c.deleted] for name, c in by_kind.items()}
        said = {"title": title, "detail": detail, "counts": counts}
        text = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()
        self._operation(action, COMMAND, of, None, text)

    def _write(
        self,
        kind: str,
        table: str,
        rows: Sequence[tuple[Any, ...]],
        before: Image | None,
        after: Image | None,
    ) -> None:
        uid = rows[0][1] if len(rows) == 1 else None
        packed = [None if image is None else image.pack() for image in (before, after)]
        self._operation(kind, table, uid, *packed)

    def _operation(
        self, kind: str, entity: str, entity_id: bytes | None, before: bytes | None, after: bytes | None
    ) -> None:
        self._seq += 1
        said = (self._lamport, self._at_ms, self.person, self.command_id, kind, entity, entity_id)
        facts = (self.replica, self._seq, *said)
        own = operation_hash(self._previous, facts, before, after)
        self.connection.execute(_INSERT, (*facts, before, after, self._previous, own))
        self._previous = own
