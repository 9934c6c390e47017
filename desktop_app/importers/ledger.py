"""Reads a ledger workbook into records and refusals, knowing of the book only what its context tells.

How cells are read that could be read in several ways:

- A moment without an offset is in the book's time zone; a date alone where a moment belongs is that day's
  first moment there. A promotion's date alone stays a date. Seconds are kept, fractions of them dropped.
- Quantities are above 0, except an adjustment (any but 0), what is restocked and what is returned (0 and
  above: a return may be freight or compensation alone). Prices, costs of goods, discounts, freight charged,
  refunds and what the platform takes back are 0 and above. Costs of legs, promotions, overheads and sessions,
  fees, taxes, return freight, compensation, settlements and payouts may be negative, as credits are.
- A blank `line` of a sale takes one more than the highest of its order so far, in the order of the rows; a
  refused row keeps its number, so that it is the same line once mended. A return without `line` means the
  order's only line of its SKU.
- Two rows under one key: the second is refused, whatever it says.
- A row is read to its end: all that is wrong with it is said at once.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.domain.refusals import FileFault, Reason, ReasonCode, Refusal, reason
from desktop_app.importers import values
from desktop_app.importers.cell_readers import Read, reader_of
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.ledger_lookups import Lookups
from desktop_app.importers.ledger_row import Row, mendable
from desktop_app.importers.workbook import Cell, Workbook
from desktop_app.reports.code_words import normalise
from desktop_app.reports.ledger_sheets import (
    REASON_HEADINGS,
    Column,
    Sheet,
    guide_names,
    is_ledger_heading,
    sheets_by_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from desktop_app.importers.context import ReadContext

_FIRST: Final = ("accounts", "sales")
"""Sheets read before the others: they say in which currency others' amounts are."""
_REASONS: Final = frozenset(normalise(heading) for heading in REASON_HEADINGS.values())


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A record and where it stands in the file."""

    record: Any
    sheet: str
    row: int


@dataclass(slots=True)
class LedgerFile:
    """What a ledger workbook holds: `rows` by fact kind in the order written, and what could not be taken.

    `refused_keys` gives, for the rows that could not be read but say who they are, sheet and row by
    `(kind, key)`.
    """

    rows: dict[str, list[LedgerRow]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    refused_keys: dict[tuple[str, tuple[Any, ...]], tuple[str, int]] = field(default_factory=dict)
    ignored_columns: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)


def is_ledger(path: Path) -> bool:
    """Tell whether a file is a workbook with a sheet of the ledger in it; False for what is no workbook."""
    try:
        with Workbook(path) as workbook:
            for name in workbook.sheet_names:
                if normalise(name) in sheets_by_name():
                    with closing(workbook.rows(name)) as rows:
                        number, heading = next(rows, (0, {}))
                    if number == 1 and is_ledger_heading(name, heading.values()):
                        return True
    except UnusableFileError:
        return False
    return False


def read_ledger(path: Path, context: ReadContext) -> LedgerFile:
    """Read a ledger workbook.

    Raises UnusableFileError where it is no whole workbook, has no sheet of a ledger, or a sheet with rows
    lacks a required column.
    """
    reading = _Reading(path, context)
    with Workbook(path) as workbook:
        known = []
        for name in workbook.sheet_names:
            sheet = sheets_by_name().get(normalise(name))
            if sheet is not None:
                known.append((sheet, name))
            elif normalise(name) not in guide_names():
                reading.file.ignored_sheets.append(name)
        if not known:
            raise UnusableFileError(path, FileFault.NO_SHEET, sheets=", ".join(workbook.sheet_names[:20]))
        for sheet, name in sorted(known, key=lambda pair: pair[0].kind not in _FIRST):
            with closing(workbook.rows(name)) as rows:
                reading.read_sheet(sheet, name, rows)
    return reading.file


class _Reading:
    """One file being read."""

    def __init__(self, path: Path, context: ReadContext) -> None:
        self.path = path
        self.context = context
        self.file = LedgerFile()
        self._lookups = Lookups(context)
        self._keys: dict[str, dict[tuple[Any, ...], tuple[str, int]]] = {}

    def read_sheet(self, sheet: Sheet, name: str, rows: Iterator[tuple[int, dict[int, Cell]]]) -> None:
        """Read one sheet's rows, the first of which is the heading."""
        first = next(rows, None)
        if first is None:
            return
        columns, unknown = self._columns(sheet, name, first[1] if first[0] == 1 else {})
        present = {column for column, _ in columns.values()}
        missing = [column for column in sheet.columns if column.required and column not in present]
        self.file.ignored_columns += [f"{name}: {heading}" for heading in unknown]
        kind = KIND[sheet.kind]
        required = [column for column in sheet.columns if column.required]
        keep = self.file.rows.setdefault(sheet.kind, [])
        seen = self._keys.setdefault(sheet.kind, {})
        for number, raw in rows if first[0] == 1 else iter([first]):
            given = [
                (*columns[at], cell)
                for at, cell in raw.items()
                if at in columns and not values.is_blank(cell)
            ]
            if missing and not all(map(values.is_blank, raw.values())):
                names = ", ".join(f"{column.heading_zh} {column.key}" for column in missing)
                raise UnusableFileError(self.path, FileFault.MISSING_COLUMNS, sheet=name, columns=names)
            if not given:
                continue
            row = Row(self._lookups, sheet, name, number, {column.key: cell for column, _, cell in given})
            record = row.read(given, required)
            if record is not None:
                key = kind.key_of(record)
                earlier = seen.setdefault(key, (name, number))
                if earlier != (name, number):
                    why = reason(ReasonCode.SAME_KEY, row=earlier[1], sheet=earlier[0])
                    key_column = sheet.columns[0]
                    self._refuse(row, [(key_column.key, values.shown(row.cells.get(key_column.key)), why)])
                    continue
                keep.append(LedgerRow(record, name, number))
                self._lookups.note(sheet.kind, record)
            else:
                self._refuse(row, row.faults)

    def _columns(
        self, sheet: Sheet, name: str, heading: Mapping[int, Cell]
    ) -> tuple[dict[int, tuple[Column, Read]], list[str]]:
        """Return the columns by their place, with their readers, and the headings nobody knows."""
        known = sheet.columns_by_heading()
        found: dict[int, tuple[Column, Read]] = {}
        unknown = []
        for at, cell in sorted(heading.items()):
            text = values.shown(cell)
            column = known.get(normalise(text))
            if column is None:
                if text and normalise(text) not in _REASONS:
                    unknown.append(text)
            elif any(column is other for other, _ in found.values()):
                raise UnusableFileError(self.path, FileFault.COLUMN_TWICE, sheet=name, column=text)
            else:
                found[at] = column, reader_of(column, self.context)
        return found, unknown

    def _refuse(self, row: Row, faults: list[tuple[str | None, str, Reason]]) -> None:
        (column, value, why), *others = faults
        self.file.refusals.append(
            Refusal(
                sheet=row.name,
                row=row.number,
                column=column,
                value=value,
                reason=why,
                kind=row.sheet.kind,
                also=tuple(others),
                cells={key: mendable(cell) for key, cell in row.cells.items()},
                of_ledger=True,
            )
        )
        key = tuple(row.fields.get(name) for name in KIND[row.sheet.kind].key)
        if None not in key:
            self.file.refused_keys.setdefault((row.sheet.kind, key), (row.name, row.number))
