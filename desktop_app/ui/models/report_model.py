"""A ReportTable as an item model: sorted by a click, filtered by what is typed, totals of what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_app.reports.report_table import Cell, Column, ReportTable, cell_text
from desktop_app.ui.models.roles import FIGURE, KEY, RAW, STYLE, TONE, CellStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MINUS = "\N{MINUS SIGN}"
BLANK = "–"


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the columns of one table are drawn: style by column key, tone of a row's cell by column key."""

    styles: Mapping[str, CellStyle] = field(default_factory=dict)
    tones: Mapping[str, Callable[[int], str]] = field(default_factory=dict)
    """Called with the row's place in the ReportTable."""
    tips: Mapping[str, Callable[[int], str]] = field(default_factory=dict)


class ReportModel(QAbstractTableModel):
    """Rows of a ReportTable; `keys` says what each row is. For tables that fit in memory."""

    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: ReportTable | None = None
        self._keys: Sequence[object] = ()
        self._drawn = Drawn()
        self._texts: list[tuple[str, ...]] = []
        self._order: list[int] = []
        self._filter = ""
        self._wanted: Callable[[int], bool] | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_table(self, table: ReportTable, keys: Sequence[object], drawn: Drawn | None = None) -> None:
        """Show another table; filter and sorting stay in force."""
        self.beginResetModel()
        self.table = table
        self._keys = keys
        self._drawn = drawn or Drawn()
        self._texts = [
            tuple(_shown(column, cell, table) for column, cell in zip(table.columns, row, strict=True))
            for row in table.rows
        ]
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()

    def set_filter(self, typed: str) -> None:
        """Show only rows in which every typed word stands."""
        self._filter = typed
        self._reset()

    def set_wanted(self, wanted: Callable[[int], bool] | None) -> None:
        """Show only rows (by their place in the table) that `wanted` says yes to."""
        self._wanted = wanted
        self._reset()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; blanks always stand last."""
        self._sorted = (column, order) if column >= 0 else None
        self._reset()

    def shown_rows(self) -> list[int]:
        """Places in the table of the rows that are shown, in their order."""
        return list(self._order)

    def shown_table(self) -> ReportTable | None:
        """The table as it is seen: only the rows shown, in their order."""
        if self.table is None:
            return None
        table = self.table
        return ReportTable(
            title=table.title,
            columns=table.columns,
            rows=tuple(table.rows[i] for i in self._order),
            totals=(),
            notes=table.notes,
            zone=table.zone,
        )

    def key_at(self, row: int) -> object:
        """What the shown row is."""
        return self._keys[self._order[row]]

    def row_of(self, key: object) -> int:
        """The shown row of a key; −1 where it is not shown."""
        return next((at for at, i in enumerate(self._order) if self._keys[i] == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of the table."""
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Headings; figures' headings stand at the right, as their figures do."""
        if orientation is not Qt.Orientation.Horizontal or self.table is None:
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == FIGURE:
            return column.is_figure
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """One cell."""
        if not index.isValid() or self.table is None:
            return None
        place = index.column()
        row, column = self._order[index.row()], self.table.columns[place]
        answers: dict[int, Callable[[], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda: self._texts[row][place],
            Qt.ItemDataRole.TextAlignmentRole: lambda: _alignment(column),
            Qt.ItemDataRole.ToolTipRole: lambda: self._of(self._drawn.tips, column, row),
            RAW: lambda: self.table.rows[row][place] if self.table else None,
            STYLE: lambda: self._drawn.styles.get(column.key, CellStyle.PLAIN),
            TONE: lambda: self._of(self._drawn.tones, column, row),
            KEY: lambda: self._keys[row],
        }
        answer = answers.get(role)
        return answer() if answer else None

    @staticmethod
    def _of(given: Mapping[str, Callable[[int], str]], column: Column, row: int) -> str | None:
        say = given.get(column.key)
        return say(row) if say else None

    def _reset(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()

    def _arrange(self) -> None:
        words = self._filter.casefold().split()
        rows = [
            i
            for i, texts in enumerate(self._texts)
            if (self._wanted is None or self._wanted(i))
            and (not words or all(word in " ".join(texts).casefold() for word in words))
        ]
        if self._sorted is not None and self.table is not None:
            column, order = self._sorted
            cells = self.table.rows
            known = [i for i in rows if cells[i][column] is not None]
            known.sort(
                key=lambda i: _sortable(cells[i][column]), reverse=order is Qt.SortOrder.DescendingOrder
            )
            rows = known + [i for i in rows if cells[i][column] is None]
        self._order = rows


def _sortable(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cell.casefold()
    if isinstance(cell, datetime):
        return cell.timestamp()
    if isinstance(cell, date):
        return cell.toordinal()
    return cell if isinstance(cell, Fraction | int) else 0


def _shown(column: Column, cell: Cell, table: ReportTable) -> str:
    if cell is None or cell == "":
        return BLANK
    return (
        cell_text(column, cell, table.zone).replace("-", MINUS, 1)
        if _negative(cell)
        else cell_text(column, cell, table.zone)
    )


def _negative(cell: Cell) -> bool:
    return isinstance(cell, int | Fraction) and cell < 0


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
