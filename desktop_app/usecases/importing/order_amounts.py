"""What an order file says of a whole order, split over its lines: discounts, freight, the platform's fee."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up, split_largest_remainder
from desktop_app.importers.orders_file import OrderRow, line_values

if TYPE_CHECKING:
    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

TABLE: Final = "platform_rows"
KIND: Final = "order_discount"
"""A row that keeps what each line of an order bears of the discounts on the whole order."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one line bears, in minor units; `fee` None where the file does not state it."""

    seller_discount: int
    platform_discount: int
    freight: int
    fee: int | None


@dataclass(frozen=True, slots=True)
class _Goods:
    """One line of an order before what is split over the order: list price and discounts of its own."""

    list_minor: int
    seller_discount: int
    platform_discount: int


def amounts_of_lines(plan: PlatformPlan, rows: list[OrderRow], numbers: dict[int, int]) -> list[Amounts]:
    """Return what each row's line bears; `numbers` gives the line of each row's number in the file.

    Rows that come without others of their order (refused ones once mended, the second half of an order
    whose file was cut in two) share with the lines that are there already, which are put anew.
    """
    there = plan.view.lines(plan.account.account, rows[0].order_id)
    if len(rows) == 1 and not there and not (rows[0].shared_discount_minor or rows[0].shared_platform_minor):
        # Most orders are one line, and new: nothing is to be shared.
        return [_amounts(rows[0], rows[0].shipping_charged_minor or 0, rows[0].fee_minor)]
    own = set(numbers.values())
    others = {line.line: line for line in there if line.line not in own}
    if others:
        return _shared_with(plan, rows, numbers, others)
    if any(row.shared_discount_minor or row.shared_platform_minor for row in rows):
        shares = {numbers[row.number]: (row.shared_discount_minor, row.shared_platform_minor) for row in rows}
        _keep_shares(plan, rows[0], shares)
    weights = list(line_values(rows))
    fees = _split_fee(rows[0].fee_minor, weights)
    return [
        _amounts(row, freight, fee)
        for row, freight, fee in zip(rows, _freights(plan, rows, weights), fees, strict=True)
    ]


def _amounts(row: OrderRow, freight: int, fee: int | None) -> Amounts:
    return Amounts(row.seller_discount_minor, row.platform_discount_minor, freight, fee)


def is_of_row(plan: PlatformPlan, name: str) -> bool:
    """Tell whether an amount is each row's own, not its order's repeated on them."""
    column = plan.format.main.columns.get(name)
    return column is not None and column.options.get("grain") == "row"


def _freights(plan: PlatformPlan, rows: list[OrderRow], weights: list[int]) -> list[int]:
    """Return what the buyer paid for freight, by line: `weights` are those of all lines of the order."""
    if is_of_row(plan, "shipping_charged"):
        return [row.shipping_charged_minor or 0 for row in rows]
    return split_largest_remainder(max(row.shipping_charged_minor or 0 for row in rows), weights)


def _split_fee(fee: int | None, weights: list[int]) -> list[int] | list[None]:
    return [None] * len(weights) if fee is None else split_largest_remainder(fee, weights)


def _shared_with(
    plan: PlatformPlan, rows: list[OrderRow], numbers: dict[int, int], others: dict[int, OrderLine]
) -> list[Amounts]:
    """Split over rows and lines together, put the lines, and return what the rows bear."""
    by_line = {numbers[row.number]: row for row in rows}
    goods = {number: _goods_of_row(row) for number, row in by_line.items()}
    goods |= _goods_of_lines(plan, rows, others)
    places = sorted(goods)
    worth = [max(goods[number].list_minor - goods[number].seller_discount, 0) for number in places]
    discounts = split_largest_remainder(sum(row.shared_discount_minor for row in rows), worth)
    platform = split_largest_remainder(sum(row.shared_platform_minor for row in rows), worth)
    if any(discounts) or any(platform):
        _keep_shares(plan, rows[0], dict(zip(places, zip(discounts, platform, strict=True), strict=True)))
    weights = [max(value - share, 0) for value, share in zip(worth, discounts, strict=True)]
    if is_of_row(plan, "shipping_charged"):
        freights = [
            by_line[number].shipping_charged_minor or 0
            if number in by_line
            else others[number].shipping_charged_minor
            for number in places
        ]
    else:
        freights = _freights(plan, rows, weights)
    fees = _split_fee(rows[0].fee_minor, weights)
    borne = {
        number: Amounts(
            goods[number].seller_discount + share, goods[number].platform_discount + given, freight, fee
        )
        for number, share, given, freight, fee in zip(
            places, discounts, platform, freights, fees, strict=True
        )
    }
    for number, line in others.items():
        plan.put(_bearing(line, borne[number]))
    return [borne[number] for number in by_line]


def _goods_of_lines(
    plan: PlatformPlan, rows: list[OrderRow], lines: dict[int, OrderLine]
) -> dict[int, _Goods]:
    """Return lines that are there without what they bear of the discounts that the rows state anew.

    Where the file says nothing of a discount on the order, lines keep what they bear of one.
    """
    discounted = any(row.shared_discount_minor for row in rows)
    given = any(row.shared_platform_minor for row in rows)
    kept = _kept_shares(plan, rows[0])
    goods = {}
    for number, line in lines.items():
        share, platform = kept.get(number, (0, 0))
        goods[number] = _Goods(
            round_half_up(line.quantity_milli * line.unit_price_minor, 1000),
            line.seller_discount_minor - (share if discounted else 0),
            line.platform_discount_minor - (platform if given else 0),
        )
    return goods


def _bearing(line: OrderLine, amounts: Amounts) -> OrderLine:
    """Bring a line up to date; what a settlement has stated of it stays."""
    discounted = replace(
        line,
        seller_discount_minor=amounts.seller_discount,
        platform_discount_minor=amounts.platform_discount,
    )
    if line.settled_on is not None:
        return discounted
    fee = line.platform_fee_minor if amounts.fee is None else amounts.fee
    return replace(discounted, shipping_charged_minor=amounts.freight, platform_fee_minor=fee)


def _goods_of_row(row: OrderRow) -> _Goods:
    return _Goods(
        row.list_minor,
        row.seller_discount_minor - row.shared_discount_minor,
        row.platform_discount_minor - row.shared_platform_minor,
    )


def _keep_shares(plan: PlatformPlan, row: OrderRow, shares: dict[int, tuple[int, int]]) -> None:
    body = json.dumps({str(number): shares[number] for number in sorted(shares)}, separators=(",", ":"))
    plan.put_row(
        TABLE,
        {
            "account": plan.account.account,
            "kind": KIND,
            "entry": row.order_id,
            "order_id": row.order_id,
            "on": row.created_at.date().isoformat(),
            "body": body,
        },
    )


def _kept_shares(plan: PlatformPlan, row: OrderRow) -> dict[int, tuple[int, int]]:
    for kept in plan.view.rows_of_order(TABLE, plan.account.account, row.order_id):
        if kept["kind"] == KIND:
            return {int(number): (one[0], one[1]) for number, one in json.loads(kept["body"]).items()}
    return {}
