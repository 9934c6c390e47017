"""The statement: its rows, how they add up, its state, and what is expected still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop_app.domain.issues import Issue, Reason

BASE_KEYS: Final = (
    "gross_sales",
    "seller_discount",
    "refunds",
    "shipping_income",
    "taxes",
    "platform_fees",
    "cost_of_goods",
    "packaging",
    "shipping",
    "return_costs",
    "promotion",
    "samples",
    "session_costs",
)
"""The rows that are sums of facts, each with the sign it is shown with."""

STATEMENT_KEYS: Final = (
    "gross_sales",
    "seller_discount",
    "refunds",
    "net_sales",
    "shipping_income",
    "taxes",
    "platform_fees",
    "cost_of_goods",
    "packaging",
    "shipping",
    "return_costs",
    "promotion",
    "samples",
    "session_costs",
    "profit",
)
"""Every row of a statement in the order it is read."""

ADDED: Final = ("shipping_income",)
"""Base rows that profit adds to net sales."""

SUBTRACTED: Final = (
    "taxes",
    "platform_fees",
    "cost_of_goods",
    "packaging",
    "shipping",
    "return_costs",
    "promotion",
    "samples",
    "session_costs",
)
"""Base rows that profit takes from net sales."""

Amounts = Mapping[str, int | None]
"""A figure for every key of STATEMENT_KEYS, in minor units of the book's currency; None: missing a rate."""


class State(StrEnum):
    """How final a statement is."""

    INCOMPLETE = "incomplete"
    ESTIMATED = "estimated"
    SETTLED = "settled"


def total(*amounts: int | None) -> int | None:
    """The sum, or None as soon as one amount is missing."""
    if None in amounts:
        return None
    return sum(amounts)  # type: ignore[arg-type]


def complete(base: Mapping[str, int | None]) -> dict[str, int | None]:
    """Add net sales and profit to the base rows, and put all rows in reading order."""
    net_sales = difference(base["gross_sales"], base["seller_discount"], base["refunds"])
    income = total(net_sales, *[base[key] for key in ADDED])
    profit = difference(income, *[base[key] for key in SUBTRACTED])
    figures = {**base, "net_sales": net_sales, "profit": profit}
    return {key: figures[key] for key in STATEMENT_KEYS}


def difference(amount: int | None, *less: int | None) -> int | None:
    """`amount` less all others, or None as soon as one is missing."""
    taken = total(*less)
    return None if amount is None or taken is None else amount - taken


def margin(amounts: Amounts) -> Fraction | None:
    """Profit ÷ net sales; None where either is missing or net sales are not above 0."""
    profit, net_sales = amounts["profit"], amounts["net_sales"]
    if profit is None or net_sales is None or net_sales <= 0:
        return None
    return Fraction(profit, net_sales)


def state_of(*, incomplete: bool, covered: bool, estimated: bool, returns_may_come: bool) -> State:
    """The state: `covered` means that a settlement covers every line that counts."""
    if incomplete:
        return State.INCOMPLETE
    if covered and not estimated and not returns_may_come:
        return State.SETTLED
    return State.ESTIMATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a statement's figures may be divided by, and the platform's own figures; None: not known.

    `weight_mg` is the weight of the lines that count, None where one of them has none; `duration_s` is None
    for a session that names no end. `platform_gmv_minor` is in `gmv_currency`, the account's.
    """

    orders: int = 0
    lines: int = 0
    quantity_milli: int = 0
    returned_orders: int = 0
    returned_quantity_milli: int = 0
    weight_mg: int | None = None
    duration_s: int | None = None
    views: int | None = None
    viewers: int | None = None
    product_clicks: int | None = None
    platform_gmv_minor: int | None = None
    gmv_currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement: of a session, product, market, platform, account or month, or of what belongs to none.

    `key` is the code (month: `2026-03`; unattributed: empty), `title` the session's title or product's name.
    `account`, `platform`, `market`, `started_at` and `status` are those of a session's row. `recomputing`
    says that the figures are the last kept ones, and others are being worked out.
    """

    key: str
    amounts: Amounts
    title: str | None = None
    account: str | None = None
    platform: str | None = None
    market: str | None = None
    started_at: datetime | None = None
    status: str | None = None
    trial: bool = False
    measures: Measures = field(default_factory=Measures)
    expected_shipping: int | None = 0
    expected_refunds: int | None = 0
    reasons: tuple[Reason, ...] = ()
    state: State = State.SETTLED
    issues: tuple[Issue, ...] = ()
    recomputing: bool = False

    @property
    def margin(self) -> Fraction | None:
        """Profit ÷ net sales, None where net sales are missing or not above 0."""
        return margin(self.amounts)

    @property
    def expected_profit(self) -> int | None:
        """Profit less what freight and refunds are still expected; None where profit is missing."""
        return difference(self.amounts["profit"], self.expected_shipping, self.expected_refunds)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTotals:
    """The period's own rows: `profit` of all statements, less what belongs to no session."""

    amounts: Amounts
    spoilage: int | None
    adjustments: int | None
    overheads: int | None
    issues: tuple[Issue, ...] = ()

    @property
    def profit(self) -> int | None:
        """Profit of the period's sessions and of what is unattributed."""
        return self.amounts["profit"]

    @property
    def net_profit(self) -> int | None:
        """Period profit less spoilage, adjustments and overheads."""
        return difference(self.profit, self.spoilage, self.adjustments, self.overheads)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReport:
    """Statements by `by`, from the day `start` to the day `end` (None: no bound).

    `rows` may be built as they are read; `amounts` of `period` are the sums over all rows and `unattributed`.
    `recomputing` says that some figures of the book, not only of these rows, are being worked out again.
    """

    currency: str
    by: str
    start: date | None
    end: date | None
    rows: Sequence[StatementRow]
    unattributed: StatementRow
    period: PeriodTotals
    recomputing: bool = False
