"""Voiding records, the bin they are in from then on, and bringing them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.errors import BozhangError
from desktop_app.domain.facts import KIND, KINDS
from desktop_app.store import binned
from desktop_app.store.changes import Changes
from desktop_app.store.errors import KeyTakenError
from desktop_app.store.queries.references import OWNED, naming, owned
from desktop_app.usecases.records.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from desktop_app.store.database import Book

VOIDED: Final = binned.TITLE
RESTORED: Final = "records_restored"
"""Titles in the history; whoever shows them words them."""
_NAMED_KEYS: Final = 20
"""Keys that the history's detail names."""


class StillNamedError(BozhangError):
    """The record `key` of `kind` cannot be voided: `count` others name it, one `by_key` of `by_kind`."""

    def __init__(
        self, kind: str, key: tuple[Any, ...], by_kind: str, by_key: tuple[Any, ...], count: int
    ) -> None:
        super().__init__(kind, key, by_kind, by_key, count)
        self.kind = kind
        self.key = key
        self.by_kind = by_kind
        self.by_key = by_key
        self.count = count


@dataclass(frozen=True, slots=True, kw_only=True)
class BinRow:
    """One voided record: `entry` names it for bringing it back, `label` says what it was."""

    entry: tuple[int, int]
    kind: str
    key: tuple[Any, ...]
    label: str
    voided_at: datetime
    person: str


def void_records(book: Book, kind: str, keys: Iterable[Sequence[Any]], *, confirmed: bool = False) -> Changes:
    """Void records as one step, with what belongs to them; keys that are gone already are passed over.

    Raises StillNamedError where a record that stays names one, ClosedMonthError unless `confirmed`, and as
    `Book.write` does.
    """
    wanted = [key for key in dict.fromkeys(tuple(key) for key in keys) if book.get(kind, *key) is not None]
    if not wanted:
        return Changes(b"")
    _refuse_named(book, kind, wanted)
    shown = [[_plain(part) for part in key] for key in wanted[:_NAMED_KEYS]]
    detail = {"kind": kind, "keys": shown, "number": len(wanted)}
    with book.write(VOIDED, detail, bulk=len(wanted) > _NAMED_KEYS, confirmed=confirmed) as writer:
        if kind in OWNED:
            parts = [each for key in wanted for each in owned(book, kind, key)]
            writer.delete_many(OWNED[kind], [KIND[OWNED[kind]].key_of(each) for each in parts])
        writer.delete_many(kind, wanted)
    return writer.changes


def bin_rows(book: Book, limit: int = 200, before: tuple[int, int] | None = None) -> list[BinRow]:
    """Return voided records, last voided first; `before` is the entry to go on from.

    What has been brought back, or written anew under its key, is no longer in the bin.
    """
    found = []
    for row in binned.binned(book, limit, before):
        label = label_of(book, row.kind, row.record)
        found.append(
            BinRow(
                entry=row.entry,
                kind=row.kind,
                key=KIND[row.kind].key_of(row.record),
                label=label,
                voided_at=row.at,
                person=row.person,
            )
        )
    return found


def restore_from_bin(book: Book, entries: Iterable[tuple[int, int]], *, confirmed: bool = False) -> Changes:
    """Bring voided records back as one step, just as they were, with what belonged to them and went along.

    Raises KeyTakenError where another record has the key by now, UnknownReferenceError where one names what
    is gone, ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    order = {kind.name: at for at, kind in enumerate(KINDS)}
    asked = list(entries)
    number = len(asked)
    rows = binned.rows_of(book, [*asked, *_gone_along(book, asked)])
    rows.sort(key=lambda found: order[found[0]])
    with book.write(RESTORED, {"number": number}, confirmed=confirmed) as writer:
        for kind, row in rows:
            record = binned.record_of(kind, row)
            key = KIND[kind].key_of(record)
            if book.get(kind, *key) is not None:
                raise KeyTakenError(kind, key)
            writer.set_rows(kind, [(None, row)])
    return writer.changes


def _gone_along(book: Book, entries: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the entries of what belongs to these records, was voided with them, and is not there again."""
    found = []
    for entry in entries:
        ((kind, row),) = binned.rows_of(book, [entry])
        if kind not in OWNED:
            continue
        key = KIND[kind].key_of(binned.record_of(kind, row))
        for part, record in binned.voided_with(book, entry[0], OWNED[kind]):
            own = KIND[OWNED[kind]].key_of(record)
            if own[:1] == key and part not in entries and book.get(OWNED[kind], *own) is None:
                found.append(part)
    return found


def _refuse_named(book: Book, kind: str, keys: Sequence[tuple[Any, ...]]) -> None:
    """Refuse where a record names one of the keys and is not voided with it."""
    going = set(keys)
    for key in keys:
        others = [each for each in naming(book, kind, key) if (each.kind, each.key) != (kind, key)]
        staying = [each for each in others if each.kind != kind or each.key not in going]
        if staying:
            raise StillNamedError(kind, key, staying[0].kind, staying[0].key, len(staying))


def _plain(part: Any) -> str | int | None:
    return part if part is None or isinstance(part, str | int) else part.isoformat()
