"""Backups that were read back before they count, and the way back from one."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from desktop_app.devices import refuse_devices
from desktop_app.store import connecting
from desktop_app.store.errors import BackupRefusedError, BookFileError, BookMissingError, BookUnreadableError
from desktop_app.store.evidence_files import evidence_file, evidence_folder
from desktop_app.store.files import hash_of, put_in_place, put_over, require_room, sync_file, sync_folder
from desktop_app.store.header import check_header
from desktop_app.store.locking import refuse_own
from desktop_app.store.migrations import VERSION
from desktop_app.store.recovering import has_journal, journal_path, set_journal_aside
from desktop_app.store.snapshot import copy_database
from desktop_app.store.sums import sums_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.store.changes import HistoryEntry
    from desktop_app.store.database import Book

_NAME: Final = "{stem}-{counter:06d}-{moment:%Y%m%d-%H%M%S}.bozhang"
_EVIDENCE: Final = "evidence"
_LONGEST_MANIFEST: Final = 16 << 20
"""Characters: a piece of evidence has seventy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup: `counter` orders them whatever the clock says; `operations` is how far its history goes."""

    path: Path
    counter: int
    made_at: datetime
    sha256: str
    operations: int
    evidence: tuple[str, ...]
    sums: dict[str, str]


def backup(book: Book, folder: Path) -> Backup:
    """Write a checked copy of a book into `folder`, evidence included, and give it.

    Raises NotEnoughRoomError, BackupRefusedError where the copy does not read back as the book,
    BookUnreadableError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with removed_at_the_end(folder / f".{uuid4().hex}.part") as part:
            require_room(folder, book.path.stat().st_size)
            evidence = copy_evidence(book, folder / _EVIDENCE)
            copy_database(book, part)
            sums = sums_of(book.connection)
            check_copy(part, sums)
            sync_file(part)
            return _put_with_manifest(book, folder, part, evidence, sums)
    except sqlite3.Error as error:
        raise connecting.file_error(folder, error) from error
    except OSError as error:
        raise BookUnreadableError(folder, str(error)) from error


def read_backup(path: Path) -> Backup:
    """Give what a backup's manifest says.

    Raises BackupRefusedError, BookMissingError.
    """
    if not path.is_file():
        raise BookMissingError(path)
    try:
        said: dict[str, Any] = json.loads(_read_manifest(path))
        return Backup(
            path=path,
            counter=int(said["counter"]),
            made_at=datetime.fromisoformat(said["made_at"]),
            sha256=str(said["sha256"]),
            operations=int(said["operations"]),
            evidence=tuple(bytes.fromhex(name).hex() for name in said["evidence"]),
            sums={str(name): str(total) for name, total in said["sums"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupRefusedError(path, "no_manifest", repr(error)) from None


def verify(path: Path) -> Backup:
    """Check a backup against its manifest, SQLite's integrity check, its sums and its evidence, and give it.

    Raises BackupRefusedError, BookMissingError, NewerBookError.
    """
    found = read_backup(path)
    if hash_of(path) != found.sha256:
        raise BackupRefusedError(path, "hash")
    check_header(path, VERSION)
    check_copy(path, found.sums)
    for name in found.evidence:
        file = path.parent / _EVIDENCE / name
        if not file.is_file() or hash_of(file) != name:
            raise BackupRefusedError(path, "evidence", name)
    return found


def missing_after(book: Book, found: Backup, limit: int = 1000) -> list[HistoryEntry]:
    """Give the commands of a book that a backup of it does not have: what restoring it would lose."""
    return [entry for entry in book.history(limit) if entry.number > found.operations]


def restore(path: Path, target: Path) -> Path | None:
    """Put a verified backup in the place of the book at `target`; the book that was there is kept.

    Gives the path of the kept book (`…-before-restore-NUMBER`), None where there was none. Raises
    BackupRefusedError, BookMissingError, BookInUseError, NotEnoughRoomError, BookUnreadableError.
    """
    found = verify(path)
    refuse_own(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with removed_at_the_end(target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")) as part:
            require_room(target.parent, 2 * path.stat().st_size)
            shutil.copyfile(path, part)
            sync_file(part)
            if hash_of(part) != found.sha256:
                raise BackupRefusedError(path, "hash")
            _restore_evidence(path, target, found)
            kept = _keep_present(target) if target.exists() else None
            set_journal_aside(target)
            put_over(part, target)
    except OSError as error:
        raise BookUnreadableError(target, str(error)) from error
    return kept


def list_backups(folder: Path, stem: str) -> list[Backup]:
    """Give the backups of the book named `stem` in `folder` that have a manifest, oldest first."""
    found = []
    pattern = re.compile(re.escape(stem) + r"-\d{6,}-\d{8}-\d{6}\.bozhang")
    for path in sorted(folder.glob("*.bozhang")):
        if pattern.fullmatch(path.name):
            with suppress(BookFileError):
                found.append(read_backup(path))
    return sorted(found, key=lambda one: one.counter)


def check_copy(path: Path, sums: dict[str, str]) -> None:
    """Reopen a copy and check it as SQLite does, its references and its sums.

    Raises BackupRefusedError.
    """
    try:
        connection = connecting.connect(path, "ro")
        try:
            connecting.refuse_foreign_schema(connection, path)
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise BackupRefusedError(path, "damaged")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupRefusedError(path, "damaged", "foreign keys")
            if sums_of(connection) != sums:
                raise BackupRefusedError(path, "sums")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise BackupRefusedError(path, "damaged", str(error)) from error


def _put_with_manifest(
    book: Book, folder: Path, part: Path, evidence: list[str], sums: dict[str, str]
) -> Backup:
    """Name the copy, then write its manifest: without one a backup does not count."""
    moment = datetime.now(UTC).replace(microsecond=0)
    counter = max((int(match[1]) for match in map(_counter, folder.iterdir()) if match), default=0) + 1
    path = folder / _NAME.format(stem=book.path.stem, counter=counter, moment=moment)
    (operations,) = book.connection.execute("SELECT coalesce(max(id), 0) FROM operations").fetchone()
    said = {
        "counter": counter,
        "made_at": moment.isoformat(),
        "sha256": hash_of(part),
        "size": part.stat().st_size,
        "schema": VERSION,
        "operations": operations,
        "evidence": evidence,
        "sums": sums,
    }
    put_in_place(part, path)
    with removed_at_the_end(folder / f".{uuid4().hex}.json") as manifest:
        manifest.write_text(json.dumps(said, indent=1), encoding="utf-8")
        sync_file(manifest)
        put_in_place(manifest, _manifest(path))
    return read_backup(path)


def _counter(path: Path) -> re.Match[str] | None:
    return re.fullmatch(r".*-(\d{6,})-\d{8}-\d{6}\.bozhang", path.name)


def _read_manifest(path: Path) -> str:
    """Give a manifest's text; of one that is longer than any, the beginning, which reads as none."""
    manifest = _manifest(path)
    refuse_devices(manifest)
    with manifest.open(encoding="utf-8") as file:
        return file.read(_LONGEST_MANIFEST)


def _manifest(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def copy_evidence(book: Book, folder: Path) -> list[str]:
    """Copy evidence that the folder does not have yet, and give the names of all."""
    names = []
    for row in book.rows("evidence"):
        source = evidence_file(book.path, row["sha256"])
        names.append(source.name)
        _copy_hashed(source, folder / source.name)
    return names


def _restore_evidence(path: Path, target: Path, found: Backup) -> None:
    for name in found.evidence:
        _copy_hashed(path.parent / _EVIDENCE / name, evidence_folder(target) / name)


def _copy_hashed(source: Path, target: Path) -> None:
    """Copy a file that is named by its hash, unless it is there already."""
    if target.is_file() and hash_of(target) == target.name:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with removed_at_the_end(target.with_name(f".{uuid4().hex}.part")) as part:
        shutil.copyfile(source, part)
        if hash_of(part) != target.name:
            raise BackupRefusedError(source, "evidence", target.name)
        sync_file(part)
        put_over(part, target)


def _keep_present(target: Path) -> Path:
    """Give the present book a second name, its unfinished journal with it, while nobody has it open."""
    number = 1
    while (kept := target.with_name(f"{target.stem}-before-restore-{number}{target.suffix}")).exists():
        number += 1
    try:
        connection = connecting.connect(target, "rw")
        try:
            connecting.take_lock(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        # A damaged book is kept as it is; one in use is left alone.
        if not connecting.is_damage(error):
            raise connecting.file_error(target, error) from error
    shutil.copyfile(target, kept)
    sync_file(kept)
    # Left behind, an unfinished journal would be played into the restored book.
    if has_journal(target):
        journal_path(target).replace(journal_path(kept))
    sync_folder(target.parent)
    return kept


@contextmanager
def removed_at_the_end(path: Path) -> Iterator[Path]:
    """Give a path that is gone afterwards, unless it was put in place under another name."""
    try:
        yield path
    finally:
        for leftover in (path, path.with_name(path.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()
