"""The mapped cells of a sheet as values; a row with a cell that cannot be read is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop_app.domain.refusals import Reason, ReasonCode, Refusal, reason
from desktop_app.importers.cell_text import clean
from desktop_app.importers.column_readers import ColumnReaders, Reading, RefusedCell, heading_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.importers.formats import Column
    from desktop_app.importers.mapped_sheet import MappedRow, MappedSheet


@dataclass(slots=True)
class ValueRow:
    """One row that could be read: `values` by field, None where blank; `words` as the file has them."""

    number: int
    digest: bytes
    values: dict[str, Any]
    words: dict[str, str] = field(default_factory=dict)
    raw: tuple[Any, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Return a field's value, None where the sheet has no such column."""
        return self.values.get(name)


@dataclass(slots=True)
class SheetValues:
    """The rows of a sheet, those refused, and its total rows as far as they read."""

    sheet: str
    headings: tuple[str, ...] = ()
    rows: list[ValueRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    totals: list[ValueRow] = field(default_factory=list)
    unknown_words: dict[tuple[str, str], int] = field(default_factory=dict)


def read_values(sheet: MappedSheet, how: Reading) -> SheetValues:
    """Read every row.

    Raises UnusableFileError where ids are lost or dates read either way: then no row can be trusted.
    """
    found = SheetValues(
        sheet.match.sheet.name, tuple(heading_of(sheet.layout.columns[name]) for name in sheet.fields)
    )
    columns = [sheet.layout.columns[name] for name in sheet.fields]
    readers = ColumnReaders(sheet, how, found.unknown_words)
    cells = list(zip(*(row.cells for row in sheet.rows), strict=True)) or [()] * len(columns)
    by_column = [
        _read_column(readers.of(column), column, own) for column, own in zip(columns, cells, strict=True)
    ]
    refusing = [place for place, own in enumerate(by_column) if RefusedCell in set(map(type, own))]
    # The same few words stand in every row: each is cleaned once.
    worded = [
        (column.field, place, {cell: clean(cell) for cell in set(own)})
        for place, (column, own) in enumerate(zip(columns, cells, strict=True))
        if column.reading == "word"
    ]
    for row, *read in zip(sheet.rows, *by_column, strict=True):
        if row.misshapen or (refusing and any(type(read[place]) is RefusedCell for place in refusing)):
            found.refusals.append(_refusal(sheet, row, columns, read, how))
        else:
            words = {name: cleaned[row.cells[place]] for name, place, cleaned in worded}
            values = dict(zip(sheet.fields, read, strict=True))
            found.rows.append(ValueRow(row.number, row.digest, values, words, row.cells))
    found.totals = [_total(row, columns, readers) for row in sheet.totals]
    return found


def _read_column(read: Callable[[Any], Any], column: Column, cells: Sequence[Any]) -> list[Any]:
    """Return what each cell of a column reads as, or why it does not; equal cells are read once."""

    def value_of(cell: Any) -> Any:
        try:
            value = read(cell)
        except RefusedCell as refused:
            return refused
        if column.filled and value in (None, ""):
            return RefusedCell(reason(ReasonCode.MISSING))
        return value

    if set(map(type, cells)) == {str}:
        texts = {cell: value_of(cell) for cell in set(cells)}
        return list(map(texts.__getitem__, cells))
    # 1, 1.0 and True are equal, and are not the same cell.
    typed = {(type(cell), cell): None for cell in cells}
    values = {key: value_of(key[1]) for key in typed}
    return [values[type(cell), cell] for cell in cells]


def refuse(values: SheetValues, row: ValueRow, column: Column, why: Reason, kind: str) -> Refusal:
    """Refuse a row that could be read but cannot go in, because of what stands in `column`."""
    cells = dict(zip(values.headings, map(clean, row.raw), strict=True))
    heading = heading_of(column)
    return Refusal(
        sheet=values.sheet,
        row=row.number,
        column=heading,
        value=cells.get(heading, ""),
        reason=why,
        kind=kind,
        cells=cells,
    )


def _refusal(
    sheet: MappedSheet, row: MappedRow, columns: list[Column], read: list[Any], how: Reading
) -> Refusal:
    """Refuse a row with all that is wrong with it, and its mapped cells for mending."""
    cells = {heading_of(column): clean(cell) for column, cell in zip(columns, row.cells, strict=True)}
    faults: list[tuple[str | None, str, Reason]] = []
    if row.misshapen:
        faults.append((None, "", reason(ReasonCode.ROW_SHAPE)))
    faults += [
        (heading_of(column), cells[heading_of(column)], value.why)
        for column, value in zip(columns, read, strict=True)
        if type(value) is RefusedCell
    ]
    column, value, why = faults[0]
    return Refusal(
        sheet=sheet.match.sheet.name,
        row=row.number,
        column=column,
        value=value,
        reason=why,
        kind=how.kind,
        also=tuple(faults[1:]),
        cells=cells,
    )


def _total(row: MappedRow, columns: list[Column], readers: ColumnReaders) -> ValueRow:
    values = {}
    for column, cell in zip(columns, row.cells, strict=True):
        if column.reading in {"money", "count"}:
            try:
                values[column.field] = readers.of(column)(cell)
            except RefusedCell:
                continue
    return ValueRow(row.number, row.digest, values)
