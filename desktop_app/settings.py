"""What the program remembers for one person on one machine: a small JSON file, written whole or not."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from desktop_app import paths

FILE_NAME: Final = "settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices that belong to a person and a machine, none of them to a book.

    `language` and `look` None follow the system; `pages` keeps each screen's own small state
    (columns, filters, window) under the screen's name.
    """

    last_book: str | None = None
    recent_books: tuple[str, ...] = ()
    language: str | None = None
    look: str | None = None
    font_scale: int = 100
    backup_folder: str | None = None
    pages: dict[str, Any] = field(default_factory=dict)


_TEXTS: Final = ("last_book", "language", "look", "backup_folder")


def settings_path() -> Path:
    """Return where the settings are kept."""
    return paths.config_dir() / FILE_NAME


def load() -> Settings:
    """Return the settings; a file that is absent, damaged or half of another version gives what it can."""
    try:
        raw = json.loads(settings_path().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(raw, dict):
        return Settings()
    known: dict[str, Any] = {name: raw[name] for name in _TEXTS if isinstance(raw.get(name), str)}
    if isinstance(raw.get("recent_books"), list):
        known["recent_books"] = tuple(item for item in raw["recent_books"] if isinstance(item, str))
    if isinstance(raw.get("font_scale"), int):
        known["font_scale"] = min(max(raw["font_scale"], 50), 300)
    if isinstance(raw.get("pages"), dict):
        known["pages"] = raw["pages"]
    return Settings(**known)


def save(settings: Settings) -> None:
    """Write the settings: a temporary file, synced, put in place. Raises OSError where that is impossible."""
    import tempfile  # noqa: PLC0415 - most starts change nothing

    target = settings_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    content = {name: getattr(settings, name) for name in Settings.__dataclass_fields__}
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=FILE_NAME, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
