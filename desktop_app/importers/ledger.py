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

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND, Record
from desktop_app.domain.refusals import FileFault, Reason, ReasonCode, Refusal, reason
from desktop_app.domain.stock import StockKind
from desktop_app.importers import values
from desktop_app.importers.cell_readers import MAX_AMOUNT, Read, reader_of
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.values import CellFaultError, fault
from desktop_app.importers.workbook import Cell, NumberText, Workbook
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

    from desktop_app.domain.sale import OrderLine
    from desktop_app.importers.context import ReadContext

_FIRST: Final = ("accounts", "sales")
"""Sheets read before the others: they say in which currency others' amounts are."""
_OWN_CURRENCY: Final = frozenset({"account", "order"})
_REASONS: Final = frozenset(normalise(heading) for heading in REASON_HEADINGS.values())
_KEPT: Final = 50_000
_MAX_LIST_MINOR: Final = MAX_AMOUNT * 100


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
                    number, heading = next(workbook.rows(name), (0, {}))
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
            reading.read_sheet(sheet, name, workbook.rows(name))
    return reading.file


class _Reading:
    """One file being read."""

    def __init__(self, path: Path, context: ReadContext) -> None:
        self.path = path
        self.context = context
        self.file = LedgerFile()
        self._keys: dict[str, dict[tuple[Any, ...], tuple[str, int]]] = {}
        self._account_currency: dict[str, str] = {}
        self._lines: dict[tuple[str, str], dict[int, OrderLine]] = {}
        self._minor_units: dict[tuple[Any, str], int] = {}
        self._last_line: dict[str | tuple[str, str], int] = {}

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
            row = _Row(self, sheet, name, number, {column.key: cell for column, _, cell in given})
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
                self._note(sheet.kind, record)
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

    def _refuse(self, row: _Row, faults: list[tuple[str | None, str, Reason]]) -> None:
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
                cells={key: _mendable(cell) for key, cell in row.cells.items()},
                of_ledger=True,
            )
        )
        key = tuple(row.fields.get(name) for name in KIND[row.sheet.kind].key)
        if None not in key:
            self.file.refused_keys.setdefault((row.sheet.kind, key), (row.name, row.number))

    def _note(self, kind: str, record: Any) -> None:
        """Remember what later sheets need of a record."""
        if kind == "accounts":
            self._account_currency[record.account] = record.currency
        elif kind == "sales":
            self._lines.setdefault((record.account, record.order_id), {})[record.line] = record

    def currency_of_account(self, account: str | None) -> str:
        """Return an account's currency; the book's for an unknown account, whose row is refused later."""
        if account is None:
            return self.context.book_currency
        return (
            self._account_currency.get(account)
            or self.context.account_currency(account)
            or self.context.book_currency
        )

    def minor_units(self, number: Any, currency: str) -> int:
        """Return an amount in its currency's minor units; what was worked out once is kept.

        Raises CellFaultError.
        """
        known = self._minor_units.get((number, currency))
        if known is None:
            if len(self._minor_units) > _KEPT:
                self._minor_units.clear()
            known = values.scaled(number, self.context.decimals(currency), MAX_AMOUNT)
            self._minor_units[number, currency] = known
        return known

    def number_line(self, order_id: str, account: str | None, line: int | None) -> int:
        """Return a sale's line number: the one stated, else the next of its order."""
        order = order_id if account is None else (account, order_id)
        highest = self._last_line.get(order, 0)
        number = highest + 1 if line is None else line
        for seen_as in (order_id, order):
            self._last_line[seen_as] = max(number, self._last_line.get(seen_as, 0))
        return number

    def lines_of(self, account: str, order_id: str) -> dict[int, OrderLine]:
        """Return an order's lines by number: the book's, and over them the file's."""
        lines = {line.line: line for line in self.context.order_lines(account, order_id)}
        return lines | self._lines.get((account, order_id), {})


def _mendable(cell: Cell) -> object:
    """Return a cell as it can be written again: figures as figures, what is no value as its text."""
    if isinstance(cell, NumberText):
        try:
            return Decimal(values.plain_digits(cell)) if len(cell) <= values.MAX_EXACT else str(cell)
        except (CellFaultError, InvalidOperation):
            return str(cell)
    return cell if isinstance(cell, str | bool | date) else values.shown(cell)


class _Row:
    """One row being read: its fields so far, and its faults."""

    def __init__(
        self, reading: _Reading, sheet: Sheet, name: str, number: int, cells: dict[str, Cell]
    ) -> None:
        self.sheet = sheet
        self.name = name
        self.number = number
        self.cells = cells
        self.fields: dict[str, Any] = {}
        self.faults: list[tuple[str | None, str, Reason]] = []
        self._reading = reading

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
            self._check()
        return None if self.faults else KIND[self.sheet.kind].record(**self.fields)

    def _fault(self, key: str | None, why: Reason) -> None:
        cell = self.cells.get(key) if key is not None else None
        self.faults.append((key, values.shown(cell), why))

    def _take_amount(self, column: Column, number: Any) -> None:
        currency = self._currency(column)
        if currency is None:
            return
        try:
            self.fields[column.fields[0]] = self._reading.minor_units(number, currency)
        except CellFaultError as error:
            self._fault(column.key, error.reason)

    def _currency(self, column: Column) -> str | None:
        """Return the currency of an amount; None where the row cannot say it, which is a fault already."""
        book = self._reading.context.book_currency
        match column.argument:
            case "book":
                return book
            case "account":
                return self._reading.currency_of_account(self.fields.get("account"))
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
                fields["line"] = self._reading.number_line(
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
        lines = self._reading.lines_of(fields["account"], fields["order_id"])
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

    def _check(self) -> None:
        """Check what no cell can say alone."""
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
