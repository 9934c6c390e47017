"""The bin: records that were voided by hand and are not there again, read from the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.images import Image
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.domain.facts import Record
    from desktop_app.store.database import Book
    from desktop_app.store.rows import Row

TITLE: Final = "records_voided"
"""The title of the commands whose deletions are in the bin; an import's are not."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DELETES: Final = (
    "SELECT o.id, o.entity, o.before, o.at_ms, o.person FROM operations o"
    " WHERE o.kind = 'delete' AND o.id <= ? AND EXISTS (SELECT 1 FROM operations h"
    " WHERE h.command = o.command AND h.entity = 'command'"
    " AND json_extract(CAST(h.after AS TEXT), '$.title') = ?) ORDER BY o.id DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """One voided record; `entry` is its operation's number and its place in it."""

    entry: tuple[int, int]
    kind: str
    record: Record
    at: datetime
    person: str


def binned(book: Book, limit: int, before: tuple[int, int] | None = None) -> list[Binned]:
    """Give the records in the bin, last voided first; `before` is the entry to go on from."""
    found: list[Binned] = []
    start = before or (2**62, 0)
    seen: set[tuple[str, tuple[Any, ...]]] = set()
    rows = book.connection.execute(_DELETES, (start[0], TITLE)).fetchall()
    for number, kind, image, at_ms, person in rows:
        if kind not in FACTS:
            continue
        for place, record in _records(kind, image):
            key = KIND[kind].key_of(record)
            if (number == start[0] and place <= start[1] and before) or (kind, key) in seen:
                continue
            seen.add((kind, key))
            if book.get(kind, *key) is None:
                at = _EPOCH + timedelta(milliseconds=at_ms)
                entry = (number, place)
                found.append(Binned(entry=entry, kind=kind, record=record, at=at, person=person))
                if len(found) == limit:
                    return found
    return found


def rows_of(book: Book, entries: Iterable[tuple[int, int]]) -> list[tuple[str, Row]]:
    """Give the rows (id, uid, values) of entries of the bin, each with its kind; KeyError for others."""
    found = []
    for number, place in entries:
        row = book.connection.execute(
            "SELECT entity, before FROM operations WHERE id = ? AND kind = 'delete'", (number,)
        ).fetchone()
        if row is None or row[0] not in FACTS:
            raise KeyError(number)
        found.append((row[0], Image.unpack(row[1]).rows[place]))
    return found


def voided_with(book: Book, number: int, kind: str) -> list[tuple[tuple[int, int], Record]]:
    """Give the records of a kind that the command of an entry voided too, each with its own entry."""
    rows = book.connection.execute(
        "SELECT id, before FROM operations WHERE kind = 'delete' AND entity = ?"
        " AND command = (SELECT command FROM operations WHERE id = ?)",
        (kind, number),
    ).fetchall()
    return [((own, place), record) for own, image in rows for place, record in _records(kind, image)]


def record_of(kind: str, row: Row) -> Record:
    """Give the record that a whole row (id, uid, values) holds."""
    record: Record = codec_for(KIND[kind]).decode([row[2:]])[0]
    return record


def _records(kind: str, image: bytes) -> Iterator[tuple[int, Record]]:
    rows = Image.unpack(image).rows
    yield from enumerate(codec_for(KIND[kind]).decode([row[2:] for row in rows]))
