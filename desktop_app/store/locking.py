"""Who has the book open: SQLite's own lock decides, a small file beside the book says whose it is."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from desktop_app.store.errors import BookInUseError

if TYPE_CHECKING:
    from pathlib import Path

# Tells this run of the program from an earlier one that had the same process id and was killed.
_THIS_RUN: Final = uuid4().hex
_MOST_BYTES: Final = 4096
_WORD_COMES_WITHIN_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a book: process, host, since when (UTC), and which run of the program."""

    pid: int | None = None
    host: str | None = None
    since: datetime | None = None
    run: str | None = None


def note_path(path: Path) -> Path:
    """Where a book's holder leaves word of itself."""
    return path.with_name(path.name + ".lock")


def read_holder(path: Path) -> Holder:
    """Give what the holder of a book said, as far as it can be read."""
    try:
        with note_path(path).open("rb") as file:
            said: Any = json.loads(file.read(_MOST_BYTES))
        return Holder(
            int(said["pid"]), str(said["host"]), datetime.fromisoformat(said["since"]), str(said["run"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()


def write_holder(path: Path) -> None:
    """Say that this process holds the book.

    Raises OSError where the folder cannot be written.
    """
    said = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "run": _THIS_RUN,
    }
    note_path(path).write_text(json.dumps(said), encoding="utf-8")


def forget_holder(path: Path) -> None:
    """Take this process's word back."""
    with contextlib.suppress(OSError):
        if read_holder(path).run == _THIS_RUN:
            note_path(path).unlink()


def refuse_own(path: Path) -> None:
    """Refuse a book that this very process has open.

    Looked up before the file is touched: closing a second handle drops SQLite's locks on the first (POSIX).
    Raises BookInUseError.
    """
    holder = read_holder(path)
    if holder.run == _THIS_RUN and holder.pid == os.getpid():
        raise BookInUseError(path, holder.pid, holder.host, holder.since)


def in_use(path: Path) -> BookInUseError:
    """Give the error for a book that another holds, with its word where that comes in time."""
    until = time.monotonic() + _WORD_COMES_WITHIN_S
    while (holder := read_holder(path)).pid is None and time.monotonic() < until:
        time.sleep(0.01)
    return BookInUseError(path, holder.pid, holder.host, holder.since)
