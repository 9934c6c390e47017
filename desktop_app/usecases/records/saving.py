"""Keeping what was typed: one record, as one step of undo, never twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import NameLanguage
from desktop_app.domain.facts import KIND
from desktop_app.store.changes import Changes
from desktop_app.store.errors import ClosedMonthError, CommandAlreadyDoneError
from desktop_app.store.net_changes import entry_of
from desktop_app.usecases.records.drafts import DraftRefusedError, check_draft
from desktop_app.usecases.records.rekeying import give_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.store.database import Book

__all__ = ["ClosedMonthError", "DraftRefusedError", "Saved", "save_draft"]

ADDED = "record_added"
CHANGED = "record_changed"
"""Titles in the history; whoever shows them words them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept: the record's key, and what the command changed (nothing if it had been done already)."""

    key: tuple[Any, ...]
    changes: Changes


def save_draft(
    book: Book,
    kind: str,
    draft: Mapping[str, str],
    *,
    key: Sequence[Any] | None,
    command_id: bytes,
    confirmed: bool = False,
) -> Saved:
    """Write a draft as a record: a new one, or over the record of `key`, whose key may change with it.

    The same `command_id` saves once. Raises DraftRefusedError, ClosedMonthError unless `confirmed`, and as
    `Book.write` does.
    """
    if book.was_saved(command_id):
        return _saved_before(book, kind, command_id)
    checked = check_draft(book, kind, draft, key=key)
    if checked.record is None:
        raise DraftRefusedError(kind, checked.problems)
    record = checked.record
    new_key = KIND[kind].key_of(record)
    title = ADDED if key is None else CHANGED
    detail = {"kind": kind, "key": [_plain(part) for part in new_key]}
    try:
        with book.write(title, detail, command_id=command_id, confirmed=confirmed) as writer:
            if key is not None and tuple(key) != new_key:
                give_key(book, writer, kind, tuple(key), record)
            else:
                writer.put(record)
    except CommandAlreadyDoneError:
        return _saved_before(book, kind, command_id)
    return Saved(new_key, writer.changes)


def _saved_before(book: Book, kind: str, command_id: bytes) -> Saved:
    """Return what the command saved, from the history."""
    stated = entry_of(book.connection, command_id).detail.get("key", ())
    return Saved(_read_key(kind, stated), Changes(command_id))


def _plain(part: Any) -> str | int | None:
    return part if part is None or isinstance(part, str | int) else part.isoformat()


def _read_key(kind: str, stated: Sequence[Any]) -> tuple[Any, ...]:
    match kind:
        case "rates" | "fee_rates":
            return stated[0], date.fromisoformat(stated[1])
        case "tariffs":
            *names, day, above = stated
            return *names, date.fromisoformat(day), above
        case "product_names":
            return stated[0], NameLanguage(stated[1])
    return tuple(stated)
