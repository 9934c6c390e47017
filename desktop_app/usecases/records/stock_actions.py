"""Stock in its plain form: what is on hand by product, lot and place, and entries that change it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.stock import StockEntry, StockKind
from desktop_app.store import results
from desktop_app.store.errors import RecordMissingError
from desktop_app.store.queries.held import held_at, held_lots, moved_to
from desktop_app.usecases.records.checks import cross_checks
from desktop_app.usecases.records.drafts import DraftRefusedError
from desktop_app.usecases.records.numbering import next_key
from desktop_app.usecases.records.saving import Saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.store.queries.held import HeldLot

TITLES: Final = {
    StockKind.SPOILAGE: "stock_spoiled",
    StockKind.SAMPLE: "stock_sampled",
    StockKind.GIFT: "stock_given",
    StockKind.ADJUSTMENT: "stock_counted",
    StockKind.TRANSFER: "stock_moved",
}
"""Titles in the history; whoever shows them words them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHand:
    """What one lot holds in one place: quantity in thousandths of `unit`, cost in the book's minor units."""

    sku: str
    product: str
    unit: str
    lot: str
    grade: str | None
    place: str
    received_on: str
    best_before: str | None
    quantity_milli: int
    value_minor: int


@dataclass(frozen=True, slots=True)
class StockView:
    """What is on hand, how the book counts money, whether some stock is still being worked out."""

    rows: tuple[OnHand, ...]
    currency: str
    decimals: int
    recomputing: bool


def stock_view(book: Book) -> StockView:
    """Return what is on hand, for the screen."""
    rows, currency = on_hand(book), book.settings.currency
    return StockView(rows, currency, book.decimals(currency), results.is_put_off(book))


def on_hand(book: Book) -> tuple[OnHand, ...]:
    """Return what is on hand by product, lot (first expired first) and place.

    A transfer says how much went where; what has left the lot is taken from the place it came to last, as far
    as that holds it: goods are moved to where they are sold. Stock that takes long to work out is as it last
    stood.
    """
    results.catch_up(book)
    products = {product.sku: product for product in book.iterate("products")}
    found = []
    for lot in held_lots(book):
        product = products[lot.sku]
        for place, quantity, value in _places(book, lot):
            found.append(
                OnHand(
                    sku=lot.sku,
                    product=product.name,
                    unit=product.unit,
                    lot=lot.lot,
                    grade=lot.grade,
                    place=place,
                    received_on=lot.received_on,
                    best_before=lot.best_before,
                    quantity_milli=quantity,
                    value_minor=value,
                )
            )
    return tuple(found)


def spoil(book: Book, lot: str, quantity_milli: int, **more: Any) -> Saved:
    """Book goods of a lot as spoilt. `more` as for `enter_stock`."""
    return enter_stock(book, StockKind.SPOILAGE, lot, quantity_milli, **more)


def transfer(book: Book, lot: str, quantity_milli: int, to_location: str, **more: Any) -> Saved:
    """Move goods of a lot to another place. `more` as for `enter_stock`."""
    return enter_stock(book, StockKind.TRANSFER, lot, quantity_milli, to_location=to_location, **more)


def count_stock(book: Book, lot: str, found_milli: int, **more: Any) -> Saved | None:
    """Book the difference to what a count found in a lot; None where there is none.

    `more` as for `enter_stock`. Raises RecordMissingError for an unknown lot.
    """
    book.refresh()
    at = more.get("at") or datetime.now(UTC)
    held = held_at(book, lot, at)
    if held is None:
        raise RecordMissingError("lots", (lot,))
    difference = found_milli - held.quantity_milli
    return enter_stock(book, StockKind.ADJUSTMENT, lot, difference, **more) if difference else None


def enter_stock(  # noqa: PLR0913 - the entry's own fields
    book: Book,
    kind: StockKind,
    lot: str,
    quantity_milli: int,
    *,
    at: datetime | None = None,
    session: str | None = None,
    to_location: str | None = None,
    note: str | None = None,
    command_id: bytes | None = None,
    confirmed: bool = False,
) -> Saved:
    """Write one entry under the next free number, of now unless `at` is given.

    Raises DraftRefusedError where the lot does not hold so much at that moment, RecordMissingError for an
    unknown lot, UnknownReferenceError for an unknown session, ClosedMonthError unless `confirmed`, and as
    `Book.write` does.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    zone = book.settings.timezone
    entry = StockEntry(
        entry=next_key(book, "stock", moment.astimezone(zone).date()),
        lot=lot,
        occurred_at=moment,
        kind=kind,
        quantity_milli=quantity_milli,
        session=session,
        to_location=to_location,
        note=note,
    )
    book.refresh()
    if held_at(book, lot, moment) is None:
        raise RecordMissingError("lots", (lot,))
    problems = cross_checks(book, "stock", entry, before=None, today=datetime.now(zone).date())
    refusing = tuple(each for each in problems if not each.is_warning)
    if refusing:
        raise DraftRefusedError("stock", refusing)
    detail = {"kind": "stock", "key": [entry.entry]}
    with book.write(TITLES[kind], detail, command_id=command_id, confirmed=confirmed) as writer:
        writer.put(entry)
    return Saved((entry.entry,), writer.changes)


def _places(book: Book, lot: HeldLot) -> Sequence[tuple[str, int, int]]:
    """Split what a lot holds over its places, with its cost in proportion; the last place takes the rest."""
    moved = moved_to(book, lot.lot)
    held: defaultdict[str, int] = defaultdict(int)
    held[lot.location or ""] = lot.quantity_milli
    order = [lot.location or ""]
    for place, quantity in moved:
        left = quantity
        for source in order:
            taken = min(left, held[source]) if source != place else 0
            held[source] -= taken
            left -= taken
        held[place] += quantity - left
        order = [*(each for each in order if each != place), place]
    gone = lot.quantity_milli - lot.left_milli
    for place in reversed(order):
        taken = min(gone, held[place])
        held[place] -= taken
        gone -= taken
    held[order[0]] -= gone
    shares = [(place, held[place]) for place in order if held[place]]
    return _valued(shares, lot)


def _valued(shares: Sequence[tuple[str, int]], lot: HeldLot) -> Sequence[tuple[str, int, int]]:
    rest, found = lot.value_minor, []
    for at, (place, quantity) in enumerate(shares, 1):
        value = rest if at == len(shares) else lot.value_minor * quantity // lot.left_milli
        rest -= value
        found.append((place, quantity, value))
    return found
