"""Goods through lots: first expired, first out; what is owed and filled; costs that telescope."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import round_half_up, split_largest_remainder
from desktop_app.domain.stock_order import StockRank
from desktop_app.domain.stock_states import Debt, LotState, Move, NewLot, Short, no_debts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

# Plain numbers: an enum's member takes SQLite's slow way into a row, once for every draw of the book.
_RECEIPT: Final = int(StockRank.RECEIPT)
_RESTOCK: Final = int(StockRank.RESTOCK)
_REPACK: Final = int(StockRank.REPACK)
_SALE: Final = int(StockRank.SALE)


@dataclass(slots=True)
class StockFlow:
    """The stock of products that repacks connect, worked through in the order of the stream.

    `remembered` are the lines that some return restocks: only their draws are kept in memory.
    `debts_of` gives what a product owed when the stream began, oldest first; it is asked on first need.
    What happens is added to `moves` and `shorts`, which the caller empties as it likes.
    """

    remembered: Collection[int] = ()
    debts_of: Callable[[int], Iterable[Debt]] = no_debts
    moves: list[Move] = field(default_factory=list)
    shorts: list[Short] = field(default_factory=list)
    lots: dict[int, LotState] = field(default_factory=dict)
    _by_code: dict[str, LotState] = field(default_factory=dict)
    _shelves: defaultdict[int, list[LotState]] = field(default_factory=lambda: defaultdict(list))
    _debts: dict[int, deque[Debt]] = field(default_factory=dict)
    _open: defaultdict[tuple[int, int], list[Debt]] = field(default_factory=lambda: defaultdict(list))
    _drawn: defaultdict[tuple[int, int], list[list[int]]] = field(default_factory=lambda: defaultdict(list))

    def add_lot(self, lot: LotState) -> None:
        """Make a lot known; one that has come in before stands on its shelf."""
        self.lots[lot.ref] = lot
        self._by_code[lot.code] = lot
        if lot.received:
            self._shelve(lot)

    def remember_draw(self, line: int, part: int, lot: int, quantity: int) -> None:
        """Tell of a draw before the stream began, in its order, of a line that some return restocks."""
        self._drawn[line, part].append([lot, quantity])

    def receive(self, lot: LotState, moment: int, day: str) -> None:
        """Let a lot come in, and fill what is owed of its product, oldest debt first."""
        lot.received = True
        debts = self._debts_of(lot.product)
        while debts and lot.holds > 0:
            debt = debts[0]
            taken = min(debt.quantity, lot.holds)
            if taken:
                debt.quantity -= taken
                self._owe(lot.product, moment, _RECEIPT, debt, -taken, lot.ref)
                self._draw_for(lot, taken, (moment, _RECEIPT, debt.line, debt.part, lot.ref), day)
            if not debt.quantity:
                debts.popleft()
        self._shelve(lot)

    def sell(
        self, product: int, moment: int, day: str, line: int, part: int, quantity: int, named: str | None
    ) -> None:
        """Draw for a sale: from the lot it names, then first expired first out; owe the rest."""
        place = (moment, _SALE, line, part, 0)
        left = quantity
        if named is not None:
            lot = self._by_code.get(named)
            if lot is not None and lot.product == product and (taken := min(left, lot.holds)) > 0:
                self._draw_for(lot, taken, place, day)
                left -= taken
        shelf = self._shelves[product]
        while left > 0 and shelf:
            lot = shelf[0]
            taken = min(left, lot.quantity - lot.drawn)
            if taken > 0:
                self._draw_for(lot, taken, place, day)
                left -= taken
            if lot.drawn >= lot.quantity:
                shelf.pop(0)
                lot.shelved = False
        if left > 0:
            debt = Debt(line, part, left)
            self._debts_of(product).append(debt)
            if line in self.remembered:
                self._open[line, part].append(debt)
            self._owe(product, moment, _SALE, debt, left, 0)

    def sell_all(self, sales: Iterable[Sequence[Any]], day_of: Callable[[int], str]) -> None:
        """Let sales happen one after the other: events of the stream as they are read, in its order."""
        shelves, remembered, happened = self._shelves, self.remembered, self.moves.append
        for moment, _, _, _, _, _, _, part, line, product, quantity, named in sales:
            shelf = shelves[product]
            if named is None and quantity > 0 and shelf and line not in remembered:
                lot = shelf[0]
                drawn, whole, worth = lot.drawn, lot.quantity, 2 * lot.total_cost
                left = drawn + quantity
                if drawn >= 0 and left < whole and worth >= 0:
                    # Nearly every sale: one draw that leaves something. As in `sell`, written out.
                    lot.drawn = left
                    twice = 2 * whole
                    cost = (worth * left + whole) // twice - (worth * drawn + whole) // twice
                    late = 1 if lot.best_before is not None and lot.best_before < day_of(moment) else 0
                    happened(Move(product, moment, _SALE, line, part, 0, lot.ref, quantity, cost, late))
                    continue
            self.sell(product, moment, day_of(moment), line, part, quantity, named)

    def restock(self, product: int, moment: int, line: int, part: int, quantity: int, source: int) -> None:
        """Take goods back: first cancel what the line still owes, then put back, last drawn first."""
        self._debts_of(product)
        left = quantity
        for debt in self._open[line, part]:
            cancelled = min(left, debt.quantity)
            if cancelled:
                debt.quantity -= cancelled
                left -= cancelled
                self._owe(product, moment, _RESTOCK, debt, -cancelled, source)
        for drawn in reversed(self._drawn[line, part]):
            back = min(left, drawn[1])
            if back > 0:
                lot = self.lots[drawn[0]]
                drawn[1] -= back
                left -= back
                cost = lot.draw(-back)
                self.moves.append(
                    Move(product, moment, _RESTOCK, line, part, source, lot.ref, -back, cost, 0)
                )
                self._shelve(lot)
        if left > 0:
            self.shorts.append(Short(product, moment, _RESTOCK, source, left))

    def enter(self, moment: int, rank: StockRank, source: int, code: str, quantity: int) -> None:
        """Take a stock entry out of its lot as far as it holds; a count's positive quantity was found."""
        lot = self._by_code.get(code)
        wanted = -quantity if rank is StockRank.ADJUSTMENT else quantity
        if rank is StockRank.TRANSFER or lot is None:
            return
        taken = wanted if wanted < 0 else min(wanted, max(0, lot.holds))
        cost = lot.draw(taken)
        self.moves.append(Move(lot.product, moment, int(rank), None, 0, source, lot.ref, taken, cost, 0))
        if taken < wanted:
            self.shorts.append(Short(lot.product, moment, int(rank), source, wanted - taken))
        self._shelve(lot)

    def repack(
        self,
        moment: int,
        day: str,
        source: int,
        code: str,
        quantity: int,
        rows: Sequence[NewLot],
        *,
        by_value: bool,
    ) -> None:
        """Draw from a lot and receive the new ones, which carry the cost drawn."""
        lot = self._by_code.get(code)
        cost, taken = 0, 0
        if lot is not None:
            taken = min(quantity, max(0, lot.holds))
            cost = lot.draw(taken)
            self.moves.append(Move(lot.product, moment, _REPACK, None, 0, source, lot.ref, taken, cost, 0))
        if taken < quantity:
            product = rows[0].product if lot is None else lot.product
            self.shorts.append(Short(product, moment, _REPACK, source, quantity - taken))
        for row, share in zip(rows, share_repack(cost, rows, by_value=by_value), strict=True):
            new = LotState(row.ref, row.code, row.product, moment, day, row.best_before, row.quantity, share)
            self.add_lot(new)
            self.receive(new, moment, day)

    def _draw_for(
        self, lot: LotState, quantity: int, place: tuple[int, int, int, int, int], day: str
    ) -> None:
        moment, rank, line, part, source = place
        cost = lot.draw(quantity)
        late = 1 if lot.best_before is not None and lot.best_before < day else 0
        self.moves.append(Move(lot.product, moment, rank, line, part, source, lot.ref, quantity, cost, late))
        if line in self.remembered:
            self._drawn[line, part].append([lot.ref, quantity])

    def _owe(self, product: int, moment: int, rank: int, debt: Debt, quantity: int, source: int) -> None:
        self.moves.append(Move(product, moment, rank, debt.line, debt.part, source, None, quantity, 0, 0))

    def _debts_of(self, product: int) -> deque[Debt]:
        debts = self._debts.get(product)
        if debts is None:
            debts = self._debts[product] = deque(self.debts_of(product))
            for debt in debts:
                if debt.line in self.remembered:
                    self._open[debt.line, debt.part].append(debt)
        return debts

    def _shelve(self, lot: LotState) -> None:
        if not lot.shelved and lot.holds > 0:
            lot.shelved = True
            insort(self._shelves[lot.product], lot)


def share_repack(cost: int, rows: Sequence[NewLot], *, by_value: bool) -> list[int]:
    """Split the cost that a repack drew over its new lots, in the order of the rows.

    By weight or by value, by quantity as soon as one of these is missing or 0.
    """
    units = [row.unit_value if by_value else row.unit_ug for row in rows]
    weights = [row.quantity * (unit or 0) for row, unit in zip(rows, units, strict=True)]
    if not all(weights):
        weights = [row.quantity for row in rows]
    return split_largest_remainder(cost, weights)


def owed_cost(quantity: int, latest_lot: tuple[int, int] | None, reference: int | None) -> int | None:
    """Estimate what is owed at the end of the book; None where there is nothing to go by.

    `latest_lot` is T and Q of the product's latest received lot, `reference` its cost per unit.
    """
    if latest_lot is not None and latest_lot[1]:
        return round_half_up(latest_lot[0] * quantity, latest_lot[1])
    if reference is not None:
        return round_half_up(reference * quantity, 1000)
    return None
