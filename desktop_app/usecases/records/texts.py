"""How a record's values are written: plainly for typing over, and with their groups for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.shipment import Leg
from desktop_app.i18n import (
    _,
    format_amount,
    format_count,
    format_moment,
    format_quantity,
    language,
    territory_name,
)
from desktop_app.reports.code_words import shown_word_of
from desktop_app.reports.ledger_cells import CellContext, amount_currency, record_cells
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.record_words import leg_word
from desktop_app.usecases.importing.ledger import cell_context
from desktop_app.usecases.importing.view import BookView

if TYPE_CHECKING:
    from desktop_app.domain.facts import Record
    from desktop_app.reports.ledger_cells import CellValue
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.store.database import Book
    from desktop_app.usecases.records.layout import Field

_PLAIN_COUNTS: Final = frozenset({"line", "units"})
"""Counts that are numbers, not amounts of something."""


def cells_context(book: Book, view: BookView | None = None) -> CellContext:
    """Return what writing records as cells needs, in the language spoken."""
    return cell_context(view or BookView(book), language())


def edit_texts(kind: str, record: Record, context: CellContext) -> dict[str, str]:
    """Return a record as it would be typed in, by column key; a blank column is an empty text.

    What is written so reads back as the same record.
    """
    sheet = sheet_of(kind)
    cells = record_cells(sheet, record, context)
    return {column.key: edit_text(cells.get(column.key)) for column in sheet.columns}


def edit_text(cell: CellValue | None) -> str:
    """Return one cell as it would be typed in."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(" ", "minutes" if not cell.second else "seconds")
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
    return str(cell)


@dataclass(slots=True)
class Writing:
    """Writes values for reading; what it needs of the book is asked once."""

    book: Book
    context: CellContext

    @classmethod
    def of(cls, book: Book) -> Writing:
        """Prepare to write records of a book."""
        return cls(book, cells_context(book))

    def texts(self, kind: str, record: Record) -> dict[str, str]:
        """Return a record's columns as they are read, by column key; blank ones are left out."""
        sheet = sheet_of(kind)
        cells = record_cells(sheet, record, self.context)
        return {
            column.key: self._reading(column, cells[column.key], record)
            for column in sheet.columns
            if column.key in cells
        }

    def computed(self, field: Field, value: Any, record: Any) -> str:
        """Return a computed column as it is read."""
        if value is None:
            return ""
        if field.value == "quantity":
            return format_quantity(value)
        if field.value == "amount":
            currency = record.currency if field.argument == "currency" else self.context.book_currency
            return format_amount(value, self.book.decimals(currency))
        return dict(field.choices).get(value, str(value))

    def _reading(self, column: Column, cell: CellValue, record: Any) -> str:  # noqa: PLR0911 - a line a kind
        match column.value:
            case "amount":
                decimals = self.book.decimals(amount_currency(column, record, self.context))
                return format_amount(getattr(record, column.field), decimals)
            case "quantity":
                return format_quantity(getattr(record, column.field))
            case "int":
                return str(cell) if column.key in _PLAIN_COUNTS else format_count(int(str(cell)))
            case "rate":
                return f"{format(Decimal(str(cell)).scaleb(2).normalize(), 'f')}%"
            case "market":
                return f"{territory_name(str(cell))} {cell}"
            case "moment" | "event" | "day_or_moment" if isinstance(cell, datetime):
                return format_moment(
                    cell.replace(tzinfo=cell.tzinfo or self.context.timezone), self.context.timezone
                )
            case "code":
                return shown_word_of(column.argument, getattr(record, column.field), language())
            case "text" if column.key == "kind" and isinstance(record, Leg):
                return leg_word(edit_text(cell))
            case "yes_no":
                return _("Yes") if getattr(record, column.field) else ""
        return edit_text(cell)
