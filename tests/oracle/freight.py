"""The cost of legs, split over lines, borne by sessions, or left unattributed (MODEL section 5)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.arithmetic import split
from tests.oracle.sessions import in_order
from tests.oracle.stock import weight_each

if TYPE_CHECKING:
    from tests.oracle.effects import Effects
    from tests.oracle.records import Book, Leg, Line
    from tests.oracle.selling import SessionOf

Shares = dict[tuple[str, str, int], int | None]


def shipping(book: Book, session_of: SessionOf, effects: Effects) -> dict[tuple[str, str], Shares]:
    """Enters every leg; returns the share of each line, leg by leg."""
    facts: dict[tuple[str, str], Shares] = {}
    for leg in book.legs:
        facts[leg.shipment, leg.leg] = _one_leg(book, leg, session_of, effects)
    return facts


def _one_leg(book: Book, leg: Leg, session_of: SessionOf, effects: Effects) -> Shares:
    names = _naming_row(book, leg)
    cost = book.convert(leg.cost, leg.currency, leg.on)
    if leg.cost < 0:
        book.mark("freight.negative")
    lines = _carried(book, names, session_of)
    why = f"leg {leg.shipment}/{leg.leg}"
    if lines:
        shares = _shares(book, leg.split, cost, lines)
        for line in lines:
            effects.add(session_of[line.key], "shipping", shares[line.key], leg.on, why)
        return shares
    bearers = [session.code for session in in_order(book) if session.code in names.sessions]
    if not bearers:  # names nothing, or only orders without such a line
        book.mark("freight.orders_without_line" if names.orders else "freight.names_nothing")
        effects.add(None, "shipping", cost, leg.on, why)
        return {}
    book.mark("freight.borne_by_sessions")
    parts = [None] * len(bearers) if cost is None else split(cost, [Fraction(1)] * len(bearers))
    for session, part in zip(bearers, parts, strict=True):
        effects.add(session, "shipping", part, leg.on, why)
    return {}


def _naming_row(book: Book, leg: Leg) -> Leg:
    """The row whose names the leg carries: its own, else the first row of its shipment that names any."""
    if leg.orders or leg.sessions:
        kinds = [kind for kind, named in (("orders", leg.orders), ("sessions", leg.sessions)) if named]
        book.mark(f"freight.names_{'_and_'.join(kinds)}")
        return leg
    for other in book.legs:
        if other.shipment == leg.shipment and (other.orders or other.sessions):
            book.mark("freight.names_inherited")
            return other
    return leg


def _carried(book: Book, names: Leg, session_of: SessionOf) -> list[Line]:
    """The lines that count or were lost, each once, in order of order id, account, line."""
    lines = [line for line in book.lines.values() if line.moves and _is_named(book, names, line, session_of)]
    if any(line.lost for line in lines):
        book.mark("freight.on_lost_line")
    return sorted(lines, key=lambda line: (line.order, line.account, line.number))


def _is_named(book: Book, names: Leg, line: Line, session_of: SessionOf) -> bool:
    if session_of[line.key] in names.sessions:
        return True
    if line.order not in names.orders:
        return False
    if names.account:  # an order id that stands in two accounts needs the row's account
        book.mark("freight.account_named")
        return line.account == names.account
    return True


def _shares(book: Book, rule: str, cost: int | None, lines: list[Line]) -> Shares:
    book.mark(f"freight.by_{rule}")
    if cost is None:
        return {line.key: None for line in lines}
    if rule == "parcel":
        return _by_parcel(book, cost, lines)
    if rule == "quantity":
        weights: list[Fraction] | None = [Fraction(line.quantity) for line in lines]
    elif rule == "value":
        weights = _values(book, lines)
    else:
        weights = _weights(book, lines)
    if weights is None:  # a value is missing: so is each share, except of nothing
        book.mark("freight.value_missing")
        return {line.key: 0 if cost == 0 else None for line in lines}
    return dict(zip([line.key for line in lines], split(cost, weights), strict=True))


def _by_parcel(book: Book, cost: int, lines: list[Line]) -> Shares:
    """Two splits: equally over the orders, then each share by weight over that order's lines."""
    orders = list(dict.fromkeys((line.order, line.account) for line in lines))
    shares: Shares = {}
    for order, part in zip(orders, split(cost, [Fraction(1)] * len(orders)), strict=True):
        own = [line for line in lines if (line.order, line.account) == order]
        if len(own) > 1:
            book.mark("freight.parcel_of_several_lines")
        shares.update(zip([line.key for line in own], split(part, _weights(book, own)), strict=True))
    return shares


def _weights(book: Book, lines: list[Line]) -> list[Fraction]:
    """Quantity × weight per unit; quantity as soon as one line's weight is missing or 0."""
    each = [weight_each(book, book.products[line.sku]) for line in lines]
    known = [weight for weight in each if weight]
    if len(known) < len(lines):
        book.mark("freight.fallback_to_quantity")
        return [Fraction(line.quantity) for line in lines]
    return [line.quantity * weight for line, weight in zip(lines, known, strict=True)]


def _values(book: Book, lines: list[Line]) -> list[Fraction] | None:
    """List − seller discount, each in CNY as rounded in the statement; below 0 counts as 0."""
    values = []
    for line in lines:
        gross = book.convert(line.list, line.currency, line.when.day)
        discount = book.convert(line.seller_discount, line.currency, line.when.day)
        if gross is None or discount is None:
            return None
        values.append(Fraction(max(0, gross - discount)))
    if not any(values):
        book.mark("freight.all_values_zero")
    return values
