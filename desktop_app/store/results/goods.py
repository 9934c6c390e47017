"""What the goods of each line touched cost, summed up from what was moved and what is owed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from desktop_app.store.results.flags import LineFlag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.store.results.workspace import Workspace

_CHUNK: Final = 20_000

_ODD: Final = LineFlag.OWED | LineFlag.COST_MISSING | LineFlag.PAST_DATE
"""What is found with the goods, and listed among a session's issues."""

_MAKE: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS new_goods (line_id INTEGER PRIMARY KEY, goods INTEGER NOT NULL,"
    " flags INTEGER NOT NULL)"
)

_SUM_UP: Final = f"""
INSERT INTO temp.new_goods
SELECT line_id, new_goods, new_flags FROM (SELECT k.line_id, k.goods, k.flags,
    (SELECT coalesce(sum(m.cost), 0) FROM kept_moves m WHERE m.line_id = k.line_id)
        + (SELECT coalesce(sum(o.cost), 0) FROM kept_owed o WHERE o.line_id = k.line_id) AS new_goods,
    (k.flags & ~{_ODD})
        | coalesce((SELECT max(m.past_date) FROM kept_moves m WHERE m.line_id = k.line_id), 0) *
        {LineFlag.PAST_DATE}
        | coalesce((SELECT {LineFlag.OWED} | max(o.missing) * {LineFlag.COST_MISSING} FROM kept_owed o
            WHERE o.line_id = k.line_id GROUP BY o.line_id), 0) AS new_flags
    FROM stale_goods t CROSS JOIN kept_lines k ON k.line_id = t.id
    WHERE t.id > ? AND t.id <= ? AND NOT k.flags & {LineFlag.BEFORE_STOCK})
WHERE new_goods <> goods OR (flags | new_flags) & {_ODD}
"""  # noqa: S608

_UPDATE: Final = """
UPDATE kept_lines SET (goods, flags) = (SELECT n.goods, n.flags FROM temp.new_goods n WHERE n.line_id =
    kept_lines.line_id)
WHERE line_id IN (SELECT line_id FROM temp.new_goods)
"""

_ODD_SCOPES: Final = f"""
SELECT DISTINCT k.session_id, iif(k.session_id, '', k.day) FROM stale_goods t
CROSS JOIN kept_lines k ON k.line_id = t.id LEFT JOIN temp.new_goods n ON n.line_id = t.id
WHERE t.id > ? AND t.id <= ? AND (k.flags | coalesce(n.flags, 0)) & {_ODD}
"""  # noqa: S608

_DELTAS: Final = """
SELECT sum({difference}), k.session_id, iif(k.session_id, '', k.day), iif(k.session_id, 0, k.account_id),
    k.product_id FROM temp.{table} n CROSS JOIN kept_lines k ON k.line_id = n.line_id
GROUP BY 2, 3, 4, 5 HAVING sum({difference}) <> 0
"""

_MARK_PAST_DATE: Final = f"""
UPDATE kept_lines SET flags = (flags & ~{LineFlag.PAST_DATE})
    | {LineFlag.PAST_DATE} * EXISTS (SELECT 1 FROM kept_moves m WHERE m.line_id = kept_lines.line_id
        AND m.past_date)
WHERE line_id IN (SELECT value FROM json_each(?))
"""  # noqa: S608

_SCOPES_OF_LINES: Final = """
SELECT DISTINCT k.session_id, iif(k.session_id, '', k.day) FROM json_each(?) j
CROSS JOIN kept_lines k ON k.line_id = j.value
"""

_MAKE_CHANGED: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS changed_goods (line_id INTEGER PRIMARY KEY, difference INTEGER NOT NULL)"
)


def change_goods(work: Workspace, differences: Sequence[tuple[int, int]]) -> None:
    """Change what the goods of lines cost by differences, and the totals in which they stand."""
    if not differences:
        return
    execute = work.connection.execute
    execute(_MAKE_CHANGED)
    execute("DELETE FROM temp.changed_goods")
    # A bundle's line has moves of several products in one group: its differences come together.
    work.connection.executemany(
        "INSERT INTO temp.changed_goods VALUES (?, ?)"
        " ON CONFLICT (line_id) DO UPDATE SET difference = difference + excluded.difference",
        differences,
    )
    _change_totals(work, _DELTAS.format(table="changed_goods", difference="n.difference"))
    execute(
        "UPDATE kept_lines SET goods = goods"
        " + (SELECT n.difference FROM temp.changed_goods n WHERE n.line_id = kept_lines.line_id)"
        " WHERE line_id IN (SELECT line_id FROM temp.changed_goods)"
    )


def mark_past_date(work: Workspace, lines: Sequence[int]) -> None:
    """Say which lines drew from a lot past its date, where that has changed, and whose issues list it."""
    execute = work.connection.execute
    names = (json.dumps(lines),)
    execute(_MARK_PAST_DATE, names)
    for session, day in execute(_SCOPES_OF_LINES, names).fetchall():
        if session:
            work.dirty.past_date.add(session)
        else:
            work.dirty.days.add(day)


def refresh_goods(work: Workspace) -> Iterator[int]:
    """Sum up, for every line touched, what its goods cost; yields the last id done after each chunk.

    A total whose goods alone cost something else is changed by the difference; one with something odd
    among its goods is summed up anew, for its issues.
    """
    execute = work.connection.execute
    execute(_MAKE)
    last = -1
    while True:
        (until,) = execute(
            "SELECT max(id) FROM (SELECT id FROM stale_goods WHERE id > ? ORDER BY id LIMIT ?)",
            (last, _CHUNK),
        ).fetchone()
        if until is None:
            return
        span = (last, until)
        execute("DELETE FROM temp.new_goods")
        execute(_SUM_UP, span)
        if not work.whole:
            for session, day in execute(_ODD_SCOPES, span).fetchall():
                work.dirty.add(session, day)
            _change_totals(work, _DELTAS.format(table="new_goods", difference="n.goods - k.goods"))
        execute(_UPDATE)
        last = until
        yield last


def _change_totals(work: Workspace, query: str) -> None:
    connection = work.connection
    deltas = [
        delta
        for delta in connection.execute(query).fetchall()
        if delta[1] not in work.dirty.sessions and (delta[1] or delta[2] not in work.dirty.days)
    ]
    work.dirty.changed.update(delta[1] for delta in deltas)
    # A session's totals stand under its own account, whatever account its lines are of.
    connection.executemany(
        "UPDATE kept_cells SET cost_of_goods = cost_of_goods + ?1"
        " WHERE session_id = ?2 AND day = ?3 AND (?2 <> 0 OR account_id = ?4) AND product_id = ?5",
        deltas,
    )
    connection.executemany(
        "UPDATE kept_totals SET cost_of_goods = cost_of_goods + ?1"
        " WHERE session_id = ?2 AND day = ?3 AND (?2 <> 0 OR account_id = ?4)",
        (delta[:4] for delta in deltas),
    )
