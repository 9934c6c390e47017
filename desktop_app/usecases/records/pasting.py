"""A block of cells pasted into a table of records: planned against the book, shown, then written as one step.

Rows whose key the book has change that record in the columns that were pasted; blank cells leave it as it is.
Other rows are new records, with the next free number where none is pasted.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, KINDS
from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers import values
from desktop_app.importers.ledger_row import Row
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.usecases.importing.closing import closed_in
from desktop_app.usecases.importing.ledger import cell_context, totals_of
from desktop_app.usecases.importing.plan import Effect, ImportPlan, PlannedRecord
from desktop_app.usecases.importing.references import References
from desktop_app.usecases.records.block_columns import guess_columns
from desktop_app.usecases.records.block_rows import BlockRows
from desktop_app.usecases.records.known_view import KnownView
from desktop_app.usecases.records.reading import TypedLookups, UnitFaultError, typed_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.importers.workbook import Cell
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book

    Progress = Callable[[float], object]

__all__ = ["apply_paste", "guess_columns", "plan_paste"]

PASTED: Final = "records_pasted"
"""The title in the history; whoever shows it words it."""
_CHUNK: Final = 2000
_LOOK: Final = 250
"""Rows between looks at whether the work is still wanted."""


class _StoppedError(Exception):
    """The work is no longer wanted."""


def plan_paste(
    book: Book,
    kind: str,
    block: Sequence[Sequence[str]],
    columns: Sequence[str | None],
    *,
    progress: Progress = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportPlan:
    """Read a block's rows (without its heading) as records; nothing is written.

    `columns` gives each column's field, None for those left out. Rows are counted from 1. Once `cancelled`,
    the plan ends with the rows read so far.
    """
    planning = _Planning(book, kind, block, columns)
    for number in range(len(block)):
        if not number % _LOOK:
            if cancelled():
                break
            progress(number / max(len(block), 1))
        planning.read(number)
    return planning.finished()


def apply_paste(
    book: Book,
    plan: ImportPlan,
    *,
    progress: Progress = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
    confirmed: bool = False,
) -> Changes | None:
    """Write a plan as one step; None where it was `cancelled` before its end, and then nothing is written.

    Raises ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    records = {
        kind: [row.record for row in rows if row.effect is not Effect.UNCHANGED]
        for kind, rows in plan.records.items()
    }
    number = sum(map(len, records.values()))
    detail = {"kind": next(iter(records), ""), "number": number}
    written = 0
    try:
        with book.write(PASTED, detail, bulk=True, confirmed=confirmed) as writer:
            for kind in KINDS:
                rows = records.get(kind.name, [])
                for start in range(0, len(rows), _CHUNK):
                    if cancelled():
                        raise _StoppedError  # noqa: TRY301 - takes back what was written so far
                    progress(written / number)
                    written += len(rows[start : start + _CHUNK])
                    writer.put_many(rows[start : start + _CHUNK])
    except _StoppedError:
        return None
    progress(1.0)
    return writer.changes


class _Planning:
    """One block being read."""

    def __init__(
        self, book: Book, kind: str, block: Sequence[Sequence[str]], columns: Sequence[str | None]
    ) -> None:
        self._kind = KIND[kind]
        self._sheet = sheet_of(kind)
        self._view = KnownView(book, kind)
        self._context = self._view.read_context()
        self._lookups = TypedLookups(self._context)
        self._references = References(self._view, {}, {})
        self._rows = BlockRows(self._view, kind, block, columns)
        self._seen: dict[tuple[Any, ...], int] = {}
        self._taken: list[Any] = []
        self._readers: dict[str, Any] = {}
        self._required = [column for column in self._sheet.columns if column.required]
        self._today = datetime.now(book.settings.timezone).date()
        self._current: dict[str, str] = {}
        self.plan = ImportPlan(path=Path(), format="paste")

    def read(self, number: int) -> None:
        """Read one row of the block."""
        cells, before = self._rows.cells(number)
        if not cells:
            return
        self._current = cells
        row = Row(self._lookups, self._sheet, self._sheet.name_en, number + 1, dict(cells))
        if before is not None:
            row.fields = _fields(before)
        given: list[tuple[Column, Any, Cell]] = [
            (column, self._reader(column), cells[column.key])
            for column in self._sheet.columns
            if column.key in cells
        ]
        record = row.read(given, self._required if before is None else [])
        faults = row.faults
        if record is not None:
            key = self._kind.key_of(record)
            earlier = self._seen.setdefault(key, number + 1)
            if earlier != number + 1:
                why = reason(ReasonCode.SAME_KEY, row=earlier, sheet=self._sheet.name_en)
                faults = [(self._sheet.columns[0].key, "", why)]
            else:
                faults = self._references.faults(self._kind.name, record)
        if record is None or faults:
            self._refuse(number, cells, faults)
            return
        self._references.take(self._kind.name, self._kind.key_of(record), record)
        self._lookups.note(self._kind.name, record)
        self._taken.append(record)
        self.plan.add(
            PlannedRecord(
                kind=self._kind.name, record=record, sheet=self._sheet.name_en, row=number + 1, before=before
            )
        )

    def finished(self) -> ImportPlan:
        """Return the plan with its totals, and what of it falls in closed months."""
        name = self._kind.name
        if self._taken:
            self.plan.totals[name] = totals_of(self._sheet, self._taken, cell_context(self._view, "zh"))
        self.plan.closed = closed_in(self._view.book, self.plan)
        return self.plan

    def _reader(self, column: Column) -> Any:
        read = self._readers.get(column.key)
        if read is None:
            typed = typed_reader(column, self._context, self._today, lambda: self._rows.unit(self._current))

            def read(cell: Cell) -> Any:
                try:
                    return typed(cell)
                except UnitFaultError as error:
                    raise values.fault(ReasonCode.NOT_A_NUMBER) from error

            self._readers[column.key] = read
        return read

    def _refuse(self, number: int, cells: dict[str, str], faults: list[Any]) -> None:
        (column, value, why), *others = faults
        self.plan.refusals.append(
            Refusal(
                sheet=self._sheet.name_en,
                row=number + 1,
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
