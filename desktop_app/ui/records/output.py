"""What leaves a table of records: copied for Excel, printed, written to a workbook; as it is seen."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop_app.i18n import _, ngettext
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui import formats
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.usecases.record_output import Seen, write_seen_records
from desktop_app.usecases.records.rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.widgets.record_table import RecordTable
    from desktop_app.usecases.records.rows import RecordRow

PRINTED: Final = 2000
"""Rows that are printed at most; more than that nobody reads on paper."""
_CHUNK: Final = 5000


@dataclass(frozen=True, slots=True)
class _Copied:
    text: str
    count: int


class RecordOutput(QObject):
    """Copies, prints and exports the columns that are seen."""

    def __init__(self, context: Context, table: RecordTable) -> None:
        super().__init__(table)
        self._context, self._table, self._model = context, table, table.records
        self._print: Callable[[ReportTable], object] | None = None
        self._title = ""

    def copy(self) -> None:
        """Put the selected rows with their headings on the clipboard."""
        ids = self._model.ids_in(self._table.selected_ranges())
        if not len(ids):
            return
        known = [self._model.record_of(each) for each in ids[:_CHUNK]]
        here = [record for record in known if record is not None]
        if len(here) == len(ids):
            self._take(_Copied(_block(self._headings, self._places, here), len(here)))
            return
        question = partial(_read_block, self._model.kind, self._headings, self._places, ids)
        self._context.ask(question, self._take_and_say)

    def export_to(self, path: Path, title: str, done: Callable[[Path], object]) -> None:
        """Write all rows of the filter, in their order, to a workbook."""
        desk = self._context.desk
        if desk is None:
            return
        progress = Progress(self._table.window(), _("Writing the workbook…"))
        columns = tuple(self._model.fields[place].key for place in self._places)
        seen = Seen(query=self._model.query, columns=columns, title=title)
        future = desk.whole(partial(write_seen_records, seen=seen, path=path, progress=progress.told))
        progress.follow(future)
        self._context.tasks.watch(future, done, self._not_written)

    def ask_printable(self, title: str, then: Callable[[ReportTable], object]) -> None:
        """Read the rows as they are to be printed."""
        self._print, self._title = then, title
        ids = self._model.ids_in([(0, min(self._model.rowCount(), PRINTED) - 1)])
        self._context.ask(partial(_read_table, self._model.kind, ids), self._printable)

    @property
    def _places(self) -> list[int]:
        return self._table.shown_columns()

    @property
    def _headings(self) -> list[str]:
        return [self._model.fields[place].heading for place in self._places]

    def _printable(self, rows: Sequence[RecordRow]) -> None:
        columns = tuple(
            Column(
                key=self._model.fields[place].key,
                title=self._model.fields[place].heading,
                kind=ColumnKind.EXACT if self._model.fields[place].is_figure else ColumnKind.TEXT,
            )
            for place in self._places
        )
        count = self._model.rowCount()
        note = _("The first {count} of {all}; all of them are in the Excel export").format(
            count=formats.count(PRINTED), all=formats.count(count)
        )
        table = ReportTable(
            title=self._title,
            columns=columns,
            rows=tuple(tuple(row.texts[place] or None for place in self._places) for row in rows),
            notes=(note,) if count > PRINTED else (),
        )
        if self._print is not None:
            self._print(table)

    def _take(self, copied: _Copied) -> None:
        QGuiApplication.clipboard().setText(copied.text)

    def _take_and_say(self, copied: _Copied) -> None:
        self._take(copied)
        text = ngettext("{count} row copied", "{count} rows copied", copied.count)
        self._context.say(text.format(count=formats.count(copied.count)))

    def _not_written(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            self._context.say(" · ".join(self._context.words_of(error)))


def _block(headings: Sequence[str], places: Sequence[int], rows: Sequence[RecordRow]) -> str:
    lines = [headings, *_lines(places, rows)]
    return "\n".join("\t".join(map(_one_line, line)) for line in lines)


def _lines(places: Sequence[int], rows: Sequence[RecordRow]) -> list[list[str]]:
    return [[row.texts[place] for place in places] for row in rows]


def _read_block(
    kind: str, headings: Sequence[str], places: Sequence[int], ids: Sequence[int], book: Book
) -> _Copied:
    lines = ["\t".join(map(_one_line, headings))]
    for start in range(0, len(ids), _CHUNK):
        rows = read_rows(book, kind, ids[start : start + _CHUNK])
        lines += ["\t".join(map(_one_line, line)) for line in _lines(places, rows)]
    return _Copied("\n".join(lines), len(lines) - 1)


def _read_table(kind: str, ids: Sequence[int], book: Book) -> Sequence[RecordRow]:
    return read_rows(book, kind, ids)


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ")
