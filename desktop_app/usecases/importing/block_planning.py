"""Rows of cells planned against the book one by one: which are new, changed, unchanged or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND
from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers.ledger_row import Row
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.usecases.importing.closing import closed_in
from desktop_app.usecases.importing.ledger import cell_context, totals_of
from desktop_app.usecases.importing.plan import PlannedRecord
from desktop_app.usecases.importing.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.importers.cell_readers import Read
    from desktop_app.importers.ledger_lookups import Lookups
    from desktop_app.importers.workbook import Cell
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.usecases.importing.block_rows import BlockRows
    from desktop_app.usecases.importing.plan import ImportPlan
    from desktop_app.usecases.importing.references import Fault


class BlockPlanning:
    """One block or table being read, row by row, into `plan`.

    `reader` makes the reader of a column; it is given what says the unit that a row's quantities count.
    `sheet` is the name of the sheet in the file, where it is one.
    """

    def __init__(
        self,
        plan: ImportPlan,
        kind: str,
        rows: BlockRows,
        reader: Callable[[Column, Callable[[], str | None]], Read],
        lookups: Lookups,
        *,
        sheet: str | None = None,
    ) -> None:
        self.plan = plan
        self._kind = KIND[kind]
        self._sheet = sheet_of(kind)
        self._name = self._sheet.name_en if sheet is None else sheet
        self._rows = rows
        self._view = rows.view
        self._lookups = lookups
        self._references = References(self._view, {}, {})
        self._seen: dict[tuple[Any, ...], int] = {}
        self._taken: list[Any] = []
        self._make_reader = reader
        self._readers: dict[str, Read] = {}
        self._required = [column for column in self._sheet.columns if column.required]
        self._current: dict[str, str] = {}

    def read(self, at: int, number: int, known_faults: Sequence[Fault] = ()) -> Any | None:
        """Read the row at a place of the block, which is row `number` of its file; return its record.

        `known_faults` are what was found wrong with its cells before: then it is refused in any case.
        """
        cells, before = self._rows.cells(at)
        if not cells and not known_faults:
            return None
        self._current = cells
        row = Row(self._lookups, self._sheet, self._name, number, dict(cells))
        if before is not None:
            row.fields = _fields(before)
        given: list[tuple[Column, Read, Cell]] = [
            (column, self._reader(column), cells[column.key])
            for column in self._sheet.columns
            if column.key in cells
        ]
        record = row.read(given, self._required if before is None else [])
        faults = self._faults(row, record, number, list(known_faults))
        if record is None or faults:
            self._refuse(number, cells, faults)
            return None
        self._references.take(self._kind.name, self._kind.key_of(record), record)
        self._lookups.note(self._kind.name, record)
        self._taken.append(record)
        self.plan.add(
            PlannedRecord(kind=self._kind.name, record=record, sheet=self._name, row=number, before=before)
        )
        return record

    def _faults(self, row: Row, record: Any, number: int, known: list[Fault]) -> list[Fault]:
        """Return all that is wrong with a row; a cell known to be wrong is not also missing."""
        named = {column for column, _value, _why in known}
        if known or record is None:
            return known + [fault for fault in row.faults if fault[0] not in named]
        earlier = self._seen.setdefault(self._kind.key_of(record), number)
        if earlier != number:
            why = reason(ReasonCode.SAME_KEY, row=earlier, sheet=self._name)
            return [(self._sheet.columns[0].key, "", why)]
        return self._references.faults(self._kind.name, record)

    def finished(self) -> ImportPlan:
        """Return the plan with its totals, and what of it falls in closed months."""
        name = self._kind.name
        if self._taken:
            self.plan.totals[name] = totals_of(self._sheet, self._taken, cell_context(self._view, "zh"))
        self.plan.closed = closed_in(self._view.book, self.plan)
        return self.plan

    def _reader(self, column: Column) -> Read:
        read = self._readers.get(column.key)
        if read is None:
            read = self._make_reader(column, self._unit)
            self._readers[column.key] = read
        return read

    def _unit(self) -> str | None:
        return self._rows.unit(self._current)

    def _refuse(self, number: int, cells: dict[str, str], faults: list[Fault]) -> None:
        (column, value, why), *others = faults
        self.plan.refusals.append(
            Refusal(
                sheet=self._name,
                row=number,
                column=column,
                value=value,
                reason=why,
                kind=self._kind.name,
                also=tuple(others),
                cells=cells,
                of_ledger=True,
            )
        )


def _fields(record: Any) -> dict[str, Any]:
    """Return a record's fields that are stated, as a row that was read has them."""
    return {name: value for name in record.__slots__ if (value := getattr(record, name)) is not None}
