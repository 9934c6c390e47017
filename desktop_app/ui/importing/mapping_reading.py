"""What the mapping dialog asks on the book's thread: what a table seems to be, and how it would read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.ui.dialogs.paste_reading import Planned, planned_of, undisturbed
from desktop_app.usecases.mapping import TableReading, guess_mapping, guess_table, read_sample

if TYPE_CHECKING:
    from desktop_app.importers.table_shape import TableMapping
    from desktop_app.store.database import Book
    from desktop_app.usecases.mapping import Guess, TableSample


@dataclass(frozen=True, slots=True)
class Seen:
    """How the first rows of a table read: what they would do, and what is still to be said."""

    turn: int
    reading: TableReading
    planned: Planned


def first_guess(sample: TableSample, book: Book) -> tuple[Guess, tuple[str, ...]]:
    """Say what a file seems to be, and which accounts the book has."""
    return guess_table(book, sample), tuple(account.account for account in book.iterate("accounts"))


def guess_again(sample: TableSample, sheet: int, row: int, kind: str | None, book: Book) -> TableMapping:
    """Say which column is which for other headings, or another kind of rows."""
    return guess_mapping(book, sample, sheet, row, kind)


def see(
    sample: TableSample, sheet: int, row: int, mapping: TableMapping, turn: int, book: Book
) -> Seen | None:
    """See how the first rows would read; None where the row cannot be headings."""
    with undisturbed():
        reading = read_sample(book, sample, sheet, row, mapping)
    if reading is None:
        return None
    return Seen(turn, reading, planned_of(book, mapping.kind, reading.plan, turn))
