"""Records as they are seen, written to a workbook of any length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from desktop_app.usecases.records.layout import field_of, fields_of
from desktop_app.usecases.records.rows import list_rows, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.usecases.records.layout import Field
    from desktop_app.usecases.records.rows import Query

CHUNK: Final = 2000
_PERCENT: Final = "0.00####%"
_DAYS: Final = frozenset({"day", "moment", "event", "day_or_moment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is seen: the question, the columns from the left, the title."""

    query: Query
    columns: tuple[str, ...]
    title: str


def write_seen_records(book: Book, *, seen: Seen, path: Path, progress: Callable[[float], object]) -> Path:
    """Write every record of the question, its columns as they are seen.

    `progress` is told the share done. Raises FilterTextError, FileNotWrittenError,
    and what `progress` raises to stop it: then nothing is written.
    """
    from desktop_app.excel.record_workbook import SeenColumn, write_records  # noqa: PLC0415 - loads openpyxl

    kind = seen.query.kind
    fields = [field_of(kind, key) for key in seen.columns]
    columns = [
        SeenColumn(field.heading, field.is_figure, _PERCENT if field.value == "rate" else "")
        for field in fields
    ]
    ids = list_rows(book, seen.query).ids
    write_records(path, seen.title, columns, _rows(book, kind, ids, fields, progress), len(ids))
    return path


def _rows(
    book: Book, kind: str, ids: Sequence[int], fields: Sequence[Field], progress: Callable[[float], object]
) -> Iterator[list[object]]:
    keys = [field.key for field in fields_of(kind)]
    places = [keys.index(field.key) for field in fields]
    for start in range(0, len(ids), CHUNK):
        progress(start / len(ids))
        for row in read_rows(book, kind, ids[start : start + CHUNK]):
            yield [typed(row.texts[place], field) for place, field in zip(places, fields, strict=True)]


def typed(text: str, field: Field) -> object:
    """A text for reading as what it stands for: a figure, a day, a moment; else the text itself."""
    if not text:
        return None
    if field.is_figure:
        return _figure(text)
    return _day(text) if field.value in _DAYS else text


def _figure(text: str) -> object:
    plain = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    try:
        return Decimal(plain[:-1]) / 100 if plain.endswith("%") else Decimal(plain)
    except InvalidOperation:
        return text


def _day(text: str) -> object:
    try:
        if len(text) == len("2026-03-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo is None else text
