"""Refunds: mostly without goods for fruit, with the goods for craft, and parcels refused at the door."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.returns import Return, ReturnReason
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.usecases.demo_book.calendar import LAST_DAY, midnight
from desktop_app.usecases.demo_book.fees import fee_given_back
from desktop_app.usecases.demo_book.goods import GOODS, Sort

if TYPE_CHECKING:
    from desktop_app.usecases.demo_book.dice import Dice
    from desktop_app.usecases.demo_book.markets import Market
    from desktop_app.usecases.demo_book.orders import Order

_PER_MILLE: Final = {Sort.FRESH: 66, Sort.PANTRY: 24, Sort.CRAFT: 40}
_REASONS: Final = {
    Sort.FRESH: (
        ReturnReason.SPOILED,
        ReturnReason.DAMAGED,
        ReturnReason.SPOILED,
        ReturnReason.LATE,
        ReturnReason.LOST,
        ReturnReason.NOT_AS_DESCRIBED,
    ),
    Sort.PANTRY: (ReturnReason.DAMAGED, ReturnReason.LOST, ReturnReason.LATE, ReturnReason.WRONG_ITEM),
    Sort.CRAFT: (
        ReturnReason.CHANGED_MIND,
        ReturnReason.NOT_AS_DESCRIBED,
        ReturnReason.DAMAGED,
        ReturnReason.CHANGED_MIND,
        ReturnReason.WRONG_ITEM,
    ),
}
_CARRIERS_FAULT: Final = (ReturnReason.DAMAGED, ReturnReason.LOST)
_SENT_BACK: Final = (ReturnReason.CHANGED_MIND, ReturnReason.NOT_AS_DESCRIBED, ReturnReason.WRONG_ITEM)
_STATED_UNTIL: Final = LAST_DAY - timedelta(days=16)


def returns_of(order: Order, market: Market, dice: Dice) -> list[Return]:
    """What comes back of one order, up to the day the book ends."""
    if order.shipped_on is None or order.lines[0].sku not in GOODS:
        return []
    found = []
    for line in order.lines:
        if line.status is OrderStatus.DELIVERED and dice.chance(_PER_MILLE[GOODS[line.sku].sort]):
            returned_at = _moment(order.arrives_on, dice, (0, 6))
            if returned_at.date() < LAST_DAY:
                found.append(_refund(line, market, dice, returned_at))
        elif line.cancelled_after_dispatch:
            returned_at = _moment(order.arrives_on, dice, (1, 9))
            if returned_at.date() < LAST_DAY:
                found.append(_refused(line, market, returned_at))
    return found


def _moment(arrives_on: date, dice: Dice, days: tuple[int, int]) -> datetime:
    return midnight(arrives_on) + timedelta(days=dice.whole(*days), seconds=dice.whole(9 * 3600, 22 * 3600))


def _refund(line: OrderLine, market: Market, dice: Dice, returned_at: datetime) -> Return:
    sort = GOODS[line.sku].sort
    reason = dice.pick(_REASONS[sort])
    listed = line.unit_price_minor * line.quantity_milli // 1000
    paid = listed - line.seller_discount_minor
    whole = sort is Sort.CRAFT or dice.chance(420)
    refund = paid if whole else paid * dice.whole(25, 60) // 100
    sent_back = sort is Sort.CRAFT and reason in _SENT_BACK
    fault = reason in _CARRIERS_FAULT and dice.chance(450)
    stated = line.platform_fee_minor is not None and returned_at.date() <= _STATED_UNTIL
    return Return(
        return_id=f"RT-{line.order_id}-{line.line}",
        account=line.account,
        order_id=line.order_id,
        line=line.line,
        sku=line.sku,
        quantity_milli=line.quantity_milli if whole else 1000,
        restocked_quantity_milli=line.quantity_milli if sent_back and dice.chance(800) else 0,
        reason=reason,
        refund_minor=refund,
        platform_reversed_minor=line.platform_discount_minor if whole else 0,
        fee_refunded_minor=fee_given_back(market, line.platform_fee_minor or 0, refund, paid)
        if stated
        else None,
        return_shipping_minor=market.shipping_minor * 5 // 4 if sent_back else 0,
        return_shipping_currency=line.currency if sent_back else None,
        compensation_minor=dice.whole(9, 38) * 100 if fault else 0,
        returned_at=returned_at,
    )


def _refused(line: OrderLine, market: Market, returned_at: datetime) -> Return:
    craft = GOODS[line.sku].sort is Sort.CRAFT
    return Return(
        return_id=f"RT-{line.order_id}-{line.line}",
        account=line.account,
        order_id=line.order_id,
        line=line.line,
        sku=line.sku,
        quantity_milli=line.quantity_milli,
        restocked_quantity_milli=line.quantity_milli if craft else 0,
        reason=ReturnReason.REFUSED_COD,
        refund_minor=0,
        return_shipping_minor=market.shipping_minor if line.line == 1 else 0,
        return_shipping_currency=line.currency if line.line == 1 else None,
        returned_at=returned_at,
    )
