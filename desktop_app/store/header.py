"""The first 100 bytes of a book's file, checked before SQLite opens anything."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from desktop_app.devices import NoFileError, refuse_devices
from desktop_app.store.errors import (
    BookMissingError,
    BookUnreadableError,
    NewerBookError,
    NotABookError,
)
from desktop_app.store.recovering import has_journal

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x426F7A68
"""`Bozh`, at byte 68 of every book."""

_MAGIC: Final = b"SQLite format 3\0"
_LENGTH: Final = 100


def check_header(path: Path, known_version: int) -> int:
    """Check that `path` can be a book, and give its schema version.

    Raises BookMissingError, BookUnreadableError, NotABookError, NewerBookError.
    """
    try:
        if path.is_dir():
            raise NotABookError(path, "directory")
        refuse_devices(path)
        with path.open("rb") as file:
            header = file.read(_LENGTH)
        size = path.stat().st_size
    except FileNotFoundError:
        raise BookMissingError(path) from None
    except NoFileError:
        raise NotABookError(path, "device") from None
    except (OSError, ValueError) as error:
        raise BookUnreadableError(path, str(error)) from None
    if not header:
        raise NotABookError(path, "empty")
    if not header.startswith(_MAGIC[: len(header)]):
        raise NotABookError(path, "not_sqlite")
    if len(header) < _LENGTH:
        raise NotABookError(path, "cut_short")
    return _check_fields(path, header, size, known_version)


def _check_fields(path: Path, header: bytes, size: int, known_version: int) -> int:
    """Check the numbers in the header: whose database, which version, how many pages."""
    (page_size,) = struct.unpack_from(">H", header, 16)
    page_size = 65536 if page_size == 1 else page_size
    change_counter, pages = struct.unpack_from(">II", header, 24)
    version, application_id = (
        struct.unpack_from(">II", header, 60)[0],
        struct.unpack_from(">I", header, 68)[0],
    )
    (valid_for,) = struct.unpack_from(">I", header, 92)
    if application_id != APPLICATION_ID:
        raise NotABookError(path, "foreign")
    if version > known_version:
        raise NewerBookError(path, version, known_version)
    # Killed while it grew, a book is shorter than its header says until SQLite has played the journal back.
    if not has_journal(path) and change_counter == valid_for and size < pages * page_size:
        raise NotABookError(path, "cut_short")
    return int(version)
