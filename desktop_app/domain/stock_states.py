"""Lots, draws and debts: what a stream of stock is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_DATE: Final = "~"
"""Sorts after every ISO day: a lot without a best-before is drawn last."""


@dataclass(slots=True, eq=False)
class LotState:
    """A lot on its way through the stream: what has left it so far, and whether it has come in yet.

    Quantities are thousandths, `total_cost` minor units of the book's currency; `drawn` may fall below 0,
    where a count found more than the lot had.
    """

    ref: int
    code: str
    product: int
    received_at: int
    received_on: str
    best_before: str | None
    quantity: int
    total_cost: int
    drawn: int = 0
    received: bool = False
    shelved: bool = False

    @property
    def holds(self) -> int:
        """What can still be drawn: nothing before the lot has come in."""
        return self.quantity - self.drawn if self.received else 0

    def __lt__(self, other: LotState) -> bool:
        """First expired, then first received, then by lot code."""
        return self.order < other.order

    @property
    def order(self) -> tuple[str, str, str]:
        """Where the lot stands on the shelf."""
        return (self.best_before or _NO_DATE, self.received_on, self.code)

    def cost_left(self, drawn: int) -> int:
        """Give the cost that has left the lot once `drawn` has: R(T × q ÷ Q)."""
        return round_half_up(self.total_cost * drawn, self.quantity) if self.quantity else 0

    def draw(self, quantity: int) -> int:
        """Take `quantity` out (below 0: put it back) and give its cost, by difference."""
        before = self.cost_left(self.drawn)
        self.drawn += quantity
        return self.cost_left(self.drawn) - before


class Move(NamedTuple):
    """One draw (below 0: goods coming back) or, where `lot` is None, one change of what is owed.

    `line` and `part` say for which order line and which of its components; `source` is the id of the lot,
    return, stock entry or repack that moved it, else 0. `past_date` is 1 for a draw from a lot past its date.
    """

    product: int
    moment: int
    rank: int
    line: int | None
    part: int
    source: int
    lot: int | None
    quantity: int
    cost: int
    past_date: int


class Short(NamedTuple):
    """What an event by hand could not take, or put back: `rank` and `source` name the event."""

    product: int
    moment: int
    rank: int
    source: int
    quantity: int


class NewLot(NamedTuple):
    """A lot that a repack makes; weight of one unit in micrograms, value of one unit by its list price.

    `best_before` is its source's, also where the source comes in later than the repack.
    """

    ref: int
    code: str
    product: int
    quantity: int
    unit_ug: int | None
    unit_value: int | None
    best_before: str | None = None


class Debt:
    """What one line still waits for of one product."""

    __slots__ = ("line", "part", "quantity")

    def __init__(self, line: int, part: int, quantity: int) -> None:
        self.line = line
        self.part = part
        self.quantity = quantity


def no_debts(_product: int) -> Iterable[Debt]:
    """Say that nothing was owed before the stream began."""
    return ()
