"""Records as an item model over any number of rows: it knows their ids and reads what is looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop_app.ui.models.record_reading import Keep, Typed, begin_rows, some_rows, whole_list
from desktop_app.ui.models.roles import FIGURE, KEY, CellStyle, DrawnCell
from desktop_app.usecases.records.layout import fields_of
from desktop_app.usecases.records.rows import Query, RecordRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_reading import Listed, Range, Rows
    from desktop_app.usecases.records.layout import Field

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
BLANK: Final = "–"
MINUS: Final = "\N{MINUS SIGN}"
PAGE: Final = 100
"""Rows read before and after the one that is wanted."""
KEPT: Final = 20_000
"""Rows kept in memory."""
WRONG: Final = Qt.ItemDataRole.UserRole + 21
"""What is wrong with the text that was typed into the cell; blank where nothing is."""
_LONG: Final = 24
TONES: Final = {"bad": "loss", "warn": "warning", "muted": "muted", "stale": "muted"}
"""A record's tones as the look names them."""


class RecordModel(QAbstractTableModel):
    """Rows of a `Query`; an answer to a question that is no longer asked is dropped.

    `began` comes with the first rows, `listed` with the whole list (a `Listed`), `failed` with an error,
    `typed` when an editor hands in a text (a `Typed`), `read` after rows have come.
    """

    began = Signal()
    listed = Signal(object)
    failed = Signal(object)
    typed = Signal(object)
    read = Signal(object)

    def __init__(self, context: Context, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.kind = kind
        self.fields: tuple[Field, ...] = fields_of(kind)
        self.query = Query(kind=kind)
        self.is_whole = False
        self._sides = [_side(field) for field in self.fields]
        self._generation = 0
        self._ids: array[int] = array("q")
        self._rows: OrderedDict[int, RecordRow] = OrderedDict()
        self._stale: set[int] = set()
        self._entered: dict[tuple[int, str], Typed] = {}
        self._missing = -1
        self._reading = False
        self._held = False
        self._late: Listed | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read_missing)

    # Questions ------------------------------------------------------------------------------------------

    def ask(self, query: Query) -> None:
        """Show another question's rows: the first at once, the whole list when it is made."""
        self.query = query
        self.is_whole = False
        self._generation += 1
        self._stale = set(self._rows)
        self._context.ask(partial(begin_rows, query, self._generation), self._begin, self._wrong)
        self._list(Keep())

    def again(self, keep: Keep) -> None:
        """Read the same question anew; what is shown stays until the answer has come."""
        self._generation += 1
        self._stale = set(self._rows)
        self._touch()
        self._list(keep)

    def hold(self) -> None:
        """Keep the rows where they are while one of them is being typed in."""
        self._held = True

    def release(self) -> None:
        """Let the rows move again; a list that came meanwhile is taken now."""
        self._held = False
        answer, self._late = self._late, None
        self._take_list(answer)

    def forget(self) -> None:
        """Have no rows: for another book."""
        self.beginResetModel()
        self._generation += 1
        self._ids, self.is_whole = array("q"), False
        self._rows.clear()
        self._stale.clear()
        self._entered.clear()
        self.endResetModel()

    def retranslate(self) -> None:
        """Take headings in the language in force; rows are to be read anew."""
        self.fields = fields_of(self.kind)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.fields) - 1)

    @property
    def is_calm(self) -> bool:
        """Whether no rows are about to be asked for."""
        return not self._timer.isActive()

    # Rows -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows known so far."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """All fields of the kind; the view hides some."""
        return 0 if parent.isValid() else len(self.fields)

    def row_id(self, row: int) -> int:
        """The id of a row."""
        return self._ids[row]

    def record_at(self, row: int) -> RecordRow | None:
        """A row's texts; None where it has not been read."""
        return self._rows.get(self._ids[row]) if 0 <= row < len(self._ids) else None

    def record_of(self, row_id: int) -> RecordRow | None:
        """A row's texts by its id; None where it has not been read."""
        return self._rows.get(row_id)

    def ids_in(self, ranges: Iterable[Range]) -> array[int]:
        """The ids of rows, given as first and last."""
        found: array[int] = array("q")
        for first, last in ranges:
            found.extend(self._ids[first : last + 1])
        return found

    def known_rows(self) -> list[RecordRow]:
        """Rows that have been read, to measure columns by."""
        return list(self._rows.values())

    def column_of(self, field: str) -> int:
        """The column of a field; −1 for another kind's."""
        return next((at for at, each in enumerate(self.fields) if each.key == field), -1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Headings; figures' stand at the right."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return field.guide
        return field.is_figure if role == FIGURE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Computed columns and rows that have not come cannot be edited."""
        flags = super().flags(index)
        if index.isValid() and self.fields[index.column()].editable and self.record_at(index.row()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = 0) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        field, row_id = self.fields[index.column()], self._ids[index.row()]
        record = self._rows.get(row_id)
        if record is None or row_id in self._stale:
            self._want(index.row())
        if record is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        return self._cell(index, field, record, role)

    def drawn_cell(self, row: int, column: int) -> DrawnCell:
        """All that drawing a cell needs, in one answer; a row that has not been read is wanted by that."""
        row_id, field, side = self._ids[row], self.fields[column], self._sides[column]
        record = self._rows.get(row_id)
        if record is None or row_id in self._stale:
            self._want(row)
        if record is None:
            return DrawnCell("", None, CellStyle.PLAIN, "", side)
        entered = self._entered.get((row_id, field.key)) if self._entered else None
        text = entered.text if entered else record.texts[column]
        tone = "loss" if entered and entered.problem else TONES.get(record.tones.get(field.key, ""), "")
        return DrawnCell(_shown(field, text), text or None, self._style(field, record), tone, side)

    def is_coming(self, row: int) -> bool:
        """Whether a row is still being read."""
        return self._ids[row] not in self._rows

    def _cell(self, index: Index, field: Field, record: RecordRow, role: int) -> Any:
        entered = self._entered.get((record.id, field.key))
        text = entered.text if entered else record.texts[index.column()]
        answers: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: _shown(field, text),
            Qt.ItemDataRole.EditRole: lambda: text,
            Qt.ItemDataRole.ToolTipRole: lambda: text if len(text) > _LONG else None,
            KEY: lambda: record.key,
            WRONG: lambda: entered.problem if entered else "",
        }
        answer = answers.get(role)
        return answer() if answer else None

    def _style(self, field: Field, record: RecordRow) -> CellStyle:
        if field.key == "status" and record.texts[self.column_of("status")]:
            return CellStyle.PILL
        return CellStyle.STRONG if field is self.fields[0] else CellStyle.PLAIN

    # Typing into cells ----------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed: it is shown at once, and handed on to be kept."""
        record = self.record_at(index.row())
        if role != Qt.ItemDataRole.EditRole or record is None:
            return False
        field = self.fields[index.column()]
        typed = Typed(record.id, record.key, field.key, str(value))
        self._entered[record.id, field.key] = typed
        self._changed(index.row(), index.row())
        self.typed.emit(typed)
        return True

    def settle(self, typed: Typed, row: RecordRow | None) -> None:
        """A typed text was kept, or is let go of: show the record (None: as it was)."""
        self._entered.pop((typed.row_id, typed.field), None)
        if row is not None:
            self._put([row])
        self._show(typed.row_id)

    def refuse(self, typed: Typed) -> None:
        """A typed text could not be kept: it stays, with its problem."""
        self._entered[typed.row_id, typed.field] = typed
        self._show(typed.row_id)

    def entered_at(self, index: Index) -> Typed | None:
        """What was typed into a cell and is not kept yet."""
        if not index.isValid():
            return None
        return self._entered.get((self._ids[index.row()], self.fields[index.column()].key))

    def row_of_id(self, row_id: int) -> int:
        """Where a row is; −1 where it is not listed."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def _show(self, row_id: int) -> None:
        row = self.row_of_id(row_id)
        if row >= 0:
            self._changed(row, row)

    # Answers --------------------------------------------------------------------------------------------

    def _list(self, keep: Keep) -> None:
        """Ask for the whole list at the lowest rank: what is on the screen, and other questions, go first."""
        desk = self._context.desk
        if desk is not None:
            work = partial(whole_list, self.query, self._generation, keep, self._is_asked)
            self._context.tasks.watch(desk.later(work), self._take_list, self._wrong)

    def _is_asked(self, generation: int) -> bool:
        return generation == self._generation

    def _begin(self, answer: Rows) -> None:
        if answer.generation != self._generation or self.is_whole:
            return
        self.beginResetModel()
        self._ids = array("q", [row.id for row in answer.rows])
        self._put(answer.rows)
        self.endResetModel()
        self.read.emit(answer.rows)
        self.began.emit()

    def _take_list(self, answer: Listed | None) -> None:
        if answer is None or answer.generation != self._generation:
            return
        if self._held:
            self._late = answer
            return
        known, count = len(self._ids), len(answer.ids)
        self.is_whole = True
        if known <= count and answer.ids[:known] == self._ids:
            if count > known:
                self.beginInsertRows(QModelIndex(), known, count - 1)
                self._ids = answer.ids
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._ids = answer.ids
            self.endResetModel()
        self._touch()
        self.listed.emit(answer)

    def _wrong(self, error: BaseException) -> None:
        self.failed.emit(error)

    def _want(self, row: int) -> None:
        self._missing = row
        if not self._reading and not self._timer.isActive():
            self._timer.start(0)

    def _read_missing(self) -> None:
        row, self._missing = self._missing, -1
        if not 0 <= row < len(self._ids):
            return
        around = self._ids[max(row - PAGE, 0) : row + PAGE]
        wanted = [each for each in around if each not in self._rows or each in self._stale]
        self._reading = True
        self._context.ask(
            partial(some_rows, self.kind, self._generation, wanted), self._take_rows, self._not_read
        )

    def _take_rows(self, answer: Rows) -> None:
        self._reading = False
        self._put(answer.rows)
        there = {row.id for row in answer.rows}
        blank = ("",) * len(self.fields)
        self._put([RecordRow(id=i, key=(), texts=blank, tones={}) for i in answer.wanted if i not in there])
        self._touch()
        self.read.emit(answer.rows)
        if self._missing >= 0:
            self._timer.start(0)

    def _not_read(self, error: BaseException) -> None:
        self._reading = False
        self.failed.emit(error)

    def _put(self, rows: Iterable[RecordRow]) -> None:
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
            self._stale.discard(row.id)
        while len(self._rows) > KEPT:
            gone, _row = self._rows.popitem(last=False)
            self._stale.discard(gone)

    def _touch(self) -> None:
        """Have what is seen drawn anew; the view asks again for what it shows."""
        if self._ids:
            self._changed(0, len(self._ids) - 1)

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.fields) - 1))


def _shown(field: Field, text: str) -> str:
    if field.is_figure and text.startswith("-"):
        return f"{MINUS}{text[1:]}"
    return text or BLANK


def _side(field: Field) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if field.is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
