"""Keeps what is typed into cells, one record a time, and asks once more where its month is closed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.reports.record_text import problem_text
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.usecases.records.drafts import check_draft, draft_of
from desktop_app.usecases.records.rows import read_rows, row_of
from desktop_app.usecases.records.saving import ClosedMonthError, save_draft

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_model import RecordModel
    from desktop_app.ui.models.record_reading import Typed
    from desktop_app.usecases.records.rows import RecordRow


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a typed text: the row as it is now, or the problem in words, or a closed month."""

    typed: Typed
    command_id: bytes
    row: RecordRow | None = None
    changes: Changes | None = None
    problem: str = ""
    closed: ClosedMonthError | None = None


class CellSaver(QObject):
    """`kept(changes)` after a text is in the book; `refused(typed)` where it is not, with its problem."""

    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, model: RecordModel, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._model, self._window = context, model, window
        model.typed.connect(self.keep)

    def keep(self, typed: Typed) -> None:
        """Put a typed text into the book."""
        self._keep(typed, uuid.uuid4().bytes, confirmed=False)

    def _keep(self, typed: Typed, command_id: bytes, *, confirmed: bool) -> None:
        work = partial(
            change_cell, kind=self._model.kind, typed=typed, command_id=command_id, confirmed=confirmed
        )
        self._context.do(work, self._answered)

    def _answered(self, answer: Kept) -> None:
        if answer.closed is not None:
            if ask_closed(self._context, self._window, answer.closed):
                self._keep(answer.typed, answer.command_id, confirmed=True)
            else:
                self._model.settle(answer.typed, None)
        elif answer.problem:
            typed = replace(answer.typed, problem=answer.problem)
            self._model.refuse(typed)
            self.refused.emit(typed)
        else:
            self._model.settle(answer.typed, answer.row)
            self.kept.emit(answer.changes)


def change_cell(book: Book, *, kind: str, typed: Typed, command_id: bytes, confirmed: bool) -> Kept:
    """Keep one field of a record as typed; what is wrong comes back in words. Raises as `Book.write` does."""
    draft = {**draft_of(book, kind, typed.key), typed.field: typed.text}
    checked = check_draft(book, kind, draft, key=typed.key)
    if checked.record is None:
        wrong = [each for each in checked.problems if not each.is_warning]
        problems = [each for each in wrong if each.field == typed.field] or wrong
        return Kept(typed, command_id, problem=" ".join(problem_text(each) for each in problems))
    try:
        saved = save_draft(book, kind, draft, key=typed.key, command_id=command_id, confirmed=confirmed)
    except ClosedMonthError as error:
        return Kept(typed, command_id, closed=error)
    row_id = row_of(book, kind, saved.key)
    rows = [] if row_id is None else read_rows(book, kind, [row_id])
    return Kept(typed, command_id, rows[0] if rows else None, saved.changes)
