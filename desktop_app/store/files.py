"""Files that are there whole or not at all, and stay there when the power goes."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from desktop_app.store.errors import NotEnoughRoomError

if TYPE_CHECKING:
    from pathlib import Path

_SPARE_BYTES: Final = 1 << 20


def sync_file(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Bring a folder's entries to the disk, where the system lets a folder be opened."""
    with suppress(OSError, AttributeError):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, which must be free.

    Raises FileExistsError where it is not.
    """
    try:
        # A link fails where a rename would put the file over another that appeared meanwhile.
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # File systems without links (FAT on a USB stick).
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        part.rename(path)
    else:
        part.unlink()
    sync_folder(path.parent)


def put_over(part: Path, path: Path) -> None:
    """Put a finished file in another's place, in one step."""
    part.replace(path)
    sync_folder(path.parent)


def hash_of(path: Path) -> str:
    """Give a file's SHA-256."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def require_room(folder: Path, needed: int) -> None:
    """Check that `needed` bytes fit where `folder` is, with some to spare.

    Raises NotEnoughRoomError.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        raise NotEnoughRoomError(folder, needed, free)
