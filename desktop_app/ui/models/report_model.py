"""A ReportTable as an item model: sorted by a click, filtered by what is typed, totals of what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop_app.reports.report_table import Cell, Column, ColumnKind, ReportTable, cell_text
from desktop_app.ui.models.roles import FIGURE, KEY, RAW, STYLE, TONE, CellStyle, DrawnCell

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


_FORMATTED_AT_ONCE = 20
"""Rows that are formatted between two turns of the event loop, so that the window never waits for them."""


class ReportModel(QAbstractTableModel):
    """Rows of a ReportTable; `keys` says what each row is. For tables that fit in memory.

    Texts are made when they are first seen, and those not yet seen while the window has nothing else to do.
    """

    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: ReportTable | None = None
        self._keys: Sequence[object] = ()
        self._drawn = Drawn()
        self._texts: list[tuple[str, ...] | None] = []
        self._searched: list[str | None] = []
        self._made = 0
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._make_some)
        self._styles: list[CellStyle] = []
        self._tones: list[Callable[[int], str] | None] = []
        self._sides: list[Qt.AlignmentFlag] = []
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
        self._texts = [None] * len(table.rows)
        self._searched = [None] * len(table.rows)
        self._made = 0
        self._styles = [self._drawn.styles.get(column.key, CellStyle.PLAIN) for column in table.columns]
        self._tones = [self._drawn.tones.get(column.key) for column in table.columns]
        self._sides = [_alignment(column) for column in table.columns]
        self._arrange()
        self._idle.start(0)
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
        row, place = self._order[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text_of(row)[place]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._sides[place]
            case Qt.ItemDataRole.ToolTipRole:
                say = self._drawn.tips.get(self.table.columns[place].key)
                return say(row) if say else None
            case _:
                return self._own_data(row, place, role)

    def _own_data(self, row: int, place: int, role: int) -> Any:
        if role == RAW:
            return self.table.rows[row][place] if self.table else None
        if role == STYLE:
            return self._styles[place]
        if role == TONE:
            tone = self._tones[place]
            return tone(row) if tone else None
        return self._keys[row] if role == KEY else None

    def drawn_cell(self, row: int, place: int) -> DrawnCell:
        """All that drawing a shown cell needs, in one answer."""
        at = self._order[row]
        tone = self._tones[place]
        raw = self.table.rows[at][place] if self.table else None
        said = tone(at) if tone else None
        return DrawnCell(self._text_of(at)[place], raw, self._styles[place], said or "", self._sides[place])

    def longest_rows(self, place: int) -> list[int]:
        """The shown rows whose text may be the widest in a column, told without formatting all."""
        if self.table is None or not self._order:
            return []
        rows, order = self.table.rows, self._order
        kind = self.table.columns[place].kind
        if kind in {ColumnKind.TEXT, ColumnKind.EXACT}:
            return nlargest(3, range(len(order)), key=lambda i: len(str(rows[order[i]][place] or "")))
        if kind in {ColumnKind.DAY, ColumnKind.MOMENT}:
            return [next((i for i, at in enumerate(order) if rows[at][place] is not None), 0)]
        known = [i for i, at in enumerate(order) if rows[at][place] is not None]
        value = partial(_figure_at, rows, order, place)
        return [max(known, key=value), min(known, key=value)] if known else [0]

    def _text_of(self, row: int) -> tuple[str, ...]:
        texts = self._texts[row]
        if texts is None:
            table = self.table
            if table is None:
                raise IndexError(row)
            cells = zip(table.columns, table.rows[row], strict=True)
            texts = self._texts[row] = tuple([_shown(column, cell, table) for column, cell in cells])
        return texts

    def _searched_in(self, row: int) -> str:
        text = self._searched[row]
        if text is None:
            text = self._searched[row] = " ".join(self._text_of(row)).casefold()
        return text

    def _make_some(self) -> None:
        """Make the texts of some rows that nobody has looked at yet, for whoever types a filter."""
        end = min(self._made + _FORMATTED_AT_ONCE, len(self._texts))
        for row in range(self._made, end):
            self._searched_in(row)
        self._made = end
        if end == len(self._texts):
            self._idle.stop()

    def _reset(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()
        self.shown_changed.emit()

    def _arrange(self) -> None:
        words = self._filter.casefold().split()
        rows = [
            i
            for i in range(len(self._texts))
            if (self._wanted is None or self._wanted(i))
            and (not words or all(word in self._searched_in(i) for word in words))
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


def _figure_at(rows: Sequence[Sequence[Cell]], order: Sequence[int], place: int, row: int) -> Any:
    return rows[order[row]][place]


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
    text = cell_text(column, cell, table.zone)
    is_below = _negative(cell) or (column.kind is ColumnKind.EXACT and text.startswith("-"))
    return text.replace("-", MINUS, 1) if is_below else text


def _negative(cell: Cell) -> bool:
    return isinstance(cell, int | Fraction) and cell < 0


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
