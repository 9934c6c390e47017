"""What pasting asks of the book: the block that was copied, what it would do, and doing it."""

from __future__ import annotations

import csv
import gc
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.reports.import_preview import PreviewRow, preview_table
from desktop_app.reports.report_table import ReportTable
from desktop_app.usecases.import_desk import amounts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.plan import ImportPlan

EFFECTS: Final = ("new", "changed", "unchanged", "refused")
SHOWN: Final = 60
"""Rows of each effect that are shown; the counts are of all."""
MOST_REFUSALS: Final = 200
_NOTHING: Final = ReportTable(title="", columns=(), rows=())


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of texts as copied, all of one width; the fields guessed for its columns."""

    rows: Sequence[Sequence[str]]
    columns: Sequence[str | None]
    has_heading: bool

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def sample(self, at: int) -> str:
        """What stands in a column: its heading and the first text below it."""
        texts = [row[at].strip() for row in self.rows[:20] if row[at].strip()]
        return " · ".join(texts[: 2 if self.has_heading else 1])


@dataclass(frozen=True, slots=True)
class Planned:
    """What a block would do: how many rows have each effect, the first of them as tables."""

    turn: int
    plan: ImportPlan
    counts: Mapping[str, int]
    tables: Mapping[str, ReportTable]

    def shown(self, effect: str) -> int:
        """How many rows of an effect are shown."""
        return self.counts[effect] if effect == "refused" else len(self.tables[effect].rows)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the search for cycles: over 50,000 rows it stops every thread, the window's too."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def rows_of(text: str) -> list[list[str]]:
    """Read what Excel, WPS or a browser has copied: rows of one width, without blank ones at the end."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n")), dialect="excel-tab")
    # One by one: taken all at once, 50,000 rows would hold up every thread.
    rows = [row for row in reader]  # noqa: C416 - as said
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def read_block(kind: str, text: str, _book: Book) -> Block:
    """Read what was copied, and guess which column is which."""
    from desktop_app.usecases.records.pasting import guess_columns  # noqa: PLC0415 - loads the importers

    with undisturbed():
        rows = rows_of(text)
        columns, has_heading = guess_columns(kind, rows)
    return Block(rows, columns, has_heading)


def plan_block(
    kind: str,
    turn: int,
    rows: Sequence[Sequence[str]],
    columns: Sequence[str | None],
    progress: Callable[[float], object],
    cancelled: Callable[[], bool],
    book: Book,
) -> Planned | None:
    """See what rows would do; None where that is no longer wanted. Writes nothing."""
    from desktop_app.usecases.records.pasting import plan_paste  # noqa: PLC0415 - loads the importers

    with undisturbed():
        plan = plan_paste(book, kind, rows, columns, progress=progress, cancelled=cancelled)
    if cancelled():
        return None
    return planned_of(book, kind, plan, turn)


def planned_of(book: Book, kind: str, plan: ImportPlan, turn: int) -> Planned:
    """Count the rows of a plan by what they do, and lay the first of them out."""
    planned = plan.records.get(kind, [])
    by_effect: dict[str, list[PreviewRow]] = {effect: [] for effect in EFFECTS}
    counts = dict.fromkeys(EFFECTS, 0)
    for each in planned:
        effect = each.effect.value
        counts[effect] += 1
        if len(by_effect[effect]) < SHOWN:
            by_effect[effect].append(PreviewRow(effect, each.record, each.row))
    counts["refused"] = len(plan.refusals)
    context, zone = amounts_of(book, kind, [plan]), book.settings.timezone
    tables = {
        effect: preview_table(kind, some, context=context, zone=zone) if some else _NOTHING
        for effect, some in by_effect.items()
    }
    return Planned(turn, plan, counts, tables)


def apply_block(
    plan: ImportPlan,
    progress: Callable[[float], object],
    cancelled: Callable[[], bool],
    book: Book,
    *,
    confirmed: bool,
) -> Changes | None:
    """Bring the rows in as one step; None where it was stopped, with nothing written.

    Raises ClosedMonthError.
    """
    from desktop_app.usecases.records.pasting import apply_paste  # noqa: PLC0415 - loads the importers

    with undisturbed():
        return apply_paste(book, plan, progress=progress, cancelled=cancelled, confirmed=confirmed)
