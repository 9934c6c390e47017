"""What the import page has done on the book's thread: reading files, counting, laying out rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.reports.import_preview import PreviewRow, preview_table
from desktop_app.usecases.import_desk import Preview, amounts_of, look_at
from desktop_app.usecases.importing.answers import forget
from desktop_app.usecases.importing.plan import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.answers import Answers
    from desktop_app.usecases.importing.apply import Progress
    from desktop_app.usecases.importing.plan import ImportPlan

Counts = dict[Effect, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Files as they were read, with how many rows each brings, so that the window counts nothing."""

    preview: Preview
    counts: Mapping[Path, Counts]

    @property
    def rows_to_write(self) -> int:
        """New and changed rows of all files."""
        return sum(one[Effect.NEW] + one[Effect.CHANGED] for one in self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class KindShown:
    """The rows of one kind of one file, and the table that shows them."""

    plan: ImportPlan
    kind: str
    rows: list[PreviewRow]
    table: ReportTable


def look(
    book: Book,
    *,
    paths: Sequence[Path],
    answers: Mapping[bytes, Answers] | None = None,
    progress: Progress | None = None,
) -> Looked:
    """Read files against the book; writes nothing."""
    preview = look_at(book, paths, answers=answers, progress=progress)
    counts = {
        plan.path: {effect: sum(plan.counts(effect).values()) for effect in Effect} for plan in preview.plans
    }
    return Looked(preview=preview, counts=counts)


def lay_out(book: Book, *, plan: ImportPlan, kind: str, preview: Preview) -> KindShown:
    """Lay out one kind of a file as a table."""
    rows = [PreviewRow(planned.effect.value, planned.record, planned.row) for planned in plan.records[kind]]
    table = preview_table(kind, rows, context=amounts_of(book, kind, preview.plans), zone=preview.zone)
    return KindShown(plan=plan, kind=kind, rows=rows, table=table)


def by_size(plan: ImportPlan) -> list[str]:
    """The kinds of record that a file brings, the most numerous first."""
    return sorted(
        (kind for kind, rows in plan.records.items() if rows), key=lambda kind: -len(plan.records[kind])
    )


def forget_shape(book: Book, *, shape: str) -> None:
    """Forget how files of a shape read."""
    forget(book, shape)
