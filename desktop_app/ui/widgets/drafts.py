"""Texts that were typed and not saved: kept in a small file for each book and kind, through a crash too."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app import paths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

log = logging.getLogger(__name__)
MOST: Final = 9
"""Drafts kept of one kind; the oldest gives way."""
_WORDS_SHOWN: Final = 4
_LONGEST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """One draft: its own name, the key of the record it changes (None: a new one), when, and its texts."""

    name: str
    key: tuple[str, ...] | None
    when: str
    texts: Mapping[str, str]


class Drafts:
    """The drafts of one kind in one book.

    Writing happens on a thread of its own, in order, and whole or not at all; what cannot be written is
    logged and otherwise forgotten: a draft is a convenience, the book is the truth.
    """

    def __init__(self, book: Path, kind: str) -> None:
        name = hashlib.sha256(str(book).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._file = paths.data_dir() / "drafts" / f"{name}-{kind}.json"
        self._kept = _read(self._file)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")

    @property
    def file(self) -> Path:
        """Where they are kept."""
        return self._file

    def of(self, key: tuple[str, ...] | None) -> list[Kept]:
        """The drafts that change the record `key`, or those of new records, the newest first."""
        return [kept for kept in reversed(self._kept) if kept.key == key]

    def keep(self, name: str, key: tuple[str, ...] | None, texts: Mapping[str, str], now: datetime) -> None:
        """Keep a draft under its name, in the place of what was kept under it."""
        kept = Kept(name, key, now.strftime("%Y-%m-%d %H:%M"), dict(texts))
        self._kept = [*(other for other in self._kept if other.name != name), kept][-MOST:]
        self._write()

    def drop(self, name: str) -> None:
        """Forget a draft."""
        rest = [kept for kept in self._kept if kept.name != name]
        if len(rest) != len(self._kept):
            self._kept = rest
            self._write()

    def finish(self) -> None:
        """Wait until what is kept is on the disk."""
        self._writer.submit(_nothing).result()

    def _write(self) -> None:
        self._writer.submit(_write, self._file, list(self._kept))


def new_name() -> str:
    """A name that no other draft has."""
    return secrets.token_hex(8)


def words_of(kept: Kept, first: Mapping[str, str]) -> str:
    """The first things that were typed into a draft, so that one knows which it is.

    `first` are the texts that a record begins with, in the order of the form: they tell nothing.
    """
    told = [kept.texts.get(key, "").strip() for key in first]
    same = {text.strip() for text in first.values()}
    typed = [text for text in told if text and text not in same] or [text for text in told if text]
    return " · ".join(text[:_LONGEST_WORD] for text in typed[:_WORDS_SHOWN])


def _read(file: Path) -> list[Kept]:
    """The drafts in a file; one that is absent or damaged has none, and what is no draft is left out."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = [_kept(item) for item in raw] if isinstance(raw, list) else []
    return [kept for kept in found if kept is not None][-MOST:]


def _kept(item: Any) -> Kept | None:
    if not isinstance(item, dict):
        return None
    name, key, when, texts = (item.get(part) for part in ("name", "key", "when", "texts"))
    if not isinstance(name, str) or not isinstance(when, str) or not isinstance(texts, dict):
        return None
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    if key is None:
        return Kept(name, None, when, texts)
    whole = isinstance(key, list) and all(isinstance(part, str) for part in key)
    return Kept(name, tuple(key), when, texts) if whole else None


def _nothing() -> None:
    """Comes to its turn after what was written before."""


def _write(file: Path, kept: list[Kept]) -> None:
    try:
        if not kept:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            # In ASCII: a text may hold half a character, which no file in UTF-8 can.
            with os.fdopen(handle, "w", encoding="ascii") as target:
                json.dump([asdict(draft) for draft in kept], target)
                target.flush()
                os.fsync(target.fileno())
            Path(part).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(part).unlink()
            raise
    except OSError:
        log.warning("draft not kept", exc_info=True)
