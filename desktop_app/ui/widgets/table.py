"""The table of the window: fixed row height, hover, keyboard, remembered columns, totals at its foot."""

from __future__ import annotations

from datetime import date
from heapq import nlargest
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView

from desktop_app.ui.delegates.cells import CellDelegate
from desktop_app.ui.models.roles import FIGURE, KEY, RAW, STYLE, CellStyle
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.ui.theme.look import LookInForce

WIDEST_COLUMN = 320
LEAST_STRETCHED = 96
MEASURED_ROWS = 200
FEW_ROWS = 12


class Table(QTableView):
    """Rows to look through; Enter or a double click opens one, Ctrl+C copies the selection for Excel."""

    opened = Signal(object)

    def __init__(self, look: LookInForce, *, compact: bool = False) -> None:
        super().__init__()
        self._look = look
        self._row = Size.ROW_COMPACT if compact else Size.ROW
        self._delegate = CellDelegate(look, self)
        self._stretched: int | None = None
        self._widths: list[int] = []
        self._foot: Sequence[str] = ()
        self._gives_way = True
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(Space.XXL)
        self.doubleClicked.connect(self._open)
        look.changed.connect(self._scale)
        self._scale()

    def sort_by_headings(self) -> None:
        """Sort by the heading that is clicked; until then the rows stand as the model has them."""
        self.setSortingEnabled(True)
        header = self.horizontalHeader()
        header.setSortIndicator(-1, header.sortIndicatorOrder())

    def fit_columns(self, stretch: int = 0, foot: Sequence[str] = (), *, gives_way: bool = True) -> None:
        """Give each column the width of heading, rows and foot; `stretch` takes what is left or gives way.

        Figures are never cut: where the columns do not fit, the table scrolls sideways.
        """
        if not self.model().columnCount():
            return
        self._stretched = stretch
        self._foot = foot
        self._gives_way = gives_way
        columns = range(self.model().columnCount())
        self._widths = [0 if self.isColumnHidden(at) else self._wanted_width(at) for at in columns]
        self._fit()

    def _fit(self) -> None:
        stretch = self._stretched
        columns = self.model().columnCount()
        if stretch is None or stretch >= columns or len(self._widths) != columns:
            return
        widths = list(self._widths)
        spare = self.viewport().width() - sum(widths)
        least = self._least(stretch) if self._gives_way else widths[stretch]
        widths[stretch] = max(widths[stretch] + spare, min(widths[stretch], least))
        self._let_texts_give_way(widths, stretch)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _let_texts_give_way(self, widths: list[int], stretch: int) -> None:
        """Where it is still too wide, take from other texts, widest first; times and states stay whole."""
        if not self._gives_way:
            return
        model = self.model()
        over = sum(widths) - self.viewport().width()
        texts = [
            at
            for at in range(len(widths))
            if at != stretch
            and not model.headerData(at, Qt.Orientation.Horizontal, FIGURE)
            and not isinstance(model.index(0, at).data(RAW), date)
            and model.index(0, at).data(STYLE) != CellStyle.PILL
        ]
        for at in sorted(texts, key=widths.__getitem__, reverse=True):
            taken = min(max(widths[at] - self._least(at), 0), max(over, 0))
            widths[at] -= taken
            over -= taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew; a scroll bar that appears takes its room from the stretched column."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def widen_for(self, foot: Sequence[str]) -> None:
        """Widen columns whose total at the foot would be cut; none gets narrower."""
        strong = QFontMetrics(font(Size.TABLE, strong=True, scale=self._look.scale))
        for column, text in enumerate(foot):
            wanted = strong.horizontalAdvance(text) + 2 * Space.S + 4
            if text and column != self._stretched and wanted > self.columnWidth(column):
                self.setColumnWidth(column, wanted)

    def _least(self, column: int) -> int:
        """How narrow a text may get: its heading is never cut."""
        return max(self._look.px(LEAST_STRETCHED), self._heading_width(column))

    def _heading_width(self, column: int) -> int:
        way, role = Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
        heading = str(self.model().headerData(column, way, role) or "")
        mark = Space.S if self.isSortingEnabled() else 0
        return self.horizontalHeader().fontMetrics().horizontalAdvance(heading) + 2 * Space.S + mark

    def _wanted_width(self, column: int) -> int:
        model = self.model()
        width = self._heading_width(column)
        if column < len(self._foot):
            strong = QFontMetrics(font(Size.TABLE, strong=True, scale=self._look.scale))
            width = max(width, strong.horizontalAdvance(self._foot[column]) + 2 * Space.S + 2)
        figures = bool(model.headerData(column, Qt.Orientation.Horizontal, FIGURE))
        option = QStyleOptionViewItem()
        for row in self._measured(column):
            width = max(width, self._delegate.sizeHint(option, model.index(row, column)).width())
        return width if figures else min(width, self._look.px(WIDEST_COLUMN))

    def _measured(self, column: int) -> Iterable[int]:
        """Rows to measure: all of a short table, else those with the longest text."""
        model = self.model()
        count = model.rowCount()
        longest = getattr(model, "longest_rows", None)
        if callable(longest) and count > FEW_ROWS:
            return list(longest(column))
        if count <= MEASURED_ROWS:
            return range(count)
        return nlargest(3, range(count), key=lambda row: len(str(model.index(row, column).data() or "")))

    def set_visible_rows(self, rows: int) -> None:
        """Be as high as heading and so many whole rows."""
        self.setFixedHeight(self.horizontalHeader().height() + rows * self._look.px(self._row) + 2)

    def show_all_rows(self) -> None:
        """Be as high as all rows together: for short tables that never scroll."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.model().rowCount() * self._look.px(self._row) + 2)

    def selected_keys(self) -> list[object]:
        """What the selected rows are, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self.model().index(row, 0).data(KEY) for row in rows]

    def choose_row(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        if 0 <= row < self.model().rowCount():
            index = self.model().index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def copied_text(self) -> str:
        """The selected rows with their headings, as Excel pastes them."""
        model = self.model()
        header = self.horizontalHeader()
        columns = [header.logicalIndex(c) for c in range(model.columnCount())]
        columns = [c for c in columns if not self.isColumnHidden(c)]
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        role = Qt.ItemDataRole.DisplayRole
        lines = [[str(model.headerData(c, Qt.Orientation.Horizontal, role) or "") for c in columns]]
        lines += [[str(model.index(r, c).data() or "") for c in columns] for r in rows]
        return "\n".join("\t".join(_one_line(cell) for cell in line) for line in lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, copy by Ctrl+C, else move."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied_text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row where none is current."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_row(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def viewportEvent(self, event: QEvent) -> bool:
        """Let go of the tint when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(KEY))

    def _scale(self) -> None:
        height = self._look.px(self._row)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.horizontalHeader().setFixedHeight(self._look.px(30))
        if self._stretched is not None:
            self.fit_columns(self._stretched, self._foot, gives_way=self._gives_way)


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ")
