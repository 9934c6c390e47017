"""The amounts of order lines and of returns on them (MODEL sections 3 and 7)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.arithmetic import round_half_up

if TYPE_CHECKING:
    from tests.oracle.effects import Effects
    from tests.oracle.records import Book, Line, Return

SessionOf = dict[tuple[str, str, int], str | None]


def fee_of(book: Book, line: Line) -> tuple[int, bool]:
    """The platform fee in the line's currency, and whether it was computed (MODEL 3)."""
    if line.platform_fee is not None:  # 0 is a statement
        book.mark("fee.stated_zero" if line.platform_fee == 0 else "fee.stated")
        return line.platform_fee, False
    net = line.list - line.seller_discount
    commission = book.fee_rate(line, "commission_rate") or Fraction(0)
    payment = book.fee_rate(line, "payment_fee_rate") or Fraction(0)
    book.mark("fee.computed")
    return round_half_up(commission * net) + round_half_up(payment * (net + line.shipping_charged)), True


def is_settled(book: Book, line: Line, *, with_fees: bool = False) -> bool:
    """Whether a settlement covers the line (and, where asked, states its fees)."""
    rows = [
        row
        for row in book.settlements
        if (row.account, row.order) == line.key[:2] and row.line in (None, line.number)
    ]
    if with_fees:
        return any(row.states_fees for row in rows)
    return bool(rows) or line.settled_on is not None


def sales(book: Book, session_of: SessionOf, effects: Effects) -> None:
    """What each line brings to its session, goods and freight aside."""
    for line in book.lines.values():
        session, day, why = session_of[line.key], line.when.day, f"line {line.key}"
        if line.moves:
            packing = book.products[line.sku].packaging_cost  # of the product sold; components add none
            amount = round_half_up(Fraction(line.quantity * packing, 1000))
            effects.add(session, "packaging", amount, day, why)
        if line.lost:
            book.mark("sale.lost_after_dispatch")
        if not line.counts:
            continue
        fee, computed = fee_of(book, line)
        if computed and not is_settled(book, line, with_fees=True):
            effects.estimated.add(session)
        for key, minor in (
            ("gross_sales", line.list),
            ("seller_discount", line.seller_discount),
            ("shipping_income", line.shipping_charged),
            ("taxes", line.tax),
            ("platform_fees", fee),
        ):
            effects.add(session, key, book.convert(minor, line.currency, day), day, why)


def returns(book: Book, session_of: SessionOf, effects: Effects) -> None:
    """What each return brings to the session of its line, restocked goods aside."""
    for returned in book.returns:
        line = book.lines[returned.line]
        if not line.moves:  # on a line that counts for nothing it counts for nothing
            book.mark("return.on_nothing")
            continue
        session, why = session_of[line.key], f"return {returned.code}"
        if line.counts:
            _refund(book, returned, line, session, effects)
        else:
            book.mark("return.on_lost_line")
        day = returned.when.day  # return freight and compensation: the return's day
        freight = book.convert(returned.return_shipping, returned.return_shipping_currency, day)
        paid = book.convert(returned.compensation, returned.compensation_currency, day)
        effects.add(session, "return_costs", freight, day, why)
        effects.add(session, "return_costs", None if paid is None else -paid, day, why)
        if returned.compensation:
            book.mark("return.compensation")
            if returned.compensation_currency != returned.return_shipping_currency:
                book.mark("return.two_currencies")


def _refund(book: Book, returned: Return, line: Line, session: str | None, effects: Effects) -> None:
    day, why = line.when.day, f"return {returned.code}"  # refund and fee given back: the order's day
    fee, computed = _fee_given_back(book, returned, line)
    if computed:
        effects.estimated.add(session)
    for key, sign, minor in (
        ("refunds", 1, returned.refund),
        ("refunds", 1, returned.platform_reversed),
        ("platform_fees", -1, fee),
    ):
        amount = book.convert(minor, line.currency, day)  # each of these fields by itself
        effects.add(session, key, None if amount is None else sign * amount, day, why)


def _fee_given_back(book: Book, returned: Return, line: Line) -> tuple[int, bool]:
    """MODEL 7: stated, else R(fee × fee_refund_rate × min(1, refund ÷ (list − seller_discount)))."""
    rate = book.fee_rate(line, "fee_refund_rate")
    if returned.fee_refunded is not None:
        book.mark("return.fee_stated")
        return returned.fee_refunded, False
    if rate is None:
        book.mark("return.fee_not_refunded")
        return 0, False
    net = line.list - line.seller_discount
    if net == 0:
        book.mark("return.fee_estimated_on_nothing")
        return 0, True
    if returned.refund > net:
        book.mark("return.refund_exceeds")
    book.mark("return.fee_estimated")
    share = min(Fraction(1), Fraction(returned.refund, net))  # refund alone, without platform_reversed
    return round_half_up(fee_of(book, line)[0] * rate * share), True
