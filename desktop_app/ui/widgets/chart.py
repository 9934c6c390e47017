"""A chart on the screen: drawn off the window's thread, with hover and keyboard painted above the picture."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.charts.canvas import ChartStyle, installed_families
from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Size

if TYPE_CHECKING:
    from desktop_app.charts.canvas import HotSpot, Picture
    from desktop_app.ui.tasks import Tasks
    from desktop_app.ui.theme.look import LookInForce

log = logging.getLogger(__name__)

Draw = Callable[["ChartStyle", tuple[int, int], float], "Picture"]
_DRAWER: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")
_SETTLE_MS: Final = 40
LEAST: Final = 2


def load_ahead(*more: Callable[[], object]) -> None:
    """Import the chart library in the background, for the first chart to be there at once; then do `more`."""
    works: tuple[Callable[[], object], ...] = (installed_families, *more)
    for work in works:
        _DRAWER.submit(work).add_done_callback(_note_failure)


def _note_failure(work: Future[object]) -> None:
    """What cannot be loaded ahead fails again, and in words, when it is needed."""
    if (error := work.exception()) is not None:
        log.error("something could not be loaded ahead", exc_info=error)


class Chart(QWidget):
    """Shows what `draw` makes of the widget's size; a click or Enter on a part emits its key."""

    chosen = Signal(str)

    def __init__(self, look: LookInForce, tasks: Tasks) -> None:
        super().__init__()
        self._look = look
        self._tasks = tasks
        self._draw: Draw | None = None
        self._picture: QImage | None = None
        self._spots: tuple[HotSpot, ...] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._redraw)
        look.changed.connect(self._timer.start)

    def set_draw(self, draw: Draw | None, name: str) -> None:
        """Show another chart; `name` says in words what it shows."""
        self._draw = draw
        self.setAccessibleName(name)
        self._timer.start(0)

    @property
    def drawn(self) -> bool:
        """Whether a picture is shown."""
        return self._picture is not None

    def minimumSizeHint(self) -> QSize:
        """The least in which figures can be read."""
        return QSize(320, 104)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew when the size has settled."""
        super().resizeEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and the part under the pointer or the keyboard above it."""
        painter = QPainter(self)
        if self._picture is None:
            if self._draw is not None:
                painter.setPen(QColor(self._look.tokens.muted))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Drawing…"))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if 0 <= self._at < len(self._spots):
            spot = self._spots[self._at]
            ground = QColor(self._look.tokens.hover)
            painter.setPen(QColor(self._look.tokens.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(
                QRectF(spot.left + 1, spot.top + 1, spot.width - 2, spot.height - 2), 6, 6
            )
            painter.setCompositionMode(
                QPainter.CompositionMode.CompositionMode_Lighten
                if self._look.tokens.dark
                else QPainter.CompositionMode.CompositionMode_Darken
            )
        painter.drawImage(QPointF(0, 0), self._picture)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a part and say what it is."""
        at = self._spot_at(event.position())
        self._point(at)
        if at >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._spots[at].text, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the part under the pointer."""
        at = self._spot_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self.chosen.emit(self._spots[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the parts by arrows, choose by Enter."""
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self._spots:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._point((self._at + step) % len(self._spots))
            self.setAccessibleDescription(self._spots[self._at].text)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and 0 <= self._at < len(self._spots):
            self.chosen.emit(self._spots[self._at].key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Let go of the part when pointer or focus leaves."""
        if event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut}:
            self._point(-1)
        return super().event(event)

    def _point(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.update()

    def _spot_at(self, place: QPointF) -> int:
        for index, spot in enumerate(self._spots):
            if QRectF(spot.left, spot.top, spot.width, spot.height).contains(place):
                return index
        return -1

    def _redraw(self) -> None:
        if self._draw is None:
            self._picture, self._spots = None, ()
            self.update()
            return
        if min(self.width(), self.height()) < LEAST or not self.isVisible():
            return
        tokens = self._look.tokens
        style = ChartStyle(
            ground=tokens.surface,
            text=tokens.text,
            muted=tokens.muted,
            line=tokens.line,
            gain=tokens.gain,
            loss=tokens.loss,
            text_px=self._look.px(Size.CAPTION),
        )
        future = _DRAWER.submit(self._draw, style, (self.width(), self.height()), self.devicePixelRatioF())
        self._tasks.watch(future, self._arrived)

    def _arrived(self, picture: Picture) -> None:
        image = QImage(picture.rgba, picture.width, picture.height, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(picture.ratio)
        self._picture, self._spots = image, picture.spots
        self.update()

    def showEvent(self, event: QEvent) -> None:
        """Draw what waited while hidden."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._timer.start(0)
