"""What a statement has to say about itself: what is missing, estimated or odd, as codes with data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class IssueCode(StrEnum):
    """Everything a statement can list; the data named here is what a user needs to act on it."""

    RATE_MISSING = "rate_missing"
    """No rate of `currency` on or before the day `on`: `count` amounts of kind `what` are missing."""
    COST_MISSING = "cost_missing"
    """`count` lines of `sku` (`quantity_milli` in all) have neither lot nor reference cost: they cost 0."""
    STOCK_OWED = "stock_owed"
    """`count` lines of `sku` are sold beyond stock by `quantity_milli`; their cost is estimated."""
    COST_BEFORE_STOCK = "cost_before_stock"
    """`count` lines of `sku` are older than the book's first day of stock: reference cost, estimated."""
    LOT_PAST_DATE = "lot_past_date"
    """`count` lines drew `quantity_milli` of `sku` from `lot` after its `best_before`."""
    FEE_ESTIMATED = "fee_estimated"
    """The platform's fee of `count` lines is computed from the account's rates."""
    FEE_REFUND_ESTIMATED = "fee_refund_estimated"
    """The fee given back on `count` returns is computed from the account's rate."""
    UNSETTLED = "unsettled"
    """No settlement covers `count` lines yet."""
    RETURNS_MAY_COME = "returns_may_come"
    """Returns may still come before the day `until`."""
    WEIGHT_MISSING = "weight_missing"
    """`sku` has no weight: `count` legs were split by quantity instead."""
    LINES_WITHOUT_LEG = "lines_without_leg"
    """No leg carries `count` lines yet: their freight is not in."""
    LEG_ORDER_UNKNOWN = "leg_order_unknown"
    """Leg `leg` of `shipment` names `count` orders without a line that carries freight, `order` the first."""
    LEG_UNATTRIBUTED = "leg_unattributed"
    """`count` legs carry no line and no session, `leg` of `shipment` the first."""
    LINES_UNATTRIBUTED = "lines_unattributed"
    """`count` order lines belong to no session."""
    PROMOTION_UNATTRIBUTED = "promotion_unattributed"
    """`count` promotions overlap no session, `promotion` the first."""
    SAMPLE_UNATTRIBUTED = "sample_unattributed"
    """`count` samples and gifts name no session."""
    RESTOCK_EXCEEDS = "restock_exceeds"
    """`count` returns put back more than their line still had; `short_milli` of it went nowhere."""
    RESTOCKED_SPOILED = "restocked_spoiled"
    """`count` returns for spoilage put goods back into stock."""
    ENTRY_EXCEEDS_LOT = "entry_exceeds_lot"
    """Stock entry `entry` takes `short_milli` more from `lot` than it held; that much costs nothing."""
    REPACK_EXCEEDS_LOT = "repack_exceeds_lot"
    """Repack `repack` takes `short_milli` more from `lot` than it held; that much carries no cost."""


class ReasonCode(StrEnum):
    """Where an expected figure comes from."""

    NOTHING_EXPECTED = "nothing_expected"
    """No line waits for it."""
    SHIPPING_MEDIAN = "shipping_median"
    """`count` lines without a leg (`weight_mg`), at the median per kilogram of `sessions` sessions."""
    SHIPPING_NO_HISTORY = "shipping_no_history"
    """`count` lines have no leg, and the account no freight of the last 90 days to go by: 0."""
    SHIPPING_NO_WEIGHT = "shipping_no_weight"
    """`count` lines have neither leg nor weight: nothing is set for them."""
    REFUNDS_MEDIAN = "refunds_median"
    """`net_sales_minor` may still come back, at the account's median share over `sessions` sessions."""
    REFUNDS_NO_HISTORY = "refunds_no_history"
    """`net_sales_minor` may still come back; no session of the last 90 days is past its return days."""
    REFUNDS_UNKNOWN = "refunds_unknown"
    """Net sales whose return days run are missing a rate: nothing is set for them."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to know, with its data as (name, value) pairs: texts, counts, thousandths, minor units."""

    code: IssueCode
    data: tuple[tuple[str, str | int], ...] = ()

    def get(self, name: str) -> str | int | None:
        """The value called `name`, or None."""
        return dict(self.data).get(name)


@dataclass(frozen=True, slots=True)
class Reason:
    """Where one expected figure (`figure` is `shipping` or `refunds`) comes from, with data as in Issue."""

    figure: str
    code: ReasonCode
    data: tuple[tuple[str, str | int], ...] = ()


_EXAMPLES = ("shipment", "leg", "order", "promotion")
_ADDED = ("count", "quantity_milli", "short_milli")


def merge_issues(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Bring issues together that differ only in how many they speak of, in order of first mention."""
    merged: dict[tuple[IssueCode, tuple[tuple[str, str | int], ...]], dict[str, str | int]] = {}
    for issue in issues:
        fixed = tuple(pair for pair in issue.data if pair[0] not in _ADDED and pair[0] not in _EXAMPLES)
        sums = merged.setdefault((issue.code, fixed), {})
        for name, value in issue.data:
            if name in _ADDED:
                sums[name] = int(sums.get(name, 0)) + int(value)
            elif name in _EXAMPLES:
                sums.setdefault(name, value)
    return tuple(Issue(code, (*fixed, *sums.items())) for (code, fixed), sums in merged.items())
