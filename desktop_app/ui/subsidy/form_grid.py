"""A form as it looks, cell by cell; a click chooses the cell that a field is put into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from desktop_app.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.excel.forms.preview import PreviewCell, PreviewSheet
    from desktop_app.ui.theme.look import LookInForce

_PER_CHARACTER: Final = 8
_PER_POINT: Final = 4 / 3
_LEAST: Final = 26
_WIDEST: Final = 420
_PLACE: Final = Qt.ItemDataRole.UserRole


class FormGrid(QTableWidget):
    """One sheet; `chosen` names the place of a cell, empty where none can be filled."""

    chosen = Signal(str)

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self._cells: dict[str, tuple[int, int]] = {}
        self._texts: dict[str, str] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(2)
        self.horizontalHeader().setMinimumSectionSize(2)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(True)
        self.setProperty("kind", "form")
        self.setAccessibleName(_("The form"))
        self.currentItemChanged.connect(self._moved)

    def show_sheet(self, sheet: PreviewSheet, placing: Mapping[str, str]) -> None:
        """Show a sheet with the fields that were put into it."""
        blocked = QSignalBlocker(self)
        self.clear()
        self.clearSpans()
        self.setRowCount(len(sheet.heights))
        self.setColumnCount(len(sheet.widths))
        for at, width in enumerate(sheet.widths):
            self.setColumnHidden(at, width == 0)
            self.setColumnWidth(at, min(round(width * _PER_CHARACTER), _WIDEST))
        for at, height in enumerate(sheet.heights):
            self.setRowHidden(at, height == 0)
            self.setRowHeight(at, max(round(height * _PER_POINT), self._look.px(_LEAST)))
        self._cells, self._texts = {}, {}
        for cell in sheet.cells:
            self._add(cell, placing)
        self.setCurrentCell(-1, -1)
        blocked.unblock()

    def text_of(self, place: str) -> str:
        """What the form itself has at a place."""
        return self._texts.get(place, "")

    def put(self, place: str, text: str | None) -> None:
        """Show a text at a place; None what the form itself has there."""
        if place in self._cells:
            item = self.item(*self._cells[place])
            if item is not None:
                self._paint(item, self._texts[place] if text is None else text, placed=text is not None)

    def _add(self, cell: PreviewCell, placing: Mapping[str, str]) -> None:
        row, column = cell.row - 1, cell.column - 1
        if row >= self.rowCount() or column >= self.columnCount():
            return
        if cell.rows > 1 or cell.columns > 1:
            rows = min(cell.rows, self.rowCount() - row)
            columns = min(cell.columns, self.columnCount() - column)
            if rows > 1 or columns > 1:
                self.setSpan(row, column, rows, columns)
        item = QTableWidgetItem()
        item.setData(_PLACE, "" if cell.is_formula else cell.place)
        if cell.is_formula:
            item.setToolTip(_("A formula: it stays as it is."))
        self._texts[cell.place] = cell.text
        self._cells[cell.place] = (row, column)
        placed = placing.get(cell.place)
        self._paint(item, cell.text if placed is None else placed, placed=placed is not None)
        self.setItem(row, column, item)

    def _paint(self, item: QTableWidgetItem, text: str, *, placed: bool) -> None:
        tokens = self._look.tokens
        item.setText(text)
        item.setForeground(QBrush(QColor(tokens.accent if placed else tokens.text)))
        item.setBackground(QBrush(QColor(tokens.accent_soft)) if placed else QBrush())

    def _moved(self, item: QTableWidgetItem | None, _before: object) -> None:
        self.chosen.emit("" if item is None else str(item.data(_PLACE) or ""))
