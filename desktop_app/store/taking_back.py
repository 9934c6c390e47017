"""Taking back one command out of its order, where nothing later stands on what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.store import history
from desktop_app.store.errors import StoreError
from desktop_app.store.images import Image
from desktop_app.store.net_changes import net_of, undone_commands
from desktop_app.store.tables.shapes import SHAPES, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.database import Book
    from desktop_app.store.net_changes import Net
    from desktop_app.store.rows import Row

TITLE: Final = "taken_back"
"""The title of the command that takes another one back; its detail names that one."""

# What names a lot or an order line without a foreign key: table, its columns, and the columns they name.
_CODES: Final = (
    ("sales", ("lot",), "lots", ("lot",)),
    ("stock", ("lot",), "lots", ("lot",)),
    ("repacks", ("from_lot",), "lots", ("lot",)),
    ("sales", ("lot",), "repacks", ("lot",)),
    ("stock", ("lot",), "repacks", ("lot",)),
    ("repacks", ("from_lot",), "repacks", ("lot",)),
    ("returns", ("account", "order_id", "line"), "sales", ("account", "order_id", "line")),
)

Pairs = dict[str, list[tuple["Row | None", "Row | None"]]]


class NotTakenBackError(StoreError):
    """A command that cannot be taken back; `by` is the later command in the way, if there is one.

    `reason` is `touched` (`by` changed the same record since), `named` (a record names what would go),
    `taken` (its number was given to another record since), `gone` (it would name what is gone), `undone` (it
    is taken back already) or `nothing` (it changed no record).
    """

    def __init__(self, command_id: bytes, reason: str, by: HistoryEntry | None = None) -> None:
        super().__init__(command_id, reason, by)
        self.command_id = command_id
        self.reason = reason
        self.by = by


def take_back(book: Book, command_id: bytes, *, confirmed: bool = False) -> Changes:
    """Take one command back, by a command of its own, which can be undone in turn.

    Raises NotTakenBackError, ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    entry = history.entry_of(book.connection, command_id)
    pairs = _Taking(book.connection, entry).pairs()
    with book.write(
        TITLE, {"of": command_id.hex(), "title": entry.title}, bulk=True, confirmed=confirmed
    ) as writer:
        for table in SHAPES:
            if pairs.get(table):
                writer.set_rows(table, pairs[table])
    return writer.changes


class _Taking:
    """One command being taken back: what it did, held against what stands now."""

    def __init__(self, connection: sqlite3.Connection, entry: HistoryEntry) -> None:
        self._connection = connection
        self._entry = entry
        self._net: dict[str, Net] = {}

    def pairs(self) -> Pairs:
        """Give, by table, whole rows as they are and as they were. Raises NotTakenBackError."""
        undone = undone_commands(self._connection)
        if self._entry.action != "do" or self._entry.command_id in undone:
            raise self._refusal("undone")
        self._net = net_of(self._connection, self._entry.command_id)
        if not self._net:
            raise self._refusal("nothing")
        self._refuse_touched(undone)
        pairs = {table: list(self._states(net)) for table, net in self._net.items()}
        for table, rows in pairs.items():
            self._refuse_taken(table, rows)
        self._refuse_loose(pairs)
        return pairs

    def _refusal(self, reason: str, table: str = "", uid: bytes | None = None) -> NotTakenBackError:
        """Make the error; `uid` is the row of `table` whose last command is to be named."""
        by = None
        if uid is not None:
            row = self._connection.execute(
                "SELECT command FROM operations WHERE entity = ? AND entity_id = ? ORDER BY id DESC LIMIT 1",
                (table, uid),
            ).fetchone()
            by = None if row is None else history.entry_of(self._connection, row[0])
        return NotTakenBackError(self._entry.command_id, reason, by)

    def _refuse_touched(self, undone: set[bytes]) -> None:
        """Refuse where a later command that stands changed a row that this one changed."""
        marks = ", ".join("?" * len(self._net))
        rows = self._connection.execute(
            "SELECT command, entity, entity_id,"  # noqa: S608
            " CASE WHEN entity_id IS NULL THEN coalesce(after, before) END"
            f" FROM operations WHERE id > ? AND entity IN ({marks}) ORDER BY id DESC",
            (self._entry.number, *self._net),
        )
        for command, table, uid, image in rows:
            states = self._net[table].states
            touched = (
                uid in states if image is None else any(r[1] in states for r in Image.unpack(image).rows)
            )
            if touched and command not in undone:
                by = history.entry_of(self._connection, command)
                if by.title == TITLE and by.detail.get("of") == self._entry.command_id.hex():
                    raise self._refusal("undone")
                raise NotTakenBackError(self._entry.command_id, "touched", by)

    def _states(self, net: Net) -> Iterator[tuple[Row | None, Row | None]]:
        present = net.present(self._connection)
        for uid, (before, after) in net.states.items():
            now = present.get(uid)
            if (now is None) != (after is None):
                raise self._refusal("undone")
            if before is None and now is not None:
                yield now, None
            elif before is not None and now is None:
                yield None, (before["id"], uid, *(before.get(name) for name in net.shape.columns))
            elif before is not None and now is not None:
                was = tuple(before.get(name, now[at]) for at, name in enumerate(net.shape.columns, 2))
                if was != now[2:]:
                    yield now, (now[0], uid, *was)

    def _refuse_taken(self, table: str, rows: Sequence[tuple[Row | None, Row | None]]) -> None:
        """Refuse where another row has the key that one would get back."""
        shape = SHAPES[table]
        for now, was in rows:
            if was is None:
                continue
            key = [was[position + 2] for position in shape.key_positions]
            if now is not None and key == [now[position + 2] for position in shape.key_positions]:
                continue
            other = self._connection.execute(shape.select_by_key, key).fetchone()
            if other is not None and other[1] not in self._net[table].states:
                raise self._refusal("taken", table, other[1])

    def _refuse_loose(self, pairs: Pairs) -> None:
        """Refuse where a row would name what is not there, or what is to go is named."""
        links = [*self._foreign_keys(), *_CODES]
        for source, columns, table, targets in links:
            for now, was in pairs.get(table, ()):
                if now is not None and (named := _parts(table, now, targets)) != _parts(table, was, targets):
                    self._refuse_named(source, columns, named, pairs)
        known = {(source, columns) for source, columns, _table, _targets in links}
        for source, columns in sorted(known):
            tables = [
                (table, targets) for of, cols, table, targets in links if (of, cols) == (source, columns)
            ]
            for now, was in pairs.get(source, ()):
                named = _parts(source, was, columns)
                if was is not None and None not in named and named != _parts(source, now, columns):
                    self._refuse_gone(tables, named, pairs)

    def _foreign_keys(self) -> list[tuple[str, tuple[str, ...], str, tuple[str, ...]]]:
        return [
            (source, (column,), table, (target,))
            for source in SHAPES
            for column, table, target in self._connection.execute(
                'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (source,)
            )
        ]

    def _refuse_named(self, source: str, columns: Sequence[str], named: Sequence[Any], pairs: Pairs) -> None:
        own = {now[1] for now, _was in pairs.get(source, ()) if now is not None}
        condition = " AND ".join(f"{quoted(name)} = ?" for name in columns)
        rows = self._connection.execute(f"SELECT uid FROM {source} WHERE {condition}", named)  # noqa: S608
        for (uid,) in rows:
            if uid not in own:
                raise self._refusal("named", source, uid)

    def _refuse_gone(
        self, tables: Sequence[tuple[str, Sequence[str]]], named: Sequence[Any], pairs: Pairs
    ) -> None:
        for table, targets in tables:
            condition = " AND ".join(f"{quoted(name)} = ?" for name in targets)
            there = self._connection.execute(f"SELECT 1 FROM {table} WHERE {condition}", named).fetchone()  # noqa: S608
            if there or any(
                _parts(table, was, targets) == tuple(named) for _now, was in pairs.get(table, ())
            ):
                return
        raise self._refusal("gone")


def _parts(table: str, row: Row | None, names: Sequence[str]) -> tuple[Any, ...]:
    """Give some columns of a whole row (id, uid, values); nothing of a row that is not there."""
    if row is None:
        return ()
    columns = SHAPES[table].columns
    return tuple(row[columns.index(name) + 2] for name in names)
