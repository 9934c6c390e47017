"""Bringing an older book to this program's version: a copy is upgraded, compared and swapped in."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_app.store import connecting
from desktop_app.store.errors import UpgradeFailedError
from desktop_app.store.files import put_over, require_room, sync_file
from desktop_app.store.migrations import migrate
from desktop_app.store.sums import sums_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.store.migrations import Step


def upgrade(path: Path, steps: Sequence[Step]) -> None:
    """Upgrade a book by whatever of `steps` it lacks; killed at any point it is the old or the new one.

    The old book is kept beside it as `….before-upgrade-VERSION`. Raises BookInUseError, DamagedBookError,
    BookReadOnlyError, NotEnoughRoomError, UpgradeFailedError.
    """
    part = path.with_name(f"{path.name}.upgrading")
    try:
        old = connecting.connect(path, "rw")
        try:
            connecting.take_lock(old)
            connecting.refuse_foreign_schema(old, path)
            require_room(path.parent, 3 * path.stat().st_size)
            (version,) = old.execute("PRAGMA user_version").fetchone()
            _copy(old, part)
            _migrate_copy(old, part, steps, path)
            kept = path.with_name(f"{path.name}.before-upgrade-{version}")
            _copy(old, kept)
            sync_file(kept)
            sync_file(part)
            put_over(part, path)
        finally:
            old.close()
    except sqlite3.Error as error:
        raise connecting.file_error(path, error) from error
    finally:
        for leftover in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()


def _copy(source: sqlite3.Connection, path: Path) -> None:
    """Write a copy of a whole database to a fresh file."""
    path.unlink(missing_ok=True)
    target = sqlite3.connect(path, isolation_level=None)
    try:
        source.backup(target)
    finally:
        target.close()


def _migrate_copy(old: sqlite3.Connection, part: Path, steps: Sequence[Step], path: Path) -> None:
    new = connecting.connect(part, "rw")
    try:
        try:
            migrate(new, steps)
        except sqlite3.IntegrityError as error:
            raise UpgradeFailedError(path, str(error)) from error
        expected, found = sums_of(old), sums_of(new)
        lost = {name: total for name, total in expected.items() if found.get(name) != total}
        if lost:
            raise UpgradeFailedError(path, ", ".join(sorted(lost)))
        if new.execute("PRAGMA foreign_key_check").fetchone():
            raise UpgradeFailedError(path, "foreign keys")
    finally:
        new.close()
