"""The folder of evidence beside a book: each file under its SHA-256."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from desktop_app.store.files import hash_of, put_over, require_room, sync_file

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_BLOCK: Final = 1 << 20
_NAME: Final = re.compile(r"[0-9a-f]{64}")
ORPHANS_KEPT_DAYS: Final = 90
"""How long a file that no row names stays: a crash between file and row is mended by hand meanwhile."""


def evidence_folder(book: Path) -> Path:
    """Give the folder that holds a book's evidence."""
    return book.with_name(book.stem + ".evidence")


def evidence_file(book: Path, sha256: bytes) -> Path:
    """Give where a piece of evidence lies."""
    return evidence_folder(book) / sha256.hex()


def keep_file(book: Path, source: Path | bytes) -> tuple[bytes, int]:
    """Copy a file, or bytes, into a book's folder and give its SHA-256 and its size in bytes.

    It is on the disk, folder and all, when this returns; one that is there already is left alone. Raises
    OSError, NotEnoughRoomError.
    """
    folder = evidence_folder(book)
    folder.mkdir(exist_ok=True)
    require_room(folder, len(source) if isinstance(source, bytes) else source.stat().st_size)
    part = folder / f".{uuid4().hex}.part"
    digest, size = sha256(), 0
    try:
        with (
            BytesIO(source) if isinstance(source, bytes) else source.open("rb") as given,
            part.open("xb") as kept,
        ):
            while block := given.read(_BLOCK):
                digest.update(block)
                size += len(block)
                kept.write(block)
        target = folder / digest.hexdigest()
        if not (target.is_file() and hash_of(target) == target.name):
            sync_file(part)
            put_over(part, target)
    finally:
        with suppress(OSError):
            part.unlink()
    return digest.digest(), size


def sweep_orphans(book: Path, known: Collection[bytes]) -> int:
    """Delete files of the folder that no row knows and that have lain there long; give how many."""
    oldest = time.time() - ORPHANS_KEPT_DAYS * 86_400
    names = {one.hex() for one in known}
    swept = 0
    with suppress(OSError):
        for path in evidence_folder(book).iterdir():
            left = path.suffix == ".part" or (_NAME.fullmatch(path.name) and path.name not in names)
            if left and path.is_file() and path.stat().st_mtime < oldest:
                with suppress(OSError):
                    path.unlink()
                    swept += 1
    return swept
