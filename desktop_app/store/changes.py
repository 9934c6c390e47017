"""What a command changed, told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

RowChange = tuple[int, dict[str, Any] | None, dict[str, Any] | None]
"""A row's id with its columns, as stored, before (None: added) and after (None: deleted)."""


class Put(Enum):
    """What putting a record came to."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PutCounts:
    """How many records of a batch were added, updated, and known already."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class KindChanges:
    """How many rows of one table a command added, updated and deleted."""

    added: int = 0
    updated: int = 0
    deleted: int = 0

    def plus(self, added: int = 0, updated: int = 0, deleted: int = 0) -> KindChanges:
        """Give the counts with more added to them."""
        return KindChanges(self.added + added, self.updated + updated, self.deleted + deleted)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one command changed, by table."""

    command_id: bytes
    by_kind: Mapping[str, KindChanges] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One command in the history, as the audit trail shows it.

    `action` is `do`, `undo` or `redo`; `of` is the command undone or redone; `number` orders entries.
    """

    number: int
    command_id: bytes
    action: str
    of: bytes | None
    title: str
    detail: Mapping[str, Any]
    at: datetime
    person: str
    by_kind: Mapping[str, KindChanges]
