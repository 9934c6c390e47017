"""What is on hand as a table: by product, lot and place, with its cost; and the sheet to count it on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

from desktop_app.i18n import _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Holding(Protocol):
    """One lot in one place; quantity in thousandths of `unit`, cost in the book's minor units."""

    @property
    def product(self) -> str:
        """Its name."""

    @property
    def unit(self) -> str:
        """What its quantities count."""

    @property
    def lot(self) -> str:
        """The lot's number."""

    @property
    def grade(self) -> str | None:
        """The lot's grade."""

    @property
    def place(self) -> str:
        """Where it lies; blank where nobody has said so."""

    @property
    def best_before(self) -> str | None:
        """The lot's date, as `2026-03-31`."""

    @property
    def quantity_milli(self) -> int:
        """How much of it."""

    @property
    def value_minor(self) -> int:
        """What it cost."""


def held_table(rows: Sequence[Holding], *, currency: str, decimals: int) -> ReportTable:
    """One row for each lot in each place, in the order given, with the sum of cost at the foot."""
    columns = (
        *_where(),
        Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
        Column(key="unit", title=_("Unit")),
        Column(key="value", title=_("Cost"), kind=ColumnKind.MONEY, unit=currency, decimals=decimals),
    )
    cells = tuple((*_cells(row), row.quantity_milli, row.unit, row.value_minor) for row in rows)
    total = (None,) * (len(columns) - 1)
    return ReportTable(title=_("On hand"), columns=columns, rows=cells, totals=((*total, held_value(rows)),))


def held_value(rows: Iterable[Holding]) -> int:
    """What the goods of these rows cost together, in the book's minor units."""
    return sum(row.value_minor for row in rows)


def count_sheet(rows: Sequence[Holding]) -> ReportTable:
    """The same rows with room to write down what is found; what the book says is left away on purpose."""
    return ReportTable(
        title=_("Count sheet"),
        columns=(
            *_where(),
            Column(key="unit", title=_("Unit")),
            Column(key="found", title=_("Counted")),
            Column(key="note", title=_("Note")),
        ),
        rows=tuple(
            (*_cells(row), row.unit, "\N{NO-BREAK SPACE}" * 12, "\N{NO-BREAK SPACE}" * 24) for row in rows
        ),
    )


def _where() -> tuple[Column, ...]:
    return (
        Column(key="product", title=_("Product")),
        Column(key="lot", title=_("Lot")),
        Column(key="grade", title=_("Grade")),
        Column(key="place", title=_("Place")),
        Column(key="best_before", title=_("Best before"), kind=ColumnKind.DAY),
    )


def _cells(row: Holding) -> tuple[str | date | None, ...]:
    best_before = date.fromisoformat(row.best_before) if row.best_before else None
    return row.product, row.lot, row.grade, row.place or None, best_before
