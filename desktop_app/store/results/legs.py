"""Splitting stale legs over the lines or sessions that they carry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.freight import share_equally, share_leg
from desktop_app.store.results.leg_loads import Loads, Names, read_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.store.results.leg_loads import Load
    from desktop_app.store.results.workspace import Workspace

_CHUNK: Final = 1000

_READ: Final = """
SELECT s.id, s.shipment, s.account, s.orders, s.sessions, s.cost_minor, s.currency, s."on", s.split
FROM stale_legs t CROSS JOIN shipping s ON s.id = t.id WHERE t.id > ? AND t.id <= ? ORDER BY t.id
"""

_NAMING: Final = """
SELECT shipment, account, orders, sessions FROM shipping
WHERE shipment IN (SELECT value FROM json_each(?)) AND (orders <> '[]' OR sessions <> '[]') ORDER BY id
"""

_INSERT: Final = """
INSERT INTO kept_leg_parts (leg_id, session_id, line_id, account_id, product_id, day, amount)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class _Leg(NamedTuple):
    """A stale leg with its cost in the book's currency; `own` says that its own row names what it carries."""

    leg_id: int
    names: Names
    own: bool
    cost: int | None
    day: str
    split: str


def refresh_legs(work: Workspace) -> Iterator[int]:
    """Split every stale leg; yields the last id done after each chunk."""
    last = -1
    while True:
        (until,) = work.connection.execute(
            "SELECT max(id) FROM (SELECT id FROM stale_legs WHERE id > ? ORDER BY id LIMIT ?)",
            (last, _CHUNK),
        ).fetchone()
        if until is None:
            return
        _Chunk(work, (last, until)).refresh()
        last = until
        yield last


class _Chunk:
    """The parts of one chunk of legs, written together."""

    def __init__(self, work: Workspace, span: tuple[int, int]) -> None:
        self._work = work
        self._span = span
        self._parts: list[tuple[Any, ...]] = []
        self._notes: list[tuple[Any, ...]] = []

    def refresh(self) -> None:
        """Take back what the legs were split into and split them again."""
        work = self._work
        if not work.whole:
            self._take_back()
        rows = work.connection.execute(_READ, self._span).fetchall()
        legs = [self._leg(row, inherited) for row, inherited in zip(rows, self._inherit(rows), strict=True)]
        loads = Loads(work, sorted({order for leg in legs for order in leg.names.orders}))
        for leg in legs:
            load = loads.of(leg.names)
            bearers = self._share(leg, load) if load.lines else self._bear(leg)
            if load.unknown and leg.own:
                self._note(leg, bearers, (0, load.unknown[0], len(load.unknown)))
        self._write(legs, rows, loads)

    def _take_back(self) -> None:
        execute = self._work.connection.execute
        stale = "leg_id IN (SELECT id FROM stale_legs WHERE id > ? AND id <= ?)"
        touched = execute(
            "SELECT DISTINCT p.session_id, iif(p.session_id, '', p.day), iif(p.session_id, NULL, l.day)"  # noqa: S608
            f" FROM kept_leg_parts p LEFT JOIN kept_lines l ON l.line_id = p.line_id WHERE p.{stale}",
            self._span,
        )
        for session, day, day_of_line in touched:
            self._work.dirty.add(session, day)
            if day_of_line is not None:
                self._work.dirty.add(0, day_of_line)
        execute(f"DELETE FROM kept_leg_parts WHERE {stale}", self._span)  # noqa: S608
        execute(f"DELETE FROM kept_leg_notes WHERE {stale}", self._span)  # noqa: S608

    def _leg(self, row: tuple[Any, ...], inherited: Names | None) -> _Leg:
        number, _, account, orders, sessions, cost, currency, day, split = row
        own = orders != "[]" or sessions != "[]"
        names = read_names(account, orders, sessions) if own else inherited or Names()
        return _Leg(number, names, own, self._work.rates.convert(cost, currency, day), day, split)

    def _inherit(self, rows: Sequence[tuple[Any, ...]]) -> list[Names | None]:
        """Give for each row that names nothing what the first row of its shipment that names any does."""
        silent = sorted({row[1] for row in rows if row[3] == row[4] == "[]"})
        naming: dict[str, Names] = {}
        found = self._work.connection.execute(_NAMING, (json.dumps(silent),)) if silent else ()
        for shipment, account, orders, sessions in found:
            if shipment not in naming:
                naming[shipment] = read_names(account, orders, sessions)
        return [naming.get(row[1]) for row in rows]

    def _share(self, leg: _Leg, load: Load) -> set[int]:
        """Book a leg on the lines it carries, and give the sessions (0: none) that bear it."""
        share = share_leg(leg.cost, leg.split, load.lines)
        number, day, dirty = leg.leg_id, leg.day, self._work.dirty
        self._parts += [
            (number, session, line, account, product, day, part)
            for (session, line, account, product), part in zip(load.places, share.parts, strict=True)
        ]
        dirty.sessions |= load.sessions
        if load.days:
            # A line's own day counts the lines that no leg carries yet.
            dirty.days |= {day, *load.days}
        bearers = {*load.sessions, 0} if load.days else set(load.sessions)
        for product in sorted(share.weightless):
            self._note(leg, bearers, (product, None, 1))
        return bearers

    def _note(self, leg: _Leg, bearers: set[int], note: tuple[int, str | None, int]) -> None:
        """Write what is odd about a leg down for everyone who bears it: product, order and how many."""
        self._notes += [
            (session, "" if session else leg.day, leg.leg_id, *note) for session in sorted(bearers)
        ]

    def _bear(self, leg: _Leg) -> set[int]:
        """Book a leg without lines: on the sessions it names in equal parts, else on none."""
        found = self._work.connection.execute(
            "SELECT s.id, a.id FROM sessions s JOIN accounts a ON a.account = s.account"
            " WHERE s.session IN (SELECT value FROM json_each(?)) ORDER BY s.started_at, s.session",
            (json.dumps(leg.names.sessions),),
        ).fetchall()
        for (session, account), part in zip(found, share_equally(leg.cost, len(found)), strict=True):
            self._parts.append((leg.leg_id, session, 0, account, 0, leg.day, part))
            self._work.dirty.add(session, leg.day)
        if not found:
            self._parts.append((leg.leg_id, 0, 0, 0, 0, leg.day, leg.cost))
            self._work.dirty.add(0, leg.day)
        return {session for session, _ in found} or {0}

    def _write(self, legs: Sequence[_Leg], rows: Sequence[tuple[Any, ...]], loads: Loads) -> None:
        connection = self._work.connection
        connection.executemany(_INSERT, self._parts)
        connection.executemany("INSERT INTO kept_leg_notes VALUES (?, ?, ?, ?, ?, ?)", self._notes)
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_orders VALUES (?, ?)",
            [(order, leg.leg_id) for leg in legs for order in loads.of(leg.names).unknown],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_sessions VALUES (?, ?)",
            [(code, leg.leg_id) for leg in legs for code in leg.names.sessions],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_rates VALUES (?, ?, ?)",
            [(row[6], row[7], row[0]) for row in rows if row[6] != self._work.currency],
        )
