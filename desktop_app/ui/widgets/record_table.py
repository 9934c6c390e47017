"""The table of records: any number of rows, edited in place, its columns as one likes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QResizeEvent

from desktop_app.ui.models.record_model import WRONG, RecordModel
from desktop_app.ui.models.record_reading import Keep
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import label
from desktop_app.ui.widgets.record_cells import RecordDelegate
from desktop_app.ui.widgets.record_header import MARK, RecordHeader
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.drafts import draft_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_reading import Listed, Range
    from desktop_app.usecases.records.rows import RecordRow

WIDEST_TEXT: Final = 220
WIDEST_KEY: Final = 300
_BUBBLE: Final = 320
_WIDEST: Final = 2000
_MEASURED: Final = 400
_PILLS: Final = 20
"""Rows looked at to tell whether a column is drawn as pills."""


@dataclass(frozen=True, slots=True)
class _Exact:
    """A cell's text as it would be typed."""

    row_id: int
    field: str
    text: str


class RecordTable(Table):
    """Enter opens a record, F2 or typing edits the cell; `columns_changed` after a width, place or hiding.

    `edit_left` when editing was given up by Esc; `asked_menu` where a menu is wanted, on the screen.
    """

    columns_changed = Signal()
    edit_left = Signal()
    rows_chosen = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, context: Context, model: RecordModel) -> None:
        super().__init__(context.look)
        self._context = context
        self.records = model
        self._cells = RecordDelegate(context, self)
        self._delegate = self._cells
        self.setItemDelegate(self._cells)
        self.head = RecordHeader(context.look, self)
        self.setHorizontalHeader(self.head)
        self._scale()
        self.setModel(model)
        for header in (self.head, self.verticalHeader()):
            # Else Qt asks every row, each time a heading is drawn, whether all of its column is selected.
            header.setSelectionModel(QItemSelectionModel(model, header))
        self._sized: set[str] = set()
        """Columns whose width a person has chosen."""
        self._natural: dict[int, int] = {}
        """The width that each column's heading and texts want."""
        self._column = 0
        self._row_before = -1
        self._is_fitting = False
        self._bubble = label("", "error", wrap=True)
        self._bubble.setParent(self.viewport())
        self._bubble.setProperty("kind", "bubble")
        self._bubble.hide()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(0)
        self._calm.timeout.connect(self.rows_chosen)
        self._cells.edit_ended.connect(self._after_edit)
        self.selectionModel().selectionChanged.connect(self._chosen)
        self.selectionModel().currentChanged.connect(self._current_moved)
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(self._moved)
        self.head.sectionHandleDoubleClicked.connect(self._unsize)
        model.read.connect(self._fit_rows)
        model.dataChanged.connect(self._show_problem)
        self.horizontalScrollBar().valueChanged.connect(self._show_problem)
        self.verticalScrollBar().valueChanged.connect(self._show_problem)

    # Selection ------------------------------------------------------------------------------------------

    def selected_ranges(self) -> list[Range]:
        """The selected rows as first and last, from the top, none twice."""
        found: list[Range] = []
        for first, last in sorted(
            (each.top(), each.bottom()) for each in self.selectionModel().selection().toList()
        ):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def selected_keys(self) -> list[object]:
        """What the selected rows are, as far as they have been read."""
        rows = (row for first, last in self.selected_ranges() for row in range(first, last + 1))
        records = (self.records.record_at(row) for row in rows)
        return [record.key for record in records if record is not None]

    def keep(self) -> Keep:
        """The rows to find again after reading anew."""
        current = self._row_before = self.currentIndex().row()
        ids = self.records.ids_in(self.selected_ranges())
        return Keep(self.records.row_id(current) if current >= 0 else None, ids)

    def find_again(self, listed: Listed) -> None:
        """Put current row and selection back after reading anew."""
        column = self._here
        selection = self.selectionModel()
        row = listed.current if listed.current >= 0 else min(self._row_before, self.records.rowCount() - 1)
        if row >= 0 and self.currentIndex().row() != row:
            index = self.records.index(row, column)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        if listed.selected and list(listed.selected) != self.selected_ranges():
            wanted = QItemSelection()
            last_column = self.records.columnCount() - 1
            for first, last in listed.selected:
                wanted.select(self.records.index(first, 0), self.records.index(last, last_column))
            selection.select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def begin(self) -> None:
        """Stand in the first row of another list, in the column one was in, with nothing selected."""
        if self.records.rowCount() and not self.currentIndex().isValid():
            index = self.records.index(0, self._here)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def go_to(self, row: int) -> None:
        """Make a row the current one, in the column one is in."""
        if 0 <= row < self.records.rowCount():
            self.setCurrentIndex(self.records.index(row, self._here))
            self.scrollTo(self.currentIndex())

    @property
    def _here(self) -> int:
        """The column one is in, or was in last."""
        return self._column if not self.isColumnHidden(self._column) else self.first_column()

    def go_to_cell(self, row_id: int, field: str) -> None:
        """Make a cell the current one; where its row is no longer listed, stay."""
        row, column = self.records.row_of_id(row_id), self.records.column_of(field)
        if row >= 0 and column >= 0:
            self.setCurrentIndex(self.records.index(row, column))
            self.scrollTo(self.currentIndex())

    def choose_row(self, row: int) -> None:
        """Make a row the current one."""
        self.go_to(row)

    # Columns --------------------------------------------------------------------------------------------

    def shown_columns(self) -> list[int]:
        """The columns that are seen, from the left."""
        places = (self.head.logicalIndex(at) for at in range(self.head.count()))
        return [column for column in places if not self.isColumnHidden(column)]

    def first_column(self) -> int:
        """The leftmost column that is seen."""
        return next(iter(self.shown_columns()), 0)

    def columns(self) -> list[dict[str, object]]:
        """Every column from the left, for remembering: its key, whether it is hidden, a chosen width."""
        kept: list[dict[str, object]] = []
        for at in range(self.head.count()):
            column = self.head.logicalIndex(at)
            key = self.records.fields[column].key
            state: dict[str, object] = {"key": key, "hidden": self.isColumnHidden(column)}
            if key in self._sized:
                state["width"] = self.columnWidth(column)
            kept.append(state)
        return kept

    def arrange(self, states: Sequence[dict[str, object]]) -> None:
        """Put columns in order, hide and size them; fields that are not named stand at the end as usual."""
        self._is_fitting = True
        self._sized.clear()
        place = 0
        named = set()
        for state in states:
            column = self.records.column_of(str(state.get("key")))
            if column < 0:
                continue
            named.add(column)
            self.head.moveSection(self.head.visualIndex(column), place)
            self.setColumnHidden(column, bool(state.get("hidden")))
            width = state.get("width")
            if isinstance(width, int) and Space.XXL <= width <= _WIDEST:
                self._sized.add(self.records.fields[column].key)
                self.setColumnWidth(column, width)
            place += 1
        for column, field in enumerate(self.records.fields):
            if column not in named:
                self.setColumnHidden(column, not field.shown)
        self._is_fitting = False
        self.fit()

    def fit(self) -> None:
        """Give every column that nobody has sized room for its heading and the rows read so far."""
        metrics = self.head.fontMetrics()
        for column, field in enumerate(self.records.fields):
            self._natural[column] = metrics.horizontalAdvance(field.heading) + 2 * Space.S + MARK
        self._fit_rows(self.records.known_rows()[-_MEASURED:])

    def _fit_rows(self, rows: Sequence[RecordRow]) -> None:
        """Widen columns for rows that have come; figures and codes are never cut, long texts give way."""
        metrics = QFontMetrics(font(Size.TABLE, scale=self._look.scale))
        strong = QFontMetrics(font(Size.TABLE, strong=True, scale=self._look.scale))
        for column, field in enumerate(self.records.fields):
            if self.isColumnHidden(column) or not rows:
                continue
            longest = sorted({row.texts[column] for row in rows}, key=len)[-3:]
            measure = strong if column == 0 else metrics
            wanted = max(measure.horizontalAdvance(text) for text in longest) + 2 * Space.S + 2
            if any(field.key in row.tones for row in rows[:_PILLS]):
                wanted += Space.L
            if not field.is_figure:
                is_code = field.is_key or field.refers_to is not None
                wanted = min(wanted, self._look.px(WIDEST_KEY if is_code else WIDEST_TEXT))
            self._natural[column] = max(wanted, self._natural.get(column, 0))
        self._spread()

    def _spread(self) -> None:
        """Give columns their widths; what is left over goes to the texts that nobody has sized."""
        fields = self.records.fields
        shown = self.shown_columns()
        free = [column for column in shown if fields[column].key not in self._sized]
        widths = {column: self._natural.get(column, 0) for column in free}
        spare = self.viewport().width() - sum(widths.get(c, self.columnWidth(c)) for c in shown)
        texts = [column for column in free if not fields[column].is_figure]
        for at, column in enumerate(texts):
            widths[column] += max(spare, 0) * (at + 1) // len(texts) - max(spare, 0) * at // len(texts)
        self._is_fitting = True
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self._is_fitting = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width, and keep the problem beside its cell."""
        super().resizeEvent(event)
        self._spread()
        self._show_problem()

    def _resized(self, column: int, _old: int, new: int) -> None:
        if self.head.is_held and new:
            self._sized.add(self.records.fields[column].key)
            self.columns_changed.emit()

    def _unsize(self, column: int) -> None:
        """Have a column as wide as it needs to be again."""
        self._sized.discard(self.records.fields[column].key)
        self.fit()
        self.columns_changed.emit()

    def _moved(self, *_places: int) -> None:
        if not self._is_fitting:
            self.columns_changed.emit()

    # Editing --------------------------------------------------------------------------------------------

    def edit_cell(self, first_text: str | None = None) -> bool:
        """Open the current cell, on `first_text` where that was typed; False where it cannot be edited."""
        index = self.currentIndex()
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self._cells.open_with(first_text)
        self.records.hold()
        self.scrollTo(index)
        self.edit(index)
        self._cells.opened(first_text)
        self._show_problem()
        record = self.records.record_at(index.row())
        if first_text is None and record is not None and self.records.entered_at(index) is None:
            field = self.records.fields[index.column()].key
            self._context.ask(partial(_exact, self.records.kind, record, field), self._take_exact)
        return True

    def _take_exact(self, exact: _Exact) -> None:
        """Put the text in as it would be typed, where the cell is still open and untouched."""
        index = self.currentIndex()
        record = self.records.record_at(index.row())
        field = self.records.fields[index.column()].key if index.isValid() else ""
        if record is not None and (record.id, field) == (exact.row_id, exact.field):
            self._cells.fill(exact.text)

    @property
    def is_editing(self) -> bool:
        """Whether a cell is open."""
        return self._cells.editor is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, edit by typing, else move."""
        text = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self.records.entered_at(self.currentIndex()):
            self.edit_left.emit()
        elif text and text.isprintable() and text != " " and not held:
            self.edit_cell(text)
        else:
            super(Table, self).keyPressEvent(event)

    def _after_edit(self, key: int) -> None:
        self.records.release()
        if key == Qt.Key.Key_Escape:
            self.edit_left.emit()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._edit_beside(-1 if key == Qt.Key.Key_Backtab else 1)
        elif key != Qt.Key.Key_unknown:
            self.go_to(min(self.currentIndex().row() + 1, self.records.rowCount() - 1))

    def _edit_beside(self, step: int) -> None:
        """Go to the next cell that can be edited, in the row after where the row ends, and open it."""
        columns = [c for c in self.shown_columns() if self.records.fields[c].editable]
        current = self.currentIndex()
        if current.column() not in columns:
            return
        row, at = divmod(columns.index(current.column()) + step, len(columns))
        index = self.records.index(current.row() + row, columns[at])
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit_cell()

    # What is wrong with a cell --------------------------------------------------------------------------

    def _show_problem(self, *_what: object) -> None:
        """Say under the current cell what is wrong with the text in it."""
        index = self.currentIndex()
        problem = str(index.data(WRONG) or "") if index.isValid() else ""
        if not problem:
            self._bubble.hide()
            return
        self._bubble.setText(problem)
        width = min(self._look.px(_BUBBLE), self.viewport().width())
        self._bubble.setFixedWidth(width)
        self._bubble.setFixedHeight(self._bubble.heightForWidth(width))
        cell = self.visualRect(index)
        left = max(min(cell.left(), self.viewport().width() - width), 0)
        below = cell.bottom() + 2
        fits = below + self._bubble.height() <= self.viewport().height()
        self._bubble.move(left, below if fits else cell.top() - self._bubble.height() - 2)
        self._bubble.show()
        self._bubble.raise_()

    @property
    def problem(self) -> str:
        """What is said beside the current cell; blank where nothing is wrong."""
        return self._bubble.text() if self._bubble.isVisible() else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, on the row under the pointer or, by keyboard, the current one."""
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(at)

    def _chosen(self, *_what: object) -> None:
        self._calm.start()

    def _current_moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._column = current.column()
        self._show_problem()
        self._calm.start()


def _exact(kind: str, record: RecordRow, field: str, book: Book) -> _Exact:
    return _Exact(record.id, field, draft_of(book, kind, record.key).get(field, ""))
