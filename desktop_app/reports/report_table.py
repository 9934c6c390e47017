"""The one table behind screen, chart, print, terminal and workbook: typed columns, rows, totals, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app import i18n

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | Fraction | date | datetime | None
"""What stands in a row; None is blank. Which type it is follows from the column's kind."""


class ColumnKind(StrEnum):
    """What a column holds, and with it how its cells are kept and shown."""

    TEXT = "text"
    """str: names, codes, sentences already in the reader's language."""
    MONEY = "money"
    """int: minor units of the column's `unit`, an ISO 4217 code, with `decimals` decimals."""
    QUANTITY = "quantity"
    """int: thousandths of `unit`."""
    COUNT = "count"
    """int: a number of things."""
    SHARE = "share"
    """Fraction of 1, shown as a percentage."""
    RATIO = "ratio"
    """Fraction, shown as a plain figure."""
    EXACT = "exact"
    """str: a figure written out with just its own decimals, such as a rate."""
    DAY = "day"
    """date."""
    MOMENT = "moment"
    """datetime, aware; shown in the table's zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `key` never depends on the language, `title` does."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    unit: str | None = None
    decimals: int = 0

    @property
    def is_figure(self) -> bool:
        """Whether its cells are figures, set flush right."""
        return self.kind not in {ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.MOMENT}

    @property
    def heading(self) -> str:
        """The title with the unit that its figures are in."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A report as data: every row has one cell for each column; `totals` rows stand at the foot."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    zone: tzinfo | None = None

    def without_units(self) -> ReportTable:
        """Return the same table with bare headings: for where the currency stands above it."""
        return replace(self, columns=tuple(replace(column, unit=None) for column in self.columns))

    def select(self, keys: Sequence[str]) -> ReportTable:
        """Return the same table with only the columns of these keys, in their order."""
        where = [next(i for i, column in enumerate(self.columns) if column.key == key) for key in keys]
        return ReportTable(
            title=self.title,
            columns=tuple(self.columns[i] for i in where),
            rows=tuple(tuple(row[i] for i in where) for row in self.rows),
            totals=tuple(tuple(row[i] for i in where) for row in self.totals),
            notes=self.notes,
            zone=self.zone,
        )


def cell_text(column: Column, cell: Cell, zone: tzinfo | None = None) -> str:
    """Return a cell as it is read, in the language spoken; blank is an empty text."""
    text = ""
    match cell:
        case str():
            text = cell
        case datetime():
            text = i18n.format_moment(cell, zone or cell.tzinfo or UTC)
        case date():
            text = i18n.format_day(cell)
        case Fraction():
            share = column.kind is ColumnKind.SHARE
            text = i18n.format_percent(cell) if share else i18n.format_ratio(cell)
        case int():
            quantity = column.kind is ColumnKind.QUANTITY
            text = i18n.format_quantity(cell) if quantity else i18n.format_amount(cell, column.decimals)
    return text
