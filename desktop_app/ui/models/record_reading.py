"""What a table of records asks of the book; each answer carries the number of its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.usecases.records.rows import first_rows, list_rows, read_rows

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from desktop_app.store.database import Book
    from desktop_app.usecases.records.rows import Query, RecordRow

Range = tuple[int, int]
"""First and last row."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a cell; `problem` says in words why it could not be kept."""

    row_id: int
    key: tuple[Any, ...]
    field: str
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Rows to find again after reading anew, by id: the current one and the selected ones."""

    current: int | None = None
    selected: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole list; where the rows to keep are now: the current one (−1: gone), the selected as ranges."""

    generation: int
    ids: array[int]
    current: int = -1
    selected: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that were read, and the ids they were wanted by."""

    generation: int
    rows: Sequence[RecordRow]
    wanted: Sequence[int] = ()


def begin_rows(query: Query, generation: int, book: Book) -> Rows:
    """Read the first rows of a question."""
    return Rows(generation, first_rows(book, query))


def some_rows(kind: str, generation: int, ids: Sequence[int], book: Book) -> Rows:
    """Read rows by id."""
    return Rows(generation, read_rows(book, kind, ids), ids)


def whole_list(
    query: Query, generation: int, keep: Keep, is_asked: Callable[[int], bool], book: Book
) -> Listed | None:
    """Make the list, unless another question has been asked meanwhile, and find the rows to keep in it."""
    if not is_asked(generation):
        return None
    ids = list_rows(book, query).ids
    if keep.current is None and not keep.selected:
        return Listed(generation, ids)
    wanted = set(keep.selected)
    ranges: list[Range] = []
    current = -1
    for row, row_id in enumerate(ids):
        if row_id == keep.current:
            current = row
        if row_id in wanted:
            if ranges and ranges[-1][1] == row - 1:
                ranges[-1] = (ranges[-1][0], row)
            else:
                ranges.append((row, row))
    return Listed(generation, ids, current, tuple(ranges))
