"""Taking back any one command, in any order, and what a command did, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.reports.kind_text import kind_name
from desktop_app.store import taking_back
from desktop_app.store.codec import codec_for
from desktop_app.store.net_changes import entry_of, last_seen, net_of, replica_of, undone_commands
from desktop_app.store.taking_back import NotTakenBackError
from desktop_app.usecases.records.labels import label_of
from desktop_app.usecases.records.layout import fields_of
from desktop_app.usecases.records.texts import Writing

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.database import Book
    from desktop_app.store.net_changes import Net
    from desktop_app.usecases.importing.kept_report import KeptFile

__all__ = [
    "CommandDetail",
    "FieldChange",
    "NotTakenBackError",
    "RecordChange",
    "command_detail",
    "undo_command",
]

MOST: Final = 200
"""Records that a command's detail shows; the counts are of all."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as it was and as it became, worded for reading; empty where it was blank."""

    field: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """What became of one record: `effect` is `added`, `changed` or `deleted`."""

    kind: str
    kind_name: str
    key: tuple[Any, ...]
    label: str
    effect: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandDetail:
    """One command of the history in full; `laptop` is the short name of the copy of the book it was made in.

    `undone` says whether it is undone at present, `more` how many records it changed beyond those shown,
    `files` what it brought in where it was an import.
    """

    entry: HistoryEntry
    at: datetime
    person: str
    laptop: str
    is_this_laptop: bool
    undone: bool
    records: tuple[RecordChange, ...]
    more: int
    files: tuple[KeptFile, ...] = ()


def undo_command(book: Book, command_id: bytes, *, confirmed: bool = False) -> Changes:
    """Take one command back, however old, where nothing later touched what it changed; undo takes that back.

    Raises NotTakenBackError, which names the later command in the way; ClosedMonthError unless `confirmed`.
    """
    return taking_back.take_back(book, command_id, confirmed=confirmed)


def command_detail(book: Book, command_id: bytes) -> CommandDetail:
    """Return what a command changed, before and after, worded in the language spoken.

    Of an undo or redo, what the command that it took back or did again had changed.
    """
    # Importing is not needed before somebody looks at what was done.
    from desktop_app.usecases.importing.kept_report import TABLE, files_of  # noqa: PLC0415

    entry = entry_of(book.connection, command_id)
    net = net_of(book.connection, entry.of or command_id)
    writing = Writing.of(book)
    records: list[RecordChange] = []
    total = 0
    for kind, each in net.items():
        if kind in KIND:
            total += len(each.states)
            records += _records(book, writing, kind, each, MOST - len(records))
    replica = replica_of(book.connection, command_id)
    return CommandDetail(
        entry=entry,
        at=entry.at,
        person=entry.person,
        laptop=replica.hex()[:6],
        is_this_laptop=replica == book.settings.replica,
        undone=command_id in undone_commands(book.connection),
        records=tuple(records),
        more=max(0, total - len(records)),
        files=files_of(net.get(TABLE)),
    )


def _records(book: Book, writing: Writing, kind: str, net: Net, limit: int) -> list[RecordChange]:
    present = net.present(book.connection)
    names = net.shape.columns
    found = []
    for uid, (before, after) in list(net.states.items())[: max(limit, 0)]:
        now = present.get(uid)
        whole = (
            dict(zip(names, now[2:], strict=True))
            if now is not None
            else last_seen(book.connection, kind, uid)
        )
        sides = [
            None if side is None else _record(kind, {**whole, **side}, names) for side in (before, after)
        ]
        if before is not None and after is not None and not whole:
            # Changed here, and gone since among many others: what it was called is not at hand.
            continue
        shown: Any = sides[1] or sides[0]
        if shown is None:
            continue
        changed = None if before is None or after is None else set(after)
        found.append(
            RecordChange(
                kind=kind,
                kind_name=kind_name(kind),
                key=KIND[kind].key_of(shown),
                label=label_of(book, kind, shown),
                effect="added" if before is None else "deleted" if after is None else "changed",
                fields=_fields(writing, kind, sides, changed),
            )
        )
    return found


def _record(kind: str, columns: dict[str, Any], names: tuple[str, ...]) -> Any:
    return codec_for(KIND[kind]).decode([tuple(columns.get(name) for name in names)])[0]


def _fields(
    writing: Writing, kind: str, sides: list[Any], changed: set[str] | None
) -> tuple[FieldChange, ...]:
    texts = [{} if side is None else writing.texts(kind, side) for side in sides]
    found = []
    for field in fields_of(kind):
        before, after = (side.get(field.key, "") for side in texts)
        if field.editable and before != after and (changed is None or before or after):
            found.append(FieldChange(field.key, field.heading, before, after))
    return tuple(found)
