"""Keeping a book safe: where it lies, its backups, and the way back from one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.store import backup, moving
from desktop_app.store.errors import BookFileError
from desktop_app.store.evidence_files import evidence_folder
from desktop_app.store.place import place_of
from desktop_app.store.thinning import thin
from desktop_app.usecases.books import open_book

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from desktop_app.store.backup import Backup
    from desktop_app.store.changes import HistoryEntry
    from desktop_app.store.database import Book
    from desktop_app.store.place import BookPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingView:
    """How a book is kept: its place, its backups (newest first)."""

    path: Path
    folder: Path
    read_only: bool
    place: BookPlace
    backups: tuple[Backup, ...]
    changed: bool
    """Whether there is anything that the newest backup has not."""
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was written; `second_failed` is why the second place, which is there, has none."""

    path: Path
    second_failed: BookFileError | None = None


def usual_folder(book: Path) -> Path:
    """Return where a book's backups go unless another place is named: a folder beside it."""
    return book.with_name(f"{book.stem}-backups")


def keeping_view(book: Book) -> KeepingView:
    """Look at a book's place and backups."""
    folder = usual_folder(book.path)
    backups = tuple(reversed(backup.list_backups(folder, book.path.stem))) if folder.is_dir() else ()
    return KeepingView(
        path=book.path,
        folder=folder,
        read_only=book.read_only,
        place=place_of(book.path),
        backups=backups,
        changed=_operations(book) != (backups[0].operations if backups else 0),
        zone=book.settings.timezone,
    )


def back_up(book: Path, folder: Path | None = None) -> Path:
    """Write a checked copy of a book, evidence included, and return its file.

    Raises what opening a book raises, BackupRefusedError, NotEnoughRoomError, BookUnreadableError.
    """
    with open_book(book) as opened:
        return backup.backup(opened, folder or usual_folder(book)).path


def back_up_now(book: Book, second: Path | None = None) -> BackedUp:
    """Write a checked copy of an open book beside it, and one in the second place where that is there.

    Older backups that need not be kept go. Raises as `back_up` does; a second place that fails is reported.
    """
    folder = usual_folder(book.path)
    made = backup.backup(book, folder)
    thin(folder, book.path.stem)
    failed: BookFileError | None = None
    # A USB stick that is not plugged in is no fault.
    if second is not None and second.is_dir():
        try:
            backup.backup(book, second)
            thin(second, book.path.stem)
        except BookFileError as error:
            failed = error
    return BackedUp(path=made.path, second_failed=failed)


def back_up_if_changed(book: Book, second: Path | None = None) -> BackedUp | None:
    """Back an open book up unless the newest backup already has all of it; what a timer and the exit do.

    Raises as `back_up_now` does.
    """
    if book.read_only or not _operations(book):
        return None
    newest = backup.list_backups(usual_folder(book.path), book.path.stem)[-1:]
    if newest and newest[0].operations == _operations(book):
        return None
    return back_up_now(book, second)


def restore(copy: Path, book: Path) -> Path | None:
    """Put a checked backup in a book's place; return where the book that was there is kept, if one was.

    Raises BackupRefusedError, BookMissingError, BookInUseError, NotEnoughRoomError, BookUnreadableError.
    """
    return backup.restore(copy, book)


def lost_by_restoring(book: Book, copy: Path) -> list[HistoryEntry]:
    """Give what an open book has and a backup of it has not, newest first.

    Raises BackupRefusedError, BookMissingError, NewerBookError.
    """
    return backup.missing_after(book, backup.verify(copy))


def move_book(book: Path, folder: Path) -> Path:
    """Move a book that is closed to another folder, evidence included; return its new path.

    Raises as `moving.move` does.
    """
    return moving.move(book, folder)


def discard_book(book: Path) -> None:
    """Delete a closed book for good, with its evidence and backups: for the demo book alone.

    Raises OSError.
    """
    book.unlink(missing_ok=True)
    for folder in (evidence_folder(book), usual_folder(book)):
        if folder.is_dir():
            shutil.rmtree(folder)


def _operations(book: Book) -> int:
    newest = book.history(1)
    return newest[0].number if newest else 0
