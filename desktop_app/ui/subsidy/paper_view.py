"""One page of a claim's sheet as it will be printed: as wide as there is room, or whole; turned by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea

from desktop_app.i18n import _
from desktop_app.ui.subsidy.paper_drawing import draw_page, paper_size

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop_app.reports.claim.paper import PaperSheet

_EDGE: Final = 4


class PaperView(QScrollArea):
    """Shows a page; `turned` says by how many pages one wants to go on."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: PaperSheet | None = None
        self._page, self._number, self._count = 0, 1, 1
        self._whole = False
        self.paper = QLabel()
        self.paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.paper.setProperty("ground", "canvas")
        self.setWidget(self.paper)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_page(self, sheet: PaperSheet, page: int, number: int, count: int) -> None:
        """Show a page, counted from 0, that is printed as `number` of `count`."""
        self._sheet, self._page, self._number, self._count = sheet, page, number, count
        self._draw()
        self.verticalScrollBar().setValue(0)
        said = _("{sheet}, page {page} of {count}")
        self.setAccessibleName(said.format(sheet=sheet.name, page=page + 1, count=sheet.pages))

    def set_whole(self, *, whole: bool) -> None:
        """Show the page whole, or as wide as there is room."""
        self._whole = whole
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw it for the room there is."""
        super().resizeEvent(event)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Down goes on to the next page where this one has no more, Page Up back."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.turned.emit(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() <= 0:
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        if self._sheet is None:
            return
        size = paper_size(self._sheet)
        room = self.viewport().size()
        scale = max(room.width() - 2 * _EDGE, 100) / size.width()
        if self._whole:
            scale = min(scale, max(room.height() - 2 * _EDGE, 100) / size.height())
        dots = self.devicePixelRatioF()
        image = QImage((size * scale * dots).toSize(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale * dots, scale * dots)
        draw_page(painter, self._sheet, self._page, self._number, self._count)
        painter.end()
        image.setDevicePixelRatio(dots)
        self.paper.setPixmap(QPixmap.fromImage(image))
