"""How the cost of a leg is shared over the lines it carries."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.shipment import LegSplit

if TYPE_CHECKING:
    from collections.abc import Sequence


_ORDER: Final = itemgetter(0, 1, 2, 3)


class CarriedLine(NamedTuple):
    """A line that counts, or was cancelled after dispatch, as a leg sees it.

    Sorted, lines stand in the order of a split: order id, account, line. `unit_ug` is the weight of one
    unit in micrograms (None: missing), `value` list less discount in the book's currency (None: missing);
    `place` is the caller's own, and says where the line's part is booked.
    """

    order_id: str
    account: str
    line: int
    line_id: int
    product_id: int
    quantity_milli: int
    unit_ug: int | None
    value: int | None
    place: Any = None


class LegShare(NamedTuple):
    """Each line's part, in the order of the lines (None: a rate is missing), and products without weight."""

    parts: Sequence[int | None]
    weightless: frozenset[int] = frozenset()


def carried_order(lines: Sequence[CarriedLine], *, repeated: bool = True) -> Sequence[CarriedLine]:
    """Put lines in the order of a split, each line once; `repeated` says that some may stand there twice."""
    if repeated:
        lines = list({line.line_id: line for line in lines}.values())
    return lines if len(lines) == 1 else sorted(lines, key=_ORDER)


def share_leg(cost: int | None, rule: str, lines: Sequence[CarriedLine]) -> LegShare:
    """Share a leg's cost (book's currency, None: missing) over `lines` in the order of a split."""
    if rule == LegSplit.PARCEL:
        return _share_by_parcel(cost, lines)
    if rule == LegSplit.WEIGHT:
        return _share_by_weight(cost, lines)
    if not cost:
        return LegShare((cost,) * len(lines))
    if rule == LegSplit.QUANTITY:
        return LegShare(split_largest_remainder(cost, [line.quantity_milli for line in lines]))
    values = [line.value for line in lines if line.value is not None]
    if len(values) < len(lines):
        return LegShare((None,) * len(lines))
    return LegShare(split_largest_remainder(cost, values))


def share_equally(cost: int | None, parts: int) -> Sequence[int | None]:
    """Share a cost equally, as over the sessions that bear a leg without lines."""
    return (None,) * parts if cost is None else split_largest_remainder(cost, [1] * parts)


def _share_by_weight(cost: int | None, lines: Sequence[CarriedLine]) -> LegShare:
    """Share by weight, or by quantity as soon as one line's weight is missing or 0."""
    weights = [line.quantity_milli * (line.unit_ug or 0) for line in lines]
    weightless: frozenset[int] = frozenset()
    if not all(weights):
        weightless = frozenset(
            line.product_id for line, weight in zip(lines, weights, strict=True) if not weight
        )
    if cost is None:
        return LegShare((None,) * len(lines), weightless)
    if weightless:
        weights = [line.quantity_milli for line in lines]
    return LegShare(split_largest_remainder(cost, weights), weightless)


def _share_by_parcel(cost: int | None, lines: Sequence[CarriedLine]) -> LegShare:
    """Share equally over the orders, then each order's share by weight over its lines."""
    parcels = [list(group) for _, group in groupby(lines, key=_parcel)]
    parts: list[int | None] = []
    weightless: frozenset[int] = frozenset()
    for share, parcel in zip(share_equally(cost, len(parcels)), parcels, strict=True):
        inner = _share_by_weight(share, parcel)
        parts.extend(inner.parts)
        weightless |= inner.weightless
    return LegShare(parts, weightless)


def _parcel(line: CarriedLine) -> tuple[str, str]:
    return line[:2]
