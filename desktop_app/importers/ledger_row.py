"""One row of a ledger: its cells become a record, or faults."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, Record
from desktop_app.domain.refusals import Reason, ReasonCode, reason
from desktop_app.domain.stock import StockKind
from desktop_app.importers import values
from desktop_app.importers.cell_readers import MAX_AMOUNT, Read
from desktop_app.importers.values import CellFaultError, fault
from desktop_app.importers.workbook import Cell, NumberText

if TYPE_CHECKING:
    from desktop_app.domain.sale import OrderLine
    from desktop_app.importers.ledger_lookups import Lookups
    from desktop_app.reports.ledger_sheets import Column, Sheet

_MAX_LIST_MINOR: Final = MAX_AMOUNT * 100


def mendable(cell: Cell) -> object:
    """Return a cell as it can be written again: figures as figures, what is no value as its text."""
    if isinstance(cell, NumberText):
        try:
            return Decimal(values.plain_digits(cell)) if len(cell) <= values.MAX_EXACT else str(cell)
        except (CellFaultError, InvalidOperation):
            return str(cell)
    return cell if isinstance(cell, str | bool | date) else values.shown(cell)


class Row:
    """One row being read: its fields so far, and its faults."""

    def __init__(
        self, lookups: Lookups, sheet: Sheet, name: str, number: int, cells: dict[str, Cell]
    ) -> None:
        self.sheet = sheet
        self.name = name
        self.number = number
        self.cells = cells
        self.fields: dict[str, Any] = {}
        self.faults: list[tuple[str | None, str, Reason]] = []
        self._lookups = lookups

    def read(self, given: list[tuple[Column, Read, Cell]], required: list[Column]) -> Record | None:
        """Return the record of a row's cells; None where it has faults."""
        amounts = []
        for column, read, cell in given:
            try:
                value = read(cell)
            except CellFaultError as error:
                self._fault(column.key, error.reason)
                continue
            if column.value == "amount":
                amounts.append((column, value))
            elif column.value == "day_or_moment":
                self.fields[column.fields[isinstance(value, datetime)]] = value
            else:
                self.fields[column.fields[0]] = value
        for column in required:
            if column.key not in self.cells:
                self._fault(column.key, reason(ReasonCode.MISSING))
        self._complete()
        for column, number in amounts:
            self._take_amount(column, number)
        if not self.faults:
            self.check()
        return None if self.faults else KIND[self.sheet.kind].record(**self.fields)

    def _fault(self, key: str | None, why: Reason) -> None:
        cell = self.cells.get(key) if key is not None else None
        self.faults.append((key, values.shown(cell), why))

    def _take_amount(self, column: Column, number: Any) -> None:
        currency = self._currency(column)
        if currency is None:
            return
        try:
            self.fields[column.fields[0]] = self._lookups.minor_units(number, currency)
        except CellFaultError as error:
            self._fault(column.key, error.reason)

    def _currency(self, column: Column) -> str | None:
        """Return the currency of an amount; None where the row cannot say it, which is a fault already."""
        book = self._lookups.context.book_currency
        match column.argument:
            case "book":
                return book
            case "account":
                return self._lookups.currency_of_account(self.fields.get("account"))
            case "order":
                line = self._order_line
                return line.currency if line is not None else None
        name = column.argument.removesuffix("?")
        if self.faults and name in {key for key, _, _ in self.faults}:
            return None
        stated: str | None = self.fields.get(name)
        return stated or (book if column.argument.endswith("?") else None)

    _order_line: OrderLine | None = None

    def _complete(self) -> None:
        """Fill in what the rest of the file says about this row."""
        fields = self.fields
        if self.sheet.kind == "sales" and "order_id" in fields:
            stated = "line" in self.cells
            if not stated or "line" in fields:
                fields["line"] = self._lookups.number_line(
                    fields["order_id"], fields.get("account"), fields.get("line")
                )
                if not stated:
                    # A refused row goes back with its number: alone in a file it would be the first.
                    self.cells = {**self.cells, "line": NumberText(fields["line"])}
        elif self.sheet.kind == "returns" and fields.keys() >= {"account", "order_id"}:
            try:
                self._order_line = self._find_line()
                fields["line"] = self._order_line.line
            except CellFaultError as error:
                self._fault("line" if "line" in fields else "order_id", error.reason)

    def _find_line(self) -> OrderLine:
        """Return the order line that a return names by number, or by SKU."""
        fields = self.fields
        lines = self._lookups.lines_of(fields["account"], fields["order_id"])
        if not lines:
            raise fault(ReasonCode.UNKNOWN_REFERENCE, kind="sales", name=fields["order_id"])
        if "line" in fields:
            line = lines.get(fields["line"])
            if line is None:
                raise fault(
                    ReasonCode.UNKNOWN_REFERENCE,
                    kind="sales",
                    name=f"{fields['order_id']} / {fields['line']}",
                )
            if fields.get("sku") not in {None, line.sku}:
                raise fault(ReasonCode.OTHER_SKU, name=line.sku)
            return line
        of_sku = [line for line in lines.values() if line.sku == fields.get("sku")]
        if len(of_sku) != 1:
            raise fault(ReasonCode.NOT_ONE_LINE, count=len(of_sku))
        return of_sku[0]

    def check(self) -> None:
        """Check what no cell can say alone; what is wrong is added to the faults."""
        fields = self.fields
        match self.sheet.kind:
            case "stock":
                sign = "!" if fields["kind"] is StockKind.ADJUSTMENT else "+"
                self._check_sign("quantity", fields["quantity_milli"], sign)
            case "sessions":
                if fields.get("ended_at", fields["started_at"]) < fields["started_at"]:
                    self._fault("ended_at", reason(ReasonCode.ENDS_BEFORE_START))
            case "promotions":
                self._check_promotion()
            case "sales":
                if fields["quantity_milli"] * fields["unit_price_minor"] >= _MAX_LIST_MINOR * 1000:
                    self._fault("unit_price", reason(ReasonCode.TOO_LARGE, limit=MAX_AMOUNT))

    def _check_sign(self, key: str, count: int, sign: str) -> None:
        try:
            values.check_sign(count, sign)
        except CellFaultError as error:
            self._fault(key, error.reason)

    def _check_promotion(self) -> None:
        """Refuse an end before its start, where both are days or both are moments."""
        for start, end in (("started_on", "ended_on"), ("started_at", "ended_at")):
            begun: date | None = self.fields.get(start)
            ended: date | None = self.fields.get(end)
            if begun is not None and ended is not None and ended < begun:
                self._fault("ended_at", reason(ReasonCode.ENDS_BEFORE_START))
