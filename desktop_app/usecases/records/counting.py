"""A count of one lot: what the book holds, what was typed, and the difference that would be booked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from desktop_app.domain.problems import Problem, problem
from desktop_app.importers.values import CellFaultError
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.errors import RecordMissingError
from desktop_app.store.queries.held import held_at
from desktop_app.usecases.importing.view import BookView
from desktop_app.usecases.records.reading import UnitFaultError, typed_reader

if TYPE_CHECKING:
    from desktop_app.store.database import Book

FIELD: Final = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One lot being counted, in thousandths of `unit`; `found_milli` is None while nothing readable is typed.

    `problem` says what is wrong with what was typed.
    """

    lot: str
    unit: str
    held_milli: int
    found_milli: int | None = None
    problem: Problem | None = None

    @property
    def difference_milli(self) -> int:
        """What the count finds more (or, negative, less) than the book holds."""
        return 0 if self.found_milli is None else self.found_milli - self.held_milli


def look_at_count(book: Book, lot: str, typed: str, *, now: datetime | None = None) -> Counted:
    """Read what a count found (`12`, `3*4`, `25斤`) and hold it against the book; nothing is written.

    Raises RecordMissingError for an unknown lot.
    """
    book.refresh()
    moment = now or datetime.now(UTC)
    held = held_at(book, lot, moment)
    if held is None:
        raise RecordMissingError("lots", (lot,))
    counted = Counted(lot=lot, unit=held.unit, held_milli=held.quantity_milli)
    if not typed.strip():
        return counted
    column = replace(sheet_of("stock").column(FIELD), sign="0")  # nothing left is a count, too
    today = moment.astimezone(book.settings.timezone).date()
    read = typed_reader(column, BookView(book).read_context(), today, lambda: held.unit)
    try:
        found = read(typed.strip())
    except UnitFaultError as error:
        wrong = problem(FIELD, error.code, stated=error.stated, expected=error.expected)
        return replace(counted, problem=wrong)
    except CellFaultError as error:
        wrong = Problem(field=FIELD, code=error.reason.code, data=error.reason.data)
        return replace(counted, problem=wrong)
    return replace(counted, found_milli=found)
