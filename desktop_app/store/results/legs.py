"""Splitting stale legs over the lines or sessions that they carry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.freight import CarriedLine, carried_order, share_equally, share_leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.store.results.workspace import Workspace

_CHUNK: Final = 1000

_READ: Final = """
SELECT s.id, s.shipment, s.account, s.orders, s.sessions, s.cost_minor, s.currency, s."on", s.split
FROM stale_legs t CROSS JOIN shipping s ON s.id = t.id WHERE t.id > ? AND t.id <= ? ORDER BY t.id
"""

_LINE_COLUMNS: Final = "s.order_id, s.account, s.line, l.line_id, l.product_id, l.quantity, l.day, l.value, l.session_id, l.account_id"


class _Names(NamedTuple):
    """What a leg carries: orders (of one account, where stated) and sessions."""

    account: str | None
    orders: tuple[str, ...]
    sessions: tuple[str, ...]


class _Leg(NamedTuple):
    """A stale leg with its cost in the book's currency."""

    leg_id: int
    names: _Names
    own: bool
    cost: int | None
    day: str
    split: str


class _Where(NamedTuple):
    """Where a carried line's part is booked."""

    session: int
    account: int
    day: str


def refresh_legs(work: Workspace) -> Iterator[int]:
    """Split every stale leg; yields the last id done after each chunk."""
    last = -1
    while True:
        (until,) = work.connection.execute(
            "SELECT max(id) FROM (SELECT id FROM stale_legs WHERE id > ? ORDER BY id LIMIT ?)", (last, _CHUNK)
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
        self._by_order: dict[str, list[CarriedLine]] = {}
        self._by_session: dict[str, list[CarriedLine]] = {}
        self._where: dict[int, _Where] = {}
        self._parts: list[tuple[Any, ...]] = []
        self._notes: list[tuple[Any, ...]] = []

    def refresh(self) -> None:
        """Take back what the legs were split into and split them again."""
        work = self._work
        if not work.whole:
            self._take_back()
        rows = work.connection.execute(_READ, self._span).fetchall()
        legs = [self._leg(row, inherited) for row, inherited in zip(rows, self._inherit(rows), strict=True)]
        self._load_orders(sorted({order for leg in legs for order in leg.names.orders}))
        for leg in legs:
            self._split(leg)
        self._write(legs, rows)

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

    def _leg(self, row: tuple[Any, ...], inherited: _Names | None) -> _Leg:
        number, _, account, orders, sessions, cost, currency, day, split = row
        own = orders != "[]" or sessions != "[]"
        names = _names(account, orders, sessions) if own else inherited or _Names(None, (), ())
        return _Leg(number, names, own, self._work.rates.convert(cost, currency, day), day, split)

    def _inherit(self, rows: Sequence[tuple[Any, ...]]) -> list[_Names | None]:
        """Give for each row that names nothing what the first row of its shipment that names any does."""
        silent = sorted({row[1] for row in rows if row[3] == row[4] == "[]"})
        naming: dict[str, _Names] = {}
        found = self._work.connection.execute(
            "SELECT shipment, account, orders, sessions FROM shipping"
            " WHERE shipment IN (SELECT value FROM json_each(?)) AND (orders <> '[]' OR sessions <> '[]') ORDER BY id",
            (json.dumps(silent),),
        )
        for shipment, account, orders, sessions in found if silent else ():
            if shipment not in naming:
                naming[shipment] = _names(account, orders, sessions)
        return [naming.get(row[1]) for row in rows]

    def _load_orders(self, orders: Sequence[str]) -> None:
        rows = self._work.connection.execute(
            f"SELECT {_LINE_COLUMNS} FROM json_each(?) j CROSS JOIN sales s ON s.order_id = j.value"  # noqa: S608
            " CROSS JOIN kept_lines l ON l.line_id = s.id",
            (json.dumps(orders),),
        )
        for row in rows:
            self._by_order.setdefault(row[0], []).append(self._carried(row))

    def _lines_of_session(self, code: str) -> list[CarriedLine]:
        lines = self._by_session.get(code)
        if lines is None:
            rows = self._work.connection.execute(
                f"SELECT {_LINE_COLUMNS} FROM kept_lines l JOIN sales s ON s.id = l.line_id WHERE l.session_id = ?",  # noqa: S608
                (self._work.session_id(code) or -1,),
            )
            lines = self._by_session[code] = [self._carried(row) for row in rows]
        return lines

    def _carried(self, row: tuple[Any, ...]) -> CarriedLine:
        product = self._work.product(row[4])
        self._where[row[3]] = _Where(row[8], row[9], row[6])
        order, account, line, number, product_id, quantity = row[:6]
        unit = product.unit_ug if product is not None else None
        return CarriedLine(order, account, line, number, product_id, quantity, unit, row[7])

    def _split(self, leg: _Leg) -> None:
        account = leg.names.account
        lines = []
        unknown = []
        for order in leg.names.orders:
            found = self._by_order.get(order, ())
            known = [line for line in found if account is None or line.account == account]
            lines += known
            if not known:
                unknown.append(order)
        for code in leg.names.sessions:
            lines += self._lines_of_session(code)
        if unknown and leg.own:
            self._notes.append((leg.leg_id, 0, unknown[0], len(unknown)))
        if lines:
            self._share(leg, carried_order(lines, repeated=bool(leg.names.sessions)))
        else:
            self._bear(leg)

    def _share(self, leg: _Leg, lines: Sequence[CarriedLine]) -> None:
        share = share_leg(leg.cost, leg.split, lines)
        number, day, places, dirty = leg.leg_id, leg.day, self._where, self._work.dirty
        for line, part in zip(lines, share.parts, strict=True):
            line_id = line.line_id
            session, account, day_of_line = places[line_id]
            self._parts.append((number, session, line_id, account, line.product_id, day, part))
            if session:
                dirty.sessions.add(session)
            else:
                # The line's own day counts the lines that no leg carries yet.
                dirty.days.update((day, day_of_line))
        if share.weightless:
            self._notes += [(number, product, None, 1) for product in sorted(share.weightless)]

    def _bear(self, leg: _Leg) -> None:
        """Book a leg without lines: on the sessions it names in equal parts, else on none."""
        found = self._work.connection.execute(
            "SELECT s.id, a.id FROM sessions s JOIN accounts a ON a.account = s.account"
            " WHERE s.session IN (SELECT value FROM json_each(?)) ORDER BY s.started_at, s.session",
            (json.dumps(leg.names.sessions),),
        ).fetchall()
        for (session, account), part in zip(found, share_equally(leg.cost, len(found)), strict=True):
            self._book(leg, session, 0, account, 0, part)
        if not found:
            self._book(leg, 0, 0, 0, 0, leg.cost)

    def _book(
        self, leg: _Leg, session: int, line: int, account: int, product: int, amount: int | None
    ) -> None:
        self._parts.append((leg.leg_id, session, line, account, product, leg.day, amount))
        self._work.dirty.add(session, leg.day)

    def _write(self, legs: Sequence[_Leg], rows: Sequence[tuple[Any, ...]]) -> None:
        connection = self._work.connection
        connection.executemany(
            "INSERT INTO kept_leg_parts (leg_id, session_id, line_id, account_id, product_id, day, amount) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._parts,
        )
        connection.executemany("INSERT INTO kept_leg_notes VALUES (?, ?, ?, ?)", self._notes)
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_orders VALUES (?, ?)",
            ((order, leg.leg_id) for leg in legs for order in leg.names.orders),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_sessions VALUES (?, ?)",
            ((code, leg.leg_id) for leg in legs for code in leg.names.sessions),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO kept_leg_rates VALUES (?, ?, ?)",
            ((row[6], row[7], row[0]) for row in rows if row[6] != self._work.currency),
        )


def _names(account: str | None, orders: str, sessions: str) -> _Names:
    # Each named once, in the order named.
    return _Names(
        account, tuple(dict.fromkeys(json.loads(orders))), tuple(dict.fromkeys(json.loads(sessions)))
    )
