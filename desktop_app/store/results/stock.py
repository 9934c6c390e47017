"""Working the stock of stale products through again, from the moment they became stale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.stock_flow import StockFlow
from desktop_app.domain.stock_order import StockRank
from desktop_app.domain.stock_states import Debt, LotState
from desktop_app.store.results.marking import END
from desktop_app.store.results.owed import estimate_owed
from desktop_app.store.results.stock_events import Entry, GroupSource, Repacking, Restock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop_app.domain.stock_states import Move
    from desktop_app.store.results.workspace import Workspace

_CHUNK: Final = 5000

_GROUP_EDGES: Final = """
SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN lots l ON l.lot = r.from_lot JOIN products q ON q.sku = l.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks f ON f.lot = r.from_lot JOIN products q ON q.sku = f.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks o ON o.repack = r.repack JOIN products q ON q.sku = o.sku
"""


def refresh_stock(work: Workspace) -> Iterator[int]:
    """Work every stale group of products through; yields the number of groups left after each."""
    groups = [_Group(work, products, since) for products, since in _stale_groups(work)]
    # A lot may have gone from one product to another: all is taken back before anything runs again.
    for group in groups:
        group.take_back()
    for index, group in enumerate(groups):
        group.work_through()
        yield len(groups) - index - 1


def _stale_groups(work: Workspace) -> list[tuple[list[int], int]]:
    """Give the products that repacks connect, together, each group with the moment it is stale from."""
    connection = work.connection
    stale: dict[int, int] = dict(connection.execute("SELECT product_id, since FROM stale_stock"))
    # Selling a bundle takes its components; a bundle has no stock of its own.
    for product, since in list(stale.items()):
        card = work.product(product)
        for component, _ in card.components if card is not None else ():
            stale[component] = min(since, stale.get(component, since))
    leader: dict[int, int] = {}

    def find(product: int) -> int:
        while leader.setdefault(product, product) != product:
            product = leader[product]
        return product

    if connection.execute("SELECT 1 FROM repacks LIMIT 1").fetchone():
        for one, other in connection.execute(_GROUP_EDGES):
            leader[find(one)] = find(other)
    members: defaultdict[int, set[int]] = defaultdict(set)
    for product in leader.keys() | stale.keys():
        members[find(product)].add(product)
    groups = []
    for group in members.values():
        moments = [stale[product] for product in group if product in stale]
        if moments:
            groups.append((sorted(group), min(moments)))
    return groups


class _Group:
    """One group of products from a moment on: what stood there is taken back, then the stream runs again."""

    def __init__(self, work: Workspace, products: Sequence[int], since: int) -> None:
        self._work = work
        self._connection = work.connection
        self._products = products
        self._since = since
        self._cards = [card for product in products if (card := work.product(product)) is not None]
        self._kept: dict[int, tuple[Any, ...]] = {}

    def work_through(self) -> None:
        """Bring lots, moves, what is owed and its estimate up to date."""
        if self._since < END:
            self._run()
        for product in self._products:
            estimate_owed(self._work, product)

    def take_back(self) -> None:
        """Undo what was moved from the moment on, in the state of lots and of what is owed."""
        if self._work.whole or self._since >= END:
            return
        self._touch_moved()
        execute = self._connection.execute
        for product in self._products:
            tail = (product, self._since)
            moved = execute(
                "SELECT sum(quantity), lot_ref FROM kept_moves"
                " WHERE product_id = ? AND moment >= ? AND lot_ref IS NOT NULL GROUP BY lot_ref",
                tail,
            ).fetchall()
            self._connection.executemany("UPDATE kept_lots SET drawn = drawn - ? WHERE lot_ref = ?", moved)
            execute(
                "INSERT INTO kept_owed SELECT line_id, part, product_id, -sum(quantity),"
                " NULL, 0 FROM kept_moves"
                " WHERE product_id = ? AND moment >= ? AND lot_ref IS NULL GROUP BY line_id, part"
                " ON CONFLICT (line_id, part, product_id) DO UPDATE SET quantity = quantity"
                " + excluded.quantity, cost = NULL",
                tail,
            )
            execute(
                "DELETE FROM kept_owed WHERE product_id = ? AND cost IS NULL AND quantity = 0", (product,)
            )
            execute("DELETE FROM kept_moves WHERE product_id = ? AND moment >= ?", tail)
            execute("DELETE FROM kept_shorts WHERE product_id = ? AND moment >= ?", tail)

    def _touch_moved(self) -> None:
        """Mark the lines and sessions that what was moved, or could not be, from the moment on belongs to."""
        work, execute = self._work, self._connection.execute
        for product in self._products:
            tail = (product, self._since)
            execute(
                "INSERT OR IGNORE INTO stale_goods SELECT line_id FROM kept_moves"
                " WHERE product_id = ? AND moment >= ? AND line_id IS NOT NULL",
                tail,
            )
            execute(
                "INSERT OR IGNORE INTO stale_goods SELECT s.id FROM kept_shorts k JOIN"  # noqa: S608
                " returns r ON r.id = k.source"
                " JOIN sales s ON s.account = r.account AND s.order_id = r.order_id AND s.line = r.line"
                f" WHERE k.product_id = ? AND k.moment >= ? AND k.rank = {int(StockRank.RESTOCK)}",
                tail,
            )
            given = execute(
                "SELECT coalesce(s.id, 0), m.moment FROM kept_moves m JOIN stock e ON e.id = m.source"  # noqa: S608
                " LEFT JOIN sessions s ON s.session = e.session WHERE m.product_id = ? AND m.moment >= ?"
                f" AND m.rank IN ({int(StockRank.SAMPLE)}, {int(StockRank.GIFT)})",
                tail,
            )
            for session, moment in given:
                work.dirty.add(session, work.days.of(moment))

    def _run(self) -> None:
        source = GroupSource(self._work, self._cards, self._since)
        flow = StockFlow(remembered=source.remembered, debts_of=self._debts)
        coming = source.lots()
        self._load_lots(flow, coming)
        self._remember(flow, source.remembered)
        for event in source.events(coming):
            self._happen(flow, event)
            if len(flow.moves) >= _CHUNK:
                self._flush(flow)
        self._flush(flow)
        self._keep_lots(flow)
        if not self._work.whole:
            self._touch_moved()

    def _happen(self, flow: StockFlow, event: tuple[Any, ...]) -> None:
        moment, rank = event[0], event[1]
        day = self._work.days.of(moment)
        if rank == StockRank.SALE and not event[5]:
            part, line, product, quantity, lot = event[7:]
            flow.sell(product, moment, day, line, part, quantity, lot)
            return
        what = event[-1]
        if isinstance(what, LotState):
            flow.receive(what, moment, day)
        elif isinstance(what, Restock):
            flow.restock(what.product, moment, what.line, what.part, what.quantity, what.source)
        elif isinstance(what, Entry):
            flow.enter(moment, StockRank(rank), what.source, what.code, what.quantity)
        elif isinstance(what, Repacking):
            flow.repack(moment, day, what.source, what.code, what.quantity, what.rows, by_value=what.by_value)

    def _load_lots(self, flow: StockFlow, coming: Iterable[LotState]) -> None:
        """Give the stream its lots: those that had come in with what had left them, and those to come."""
        for product in self._products:
            rows = self._connection.execute(
                "SELECT lot_ref, code, product_id, received_at, received_on, best_before,"
                " quantity, total_cost, drawn"
                " FROM kept_lots WHERE product_id = ?",
                (product,),
            )
            for row in rows:
                self._kept[row[0]] = row
                if row[3] < self._since:
                    lot = LotState(*row)
                    lot.received = True
                    flow.add_lot(lot)
        for lot in coming:
            kept = self._kept.get(lot.ref)
            lot.drawn = kept[-1] if kept is not None and kept[2] == lot.product else 0
            flow.add_lot(lot)

    def _keep_lots(self, flow: StockFlow) -> None:
        new = {
            lot.ref: (
                lot.ref, lot.code, lot.product, lot.received_at, lot.received_on, lot.best_before,
                lot.quantity,
                lot.total_cost, lot.drawn,
            )
            for lot in flow.lots.values()
        }  # fmt: skip
        self._connection.executemany(
            "DELETE FROM kept_lots WHERE lot_ref = ?", [(ref,) for ref in self._kept.keys() - new.keys()]
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO kept_lots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [row for ref, row in new.items() if self._kept.get(ref) != row],
        )

    def _remember(self, flow: StockFlow, lines: Iterable[int]) -> None:
        """Tell the stream what the lines that will be restocked had drawn before the moment."""
        if self._work.whole:
            return
        for line in sorted(lines):
            drawn: defaultdict[int, list[list[int]]] = defaultdict(list)
            rows = self._connection.execute(
                "SELECT part, lot_ref, quantity FROM kept_moves WHERE line_id = ? AND lot_ref IS NOT NULL"
                " AND product_id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (line, str(list(self._products))),
            )
            for part, lot, quantity in rows:
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
                        flow.remember_draw(line, part, lot, quantity)

    def _debts(self, product: int) -> Iterator[Debt]:
        if self._work.whole:
            return
        rows = self._connection.execute(
            "SELECT o.line_id, o.part, o.quantity FROM kept_owed o JOIN sales s ON s.id = o.line_id"
            " WHERE o.product_id = ? AND s.ordered_at < ? AND o.quantity > 0"
            " ORDER BY s.ordered_at, s.order_id, s.line, s.account, o.part",
            (product, self._since),
        )
        for line, part, quantity in rows.fetchall():
            yield Debt(line, part, quantity)

    def _flush(self, flow: StockFlow) -> None:
        """Write what has happened so far."""
        moves, shorts = flow.moves, flow.shorts
        self._connection.executemany(
            "INSERT INTO kept_moves (product_id, moment, rank, line_id, part, source,"
            " lot_ref, quantity, cost, past_date)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            moves,
        )
        self._connection.executemany(
            "INSERT INTO kept_shorts (product_id, moment, rank, source, quantity) VALUES (?, ?, ?, ?, ?)",
            shorts,
        )
        self._keep_owed(moves)
        moves.clear()
        shorts.clear()

    def _keep_owed(self, moves: Iterable[Move]) -> None:
        owed: defaultdict[tuple[int, int, int], int] = defaultdict(int)
        for move in moves:
            if move.lot is None and move.line is not None:
                owed[move.line, move.part, move.product] += move.quantity
        self._connection.executemany(
            "INSERT INTO kept_owed VALUES (?, ?, ?, ?, NULL, 0)"
            " ON CONFLICT (line_id, part, product_id) DO UPDATE SET quantity = quantity +"
            " excluded.quantity, cost = NULL",
            [(*key, quantity) for key, quantity in owed.items()],
        )
