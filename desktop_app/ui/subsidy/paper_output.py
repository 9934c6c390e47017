"""Sheets of a claim onto a printer or into a PDF, a few pages at a time: the window goes on answering."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QObject, QTimer
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from desktop_app.i18n import _
from desktop_app.ui.subsidy.paper_drawing import DOTS, draw_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from desktop_app.reports.claim.paper import PaperSheet

_SLICE_S: Final = 0.03
"""How long pages are drawn before the window gets its turn."""


class PaperOutput(QObject):
    """Draws pages onto a device in slices; `future` is done when the last one is, or when stopped.

    `told` hears of pages drawn and of all of them, and raises CancelledError to stop. The device is let go
    before the future is done. Pages are numbered over all sheets together, as a workbook's are that is
    printed whole.
    """

    def __init__(
        self, parent: QObject, sheets: Sequence[PaperSheet], told: Callable[[int, int], object]
    ) -> None:
        super().__init__(parent)
        self.future: Future[None] = Future()
        self._told = told
        self._pages = [(sheet, page) for sheet in sheets for page in range(sheet.pages)]
        self._next = 0
        self._device: QPdfWriter | QPrinter | None = None
        self._painter: QPainter | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_some)

    def begin(self, device: QPdfWriter | QPrinter) -> None:
        """Draw onto a device from now on; where it cannot be drawn on, the future fails with OSError."""
        self._device = device
        device.setPageLayout(layout_of(self._pages[0][0]))
        painter = QPainter()
        if not painter.begin(device):
            self._end(PermissionError(13, _("not written")))
            return
        self._painter = painter
        self._timer.start(0)

    def _draw_some(self) -> None:
        until = monotonic() + _SLICE_S
        while self._next < len(self._pages) and monotonic() < until:
            self._draw(*self._pages[self._next])
            self._next += 1
        try:
            self._told(self._next, len(self._pages))
        except CancelledError as error:
            self._end(error)
            return
        if self._next == len(self._pages):
            self._end(None)

    def _draw(self, sheet: PaperSheet, page: int) -> None:
        if self._device is None or self._painter is None:
            return
        if self._next:
            self._device.setPageLayout(layout_of(sheet))
            self._device.newPage()
        self._painter.save()
        dots = self._device.logicalDpiX() / DOTS
        self._painter.scale(dots, dots)
        draw_page(self._painter, sheet, page, self._next + 1, len(self._pages))
        self._painter.restore()

    def _end(self, error: BaseException | None) -> None:
        self._timer.stop()
        if self._painter is not None:
            self._painter.end()
        self._painter = self._device = None
        if error is None:
            self.future.set_result(None)
        else:
            self.future.set_exception(error)


def pdf_writer(path: Path, title: str) -> QPdfWriter:
    """Return what writes a PDF of A4 pages without margins, one dot to a unit of drawing."""
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS)
    writer.setTitle(title)
    writer.setCreator("播账 Bozhang")
    return writer


def layout_of(sheet: PaperSheet) -> QPageLayout:
    """Return the page of a sheet; its margins are drawn."""
    way = QPageLayout.Orientation.Landscape if sheet.landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
