"""What a stretch of stock worked through again moved otherwise than before: only that is written."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.stock_order import StockRank
from desktop_app.store.results.goods import change_goods, mark_past_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desktop_app.domain.stock_states import Move, Short
    from desktop_app.store.results.workspace import Workspace

_OLD: Final = """
SELECT product_id, moment, rank, line_id, part, source, lot_ref, quantity, cost, past_date, id FROM kept_moves
WHERE product_id = ? AND moment >= ? AND moment < ?
"""
_OLD_SHORTS: Final = """
SELECT product_id, moment, rank, source, quantity, id FROM kept_shorts
WHERE product_id = ? AND moment >= ? AND moment < ?
"""
_INSERT: Final = """
INSERT INTO kept_moves (product_id, moment, rank, line_id, part, source, lot_ref, quantity, cost, past_date)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_SHORT: Final = (
    "INSERT INTO kept_shorts (product_id, moment, rank, source, quantity) VALUES (?, ?, ?, ?, ?)"
)
_OWE: Final = """
INSERT INTO kept_owed VALUES (?, ?, ?, ?, NULL, 0)
ON CONFLICT (line_id, part, product_id) DO UPDATE SET quantity = quantity + excluded.quantity, cost = NULL
"""
_LINES_OF_RETURNS: Final = """
SELECT k.session_id, k.day FROM json_each(?) j CROSS JOIN returns r ON r.id = j.value
JOIN sales s ON s.account = r.account AND s.order_id = r.order_id AND s.line = r.line
JOIN kept_lines k ON k.line_id = s.id
"""
_GIVEN_IN: Final = """
SELECT coalesce(s.id, 0), e.occurred_at FROM json_each(?) j CROSS JOIN stock e ON e.id = j.value
LEFT JOIN sessions s ON s.session = e.session
"""

# Where the columns of a move stand in a row of _OLD, and in a Move.
_MOMENT: Final = 1
_RANK: Final = 2
_LINE: Final = 3
_PART: Final = 4
_SOURCE: Final = 5
_LOT: Final = 6
_QUANTITY: Final = 7
_COST: Final = 8
_PAST: Final = 9
_WIDTH: Final = 10
_ID: Final = 10

_GIVEN: Final = {int(StockRank.SAMPLE), int(StockRank.GIFT)}

Row = tuple[Any, ...]


class MoveChanges:
    """One stretch of a group's stream, from a moment until another: what was moved in it, before and now."""

    def __init__(self, work: Workspace, products: Sequence[int], since: int, until: int) -> None:
        self._work = work
        self._connection = work.connection
        self._old: list[Row] = []
        self._old_shorts: list[Row] = []
        if work.whole:
            return
        for product in products:
            span = (product, since, until)
            self._old += self._connection.execute(_OLD, span)
            self._old_shorts += self._connection.execute(_OLD_SHORTS, span)

    def old_draws(self) -> Mapping[int | None, int]:
        """Give what was drawn before by lot; None is what was owed."""
        drawn: defaultdict[int | None, int] = defaultdict(int)
        for row in self._old:
            drawn[row[_LOT]] += row[_QUANTITY]
        return drawn

    def write(self, moves: Sequence[Move], shorts: Sequence[Short]) -> None:
        """Write what has changed, and bring the costs of the lines that it concerns up to date."""
        if self._work.whole:
            self._connection.executemany(_INSERT, moves)
            self._connection.executemany(_INSERT_SHORT, shorts)
            self._owe((), moves)
            return
        self._write_shorts(shorts)
        gone: list[Row] = []
        come: list[Row] = []
        costs: list[Row] = []
        differences: list[tuple[int, int]] = []
        touched: list[tuple[Sequence[Row], Sequence[Row]]] = []
        for before, after, same in self._compare(moves):
            one, other = before[0] if before else (), after[0] if after else ()
            if same and len(after) == 1 and one[_LINE] is not None and one[_PAST] == other[_PAST]:
                # Nearly all of them: the same draw of the same lot, at a cost that is rounded otherwise.
                costs.append((other[_COST], other[_PAST], one[_ID]))
                differences.append((one[_LINE], other[_COST] - one[_COST]))
                continue
            touched.append((before, after))
            if same:
                costs += [(*row[_COST:], kept[_ID]) for kept, row in zip(before, after, strict=True)]
            else:
                # All of a line together, so that its moves keep the order in which they happened.
                gone += before
                come += after
        self._connection.executemany("DELETE FROM kept_moves WHERE id = ?", ((row[_ID],) for row in gone))
        self._connection.executemany("UPDATE kept_moves SET cost = ?, past_date = ? WHERE id = ?", costs)
        self._connection.executemany(_INSERT, come)
        self._owe(gone, come)
        self._touch(touched, differences)

    def _compare(self, moves: Iterable[Row]) -> Iterator[tuple[list[Row], list[Row], bool]]:
        """Give what of each line was moved before and now, and whether but for its costs it is the same."""
        old, new = _by_line(self._old), _by_line(moves)
        for key in old.keys() | new.keys():
            before, after = old.get(key, []), new.get(key, [])
            if len(before) == len(after) == 1:
                one, other = before[0], after[0]
                if one[:_WIDTH] != other:
                    yield before, after, one[:_COST] == other[:_COST]
                continue
            # In the order in which they happened: sorting all rows for these few would take long.
            before.sort(key=itemgetter(_MOMENT, _ID))
            same = [row[:_COST] for row in before] == [row[:_COST] for row in after]
            if not same or [row[:_WIDTH] for row in before] != after:
                yield before, after, same

    def _touch(
        self, touched: Iterable[tuple[Sequence[Row], Sequence[Row]]], differences: list[tuple[int, int]]
    ) -> None:
        """Change the costs of lines by the difference; those that owe otherwise are summed up anew."""
        odd: list[tuple[int]] = []
        past: list[int] = []
        given: set[int] = set()
        for before, after in touched:
            line = (before or after)[0][_LINE]
            if line is None:
                given.update(row[_SOURCE] for row in (*before, *after) if row[_RANK] in _GIVEN)
            elif _owed(before) != _owed(after):
                odd.append((line,))
            else:
                if _past_date(before) != _past_date(after):
                    past.append(line)
                difference = sum(row[_COST] for row in after) - sum(row[_COST] for row in before)
                if difference:
                    differences.append((line, difference))
        self._connection.executemany("INSERT OR IGNORE INTO stale_goods VALUES (?)", odd)
        change_goods(self._work, differences)
        mark_past_date(self._work, past)
        for session, moment in self._connection.execute(_GIVEN_IN, (str(sorted(given)),)):
            self._work.dirty.add(session, self._work.days.of(moment))

    def _owe(self, before: Iterable[Row], after: Iterable[Row]) -> None:
        owed: defaultdict[Row, int] = defaultdict(int)
        for sign, rows in ((-1, before), (1, after)):
            for row in rows:
                if row[_LOT] is None and row[_LINE] is not None:
                    owed[row[_LINE], row[_PART], row[0]] += sign * row[_QUANTITY]
        self._connection.executemany(_OWE, [(*key, quantity) for key, quantity in owed.items() if quantity])

    def _write_shorts(self, shorts: Sequence[Short]) -> None:
        old = sorted(row[:-1] for row in self._old_shorts)
        if old == sorted(shorts):
            return
        self._connection.executemany(
            "DELETE FROM kept_shorts WHERE id = ?", [(row[-1],) for row in self._old_shorts]
        )
        self._connection.executemany(_INSERT_SHORT, shorts)
        returns = {row[3] for row in (*old, *shorts) if row[_RANK] == StockRank.RESTOCK}
        for session, day in self._connection.execute(_LINES_OF_RETURNS, (str(sorted(returns)),)).fetchall():
            self._work.dirty.add(session, day)


def _owed(rows: Iterable[Row]) -> list[Row]:
    return [row[_RANK:_COST] for row in rows if row[_LOT] is None]


def _past_date(rows: Iterable[Row]) -> list[Row]:
    return [row[_LOT:_COST] for row in rows if row[_PAST]]


def _by_line(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Put the moves of one line and component together, and those of one event that is no sale."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        line = row[_LINE]
        key = (line, row[_PART]) if line is not None else (row[_RANK], row[_SOURCE], None)
        if key in found:
            found[key].append(row)
        else:
            found[key] = [row]
    return found
