"""Plans a table that a person mapped: its rows become records of the kind that was named."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.catalogue import UNMATCHED, Product
from desktop_app.domain.facts import KIND
from desktop_app.domain.refusals import FileFault, ReasonCode, reason
from desktop_app.importers.cell_readers import reader_of
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.formats import load_words
from desktop_app.importers.ledger_lookups import Lookups
from desktop_app.importers.table_file import read_table
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.usecases.importing.answers import Answers, HowRead, Shape
from desktop_app.usecases.importing.block_planning import BlockPlanning
from desktop_app.usecases.importing.block_rows import NUMBERED, BlockRows
from desktop_app.usecases.importing.known_view import KnownView
from desktop_app.usecases.importing.plan import ImportPlan, PlannedRecord, Suspicion
from desktop_app.usecases.importing.table_totals import compare_totals
from desktop_app.usecases.importing.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop_app.importers.cell_readers import Read
    from desktop_app.importers.table_file import TableFile, TableRow
    from desktop_app.importers.table_shape import TableMapping
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.gathering import ShapedTable
    from desktop_app.usecases.importing.references import Fault

PREFIX: Final = "table:"
"""What the format's name of a mapped table begins with; the kind of its rows follows."""
PIECE: Final = "件"
_ID_LETTERS: Final = "T-"
"""What the keys of rows begin with whose table has no ids: a hash of the row follows."""


def plan_table(book: Book, shaped: ShapedTable, before: Iterable[ImportPlan] = ()) -> ImportPlan:
    """Plan a mapped table against the book as it will be after the plans `before`.

    Raises UnusableFileError where it has no rows, or dates or figures that read in two ways.
    """
    mapping, path = shaped.mapping, shaped.table.path
    file = read_mapped(book, shaped)
    if not file.rows:
        raise UnusableFileError(path, FileFault.EMPTY)
    if file.doubtful_date and not mapping.date_order:
        name, text = file.doubtful_date
        raise UnusableFileError(path, FileFault.AMBIGUOUS_DATES, column=file.columns[name], value=text)
    if file.doubtful_figure and not mapping.decimal:
        name, text = file.doubtful_figure
        raise UnusableFileError(path, FileFault.AMBIGUOUS_FIGURES, column=file.columns[name], value=text)
    return plan_read(book, shaped, file, before)


def read_mapped(book: Book, shaped: ShapedTable) -> TableFile:
    """Read a table as its mapping says, in doubt as if days stood first and points before decimals."""
    home = book.settings.timezone
    zones = zone_of(shaped.mapping.zone) or home, home
    narrow = shaped.table.kind == "text"
    return read_table(shaped.heading, shaped.mapping, load_words(), zones, narrow=narrow)


def plan_read(
    book: Book, shaped: ShapedTable, file: TableFile, before: Iterable[ImportPlan] = ()
) -> ImportPlan:
    """Plan a table that was read against the book as it will be after the plans `before`."""
    view = KnownView(book, shaped.mapping.kind)
    for plan in before:
        view.absorb(plan)
    return _Table(view, shaped, file).plan_all()


class _Table:
    """One mapped table being planned."""

    def __init__(self, view: KnownView, shaped: ShapedTable, file: TableFile) -> None:
        self.view = view
        self.file = file
        self.mapping: TableMapping = shaped.mapping
        self.sheet = shaped.heading.sheet.name
        prefix = f"{self.sheet}: " if self.sheet else ""
        answers = Answers(mapping=self.mapping)
        self.plan = ImportPlan(
            path=shaped.table.path,
            format=PREFIX + self.mapping.kind,
            account=self._account(),
            ignored_columns=[prefix + heading for heading in file.others],
            other_headings=list(file.others),
            kept=file.packed,
            shape=Shape(
                shape=shaped.heading.shape,
                format=PREFIX + self.mapping.kind,
                headings=shaped.heading.texts,
                answers=answers,
            ),
            how=[HowRead(what="mapping", value=self.mapping.kind, source=shaped.source)],
        )
        if self.plan.account is not None:
            self.plan.how.append(HowRead(what="account", value=self.plan.account, source=shaped.source))
        self._context = view.read_context()
        self._lines: dict[tuple[str, str], set[int]] = {}
        self._digests: dict[str, int] = {}
        self._skus: dict[str, str] = {}

    def _account(self) -> str | None:
        account = self.mapping.constants.get("account")
        return account if account and self.view.get("accounts", account) is not None else None

    def plan_all(self) -> ImportPlan:
        """Plan every row."""
        rows, texts, faults = [], [], []
        for row in self.file.rows:
            completed = self._completed(row)
            if completed is not None:
                rows.append(row)
                texts.append(completed)
                faults.append(self._faults(row, completed))
        columns = [column.key for column in sheet_of(self.mapping.kind).columns]
        block = [[cells.get(name, "") for name in columns] for cells in texts]
        planning = BlockPlanning(
            self.plan,
            self.mapping.kind,
            BlockRows(self.view, self.mapping.kind, block, columns, None),
            self._reader,
            Lookups(self._context),
            sheet=self.sheet,
        )
        for at, row in enumerate(rows):
            planning.read(at, row.number, faults[at])
        planning.finished()
        compare_totals(self.plan, self.file, self.sheet, self.view)
        return self.plan

    def _reader(self, column: Column, _unit: Callable[[], str | None]) -> Read:
        return reader_of(column, self._context)

    # One row ---------------------------------------------------------------------------------------------

    def _completed(self, row: TableRow) -> dict[str, str] | None:
        """Return a row's texts with what the mapping and the book say; None for one that repeats another."""
        kind = self.mapping.kind
        cells = {name: text for name, text in self.mapping.constants.items() if text}
        cells |= {name: cell.text for name, cell in row.cells.items() if cell.text}
        self._add_currency(cells, row)
        if not self._add_key(cells, row):
            return None
        if kind == "sales" and cells.get("order_id"):
            account = cells.get("account") or self._only_account
            if cells.get("sku") and account:
                cells["sku"] = self._sku(cells["sku"], account, row.number)
            if "line" not in self.file.columns and account:
                cells["line"] = str(self._line(account, cells["order_id"], cells.get("sku", "")))
        return cells

    def _add_currency(self, cells: dict[str, str], row: TableRow) -> None:
        """Take the currency that stands with an amount, where no column has it."""
        stated = {cell.currency for cell in row.cells.values() if cell.currency}
        has = any(column.key == "currency" for column in sheet_of(self.mapping.kind).columns)
        if has and "currency" not in cells and len(stated) == 1:
            cells["currency"] = stated.pop()

    def _add_key(self, cells: dict[str, str], row: TableRow) -> bool:
        """Give a row of a table without ids a key that the same row has again; False where it is left out."""
        kind = self.mapping.kind
        if kind == "shipping":
            cells.setdefault("leg", "1")
        name = {"shipping": "shipment"}.get(kind) or self._key_column()
        if name is None or name in self.file.columns:
            return True
        if kind == "shipping" and cells.get("tracking"):
            cells["shipment"] = cells["tracking"]
            return True
        digest = row.digest
        first = self._digests.setdefault(digest, row.number)
        if first == row.number:
            cells[name] = _ID_LETTERS + digest
            return True
        self.plan.suspicions.append(
            Suspicion(
                sheet=self.sheet,
                row=row.number,
                code="row_alike_kept" if self.mapping.equal_rows else "row_alike",
                data=(("first", first),),
            )
        )
        if not self.mapping.equal_rows:
            return False
        number = self._digests[f"{digest} again"] = self._digests.get(f"{digest} again", 1) + 1
        cells[name] = f"{_ID_LETTERS}{digest}-{number}"
        return True

    def _key_column(self) -> str | None:
        kind = self.mapping.kind
        if kind not in NUMBERED:
            return None
        key = KIND[kind].key
        return next(column.key for column in sheet_of(kind).columns if column.field in key)

    @cached_property
    def _only_account(self) -> str | None:
        """The book's account, where it has but one: rows that name none are of it."""
        accounts = [account.account for account in self.view.iterate("accounts")]
        return accounts[0] if len(accounts) == 1 else None

    def _line(self, account: str, order_id: str, sku: str) -> int:
        """Return the order line of a row without a number: the next of its product, else a new one."""
        used = self._lines.setdefault((account, order_id), set())
        known = [line for line in self.view.order(order_id) if line.account == account]
        own = [line.line for line in known if line.sku == sku and line.line not in used]
        number = min(own, default=0) or max([*used, *(line.line for line in known)], default=0) + 1
        used.add(number)
        return number

    def _sku(self, text: str, account: str, row: int) -> str:
        """Return the product that a code or name stands for; one that nobody knows waits to be matched."""
        if text not in self._skus:
            self._skus[text] = self._known_sku(text, account) or self._waiting(text, row)
        return self._skus[text]

    def _known_sku(self, text: str, account: str) -> str | None:
        match = self.view.book.row("sku_matches", account, text)
        if match is not None:
            return str(match["sku"])
        if self.view.get("products", text) is not None:
            return text
        named = [product.sku for product in self.view.iterate("products") if product.name == text]
        return named[0] if len(named) == 1 else None

    def _waiting(self, text: str, row: int) -> str:
        product = Product(sku=text, name=text, category=UNMATCHED, unit=PIECE)
        self.plan.add(PlannedRecord(kind="products", record=product, sheet=self.sheet, row=row))
        self.view.add("products", [product])
        data = (("sku", text), ("name", text))
        self.plan.suspicions.append(Suspicion(sheet=self.sheet, row=row, code="unknown_sku", data=data))
        return text

    # What is wrong with it -------------------------------------------------------------------------------

    def _faults(self, row: TableRow, cells: dict[str, str]) -> list[Fault]:
        faults: list[Fault] = [] if row.why is None else [(None, "", row.why)]
        for name, cell in row.cells.items():
            if cell.why is not None:
                faults.append((name, cell.text, cell.why))
            elif cell.currency is not None:
                expected = self._currency_of(name, cells)
                if expected not in {None, cell.currency}:
                    why = reason(ReasonCode.CURRENCY_DIFFERS, stated=cell.currency, expected=str(expected))
                    faults.append((name, f"{cell.currency} {cell.text}", why))
        return faults

    def _currency_of(self, name: str, cells: dict[str, str]) -> str | None:
        """Return the currency that an amount of a row is in; None where the row does not say it."""
        column = sheet_of(self.mapping.kind).column(name)
        account: Any = self.view.get("accounts", cells.get("account") or self._only_account or "")
        own = account.currency if account is not None else None
        if column.argument == "book":
            return self.view.settings.currency
        if column.argument == "account":
            return own
        if column.argument == "order":
            lines = self.view.order(cells.get("order_id", ""))
            return next((line.currency for line in lines), own)
        stated = cells.get(column.argument.removesuffix("?"))
        if stated is None and column.argument.endswith("?"):
            return self.view.settings.currency
        return stated or own
