"""Work on many records at once: changing a field, deleting, pasting; each is one step of undo."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.dialogs.bulk_change import BulkChange
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.dialogs.paste import PasteDialog
from desktop_app.usecases.records.many import change_many, void_records
from desktop_app.usecases.records.rows import read_rows
from desktop_app.usecases.records.saving import ClosedMonthError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.widgets.record_table import RecordTable

CHUNK = 5000
"""Records read at a time to learn their keys."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked to be done to rows: delete them, or give a field a text."""

    ids: Sequence[int]
    field: str | None = None
    text: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of it: changes and how many records refused them, or a closed month."""

    wish: _Wish
    changes: Changes | None = None
    refused: int = 0
    closed: ClosedMonthError | None = None


class RecordWork(QObject):
    """Does what is asked for the selected rows of a table."""

    def __init__(self, context: Context, table: RecordTable) -> None:
        super().__init__(table)
        self._context, self._table, self._model = context, table, table.records
        self._dialog: PasteDialog | None = None

    def delete(self) -> None:
        """Put the selected records into the bin; a toast offers to undo it."""
        ids = self._chosen()
        if len(ids):
            self._do(_Wish(ids))

    def change_many(self) -> None:
        """Ask for a field and its value for the selected records, and change them."""
        ids = self._chosen()
        if not len(ids):
            self._context.say(_("Select the rows to change first"))
            return
        column = max(self._table.currentIndex().column(), 0)
        fields = self._model.fields
        dialog = BulkChange(self._context, fields, fields[column].key, len(ids), self._table.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._do(_Wish(ids, dialog.field.key, dialog.text))
        dialog.deleteLater()

    def paste(self) -> None:
        """Look at what was copied; a single text goes into the current cell."""
        text = QGuiApplication.clipboard().text()
        index = self._table.currentIndex()
        if "\t" not in text and "\n" not in text.rstrip("\r\n"):
            if text.strip() and index.isValid() and self._model.fields[index.column()].editable:
                self._model.setData(index, text.strip())
            return
        self._dialog = PasteDialog(self._context, self._model.kind, self._table.window())
        self._dialog.pasted.connect(self._pasted)
        self._dialog.finished.connect(self._let_go)
        self._dialog.look_at(text)
        self._dialog.open()

    def _chosen(self) -> Sequence[int]:
        ranges = self._table.selected_ranges()
        current = self._table.currentIndex().row()
        return self._model.ids_in(ranges or ([(current, current)] if current >= 0 else []))

    def _do(self, wish: _Wish) -> None:
        self._context.do(partial(_carry_out, self._model.kind, wish), self._done)

    def _done(self, done: _Done) -> None:
        if done.closed is not None:
            if ask_closed(self._context, self._table.window(), done.closed):
                wish = done.wish
                self._do(_Wish(wish.ids, wish.field, wish.text, confirmed=True))
            return
        changes = done.changes
        if changes is None:
            return
        self._context.book_changed.emit(changes)
        count = len(done.wish.ids) - done.refused
        if done.wish.field is None:
            text = ngettext("Deleted {count} record", "Deleted {count} records", count)
        else:
            text = ngettext("Changed {count} record", "Changed {count} records", count)
        text = text.format(count=formats.count(count))
        if done.refused:
            left = ngettext("{count} stayed as it was", "{count} stayed as they were", done.refused)
            text = f"{text} · {left.format(count=formats.count(done.refused))}"
        self._say(text, undo=count > 0)

    def _pasted(self, changes: Changes) -> None:
        self._context.book_changed.emit(changes)
        mine = changes.by_kind.get(self._model.kind)
        added, updated = (mine.added, mine.updated) if mine else (0, 0)
        text = _("Brought in: {added} new, {updated} changed").format(
            added=formats.count(added), updated=formats.count(updated)
        )
        self._say(text, undo=True)

    def _say(self, text: str, *, undo: bool) -> None:
        action: Callable[[], object] | None = self._context.actions["undo"].trigger if undo else None
        self._context.say(text, _("Undo") if undo else "", action)

    def _let_go(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
            gc.unfreeze()  # what was pasted may be let go of again
        self._table.setFocus()


def _carry_out(kind: str, wish: _Wish, book: Book) -> _Done:
    """Do it to the records that are still there, as one step."""
    keys = []
    for start in range(0, len(wish.ids), CHUNK):
        keys += [row.key for row in read_rows(book, kind, wish.ids[start : start + CHUNK])]
    try:
        if wish.field is None:
            return _Done(wish, void_records(book, kind, keys, confirmed=wish.confirmed))
        changed = change_many(book, kind, keys, wish.field, wish.text, confirmed=wish.confirmed)
    except ClosedMonthError as error:
        return _Done(wish, closed=error)
    return _Done(wish, changed.changes, len(changed.refused))
