"""What stale legs carry: the lines of the orders and sessions they name, in the order of a split."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.freight import CarriedLine, carried_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.store.results.workspace import Workspace

_LINE_COLUMNS: Final = """s.order_id, s.account, s.line, l.line_id, l.product_id, l.quantity, l.day, l.value,
    l.session_id, l.account_id"""


Place = tuple[int, int, int, int]
"""Where a line's part is booked: session (0: none), line, account, product."""


class Names(NamedTuple):
    """What a leg carries: orders (of one account, where stated) and sessions, each named once."""

    account: str | None = None
    orders: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()


class Load(NamedTuple):
    """The lines that names come to, and where their parts are booked.

    `sessions` are the sessions of the lines, `days` the days of lines of no session; `unknown` are the
    orders named that have no line.
    """

    lines: Sequence[CarriedLine]
    places: Sequence[Place]
    sessions: set[int]
    days: set[str]
    unknown: Sequence[str]


def read_names(account: str | None, orders: str, sessions: str) -> Names:
    """Read what a leg's columns name, in the order named."""
    return Names(account, _codes(orders), _codes(sessions))


def _codes(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(dict.fromkeys(json.loads(text)))


class Loads:
    """Finds what the legs of one chunk carry; legs of one shipment mostly carry the same."""

    def __init__(self, work: Workspace, orders: Iterable[str]) -> None:
        """Read the lines of all orders that the chunk names."""
        self._work = work
        self._by_order: dict[str, list[CarriedLine]] = {}
        self._by_session: dict[str, list[CarriedLine]] = {}
        self._loose_days: dict[int, str] = {}
        self._loads: dict[Names, Load] = {}
        rows = work.connection.execute(
            f"SELECT {_LINE_COLUMNS} FROM json_each(?) j CROSS JOIN sales s ON s.order_id = j.value"  # noqa: S608
            " CROSS JOIN kept_lines l ON l.line_id = s.id",
            (json.dumps(list(orders)),),
        )
        for row in rows:
            self._by_order.setdefault(row[0], []).append(self._carried(row))

    def of(self, names: Names) -> Load:
        """Give what the names come to."""
        load = self._loads.get(names)
        if load is None:
            load = self._loads[names] = self._find(names)
        return load

    def _find(self, names: Names) -> Load:
        account = names.account
        lines: list[CarriedLine] = []
        unknown = []
        for order in names.orders:
            found: Sequence[CarriedLine] = self._by_order.get(order, ())
            if account is not None:
                found = [line for line in found if line.account == account]
            lines += found
            if not found:
                unknown.append(order)
        for code in names.sessions:
            lines += self._lines_of_session(code)
        ordered = carried_order(lines, repeated=bool(names.sessions)) if lines else ()
        places: list[Place] = [line.place for line in ordered]
        sessions = {place[0] for place in places}
        days: set[str] = set()
        if 0 in sessions:
            sessions.discard(0)
            days = {self._loose_days[place[1]] for place in places if not place[0]}
        return Load(ordered, places, sessions, days, unknown)

    def _lines_of_session(self, code: str) -> list[CarriedLine]:
        lines = self._by_session.get(code)
        if lines is None:
            rows = self._work.connection.execute(
                f"SELECT {_LINE_COLUMNS} FROM kept_lines l JOIN sales s ON s.id = l.line_id"  # noqa: S608
                " WHERE l.session_id = ?",
                (self._work.session_id(code) or -1,),
            )
            lines = self._by_session[code] = [self._carried(row) for row in rows]
        return lines

    def _carried(self, row: tuple[Any, ...]) -> CarriedLine:
        order, account, line, number, product_id, quantity, day, value, session, account_id = row
        product = self._work.product(product_id)
        unit = product.unit_ug if product is not None else None
        place = (session, number, account_id, product_id)
        if not session:
            self._loose_days[number] = day
        return CarriedLine(order, account, line, number, product_id, quantity, unit, value, place)
