"""Many records at once: one field given the same text in all of them; voiding them."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.domain.problems import Problem, ProblemCode, problem
from desktop_app.domain.refusals import ReasonCode
from desktop_app.importers.ledger_row import Row
from desktop_app.reports.ledger_cells import amount_currency
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.changes import Changes
from desktop_app.usecases.importing.known_view import KnownView
from desktop_app.usecases.importing.references import References
from desktop_app.usecases.records.reading import CellFaultError, TypedLookups, UnitFaultError, typed_reader
from desktop_app.usecases.records.texts import cells_context
from desktop_app.usecases.records.voiding import void_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.store.database import Book

__all__ = ["Changed", "RefusedKey", "change_many", "void_records"]

CHANGED_MANY: Final = "records_changed"
"""The title in the history; whoever shows it words it."""


@dataclass(frozen=True, slots=True)
class RefusedKey:
    """A record that stayed as it was, and why."""

    key: tuple[Any, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of many came to."""

    changes: Changes
    refused: tuple[RefusedKey, ...]


def change_many(
    book: Book,
    kind: str,
    keys: Iterable[Sequence[Any]],
    field: str,
    text: str,
    *,
    confirmed: bool = False,
) -> Changed:
    """Give one field of many records the same text, as one step; those that cannot have it stay as they are.

    Raises ClosedMonthError unless `confirmed`, and as `Book.write` does; KeyError for an unknown field.
    """
    changing = _Changing(book, kind, field, text.strip())
    records, refused = [], []
    for key in keys:
        record = book.get(kind, *key)
        if record is None:
            continue
        changing.view.remember(record)
        changed, problems = changing.change(record)
        if changed is None:
            refused.append(RefusedKey(tuple(key), problems))
        elif changed != record:
            records.append(changed)
    if not records:
        return Changed(Changes(b""), tuple(refused))
    detail = {"kind": kind, "field": field, "text": text, "number": len(records)}
    with book.write(CHANGED_MANY, detail, bulk=True, confirmed=confirmed) as writer:
        writer.put_many(records)
    return Changed(writer.changes, tuple(refused))


class _Changing:
    """One text being given to one field of many records."""

    def __init__(self, book: Book, kind: str, field: str, text: str) -> None:
        self._kind = kind
        self._sheet = sheet_of(kind)
        self._column = self._sheet.column(field)
        self._text = text
        self._book = book
        self.view = view = KnownView(book, kind)
        self._lots = view.lots()
        context = view.read_context()
        self._lookups = TypedLookups(context)
        self._references = References(view, {}, {})
        self._cells = cells_context(book, view)
        self._unit: str | None = None
        today = datetime.now(book.settings.timezone).date()
        self._read = typed_reader(self._column, context, today, lambda: self._unit)
        self._defaults = {
            each.name: None if each.default is MISSING else each.default for each in fields(KIND[kind].record)
        }

    def change(self, record: Any) -> tuple[Any | None, tuple[Problem, ...]]:
        """Return the record with the field changed; None and why where it cannot be."""
        column = self._column
        if not set(column.fields).isdisjoint(KIND[self._kind].key):
            return None, (problem(column.key, ProblemCode.KEY_OF_ONE),)
        if not self._text and column.required:
            return None, (problem(column.key, ReasonCode.MISSING),)
        try:
            changed = replace(record, **self._values(record))
        except UnitFaultError as error:
            return None, (problem(column.key, error.code, stated=error.stated, expected=error.expected),)
        except CellFaultError as error:
            return None, (Problem(field=column.key, code=error.reason.code, data=error.reason.data),)
        faults = [*self._own_faults(changed), *self._references.faults(self._kind, changed)]
        problems = tuple(
            Problem(field=name or "", code=why.code, data=why.data) for name, _value, why in faults
        )
        return (None, problems) if problems else (changed, ())

    def _values(self, record: Any) -> dict[str, Any]:
        names = self._column.fields
        if not self._text:
            return {name: self._defaults[name] for name in names}
        self._unit = self._unit_of(record) if self._column.value == "quantity" else None
        value = self._read(self._text)
        if self._column.value == "amount":
            return {
                names[0]: self._lookups.minor_units(value, amount_currency(self._column, record, self._cells))
            }
        if self._column.value == "day_or_moment":
            day = value if isinstance(value, date) and not isinstance(value, datetime) else None
            return {names[0]: day, names[1]: None if day else value}
        return {names[0]: value}

    def _unit_of(self, record: Any) -> str | None:
        sku = getattr(record, "sku", None) or self._lots.get(getattr(record, "lot", ""), ("",))[0]
        product = self._book.get("products", sku) if sku else None
        return product.unit if product is not None else None

    def _own_faults(self, record: Any) -> list[Any]:
        row = Row(self._lookups, self._sheet, "", 0, {})
        row.fields = {name: value for name in self._defaults if (value := getattr(record, name)) is not None}
        row.check()
        return row.faults
