"""What goods cost: lots, the stream of stock events, debts, restocks and repacks (MODEL section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.oracle.arithmetic import round_half_up, split
from tests.oracle.records import Book, Line, Product, Repack, Return, StockEntry
from tests.oracle.workbook import When, times

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.effects import Effects

# MODEL 4: order of kinds at one moment
KINDS = ("receipt", "restock", "spoilage", "sample", "gift", "adjustment", "transfer", "repack", "sale")

SessionOf = dict[tuple[str, str, int], str | None]

# moment, kind, order id / entry id / lot code / repack id, line number, return id; the account last of all,
# since two accounts may share an order id and MODEL names nothing that would part them
Place = tuple[datetime, int, str, int, str, str]


def place(when: When, kind: str, name: str, line: int = 0, returned: str = "", account: str = "") -> Place:
    return when.moment, KINDS.index(kind), name, line, returned, account


@dataclass
class Lot:
    """A lot and what has left it: `left` may fall below 0, where a count found more."""

    code: str
    sku: str
    quantity: int
    total_cost: int
    received_on: date
    best_before: date | None
    received: bool = False
    left: int = 0

    @property
    def holds(self) -> int:  # a lot not yet received holds nothing
        return self.quantity - self.left if self.received else 0

    def cost_left(self, left: int) -> int:
        """R(T × q ÷ Q): the cost that has left after a cumulative quantity q."""
        return round_half_up(Fraction(self.total_cost * left, self.quantity))

    def draw(self, quantity: int) -> int:
        """Takes `quantity` (negative: puts back) and returns its cost: draws telescope."""
        before, self.left = self.left, self.left + quantity
        return self.cost_left(self.left) - self.cost_left(before)

    @property
    def fefo(self) -> tuple[bool, date, date, str]:
        """Earliest best-before (none counts as latest), then earliest received, then lot code."""
        return self.best_before is None, self.best_before or date.max, self.received_on, self.code


@dataclass
class Draw:
    lot: Lot
    quantity: int  # what of it is still out, after restocks
    cost: int


@dataclass
class Taken:
    """What one line took of one product: a bundle's line has one of these for each component."""

    line: Line
    sku: str
    draws: list[Draw] = field(default_factory=list)
    owed: int = 0


@dataclass(frozen=True)
class Event:
    at: Place
    after: int  # 1: directly after the event at `at`
    own: Place
    act: Callable[[], None]


class Stream:
    """The stock events of the whole book, in order, and the lots as they stand while it runs."""

    def __init__(self, book: Book, sessions: SessionOf, effects: Effects) -> None:
        self.book, self._sessions, self._effects = book, sessions, effects
        self.lots: dict[str, Lot] = {}
        self.taken: dict[tuple[str, str, int], list[Taken]] = {}
        self.debts: list[Taken] = []  # oldest first, since sales are appended as the stream passes them
        self._best_before = {lot.code: lot.best_before for lot in book.lots}
        self._source = {new.code: repack.from_lot for repack in book.repacks for new in repack.new_lots}

    def run(self) -> None:
        events = sorted(self._events(), key=lambda event: (event.at, event.after, event.own))
        self._mark_ties(events)
        for event in events:
            event.act()
        self._price_debts()

    def _mark_ties(self, events: list[Event]) -> None:
        for one, two in pairwise(events):
            if one.at[0] == two.at[0] and one.at[1] != two.at[1]:
                self.book.mark("stream.tie_of_kinds")
            if one.at[:2] == two.at[:2] and one.at[1] == KINDS.index("sale"):
                self.book.mark("stream.tie_of_sales")

    # -- the events -------------------------------------------------------------------------------------

    def _events(self) -> list[Event]:
        return [*self._receipts(), *self._entries(), *self._repacks(), *self._sales(), *self._restocks()]

    def _receipts(self) -> list[Event]:
        events = []
        for row in self.book.lots:
            at = place(row.received, "receipt", row.code)
            lot = Lot(row.code, row.sku, row.quantity, row.total_cost, row.received.day, row.best_before)
            self.lots[lot.code] = lot
            events.append(Event(at, 0, at, partial(self._receive, lot)))
        return events

    def _entries(self) -> list[Event]:
        events = []
        for entry in self.book.stock:
            at = place(entry.when, entry.kind, entry.code)
            events.append(Event(at, 0, at, partial(self._entry, entry)))
        return events

    def _repacks(self) -> list[Event]:
        events = []
        for repack in self.book.repacks:
            at = place(repack.when, "repack", repack.code)
            for new in repack.new_lots:  # until the repack happens they hold nothing and have no cost
                best = self._best_before_of(new.code)
                self.lots[new.code] = Lot(new.code, new.sku, new.quantity, 0, repack.when.day, best)
            events.append(Event(at, 0, at, partial(self._repack, repack)))
        return events

    def _best_before_of(self, lot: str) -> date | None:
        """A repack's lots take over the source's best-before, through any chain."""
        return self._best_before_of(self._source[lot]) if lot in self._source else self._best_before.get(lot)

    def _sales(self) -> list[Event]:
        events = []
        for line in self.book.lines.values():
            if not line.moves:
                self.book.mark(f"sale.no_stock_{line.status}")
            elif self.before_stock_from(line):
                self._reference_cost(line)
            else:
                at = _sale_place(line)
                events.append(Event(at, 0, at, partial(self._sale, line)))
        return events

    def _restocks(self) -> list[Event]:
        events = []
        for returned in self.book.returns:
            line = self.book.lines[returned.line]
            if not returned.restocked or not line.moves:
                continue
            own = place(returned.when, "restock", line.order, line.number, returned.code, line.account)
            # a restock never comes before its sale: dated earlier or at its moment, directly after it
            early = returned.when.moment <= line.when.moment
            if early:
                self.book.mark("restock.directly_after_sale")
            at = _sale_place(line) if early else own
            events.append(Event(at, int(early), own, partial(self._restock, line, returned)))
        return events

    # -- receipts and sales -----------------------------------------------------------------------------

    def _receive(self, lot: Lot) -> None:
        """Receipt: goods fill what is owed, oldest debt first, at their own cost."""
        lot.received = True
        for debt in self.debts:
            if debt.sku == lot.sku and debt.owed and lot.holds > 0:
                quantity = min(debt.owed, lot.holds)
                debt.owed -= quantity
                self._charge(debt, lot, quantity)
                self.book.mark("stock.debt_filled")
                if lot.code in self._source:
                    self.book.mark("stock.debt_filled_by_repack")

    def _sale(self, line: Line) -> None:
        product = self.book.products[line.sku]
        self.taken[line.key] = []
        for sku, each in product.components or [(line.sku, 1000)]:
            if product.components:
                self.book.mark("sale.bundle")
            taken = Taken(line, sku)
            self.taken[line.key].append(taken)
            # one sale event for each component: quantity × component quantity, rounded to thousandths
            self._take(taken, times(line.quantity, each))

    def _take(self, taken: Taken, quantity: int) -> None:
        line = taken.line
        named = self.lots.get(line.lot)
        if named is not None and named.sku == taken.sku:  # of a bundle: for the component of that SKU
            self._mark_named(line, named, quantity)
            quantity -= self._take_from(taken, named, quantity)
        for lot in sorted(self.lots.values(), key=lambda lot: lot.fefo):
            if lot.sku == taken.sku and lot.received_on <= line.when.day:
                quantity -= self._take_from(taken, lot, quantity)
        taken.owed = quantity
        if quantity:
            self.book.mark("stock.owed")
            self.debts.append(taken)
        if len(taken.draws) > 1:
            self.book.mark("sale.several_lots")

    def _mark_named(self, line: Line, named: Lot, quantity: int) -> None:
        self.book.mark("sale.named_lot")
        if line.sku != named.sku:
            self.book.mark("sale.named_lot_of_component")
        if not named.received:
            self.book.mark("sale.named_lot_not_received")
        elif named.holds < quantity:
            self.book.mark("sale.named_lot_exhausted")

    def _take_from(self, taken: Taken, lot: Lot, wanted: int) -> int:
        quantity = max(0, min(wanted, lot.holds))
        if quantity:
            if lot.best_before is not None and lot.best_before < taken.line.when.day:
                self.book.mark("stock.past_date")
            self._charge(taken, lot, quantity)
        return quantity

    def _charge(self, taken: Taken, lot: Lot, quantity: int) -> None:
        cost = lot.draw(quantity)
        taken.draws.append(Draw(lot, quantity, cost))
        self._cost(taken.line, cost, f"{quantity} of {taken.sku} from lot {lot.code}")

    def _cost(self, line: Line, cost: int, why: str) -> None:
        session = self._sessions[line.key]
        self._effects.add(session, "cost_of_goods", cost, line.when.day, f"line {line.key}: {why}")

    def _restock(self, line: Line, returned: Return) -> None:
        """First cancels what the line still owes, then puts back into its lots, last drawn first."""
        product = self.book.products[line.sku]
        each = dict(product.components or [(line.sku, 1000)])
        for taken in self.taken.get(line.key, []):
            quantity = times(returned.restocked, each[taken.sku])
            self._mark_restock(taken, product, quantity)
            cancelled = min(taken.owed, quantity)
            taken.owed -= cancelled
            quantity -= cancelled
            for draw in reversed(taken.draws):
                back = min(draw.quantity, quantity)
                if back:
                    draw.quantity -= back
                    quantity -= back
                    why = f"{back} of {taken.sku} back into lot {draw.lot.code}"
                    self._cost(line, draw.lot.draw(-back), why)

    def _mark_restock(self, taken: Taken, product: Product, quantity: int) -> None:
        self.book.mark("restock.any")
        if product.components:
            self.book.mark("restock.bundle")
        if taken.owed:
            self.book.mark("restock.cancels_debt")
        if taken.draws and taken.draws[-1].quantity < quantity - taken.owed:
            self.book.mark("restock.several_lots")
        if taken.line.lost:
            self.book.mark("restock.lost_line")

    # -- entries and repacks ----------------------------------------------------------------------------

    def _entry(self, entry: StockEntry) -> None:
        if entry.kind == "transfer":  # changes the place only
            self.book.mark("entry.transfer")
            return
        lot = self.lots[entry.lot]
        if entry.kind == "adjustment":
            # signed, positive where the count found more: a negative draw
            self.book.mark("adjustment.found" if entry.quantity > 0 else "adjustment.short")
            drawn = -entry.quantity if entry.quantity > 0 else self._limited(entry, lot, -entry.quantity)
        else:
            drawn = self._limited(entry, lot, entry.quantity)
        key = {"adjustment": "adjustments", "spoilage": "spoilage"}.get(entry.kind, "samples")
        session = entry.session or None if key == "samples" else None
        where = "_in_session" if session else "_unattributed"
        self.book.mark(f"entry.{entry.kind}" + (where if key == "samples" else ""))
        self._effects.add(session, key, lot.draw(drawn), entry.when.day, f"entry {entry.code}")

    def _limited(self, entry: StockEntry | Repack, lot: Lot, wanted: int) -> int:
        """An entry draws what the lot can give; the rest costs nothing."""
        given = max(0, min(wanted, lot.holds))
        if given < wanted:
            name = entry.kind if isinstance(entry, StockEntry) else "repack"
            self.book.mark(f"entry.{name}_takes_too_much")
        return given

    def _repack(self, repack: Repack) -> None:
        source = self.lots[repack.from_lot]
        drawn = self._limited(repack, source, repack.from_quantity)
        if repack.from_lot in self._source:
            self.book.mark("repack.chain")
        cost = source.draw(drawn)
        new_lots = [self.lots[new.code] for new in repack.new_lots]  # in the order of the rows
        for lot, part in zip(new_lots, split(cost, self._repack_weights(repack, new_lots)), strict=True):
            if lot.sku == source.sku:
                self.book.mark("repack.same_product")
            lot.total_cost = part
        for lot in new_lots:  # received at that event, on its date
            self._receive(lot)

    def _repack_weights(self, repack: Repack, lots: list[Lot]) -> list[Fraction]:
        """By weight or by value; by quantity as soon as one of these is missing or 0."""
        products = [self.book.products[lot.sku] for lot in lots]
        each = [p.list_price if repack.split == "value" else weight_each(self.book, p) for p in products]
        known = [value for value in each if value]
        if len(known) < len(each):
            self.book.mark("repack.fallback_to_quantity")
            return [Fraction(lot.quantity) for lot in lots]
        self.book.mark(f"repack.by_{repack.split}")
        return [lot.quantity * value for lot, value in zip(lots, known, strict=True)]

    # -- what no lot gives ------------------------------------------------------------------------------

    def before_stock_from(self, line: Line) -> bool:
        return self.book.stock_from is not None and line.when.day < self.book.stock_from

    def _reference_cost(self, line: Line) -> None:
        """Lines before `stock_from` cost `reference_cost`, else 0 and incomplete; estimated."""
        self.book.mark("stock_from.before")
        product = self.book.products[line.sku]
        self._estimate(line, line.quantity, product.reference_cost, f"{line.sku} before stock_from")

    def _estimate(self, line: Line, quantity: int, each: int | Fraction | None, why: str) -> None:
        session = self._sessions[line.key]
        self._effects.estimated.add(session)
        if each is None:
            self.book.mark("stock.no_cost_at_all")
            self._effects.costless.add(session)
            return
        self._cost(line, round_half_up(Fraction(quantity * each, 1000)), why)

    def _price_debts(self) -> None:
        """What is still owed at the end of the book, for each line and component."""
        for debt in self.debts:
            if not debt.owed:
                continue
            lots = [lot for lot in self.lots.values() if lot.sku == debt.sku]
            each: int | Fraction | None = self.book.products[debt.sku].reference_cost
            if lots:  # the product's latest received lot; ties: the last lot code
                latest = max(lots, key=lambda lot: (lot.received_on, lot.code))
                each = Fraction(latest.total_cost * 1000, latest.quantity)
                self.book.mark("stock.still_owed_at_lot_cost")
            elif each is not None:
                self.book.mark("stock.still_owed_at_reference_cost")
            self._estimate(debt.line, debt.owed, each, f"{debt.owed} of {debt.sku} still owed")


def _sale_place(line: Line) -> Place:
    return place(line.when, "sale", line.order, line.number, "", line.account)


def weight_each(book: Book, product: Product) -> Fraction | None:
    """Grams per unit (MODEL 5): unit_weight_g, else kg_per_unit, else a bundle's components', else None."""
    if product.unit_weight_g is not None:
        return product.unit_weight_g
    if product.kg_per_unit is not None:
        return product.kg_per_unit * 1000
    if not product.components:
        return None
    book.mark("freight.weight_of_components")
    weight = Fraction(0)
    for sku, each in product.components:
        part = weight_each(book, book.products[sku])
        if part is None:
            return None
        weight += part * Fraction(each, 1000)
    return weight
