"""One entry for every amount that reaches a statement, so that a statement is nothing but sums of entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

# MODEL 8: the rows that are sums of amounts, with their sign in profit.
SIGNS: dict[str, int] = {
    "gross_sales": 1,
    "seller_discount": -1,
    "refunds": -1,
    "shipping_income": 1,
    "taxes": -1,
    "platform_fees": -1,
    "cost_of_goods": -1,
    "packaging": -1,
    "shipping": -1,
    "return_costs": -1,
    "promotion": -1,
    "samples": -1,
    "session_costs": -1,
}
PERIOD_KEYS = ("spoilage", "adjustments", "overheads")


@dataclass(frozen=True)
class Entry:
    """An amount in the book's minor unit (None: missing) for one row of one session's statement."""

    session: str | None  # None: unattributed, or a cost of the period
    key: str
    amount: int | None
    day: date  # the day of its rate
    why: str


@dataclass
class Effects:
    """Everything that the rules bring about."""

    entries: list[Entry] = field(default_factory=list)
    estimated: set[str | None] = field(default_factory=set)  # sessions with something estimated
    costless: set[str | None] = field(default_factory=set)  # sessions with goods that have no cost at all

    def add(self, session: str | None, key: str, amount: int | None, day: date, why: str) -> None:
        self.entries.append(Entry(session, key, amount, day, why))
