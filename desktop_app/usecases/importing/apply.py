"""Writes import plans into the book: all of them as one command, which is one step to undo."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from desktop_app.domain.facts import KINDS
from desktop_app.usecases.importing.kept_report import report_of_plan
from desktop_app.usecases.importing.plan import Effect, ImportPlan, ImportReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store import Book
    from desktop_app.store.writing import Writer

_AT_ONCE: Final = 1_000
"""Rows between two reports of progress."""

TITLE: Final = "import"
"""The title of an import in the history; whoever shows it words it."""


class Progress(Protocol):
    """Told how many rows of how many are written; what it raises takes the whole import back."""

    def __call__(self, done: float, whole: float = 1.0, /) -> None:
        """Take the figures."""


def apply_plans(
    book: Book, plans: Sequence[ImportPlan], *, confirmed: bool = False, progress: Progress | None = None
) -> list[ImportReport]:
    """Write what the plans bring, in one command; refused rows stay out.

    Plans that change nothing leave no trace. Raises ClosedMonthError unless `confirmed`, and as `Book.write`.
    """
    changing = sorted((plan for plan in plans if plan.changes_anything), key=lambda plan: plan.sequence)
    if changing:
        names = [plan.file_name for plan in changing]
        with book.write(TITLE, {"files": names}, bulk=True, confirmed=confirmed) as writer:
            now = int(datetime.now(UTC).timestamp())
            told = _Told(progress, sum(len(rows) for plan in changing for rows in plan.records.values()))
            for plan in changing:
                _write(book, writer, plan, told)
                _remember(book, writer, plan, now)
    return [report_of(plan) for plan in plans]


class _Told:
    """Counts the rows that are written, and tells whoever wants to know."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress = progress
        self._whole = whole
        self._done = 0

    def add(self, rows: int) -> None:
        """So many rows more are written."""
        self._done += rows
        if self._progress is not None:
            self._progress(self._done, max(self._whole, 1))


def _write(book: Book, writer: Writer, plan: ImportPlan, told: _Told) -> None:
    """Write one plan's records, then what gives way to them, then its workings."""
    for kind in KINDS:
        rows = plan.records.get(kind.name, ())
        records = [row.record for row in rows if row.effect is not Effect.UNCHANGED]
        for start in range(0, len(records), _AT_ONCE):
            writer.put_many(records[start : start + _AT_ONCE])
            told.add(_AT_ONCE)
    for kind in reversed(KINDS):
        for key in plan.removals.get(kind.name, ()):
            if book.get(kind.name, *key) is not None:
                writer.delete(kind.name, *key)
    for table, keys in plan.working_removals.items():
        for key in keys:
            if book.row(table, *key) is not None:
                writer.delete(table, *key)
    for table, workings in plan.workings.items():
        writer.put_rows(table, workings)


def _remember(book: Book, writer: Writer, plan: ImportPlan, now: int) -> None:
    """Keep which file came in: its hash, and in codes and figures what came of it."""
    if "import_files" in plan.workings or not plan.file_hash:
        return
    cells, row_hashes = plan.kept() if plan.kept else (None, None)
    figures = {
        name: sum(plan.counts(effect).values())
        for name, effect in (
            ("added", Effect.NEW),
            ("updated", Effect.CHANGED),
            ("unchanged", Effect.UNCHANGED),
        )
    }
    writer.put_row(
        "import_files",
        {
            "file_hash": plan.file_hash,
            "imported_at": now,
            "file_name": plan.file_name,
            "format": plan.format,
            "refused": len(plan.refusals),
            "account": plan.account,
            "headings": json.dumps(plan.other_headings or plan.ignored_columns, ensure_ascii=False),
            "report": report_of_plan(plan, book.decimals),
            "cells": cells,
            "row_hashes": row_hashes,
            **figures,
        },
    )


def report_of(plan: ImportPlan) -> ImportReport:
    """Return what a plan does, or for a dry run would do."""
    return ImportReport(
        path=plan.path,
        file=plan.file,
        format=plan.format,
        account=plan.account,
        added=plan.counts(Effect.NEW),
        updated=plan.counts(Effect.CHANGED),
        unchanged=plan.counts(Effect.UNCHANGED),
        refusals=tuple(plan.refusals),
        suspicions=tuple(plan.suspicions),
        ignored_columns=tuple(plan.ignored_columns),
        ignored_sheets=tuple(plan.ignored_sheets),
        totals=plan.totals,
    )
