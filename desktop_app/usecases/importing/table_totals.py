"""Holds the sums of a mapped table against the total row that it has itself."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from desktop_app.domain.money import round_half_up
from desktop_app.importers.table_cells import FIGURES
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.usecases.importing.plan import Suspicion

if TYPE_CHECKING:
    from desktop_app.importers.table_file import TableFile, TableRow
    from desktop_app.usecases.importing.plan import ImportPlan
    from desktop_app.usecases.importing.view import BookView


def compare_totals(plan: ImportPlan, file: TableFile, sheet: str, view: BookView) -> None:
    """List each figure of the last total row that is not what the rows above it add up to."""
    if not file.totals:
        return
    total = file.totals[-1]
    rows = [row for row in file.rows if row.number < total.number] or file.rows
    kind = plan.format.partition(":")[2]
    for name in file.columns:
        column = sheet_of(kind).column(name)
        stated = _figure(total, name)
        if stated is None or column.value not in FIGURES:
            continue
        summed = sum((figure for row in rows if (figure := _figure(row, name)) is not None), Decimal(0))
        if summed == stated:
            continue
        figures: tuple[str | int, str | int] = str(stated), str(summed)
        codes = {code for totals in plan.totals.values() for each in totals.amounts.values() for code in each}
        if column.value == "amount" and len(codes) == 1:
            places = 10 ** view.decimals(codes.pop())
            figures = _minor(stated, places), _minor(summed, places)
        data = (("total", file.columns[name]), ("stated", figures[0]), ("sum", figures[1]))
        plan.suspicions.append(Suspicion(sheet=sheet, row=total.number, code="total_differs", data=data))


def _figure(row: TableRow, name: str) -> Decimal | None:
    cell = row.cells[name]
    if not cell.text or cell.why is not None:
        return None
    try:
        return Decimal(cell.text.removesuffix("%"))
    except InvalidOperation:
        return None


def _minor(figure: Decimal, places: int) -> int:
    numerator, denominator = (figure * places).as_integer_ratio()
    return round_half_up(numerator, denominator)
