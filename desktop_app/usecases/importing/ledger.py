"""Plans a ledger workbook: which of its rows are new, changed, unchanged or refused, against the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, KINDS
from desktop_app.domain.money import round_half_up
from desktop_app.domain.refusals import Refusal
from desktop_app.importers.ledger import read_ledger
from desktop_app.reports.ledger_cells import CellContext, amount_currency, record_cells
from desktop_app.reports.ledger_sheets import Sheet, sheet_of
from desktop_app.usecases.importing.plan import ImportPlan, PlannedRecord, SheetTotals
from desktop_app.usecases.importing.references import Fault, References

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.importers.ledger import LedgerFile, LedgerRow
    from desktop_app.usecases.importing.view import BookView

FORMAT: Final = "ledger"


def plan_ledger(view: BookView, path: Path) -> ImportPlan:
    """Read a ledger workbook and plan it against a book.

    Raises UnusableFileError where nothing of the file can be used.
    """
    return _Planning(view, path, read_ledger(path, view.read_context())).plan_all()


class _Planning:
    """One ledger being planned."""

    def __init__(self, view: BookView, path: Path, file: LedgerFile) -> None:
        self.view = view
        self.file = file
        self.plan = ImportPlan(
            path=path,
            format=FORMAT,
            refusals=list(file.refusals),
            ignored_columns=file.ignored_columns,
            ignored_sheets=file.ignored_sheets,
        )
        self.stated = {
            kind: {KIND[kind].key_of(row.record): row.record for row in rows}
            for kind, rows in file.rows.items()
        }
        self.references = References(view, file.refused_keys, self.stated)

    def plan_all(self) -> ImportPlan:
        """Plan each kind after those it names."""
        for kind in KINDS:
            rows = self.file.rows.get(kind.name)
            if rows:
                self._plan_kind(kind.name, rows)
        order = {sheet: at for at, sheet in enumerate(self._sheet_names())}
        self.plan.refusals.sort(key=lambda refusal: (order.get(refusal.sheet, len(order)), refusal.row))
        return self.plan

    def _sheet_names(self) -> list[str]:
        return list(dict.fromkeys(refusal.sheet for refusal in self.file.refusals)) + list(
            dict.fromkeys(row.sheet for rows in self.file.rows.values() for row in rows)
        )

    def _plan_kind(self, kind: str, rows: list[LedgerRow]) -> None:
        before = self.view.get_many(kind, set(self.stated[kind]))
        taken: list[LedgerRow] = []
        for row in self._in_order_of_need(kind, rows):
            faults = self.references.faults(kind, row.record)
            key = KIND[kind].key_of(row.record)
            if faults:
                self._refuse(kind, row, faults)
                self.file.refused_keys.setdefault((kind, key), (row.sheet, row.row))
            else:
                self.references.take(kind, key, row.record)
                taken.append(row)
        taken.sort(key=_place(rows))
        for row in taken:
            self.plan.add(
                PlannedRecord(
                    kind=kind,
                    record=row.record,
                    sheet=row.sheet,
                    row=row.row,
                    before=before.get(KIND[kind].key_of(row.record)),
                )
            )
        self.plan.totals[kind] = totals_of(sheet_of(kind), [row.record for row in taken], self._cells())

    def _in_order_of_need(self, kind: str, rows: list[LedgerRow]) -> Iterator[LedgerRow]:
        """Yield rows so that what others of their sheet name comes first; they are taken as they come."""
        if kind == "products":
            yield from sorted(rows, key=lambda row: bool(row.record.components))
            return
        if kind != "repacks":
            yield from rows
            return
        waiting = list(rows)
        while waiting:
            made = {row.record.lot for row in waiting if not self.references.knows_lot(row.record.lot)}
            ready = [row for row in waiting if row.record.from_lot not in made]
            if not ready:
                break
            waiting = [row for row in waiting if row.record.from_lot in made]
            yield from ready
        yield from waiting

    def _refuse(self, kind: str, row: LedgerRow, faults: list[Fault]) -> None:
        (column, value, why), *others = faults
        self.plan.refusals.append(
            Refusal(
                sheet=row.sheet,
                row=row.row,
                column=column,
                value=value,
                reason=why,
                kind=kind,
                also=tuple(others),
                cells=record_cells(sheet_of(kind), row.record, self._cells()),
                of_ledger=True,
            )
        )

    def _cells(self) -> CellContext:
        return cell_context(self.view, "zh", self.stated)


def _place(rows: list[LedgerRow]) -> Any:
    places = {id(row): at for at, row in enumerate(rows)}
    return lambda row: places[id(row)]


def cell_context(
    view: BookView, language: str, stated: dict[str, dict[tuple[Any, ...], Any]] | None = None
) -> CellContext:
    """Return what writing records as cells needs; `stated` are a file's records, before the book's."""
    stated = stated or {}

    def currency(kind: str, *key: Any) -> str | None:
        found = stated.get(kind, {}).get(key) or view.get(kind, *key)
        return found.currency if found is not None else None

    return CellContext(
        language=language,
        timezone=view.settings.timezone,
        book_currency=view.settings.currency,
        decimals=view.decimals,
        account_currency=lambda account: currency("accounts", account),
        order_currency=lambda account, order_id, line: currency("sales", account, order_id, line),
    )


def totals_of(sheet: Sheet, records: list[Any], context: CellContext) -> SheetTotals:
    """Add up the rows of one sheet: how many, their quantity, and each column of amounts by currency.

    Sales have their list amount, quantity × unit price rounded, in the place of the unit price.
    """
    totals = SheetTotals(rows=len(records))
    columns = {column.value for column in sheet.columns if column.key == "quantity"}
    if columns:
        totals.quantity_milli = sum(record.quantity_milli for record in records)
    for column in sheet.columns:
        if column.value != "amount" or column.key in {
            "list_price",
            "reference_price",
            "reference_cost",
            "packaging_cost",
        }:
            continue
        by_currency: dict[str, int] = {}
        for record in records:
            value = getattr(record, column.field)
            if value:
                if column.key == "unit_price":
                    value = round_half_up(record.quantity_milli * value, 1000)
                currency = amount_currency(column, record, context)
                by_currency[currency] = by_currency.get(currency, 0) + value
        if by_currency:
            totals.amounts["amount" if column.key == "unit_price" else column.key] = by_currency
    return totals
