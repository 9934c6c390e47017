"""Figures about the five difficulties of a trade, out of which nobody can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop_app.store.database import Book


class Goods(NamedTuple):
    """What was sent and came back in a period; money in the book's minor unit, weight in milligrams."""

    orders: int
    freight: int
    weight_mg: int
    returned: int
    broken: int
    unlike: int


class Brands(NamedTuple):
    """Gross sales of a period in all, of products with a brand, and how many were priced against which."""

    gross: int
    branded: int
    priced: int
    above: int
    premium_e4: int


def goods_of(book: Book, from_on: date, to_on: date) -> Goods:
    """Give orders, freight and weight of a period, and orders sent back: broken or lost, unlike the words."""
    span = (from_on.isoformat(), to_on.isoformat())
    execute = book.connection.execute
    (orders, weight) = execute(
        "SELECT count(DISTINCT s.account || char(31) || s.order_id), coalesce(sum(k.weight_mg), 0)"
        " FROM kept_lines k JOIN sales s ON s.id = k.line_id WHERE k.counts = 1 AND k.day BETWEEN ? AND ?",
        span,
    ).fetchone()
    (freight,) = execute(
        "SELECT coalesce(sum(p.amount), 0) FROM kept_lines k JOIN kept_leg_parts p"
        " ON p.session_id = k.session_id AND p.line_id = k.line_id"
        " WHERE k.counts = 1 AND k.day BETWEEN ? AND ?",
        span,
    ).fetchone()
    reasons: dict[str, int] = dict(
        execute(
            "SELECT coalesce(r.reason, ''), count(DISTINCT s.account || char(31) || s.order_id)"
            " FROM kept_lines k JOIN sales s ON s.id = k.line_id JOIN returns r ON r.account = s.account"
            " AND r.order_id = s.order_id AND r.line = s.line"
            " WHERE k.counts = 1 AND k.day BETWEEN ? AND ? GROUP BY 1",
            span,
        ).fetchall()
    )
    return Goods(
        orders=orders,
        freight=freight,
        weight_mg=weight,
        returned=sum(reasons.values()),
        broken=sum(reasons.get(name, 0) for name in ("damaged", "lost_in_transit", "spoiled", "late")),
        unlike=reasons.get("not_as_described", 0),
    )


def brands_of(book: Book, from_on: date, to_on: date) -> Brands:
    """Give gross sales with and without a brand, and prices against the products' reference prices.

    Lines are compared where the reference price is in their own currency; `premium_e4` is the mean of
    price over reference less one, times 10⁴.
    """
    span = (from_on.isoformat(), to_on.isoformat())
    row = book.connection.execute(
        "SELECT coalesce(sum(k.gross), 0), coalesce(sum(CASE WHEN p.brand IS NOT NULL THEN k.gross END), 0),"
        " count(CASE WHEN p.reference_price_minor > 0 AND p.list_currency = s.currency THEN 1 END),"
        " count(CASE WHEN p.reference_price_minor > 0 AND p.list_currency = s.currency"
        " AND s.unit_price_minor > p.reference_price_minor THEN 1 END),"
        " coalesce(sum(CASE WHEN p.reference_price_minor > 0 AND p.list_currency = s.currency"
        " THEN 10000 * (s.unit_price_minor - p.reference_price_minor) / p.reference_price_minor END), 0)"
        " FROM kept_lines k JOIN sales s ON s.id = k.line_id JOIN products p ON p.sku = s.sku"
        " WHERE k.counts = 1 AND k.day BETWEEN ? AND ?",
        span,
    ).fetchone()
    gross, branded, priced, above, total = row
    return Brands(
        gross=gross, branded=branded, priced=priced, above=above, premium_e4=total // priced if priced else 0
    )


def legs_per_order(book: Book, from_on: date, to_on: date) -> tuple[int, int]:
    """Give how many lines were carried in a period, and by how many legs together."""
    row = book.connection.execute(
        "SELECT count(DISTINCT p.line_id), count(*) FROM kept_lines k JOIN kept_leg_parts p"
        " ON p.session_id = k.session_id AND p.line_id = k.line_id"
        " WHERE k.counts = 1 AND k.day BETWEEN ? AND ?",
        (from_on.isoformat(), to_on.isoformat()),
    ).fetchone()
    return (row[0], row[1])


def median_of(values: Iterable[int]) -> int | None:
    """Give the middle of figures, the lower one of two; None where there is none."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None
