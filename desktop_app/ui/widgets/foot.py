"""Totals at the foot of a table, under its columns, following their widths, order and scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce


class Foot(QWidget):
    """One line of texts; figures flush right, like the cells above them."""

    def __init__(self, look: LookInForce, table: QTableView) -> None:
        super().__init__()
        self._look = look
        self._table = table
        self._texts: list[str] = []
        self._figures: list[bool] = []
        self.setProperty("ground", "none")
        header = table.horizontalHeader()
        header.sectionResized.connect(self._moved)
        header.sectionMoved.connect(self._moved)
        table.horizontalScrollBar().valueChanged.connect(self._moved)
        look.changed.connect(self._scale)
        self._scale()

    def say(self, texts: list[str], figures: list[bool]) -> None:
        """Show one text for each column; `figures` says which are flush right."""
        self._texts, self._figures = texts, figures
        self.setAccessibleName(" ".join(text for text in texts if text))
        self.update()

    @property
    def texts(self) -> list[str]:
        """What is shown, by column."""
        return list(self._texts)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts under their columns."""
        painter = QPainter(self)
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(Size.TABLE, strong=True, scale=self._look.scale))
        header = self._table.horizontalHeader()
        for column, text in enumerate(self._texts):
            if not text or self._table.isColumnHidden(column):
                continue
            left = header.sectionViewportPosition(column)
            box = QRect(left + Space.S, 0, header.sectionSize(column) - 2 * Space.S, self.height())
            side = Qt.AlignmentFlag.AlignRight if self._figures[column] else Qt.AlignmentFlag.AlignLeft
            painter.drawText(
                box, side | Qt.AlignmentFlag.AlignVCenter, text.replace("-", "\N{MINUS SIGN}", 1)
            )
        painter.end()

    def _scale(self) -> None:
        self.setFixedHeight(self._look.px(Size.ROW))

    def _moved(self, *_args: object) -> None:
        self.update()
