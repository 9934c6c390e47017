"""Records in pages: the first rows at once, the whole list as ids, any rows by slice, sums of a choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import UNMATCHED
from desktop_app.domain.facts import KIND
from desktop_app.i18n import format_amount, format_count, format_quantity
from desktop_app.reports.record_words import SCOPES as SCOPE_NAMES
from desktop_app.store import pages, results
from desktop_app.store.page_columns import SCOPES, is_amount, is_quantity
from desktop_app.usecases.records.filters import listing_of
from desktop_app.usecases.records.layout import COMPUTED, fields_of
from desktop_app.usecases.records.queries import Condition, FilterTextError, Operator, Query, Sort
from desktop_app.usecases.records.texts import Writing

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from desktop_app.store.database import Book
    from desktop_app.store.pages import PageRow

__all__ = [
    "Condition",
    "FilterTextError",
    "Operator",
    "Query",
    "RecordRow",
    "Refreshed",
    "RowList",
    "Sort",
    "Sum",
    "first_rows",
    "list_rows",
    "read_rows",
    "refresh_computed",
    "row_of",
    "scopes_of",
    "sum_rows",
]

_NOT_SUMMED = frozenset(
    {"list_price", "reference_price", "packaging_cost", "reference_cost", "unit_price", "unit_cost"}
    | {"reorder_level", "per_parcel", "insurance", "signature"}
)
"""Prices and bounds: their sum says nothing."""
_COUNTS_SUMMED = frozenset({"views", "viewers", "new_followers", "product_clicks", "impressions", "clicks"})


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record for reading: `texts` one for each of `fields_of(kind)`, `tones` by field.

    Tones: `bad` (below 0), `warn` (wants attention), `muted` (counts for nothing), `stale` (not up to date).
    """

    id: int
    key: tuple[Any, ...]
    texts: tuple[str, ...]
    tones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowList:
    """The ids of a query's records in order."""

    query: Query
    ids: array[int]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ids)


class Refreshed(Enum):
    """What was done about computed columns that were not up to date."""

    NOTHING = "nothing"
    NOW = "now"
    """They are; rows are to be read again."""
    LATER = "later"
    """They will be, once what was put off is worked out."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a column adds up to; `currency` of an amount, None for quantities and counts."""

    field: str
    currency: str | None
    text: str


def first_rows(book: Book, query: Query, limit: int = 100) -> list[RecordRow]:
    """Read the first rows of a query, long before its list is complete. Raises FilterTextError."""
    return read_rows(book, query.kind, pages.list_ids(book, listing_of(book, query), limit=limit))


def list_rows(book: Book, query: Query) -> RowList:
    """List all records of a query. Raises FilterTextError."""
    return RowList(query, pages.list_ids(book, listing_of(book, query)))


def read_rows(book: Book, kind: str, ids: Sequence[int]) -> list[RecordRow]:
    """Read rows by id, in that order; those that are gone are left out."""
    writing = Writing.of(book)
    stale = bool(COMPUTED.get(kind)) and results.is_stale(book)
    return [_row(writing, kind, row, stale=stale) for row in pages.read_page(book, kind, ids)]


def refresh_computed(book: Book) -> Refreshed:
    """Bring computed columns up to date, but for what takes long and is put off. Raises as `Book.refresh`."""
    if not results.is_stale(book):
        return Refreshed.NOTHING
    results.catch_up(book)
    return Refreshed.LATER if results.is_put_off(book) else Refreshed.NOW


def sum_rows(book: Book, query: Query, ids: Sequence[int] | None = None) -> tuple[Sum, ...]:
    """Add up figures of some rows, None: of the whole query; amounts by currency, quantities by unit."""
    listing = listing_of(book, query)
    kind = query.kind
    summed = [field.key for field in fields_of(kind) if _is_summed(kind, field.key)]
    sums = []
    for key, totals in pages.sum_columns(book, listing, ids, summed).items():
        for name, total in totals:
            if is_amount(kind, key):
                code = name or book.settings.currency
                sums.append(Sum(key, code, format_amount(total, book.decimals(code))))
            elif is_quantity(kind, key):
                sums.append(Sum(key, None, f"{format_quantity(total)} {name or ''}".rstrip()))
            else:
                sums.append(Sum(key, None, format_count(total)))
    return tuple(sums)


def _is_summed(kind: str, key: str) -> bool:
    if key in _NOT_SUMMED:
        return False
    return is_amount(kind, key) or is_quantity(kind, key) or key in _COUNTS_SUMMED


def row_of(book: Book, kind: str, key: Sequence[Any]) -> int | None:
    """Return the id of a record's row; None where there is none."""
    return pages.id_of(book, kind, key)


def scopes_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the ready-made views of a kind: name for a query, English message to translate."""
    return tuple((name, SCOPE_NAMES[name]) for name in SCOPES.get(kind, ()))


def _row(writing: Writing, kind: str, row: PageRow, *, stale: bool) -> RecordRow:
    written = writing.texts(kind, row.record)
    tones = _tones(kind, row)
    texts = []
    for column in fields_of(kind):
        if column.editable:
            texts.append(written.get(column.key, ""))
        else:
            texts.append(writing.computed(column, row.computed.get(column.key), row.record))
            if stale:
                tones[column.key] = "stale"
    return RecordRow(row.id, KIND[kind].key_of(row.record), tuple(texts), tones)


def _tones(kind: str, row: PageRow) -> dict[str, str]:
    record: Any = row.record
    tones = {key: "bad" for key, value in row.computed.items() if isinstance(value, int) and value < 0}
    match kind:
        case "sales" if record.status in {"cancelled", "placed"}:
            tones["status"] = "muted"
        case "sales" if record.shipped_on is not None and record.tracking is None:
            tones["tracking"] = "warn"
        case "products" if record.category == UNMATCHED:
            tones["category"] = "warn"
        case "products" if _is_low(record, row.computed.get("on_hand")):
            tones.setdefault("on_hand", "warn")
        case "sessions" if record.status == "planned":
            tones["status"] = "muted"
    return tones


def _is_low(record: Any, on_hand: int | None) -> bool:
    return record.reorder_level_milli is not None and (on_hand or 0) < record.reorder_level_milli
