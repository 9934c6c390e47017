"""What the form asks of the book: its first texts, a check while one types, and keeping the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.usecases.field_tails import field_tails
from desktop_app.usecases.records.drafts import check_draft, draft_of, new_draft
from desktop_app.usecases.records.saving import save_draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.usecases.records.drafts import Checked

Key = tuple[object, ...]

_PARTS: Final = {"shipping": ("shipment", "leg"), "repacks": ("repack", "lot")}
"""Kinds whose records are parts of a whole that is entered at one go: what names the whole, and the part."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form begins with; `turn` is handed back so that a late answer is known as one."""

    turn: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was made of the texts, and what stands behind the fields; `turn` as in `Opened`."""

    turn: int
    checked: Checked
    tails: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept, and what the next record begins with where one was asked for."""

    key: Key
    changes: Changes
    following: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record as typed: `key` is that of the record being changed, None for a new one."""

    kind: str
    texts: Mapping[str, str]
    key: Key | None
    command_id: bytes
    confirmed: bool = False


def open_form(book: Book, kind: str, *, turn: int, today: date, key: Key | None, like: Key | None) -> Opened:
    """Give the texts of the record `key`, or those a new one begins with; `like` is one to duplicate."""
    if key is not None:
        return Opened(turn, draft_of(book, kind, key))
    return Opened(turn, new_draft(book, kind, today=today, like=like))


def look_at_form(book: Book, kind: str, texts: Mapping[str, str], *, key: Key | None, turn: int) -> Looked:
    """Check what is typed."""
    return Looked(turn, check_draft(book, kind, texts, key=key), field_tails(book, kind, texts))


def store_form(
    book: Book, entry: Entry, *, following: bool, today: date, kept: frozenset[str]
) -> Stored | Looked:
    """Keep a record, or say why it cannot be kept.

    With `following`, the next record begins with the same texts in the fields `kept`. The same command twice
    keeps one record. Raises ClosedMonthError where the month is closed and that was not `confirmed`.
    """
    looked = look_at_form(book, entry.kind, entry.texts, key=entry.key, turn=-1)
    if looked.checked.record is None and not book.was_saved(entry.command_id):
        return looked
    saved = save_draft(
        book,
        entry.kind,
        entry.texts,
        key=entry.key,
        command_id=entry.command_id,
        confirmed=entry.confirmed,
    )
    if not following:
        return Stored(saved.key, saved.changes, None)
    fresh = new_draft(book, entry.kind, today=today)
    same = {key: text for key, text in entry.texts.items() if key in kept}
    parts = _PARTS.get(entry.kind, ())
    if parts:
        duplicate = new_draft(book, entry.kind, today=today, like=saved.key)
        same |= {key: duplicate[key] for key in parts}
    return Stored(saved.key, saved.changes, {**fresh, **same})
