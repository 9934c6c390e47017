"""A block of cells pasted into a table of records: planned against the book, shown, then written as one step.

Rows whose key the book has change that record in the columns that were pasted; blank cells leave it as it is.
Other rows are new records, with the next free number where none is pasted.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KINDS
from desktop_app.domain.refusals import ReasonCode
from desktop_app.importers import values
from desktop_app.usecases.importing.block_planning import BlockPlanning
from desktop_app.usecases.importing.block_rows import BlockRows
from desktop_app.usecases.importing.known_view import KnownView
from desktop_app.usecases.importing.plan import Effect, ImportPlan
from desktop_app.usecases.records.block_columns import guess_columns
from desktop_app.usecases.records.numbering import next_key
from desktop_app.usecases.records.reading import TypedLookups, UnitFaultError, typed_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.importers.cell_readers import Read
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
    view = KnownView(book, kind)
    context = view.read_context()
    today = datetime.now(book.settings.timezone).date()
    rows = BlockRows(view, kind, block, columns, partial(next_key, book, kind, today))

    def reader(column: Column, unit: Callable[[], str | None]) -> Read:
        typed = typed_reader(column, context, today, unit)

        def read(cell: Cell) -> Any:
            try:
                return typed(cell)
            except UnitFaultError as error:
                raise values.fault(ReasonCode.NOT_A_NUMBER) from error

        return read

    plan = ImportPlan(path=Path(), format="paste")
    planning = BlockPlanning(plan, kind, rows, reader, TypedLookups(context))
    for number in range(len(block)):
        if not number % _LOOK:
            if cancelled():
                break
            progress(number / max(len(block), 1))
        planning.read(number, number + 1)
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
