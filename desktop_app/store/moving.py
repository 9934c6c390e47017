"""Moving a book to another folder: the copy is read back before the book that was there steps aside."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from desktop_app.store import connecting
from desktop_app.store.backup import check_copy, copy_evidence, removed_at_the_end
from desktop_app.store.database import Book
from desktop_app.store.errors import BookExistsError, BookReadOnlyError, BookUnreadableError
from desktop_app.store.evidence_files import evidence_folder
from desktop_app.store.files import put_in_place, require_room, sync_file, sync_folder
from desktop_app.store.snapshot import copy_database
from desktop_app.store.sums import sums_of

if TYPE_CHECKING:
    from pathlib import Path

LEFT_BEHIND: Final = ".moved"
"""Ends the name of the book that stays in the old folder, so that nobody goes on writing in it by mistake."""


def move(path: Path, folder: Path) -> Path:
    """Move a book that nobody has open into `folder`, evidence included, and give its new path.

    The old file stays under another name: what synchronises that folder may be slower than this. Killed at
    any moment there is one book under the old name or one under the new, or for an instant both, alike.
    Raises what `Book.open` raises, BookExistsError, NotEnoughRoomError, BackupRefusedError,
    BookUnreadableError.
    """
    target = folder / path.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise BookExistsError(target)
        with Book.open(path) as book:
            if book.read_only:
                raise BookReadOnlyError(path, "view")
            _copy(book, target)
        left = _free_name(path)
        path.rename(left)
        sync_folder(path.parent)
    except FileExistsError:
        raise BookExistsError(target) from None
    except sqlite3.Error as error:
        raise connecting.file_error(target, error) from error
    except OSError as error:
        raise BookUnreadableError(target, str(error)) from error
    return target


def _copy(book: Book, target: Path) -> None:
    with removed_at_the_end(target.with_name(f".{uuid4().hex}.part")) as part:
        require_room(target.parent, book.path.stat().st_size)
        copy_evidence(book, evidence_folder(target))
        copy_database(book, part)
        check_copy(part, sums_of(book.connection))
        sync_file(part)
        put_in_place(part, target)


def _free_name(path: Path) -> Path:
    number = 0
    while True:
        left = path.with_name(path.name + (f"-{number}" if number else "") + LEFT_BEHIND)
        if not left.exists():
            return left
        number += 1
