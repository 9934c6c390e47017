"""What lots hold, read from the kept results of stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True)
class Held:
    """A quantity in thousandths of a product's unit."""

    quantity_milli: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLot:
    """One lot as it stands: what came in, what is left and its cost (book's currency), where it began."""

    lot: str
    sku: str
    received_on: str
    best_before: str | None
    quantity_milli: int
    left_milli: int
    value_minor: int
    location: str | None
    grade: str | None
    repacked: bool


_LOT_REF = (
    "SELECT coalesce((SELECT 2 * id FROM lots WHERE lot = :lot),"
    " (SELECT 2 * id + 1 FROM repacks WHERE lot = :lot))"
)


def held_at(book: Book, lot: str, at: datetime) -> Held | None:
    """Give what a lot holds after all that had happened by a moment; None where the book has no such lot.

    Before it came in it holds nothing.
    """
    row = book.connection.execute(
        "SELECT k.lot_ref, k.product_id, k.received_at, k.quantity - k.drawn, p.unit FROM kept_lots k"  # noqa: S608
        f" JOIN products p ON p.id = k.product_id WHERE k.lot_ref = ({_LOT_REF})",
        {"lot": lot},
    ).fetchone()
    if row is None:
        return None
    ref, product, received_at, left, unit = row
    moment = int(at.timestamp())
    if moment < received_at:
        return Held(0, unit)
    (later,) = book.connection.execute(
        "SELECT coalesce(sum(quantity), 0) FROM kept_moves"
        " WHERE product_id = ? AND moment > ? AND lot_ref = ?",
        (product, moment, ref),
    ).fetchone()
    return Held(left + later, unit)


def on_hand_of(book: Book, sku: str) -> Held | None:
    """Give what is on hand of a plain product, less what is owed; None for a bundle or unknown product."""
    row = book.connection.execute(
        "SELECT id, unit FROM products WHERE sku = ? AND components = '[]'", (sku,)
    ).fetchone()
    if row is None:
        return None
    (left,) = book.connection.execute(
        "SELECT (SELECT coalesce(sum(quantity - drawn), 0) FROM kept_lots WHERE product_id = :id)"
        " - (SELECT coalesce(sum(quantity), 0) FROM kept_owed WHERE product_id = :id)",
        {"id": row[0]},
    ).fetchone()
    return Held(left, row[1])


def moved_to(book: Book, lot: str) -> list[tuple[str, int]]:
    """Give the places that goods of a lot were moved to, in order, with the quantity."""
    return [
        (place, quantity)
        for place, quantity in book.connection.execute(
            "SELECT to_location, quantity_milli FROM stock WHERE lot = ? AND kind = 'transfer'"
            " AND to_location IS NOT NULL ORDER BY occurred_at, entry",
            (lot,),
        )
    ]


def held_lots(book: Book, *, empty: bool = False) -> Iterator[HeldLot]:
    """Give the lots that hold something (or less than nothing), by product, first expired first."""
    rows = book.connection.execute(
        "SELECT k.lot_ref, k.code, p.sku, k.received_on, k.best_before, k.quantity, k.drawn, k.total_cost"
        " FROM kept_lots k JOIN products p ON p.id = k.product_id WHERE (? OR k.quantity <> k.drawn)"
        " ORDER BY p.sku, coalesce(k.best_before, '~'), k.received_on, k.code",
        (empty,),
    ).fetchall()
    for ref, code, sku, received_on, best_before, quantity, drawn, cost in rows:
        table = "repacks" if ref % 2 else "lots"
        found = book.connection.execute(
            f"SELECT {'NULL' if ref % 2 else 'location'}, grade FROM {table} WHERE id = ?",  # noqa: S608
            (ref // 2,),
        ).fetchone()
        location, grade = found or (None, None)
        left = round_half_up(cost * drawn, quantity) if quantity else 0
        yield HeldLot(
            lot=code,
            sku=sku,
            received_on=received_on,
            best_before=best_before,
            quantity_milli=quantity,
            left_milli=quantity - drawn,
            value_minor=cost - left,
            location=location,
            grade=grade,
            repacked=bool(ref % 2),
        )
