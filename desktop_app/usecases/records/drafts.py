"""Records as texts: what a form begins with, and what becomes of the texts that are typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.errors import BozhangError
from desktop_app.domain.facts import KIND
from desktop_app.domain.problems import Problem, ProblemCode, problem
from desktop_app.domain.refusals import Reason, ReasonCode
from desktop_app.importers.ledger_row import Row
from desktop_app.reports.ledger_cells import record_cells
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.errors import RecordMissingError
from desktop_app.usecases.importing.references import References
from desktop_app.usecases.importing.view import BookView
from desktop_app.usecases.records.checks import cross_checks
from desktop_app.usecases.records.numbering import fresh_draft, next_line
from desktop_app.usecases.records.reading import CellFaultError, TypedLookups, UnitFaultError, typed_reader
from desktop_app.usecases.records.texts import cells_context, edit_text, edit_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop_app.domain.facts import Record
    from desktop_app.importers.workbook import Cell
    from desktop_app.reports.ledger_sheets import Column
    from desktop_app.store.database import Book

__all__ = ["Checked", "DraftRefusedError", "Problem", "check_draft", "draft_of", "new_draft"]


class DraftRefusedError(BozhangError):
    """A draft of `kind` that is no record yet; `problems` say why."""

    def __init__(self, kind: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(kind, problems)
        self.kind = kind
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a draft comes to: its record (None while something is wrong), problems, and the texts tidied.

    Only fields that were filled in are tidied (`12*3.5` becomes `42.00`); others stay as they were typed,
    but for the line of an order: left blank, it is the next free one.
    """

    record: Record | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]


def new_draft(book: Book, kind: str, *, today: date, like: Sequence[Any] | None = None) -> dict[str, str]:
    """Return the texts that a form begins with: the next free number, today, what was used last.

    `like` is the key of a record to duplicate. Raises RecordMissingError where it is gone.
    """
    return fresh_draft(book, kind, today=today, like=None if like is None else draft_of(book, kind, like))


def draft_of(book: Book, kind: str, key: Sequence[Any]) -> dict[str, str]:
    """Return a record as texts. Raises RecordMissingError."""
    record = book.get(kind, *key)
    if record is None:
        raise RecordMissingError(kind, tuple(key))
    return edit_texts(kind, record, cells_context(book))


def check_draft(
    book: Book, kind: str, draft: Mapping[str, str], *, key: Sequence[Any] | None = None
) -> Checked:
    """Read texts as a record; `key` is that of the record being changed, None for a new one."""
    return _Checking(book, kind, key).check(draft)


class _Checking:
    """One draft being read against the book."""

    def __init__(self, book: Book, kind: str, key: Sequence[Any] | None) -> None:
        self.book = book
        self.kind = kind
        self.key = None if key is None else tuple(key)
        self.sheet = sheet_of(kind)
        self.view = BookView(book)
        self.context = self.view.read_context()
        self.today = datetime.now(book.settings.timezone).date()
        self.unit_faults: dict[str, UnitFaultError] = {}

    def check(self, draft: Mapping[str, str]) -> Checked:
        """Read the texts, then hold the record against the book."""
        texts = {c.key: draft.get(c.key, "").strip() for c in self.sheet.columns}
        filled = self._completed(texts)
        cells: dict[str, Cell] = {name: text for name, text in filled.items() if text}
        given = [
            (column, self._reader(column, filled), cells[column.key])
            for column in self.sheet.columns
            if column.key in cells
        ]
        row = Row(TypedLookups(self.context), self.sheet, self.sheet.name_en, 0, cells)
        record = row.read(given, [column for column in self.sheet.columns if column.required])
        problems = [self._problem(column or "", why) for column, _value, why in row.faults]
        if record is not None:
            problems += self._against_book(record)
        if any(not each.is_warning for each in problems):
            record = None
        tidied = self._tidied(row.fields, texts, {each.field for each in problems if not each.is_warning})
        if self.kind == "sales" and not texts["line"]:
            tidied["line"] = filled["line"]
        return Checked(record=record, problems=tuple(problems), texts=tidied)

    def _completed(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Fill in what the book knows: names for codes, the number of a line."""
        filled = dict(texts)
        if "sku" in filled and filled["sku"] and self.book.get("products", filled["sku"]) is None:
            named = [p.sku for p in self.book.iterate("products") if p.name == filled["sku"]]
            filled["sku"] = named[0] if len(named) == 1 else filled["sku"]
        if self.kind == "sales" and not filled["line"] and filled["order_id"] and filled["account"]:
            own = (
                self.key[2] if self.key and self.key[:2] == (filled["account"], filled["order_id"]) else None
            )
            line = next_line(self.book, filled["account"], filled["order_id"]) if own is None else own
            filled["line"] = str(line)
        return filled

    def _reader(self, column: Column, texts: Mapping[str, str]) -> Any:
        read = typed_reader(column, self.context, self.today, lambda: self._unit(texts))

        def reading(cell: Cell) -> Any:
            try:
                return read(cell)
            except UnitFaultError as error:
                self.unit_faults[column.key] = error
                raise CellFaultError(Reason(ReasonCode.NOT_A_NUMBER)) from error

        return reading

    def _unit(self, texts: Mapping[str, str]) -> str | None:
        """Return the unit that the record's quantities count."""
        if self.kind == "products":
            return texts["unit"] or None
        sku = texts.get("sku")
        if self.kind == "stock":
            sku = self.view.lots().get(texts["lot"], ("", ""))[0]
        elif self.kind == "returns" and not sku:
            lines = self.view.lines_of_order(texts["order_id"]).values()
            skus = {line.sku for line in lines if line.account == texts["account"]}
            sku = skus.pop() if len(skus) == 1 else None
        product = self.book.get("products", sku) if sku else None
        return product.unit if product is not None else None

    def _problem(self, field: str, why: Reason) -> Problem:
        fault = self.unit_faults.get(field)
        if fault is not None:
            return problem(field, fault.code, stated=fault.stated, expected=fault.expected)
        return Problem(field=field, code=why.code, data=why.data)

    def _against_book(self, record: Record) -> list[Problem]:
        found = [
            Problem(field=column or "", code=why.code, data=why.data)
            for column, _value, why in References(self.view, {}, {}).faults(self.kind, record)
        ]
        key = KIND[self.kind].key_of(record)
        if key != self.key and self.book.get(self.kind, *key) is not None:
            field = self._key_field()
            found.append(
                problem(field, ProblemCode.KEY_TAKEN, name=" · ".join(str(p) for p in key if p is not None))
            )
        known = {each.field for each in found}
        before = None if self.key is None else self.book.get(self.kind, *self.key)
        checks = cross_checks(self.book, self.kind, record, before=before, today=self.today)
        return found + [each for each in checks if each.field not in known]

    def _key_field(self) -> str:
        names = set(KIND[self.kind].key)
        columns = [column.key for column in self.sheet.columns if names & set(column.fields)]
        return "order_id" if "order_id" in columns else columns[0]

    def _tidied(self, fields: Mapping[str, Any], texts: Mapping[str, str], wrong: set[str]) -> dict[str, str]:
        names = {name: None for column in self.sheet.columns for name in column.fields}
        partial: Any = SimpleNamespace(**{**names, **fields})
        if self.kind == "returns" and partial.line is None:
            partial.line = -1
        cells = record_cells(self.sheet, partial, cells_context(self.book, self.view))
        return {
            name: edit_text(cells[name]) if text and name in cells and name not in wrong else text
            for name, text in texts.items()
        }
