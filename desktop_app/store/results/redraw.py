"""Working the stock of a group of products through again, stretch by stretch from a moment on."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.stock_flow import StockFlow
from desktop_app.domain.stock_order import StockRank
from desktop_app.domain.stock_states import Debt, LotState
from desktop_app.store.results.marking import END
from desktop_app.store.results.move_changes import MoveChanges
from desktop_app.store.results.stock_events import Entry, GroupSource, Repacking, Restock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from desktop_app.store.results.workspace import Workspace

_LOTS: Final = """
SELECT lot_ref, code, product_id, received_at, received_on, best_before, quantity, total_cost, drawn
FROM kept_lots WHERE product_id = ?
"""
_TAIL: Final = """
SELECT lot_ref, sum(quantity) FROM kept_moves INDEXED BY kept_moves_product
WHERE product_id = ? AND moment >= ? AND lot_ref IS NOT NULL GROUP BY lot_ref
"""
_OWED_IN_TAIL: Final = """
SELECT line_id, part, -sum(quantity) FROM kept_moves INDEXED BY kept_moves_back
WHERE product_id = ?1 AND moment >= ?2 AND (lot_ref IS NULL OR quantity < 0) AND lot_ref IS NULL
GROUP BY line_id, part
UNION ALL SELECT line_id, part, quantity FROM kept_owed WHERE product_id = ?1
"""
_DRAWN_BEFORE: Final = """
SELECT part, lot_ref, quantity FROM kept_moves WHERE line_id = ? AND lot_ref IS NOT NULL
AND moment < ? AND product_id IN (SELECT value FROM json_each(?)) ORDER BY moment, id
"""
_SOLD_BEFORE: Final = """
SELECT id FROM sales WHERE id IN (SELECT value FROM json_each(?)) AND ordered_at < ?
ORDER BY ordered_at, order_id, line, account
"""

_KEY: Final = 7
"""How many columns of an event say where it stands in the stream."""


class Redraw:
    """A group of products from a moment on: `position` is how far it has come, END when it is done.

    Between two stretches the kept results are whole: what each lot has given up is the sum of its moves,
    new ones before `position` and old ones after. So the work may be broken off and begun again there.
    """

    def __init__(
        self, work: Workspace, products: Sequence[int], since: int, *, is_long: bool = False
    ) -> None:
        """Read what the stream begins with; `is_long` says that many sales follow."""
        self.position = since
        self._work = work
        self._products = products
        cards = [card for product in products if (card := work.product(product)) is not None]
        self._source = source = GroupSource(work, cards, since, is_long=is_long)
        self._flow = StockFlow(remembered=source.remembered, debts_of=self._debts_of)
        self._tail: defaultdict[int | None, int] = defaultdict(int)
        self._debts = {product: self._read_debts(product, since) for product in products}
        self._kept: dict[int, tuple[Any, ...]] = {}
        coming = source.lots()
        self._load_lots(coming, since)
        self._remember(source.remembered, since)
        self._others = source.others(coming)

    def step(self, work: Workspace, sales: int) -> None:
        """Work a stretch of about so many sales through, and write what has changed in it."""
        self._work = work
        since, until = self.position, self._source.stretch(self.position, sales)
        changes = MoveChanges(work, self._products, since, until)
        for lot, quantity in changes.old_draws().items():
            self._tail[lot] -= quantity
        self._happen(self._source.sales(since, until), until)
        flow = self._flow
        self._keep_lots()
        changes.write(flow.moves, flow.shorts)
        flow.moves.clear()
        flow.shorts.clear()
        self.position = until

    def _happen(self, sales: list[tuple[Any, ...]], until: int) -> None:
        """Let everything before a moment happen in the order of the stream."""
        flow, day_of, others = self._flow, self._work.days.of, self._others
        done = begun = 0
        while done < len(others) and (event := others[done])[0] < until:
            place = bisect_left(sales, event[:_KEY], begun)
            flow.sell_all(sales[begun:place], day_of)
            begun = place
            self._happen_once(event)
            done += 1
        flow.sell_all(sales[begun:], day_of)
        del others[:done]

    def _happen_once(self, event: tuple[Any, ...]) -> None:
        flow, moment, rank, what = self._flow, event[0], event[1], event[-1]
        day = self._work.days.of(moment)
        if isinstance(what, LotState):
            flow.receive(what, moment, day)
        elif isinstance(what, Restock):
            flow.restock(what.product, moment, what.line, what.part, what.quantity, what.source)
        elif isinstance(what, Entry):
            flow.enter(moment, StockRank(rank), what.source, what.code, what.quantity)
        elif isinstance(what, Repacking):
            flow.repack(moment, day, what.source, what.code, what.quantity, what.rows, by_value=what.by_value)

    def _load_lots(self, coming: Iterable[LotState], since: int) -> None:
        """Give the stream its lots: those that had come in with what had left them, and those to come.

        A kept lot that had come in at the moment or later and comes no more is forgotten at once.
        """
        flow, connection = self._flow, self._work.connection
        if not self._work.whole:
            for product in self._products:
                self._tail.update(connection.execute(_TAIL, (product, since)))
                self._kept |= {row[0]: row for row in connection.execute(_LOTS, (product,))}
        for row in self._kept.values():
            if row[3] < since:
                lot = LotState(*row)
                lot.drawn -= self._tail[lot.ref]
                lot.received = True
                flow.add_lot(lot)
        for lot in coming:
            kept = self._kept.get(lot.ref)
            lot.drawn = kept[-1] - self._tail[lot.ref] if kept is not None and kept[2] == lot.product else 0
            flow.add_lot(lot)
        gone = self._kept.keys() - flow.lots.keys()
        connection.executemany("DELETE FROM kept_lots WHERE lot_ref = ?", [(ref,) for ref in gone])
        for ref in gone:
            del self._kept[ref]

    def _keep_lots(self) -> None:
        """Write the lots with what has left them so far and what the old moves from here on take."""
        changed = []
        for lot in self._flow.lots.values():
            row = (
                lot.ref, lot.code, lot.product, lot.received_at, lot.received_on, lot.best_before,
                lot.quantity, lot.total_cost, lot.drawn + self._tail[lot.ref],
            )  # fmt: skip
            if self._kept.get(lot.ref) != row:
                self._kept[lot.ref] = row
                changed.append(row)
        self._work.connection.executemany(
            "INSERT OR REPLACE INTO kept_lots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", changed
        )

    def _remember(self, lines: Collection[int], since: int) -> None:
        """Tell the stream what the lines that will be restocked had drawn before the moment."""
        if self._work.whole:
            return
        products = str(list(self._products))
        for line in sorted(lines):
            drawn: defaultdict[int, list[list[int]]] = defaultdict(list)
            for part, lot, quantity in self._work.connection.execute(_DRAWN_BEFORE, (line, since, products)):
                if quantity > 0:
                    drawn[part].append([lot, quantity])
                    continue
                back = -quantity
                for draw in reversed(drawn[part]):
                    if draw[0] == lot:
                        taken = min(back, draw[1])
                        draw[1] -= taken
                        back -= taken
            for part, draws in drawn.items():
                for lot, quantity in draws:
                    if quantity:
                        self._flow.remember_draw(line, part, lot, quantity)

    def _debts_of(self, product: int) -> Iterable[Debt]:
        return self._debts.get(product, ())

    def _read_debts(self, product: int, since: int) -> list[Debt]:
        """Read what was owed of a product at the moment, oldest first."""
        if self._work.whole:
            return []
        owed: defaultdict[int, dict[int, int]] = defaultdict(dict)
        execute = self._work.connection.execute
        for line, part, quantity in execute(_OWED_IN_TAIL, (product, since)):
            owed[line][part] = owed[line].get(part, 0) + quantity
        lines = execute(_SOLD_BEFORE, (str(list(owed)), since)).fetchall() if owed else ()
        return [
            Debt(line, part, quantity)
            for (line,) in lines
            for part, quantity in sorted(owed[line].items())
            if quantity > 0
        ]


def is_done(redraw: Redraw) -> bool:
    """Whether the stream has come to its end."""
    return redraw.position >= END
