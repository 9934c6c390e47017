"""The morning after: freight and refunds that are not known yet, by what the account has seen before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.domain.issues import Reason, ReasonCode
from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFAULT_RETURN_DAYS: Final = 30
"""How long returns are waited for where an account states nothing."""

LOOK_BACK_DAYS: Final = 90
"""How far back an account's own past is looked at."""

SHIPPING: Final = "shipping"
REFUNDS: Final = "refunds"
_MG_PER_KG: Final = 1_000_000
_FINE: Final = 128


_Ratio = tuple[int, int]
"""Numerator and denominator, which is above 0."""


class PastSession(NamedTuple):
    """A session of the last 90 days, amounts in the book's currency, None where a rate or weight is missing.

    `shipping` and `weight_mg` are those of its lines that a leg carries; `refunds` and `net_sales` are None
    too while returns may still come.
    """

    account: int
    shipping: int | None
    weight_mg: int | None
    refunds: int | None
    net_sales: int | None


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of an account's sessions (mean of the two middle ones), and how many they are."""

    value: Fraction
    sessions: int


class Waiting(NamedTuple):
    """What of a statement is still open: lines without any leg, and net sales that may still come back."""

    lines: int = 0
    weight_mg: int = 0
    weightless: int = 0
    net_sales: int = 0
    net_sales_missing: int = 0


class Expected(NamedTuple):
    """What is still expected to come off the profit, and why."""

    shipping: int = 0
    refunds: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Outlook:
    """What each account's past says: freight per milligram, and the share of net sales that was refunded."""

    freight: dict[int, Median] = field(default_factory=dict)
    refunds: dict[int, Median] = field(default_factory=dict)

    @classmethod
    def of(cls, past: Iterable[PastSession]) -> Outlook:
        """Learn from the sessions of the last 90 days."""
        freight: defaultdict[int, list[_Ratio]] = defaultdict(list)
        refunds: defaultdict[int, list[_Ratio]] = defaultdict(list)
        for account, shipping, weight, refunded, net_sales in past:
            if shipping is not None and weight:
                freight[account].append((shipping, weight))
            if refunded is not None and net_sales is not None and net_sales > 0:
                refunds[account].append((refunded, net_sales))
        return cls(
            {account: _median(values) for account, values in freight.items()},
            {account: _median(values) for account, values in refunds.items()},
        )

    def expect(self, account: int, waiting: Waiting) -> Expected:
        """Say what is still expected of an account's statement."""
        shipping, shipping_reasons = self._shipping(account, waiting)
        refunds, refund_reasons = self._refunds(account, waiting)
        return Expected(shipping, refunds, (*shipping_reasons, *refund_reasons))

    def _shipping(self, account: int, waiting: Waiting) -> tuple[int, list[Reason]]:
        if not waiting.lines:
            return 0, []
        median = self.freight.get(account)
        if median is None:
            return 0, [_reason(SHIPPING, ReasonCode.SHIPPING_NO_HISTORY, count=waiting.lines)]
        reasons = []
        weighed = waiting.lines - waiting.weightless
        if weighed:
            per_kg = median.value * _MG_PER_KG
            reasons.append(
                _reason(
                    SHIPPING,
                    ReasonCode.SHIPPING_MEDIAN,
                    count=weighed,
                    weight_mg=waiting.weight_mg,
                    sessions=median.sessions,
                    per_kg_minor=round_half_up(per_kg.numerator, per_kg.denominator),
                )
            )
        if waiting.weightless:
            reasons.append(_reason(SHIPPING, ReasonCode.SHIPPING_NO_WEIGHT, count=waiting.weightless))
        return _times(median.value, waiting.weight_mg), reasons

    def _refunds(self, account: int, waiting: Waiting) -> tuple[int, list[Reason]]:
        reasons = []
        if waiting.net_sales_missing:
            reasons.append(_reason(REFUNDS, ReasonCode.REFUNDS_UNKNOWN, count=waiting.net_sales_missing))
        if not waiting.net_sales:
            return 0, reasons
        median = self.refunds.get(account)
        if median is None:
            code = ReasonCode.REFUNDS_NO_HISTORY
            return 0, [*reasons, _reason(REFUNDS, code, net_sales_minor=waiting.net_sales)]
        reasons.append(
            _reason(
                REFUNDS,
                ReasonCode.REFUNDS_MEDIAN,
                net_sales_minor=waiting.net_sales,
                sessions=median.sessions,
                share_e4=round_half_up(median.value.numerator * 10_000, median.value.denominator),
            )
        )
        return _times(median.value, waiting.net_sales), reasons


def add_expected(parts: Iterable[Expected]) -> Expected:
    """Add up what is expected of several statements; reasons of one kind come together."""
    shipping = refunds = 0
    merged: dict[tuple[str, ReasonCode], dict[str, str | int]] = {}
    for part in parts:
        shipping += part.shipping
        refunds += part.refunds
        for reason in part.reasons:
            _merge(merged.setdefault((reason.figure, reason.code), {}), reason.data)
    reasons = tuple(Reason(figure, code, tuple(data.items())) for (figure, code), data in merged.items())
    return Expected(shipping, refunds, reasons)


def _merge(into: dict[str, str | int], data: Sequence[tuple[str, str | int]]) -> None:
    """Add what can be added; figures of one account's past no longer hold for several."""
    first = not into
    for name, value in data:
        if name in {"count", "weight_mg", "net_sales_minor"}:
            into[name] = int(into.get(name, 0)) + int(value)
        elif first:
            into[name] = value
        elif into.get(name) != value:
            into.pop(name, None)


def _reason(figure: str, code: ReasonCode, **data: int) -> Reason:
    return Reason(figure, code, tuple(data.items()))


def _median(values: list[_Ratio]) -> Median:
    # Exact, and much faster than comparing fractions: no two are nearer to each other than this tells.
    ordered = sorted(values, key=lambda ratio: (ratio[0] << _FINE) // ratio[1])
    middle = len(ordered) // 2
    value = Fraction(*ordered[middle])
    if not len(ordered) % 2:
        value = (Fraction(*ordered[middle - 1]) + value) / 2
    return Median(value, len(ordered))


def _times(value: Fraction, amount: int) -> int:
    return round_half_up(value.numerator * amount, value.denominator)
