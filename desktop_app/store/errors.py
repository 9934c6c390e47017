"""What can go wrong with a book's file and with what is written into it, as classes with data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


class StoreError(BozhangError):
    """Anything the store refuses or meets."""


class BookFileError(StoreError):
    """Something is wrong with the file at `path`."""

    def __init__(self, path: Path, *data: object) -> None:
        super().__init__(path, *data)
        self.path = path


class BookMissingError(BookFileError):
    """There is no file at `path`."""


class BookExistsError(BookFileError):
    """A new book was asked for where a file is already."""


class NotABookError(BookFileError):
    """The file is no book.

    `reason` is one of `directory`, `empty` (0 bytes), `cut_short`, `not_sqlite`, `foreign` (another
    program's database), `foreign_schema` (triggers, views or tables that no book has; `detail` names one).
    """

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        super().__init__(path, reason, detail)
        self.reason = reason
        self.detail = detail


class NewerBookError(BookFileError):
    """The book was written by a newer program: its schema is `version`, this program knows `known`."""

    def __init__(self, path: Path, version: int, known: int) -> None:
        super().__init__(path, version, known)
        self.version = version
        self.known = known


class BookInUseError(BookFileError):
    """Another program holds the book open; `pid`, `host` and `since` (UTC) where it left word of itself."""

    def __init__(self, path: Path, pid: int | None, host: str | None, since: datetime | None) -> None:
        super().__init__(path, pid, host, since)
        self.pid = pid
        self.host = host
        self.since = since


class DamagedBookError(BookFileError):
    """The file's contents are damaged; `detail` is SQLite's word or ours, for a log."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(path, detail)
        self.detail = detail


class BookUnreadableError(BookFileError):
    """The system does not let the file be opened; `detail` is its reason."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(path, detail)
        self.detail = detail


class BookReadOnlyError(BookFileError):
    """The book can be read but not written.

    `reason` is one of `view` (opened for reading, or read-only media), `failed` (an I/O error or damage
    came up while writing: reopen it), `needs_upgrade` (an older version on read-only media).
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.reason = reason


class BookWriteError(BookFileError):
    """The system failed while writing `command_id`: after reopening, look up whether it was saved."""

    def __init__(self, path: Path, command_id: bytes, detail: str) -> None:
        super().__init__(path, command_id, detail)
        self.command_id = command_id
        self.detail = detail


class NotEnoughRoomError(BookFileError):
    """The disk that holds `path` is full: `needed` and `free` are bytes, None where not known."""

    def __init__(self, path: Path, needed: int | None = None, free: int | None = None) -> None:
        super().__init__(path, needed, free)
        self.needed = needed
        self.free = free


class UpgradeFailedError(BookFileError):
    """The upgraded copy did not hold what the book holds (`detail`); the book is as it was."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, detail)
        self.detail = detail


class BackupRefusedError(BookFileError):
    """A backup that must not be trusted.

    `reason` is one of `no_manifest`, `hash`, `damaged`, `evidence`, `sums`.
    """

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        super().__init__(path, reason, detail)
        self.reason = reason
        self.detail = detail


class CommandAlreadyDoneError(StoreError):
    """The command is in the book already: it was saved, and is not done twice."""

    def __init__(self, command_id: bytes) -> None:
        super().__init__(command_id)
        self.command_id = command_id


class NothingToUndoError(StoreError):
    """There is no step to undo."""


class NothingToRedoError(StoreError):
    """There is no step to redo."""


class ClosedMonthError(StoreError):
    """A command changes records of closed months and was not told to: `counts` gives how many in each."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__(dict(counts))
        self.counts = dict(counts)

    @property
    def month(self) -> str:
        """The first of the months, as `2026-03`."""
        return str(min(self.counts))


class WriterClosedError(StoreError):
    """A change was asked of a writer whose command has ended: a fault of the program."""


class WriterOpenError(StoreError):
    """A command was begun inside another: a fault of the program."""


class UnknownZoneError(StoreError):
    """`name` is no IANA time zone."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class RecordError(StoreError):
    """Something is wrong with the record of `kind` known as `key`."""

    def __init__(self, kind: str, key: tuple[object, ...], *data: object) -> None:
        super().__init__(kind, key, *data)
        self.kind = kind
        self.key = key


class RecordMissingError(RecordError):
    """There is no such record."""


class KeyTakenError(RecordError):
    """A record cannot be renamed to `key`: another one has it."""


class UnknownReferenceError(RecordError):
    """The record's `field` names `value`, which the book does not have."""

    def __init__(self, kind: str, key: tuple[object, ...], field: str, value: object) -> None:
        super().__init__(kind, key, field, value)
        self.field = field
        self.value = value


class StillReferencedError(RecordError):
    """The record cannot be deleted: a record of kind `by` names it."""

    def __init__(self, kind: str, key: tuple[object, ...], by: str) -> None:
        super().__init__(kind, key, by)
        self.by = by


class UnstorableValueError(RecordError):
    """The record's `field` holds what no book can: half a character, too large a number, a missing value."""

    def __init__(self, kind: str, key: tuple[object, ...], field: str) -> None:
        super().__init__(kind, key, field)
        self.field = field
