"""Whether a book is whole: SQLite's own checks, references, history, evidence."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop_app.domain.facts import KINDS
from desktop_app.store.codec import codec_for
from desktop_app.store.evidence_files import evidence_file
from desktop_app.store.files import hash_of
from desktop_app.store.rebuilding import differing_tables, facts_from_history
from desktop_app.store.recording import operation_hash
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.database import Book

MOST: Final = 100
"""Faults of one code that are listed."""

_PAGE: Final = 2000


class FaultCode(StrEnum):
    """What a check can find."""

    DAMAGED = "damaged"
    """SQLite's integrity check says `detail`."""
    UNKNOWN_REFERENCE = "unknown_reference"
    """The `kind` record `key` names `value` in `field`, and the book has none."""
    UNREADABLE_RECORD = "unreadable_record"
    """A record of `kind` holds a value that no such record can have (`detail`)."""
    HISTORY_CHANGED = "history_changed"
    """Operation `number` of the history, or one before it, is not as it was written."""
    HISTORY_DIFFERS = "history_differs"
    """The rows of `table` are not what the history makes of them."""
    HISTORY_UNREADABLE = "history_unreadable"
    """The history cannot be done again (`detail`)."""
    EVIDENCE_MISSING = "evidence_missing"
    """The evidence `name` is not in the folder."""
    EVIDENCE_CHANGED = "evidence_changed"
    """The evidence `name` is not the file that was put there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its data as pairs."""

    code: FaultCode
    data: tuple[tuple[str, str | int], ...]


# References that no foreign key covers: kind, field, and a query for key and value where nothing is found.
_REFERENCES: Final = (
    (
        "sales",
        "lot",
        """SELECT account || ' ' || order_id || ' ' || line, lot FROM sales
        WHERE lot IS NOT NULL AND lot NOT IN known_lots""",
    ),
    ("stock", "lot", "SELECT entry, lot FROM stock WHERE lot NOT IN known_lots"),
    (
        "repacks",
        "from_lot",
        "SELECT repack || ' ' || lot, from_lot FROM repacks WHERE from_lot NOT IN known_lots",
    ),
    (
        "returns",
        "line",
        """SELECT return_id, account || ' ' || order_id || ' ' || line FROM returns r WHERE NOT EXISTS (
        SELECT 1 FROM sales s WHERE s.account = r.account AND s.order_id = r.order_id AND s.line = r.line)""",
    ),
    (
        "products",
        "components",
        """SELECT p.sku, j.value ->> 'sku' FROM products p, json_each(p.components) j
        WHERE (j.value ->> 'sku') NOT IN (SELECT sku FROM products)""",
    ),
    (
        "promotions",
        "sessions",
        """SELECT p.promotion, j.value ->> 'session' FROM promotions p, json_each(p.sessions) j
        WHERE (j.value ->> 'session') NOT IN (SELECT session FROM sessions)""",
    ),
    (
        "shipping",
        "sessions",
        """SELECT l.shipment || ' ' || l.leg, j.value FROM shipping l, json_each(l.sessions) j
        WHERE j.value NOT IN (SELECT session FROM sessions)""",
    ),
)
_LOTS: Final = "WITH known_lots AS (SELECT lot FROM lots UNION SELECT lot FROM repacks) "


def check(book: Book) -> list[Fault]:
    """Check everything about a book but its figures; an empty list means that it is whole."""
    damaged = list(_integrity(book.connection))
    if damaged:
        # Nothing else that is read from damaged pages can be believed.
        return damaged
    return [*_references(book.connection), *_records(book), *_history(book.connection), *_evidence(book)]


def _integrity(connection: sqlite3.Connection) -> Iterator[Fault]:
    try:
        for (line,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
            if line != "ok":
                yield Fault(FaultCode.DAMAGED, (("detail", str(line)),))
    except sqlite3.DatabaseError as error:
        yield Fault(FaultCode.DAMAGED, (("detail", str(error)),))


def _references(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
        data = (("kind", str(table)), ("key", str(row)), ("field", str(target)), ("value", ""))
        yield Fault(FaultCode.UNKNOWN_REFERENCE, data)
    for kind, field, query in _REFERENCES:
        for key, value in connection.execute(_LOTS + query).fetchmany(MOST):
            data = (("kind", kind), ("key", str(key)), ("field", field), ("value", str(value)))
            yield Fault(FaultCode.UNKNOWN_REFERENCE, data)


def _records(book: Book) -> Iterator[Fault]:
    """Read every record: an enum's word, a date, a list that is none shows here."""
    for kind in KINDS:
        last = -(2**63)
        while page := book.connection.execute(FACTS[kind.name].page, (last, _PAGE)).fetchall():
            last = page[-1][0]
            try:
                codec_for(kind).decode([row[2:] for row in page])
            except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                yield Fault(FaultCode.UNREADABLE_RECORD, (("kind", kind.name), ("detail", repr(error))))
                break


def _history(connection: sqlite3.Connection) -> Iterator[Fault]:
    previous: dict[bytes, tuple[int, bytes]] = {}
    for row in connection.execute(
        "SELECT replica, seq, lamport, at_ms, person, command, kind, entity, entity_id, before, after,"
        " previous_hash, hash FROM operations ORDER BY replica, seq"
    ):
        *facts, before, after, said_previous, said = row
        seq, expected = previous.get(row[0], (0, bytes(32)))
        if (
            row[1] != seq + 1
            or said_previous != expected
            or operation_hash(expected, facts, before, after) != said
        ):
            yield Fault(FaultCode.HISTORY_CHANGED, (("number", row[1]),))
            return
        previous[row[0]] = (row[1], said)
    try:
        with facts_from_history(connection) as rebuilt:
            for table in differing_tables(connection, rebuilt):
                yield Fault(FaultCode.HISTORY_DIFFERS, (("table", table),))
    except (ValueError, KeyError, TypeError, sqlite3.Error) as error:
        yield Fault(FaultCode.HISTORY_UNREADABLE, (("detail", repr(error)),))


def _evidence(book: Book) -> Iterator[Fault]:
    for row in book.rows("evidence"):
        path = evidence_file(book.path, row["sha256"])
        data = (("name", str(row["name"])),)
        try:
            found = hash_of(path)
        except OSError:
            yield Fault(FaultCode.EVIDENCE_MISSING, data)
            continue
        if found != row["sha256"].hex():
            yield Fault(FaultCode.EVIDENCE_CHANGED, data)
