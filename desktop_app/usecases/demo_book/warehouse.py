"""How much is left of every lot, first expired first out, so that nothing impossible is written."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.domain.returns import Return
    from desktop_app.domain.stock import Lot


@dataclass(slots=True, order=True)
class Shelf:
    """What is left of one lot, in thousandths; shelves sort in the order in which lots are drawn."""

    best_before: date
    received_on: date
    lot: str
    sku: str = field(compare=False)
    left: int = field(compare=False)


class Warehouse:
    """The stock of the book as its rules will see it, at the moment the year has come to.

    `free` is what may still be sold: on hand, less what orders have been promised and not yet drawn,
    less what is owed; it is below nothing only where goods are sold before they are there. Goods that came
    back whole are counted as `restocked` and not sold again: the book always has at least what stands here.
    """

    def __init__(self) -> None:
        self._shelves: dict[str, list[Shelf]] = {}
        self._by_lot: dict[str, Shelf] = {}
        self._owed: dict[str, int] = {}
        self.free: dict[str, int] = {}
        self.restocked: dict[str, int] = {}

    def receive(self, lot: Lot, best_before: date | None, quantity_milli: int) -> Shelf:
        """Put a lot on its shelf; what is owed of its SKU is taken from it at once."""
        shelf = Shelf(best_before or date.max, lot.received_on, lot.lot, lot.sku, quantity_milli)
        insort(self._shelves.setdefault(lot.sku, []), shelf)
        self._by_lot[lot.lot] = shelf
        filled = min(self._owed.get(lot.sku, 0), quantity_milli)
        if filled:
            self._owed[lot.sku] -= filled
            shelf.left -= filled
        self.free[lot.sku] = self.free.get(lot.sku, 0) + quantity_milli
        return shelf

    def promise(self, sku: str, quantity_milli: int) -> None:
        """Keep `quantity_milli` for an order that draws it later."""
        self.free[sku] = self.free.get(sku, 0) - quantity_milli

    def draw(self, sku: str, quantity_milli: int, named: str | None = None) -> None:
        """Take what was promised, from the lot `named` first; what no lot can give is owed."""
        if named is not None:
            shelf = self._by_lot[named]
            taken = min(shelf.left, quantity_milli)
            shelf.left -= taken
            quantity_milli -= taken
        shelves = self._shelves.get(sku)
        while quantity_milli and shelves:
            shelf = shelves[0]
            taken = min(shelf.left, quantity_milli)
            shelf.left -= taken
            quantity_milli -= taken
            if not shelf.left:
                del shelves[0]
        if quantity_milli:
            self._owed[sku] = self._owed.get(sku, 0) + quantity_milli

    def take(self, lot: str, quantity_milli: int) -> int:
        """Take up to `quantity_milli` out of one lot, leaving what is promised; says how much it was."""
        shelf = self._by_lot[lot]
        taken = max(0, min(quantity_milli, shelf.left, self.free.get(shelf.sku, 0)))
        shelf.left -= taken
        self.free[shelf.sku] = self.free.get(shelf.sku, 0) - taken
        return taken

    def find(self, lot: str, quantity_milli: int) -> None:
        """Put back what a count found."""
        shelf = self._by_lot[lot]
        shelf.left += quantity_milli
        self.free[shelf.sku] += quantity_milli

    def restock(self, item: Return) -> None:
        """Count what a return puts back on the shelf."""
        if item.restocked_quantity_milli and item.sku is not None:
            self.restocked[item.sku] = self.restocked.get(item.sku, 0) + item.restocked_quantity_milli

    def left(self, lot: str) -> int:
        """What is left of `lot`."""
        return self._by_lot[lot].left

    def open_lots(self, sku: str) -> Iterator[Shelf]:
        """The lots of `sku` that still hold something, in the order in which they are drawn."""
        return (shelf for shelf in self._shelves.get(sku, ()) if shelf.left)
