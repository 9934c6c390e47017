"""What a record is called in the history: its number, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def record_words(key: Sequence[object], label: str) -> str:
    """A record's number with what it is called, each once."""
    number = " · ".join(str(part) for part in key if part is not None)
    return f"{number} · {label}" if label and label not in number else number
