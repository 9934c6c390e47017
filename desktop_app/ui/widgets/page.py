"""What all pages share: a header with title and buttons, and the states empty, busy and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.paths import resources_dir
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided, Paragraph, column, label, row, set_property

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

BUSY_AFTER_MS = 300


class Header(QWidget):
    """A page's title, what stands beside it, and its buttons at the right."""

    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.crumb = QPushButton()
        self.crumb.setProperty("kind", "link")
        self.crumb.setCursor(Qt.CursorShape.PointingHandCursor)
        self.crumb.hide()
        self.crumb.clicked.connect(self.back_requested)
        self.title = Elided("title")
        self.beside = QHBoxLayout()
        self.beside.setSpacing(Space.S)
        self.subtitle = Elided("sub")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.M)
        line = row(self.crumb, self.title, spacing=Space.M)
        line.addLayout(self.beside)
        line.addWidget(self.subtitle, 1)
        line.setStretchFactor(self.title, 0)
        line.addLayout(self.buttons)
        self.setLayout(line)

    def set_title(self, title: str, subtitle: str = "", crumb: str = "") -> None:
        """Show a title; `crumb` is where going back leads."""
        self.title.say(title)
        self.subtitle.say(subtitle)
        self.crumb.setText(f"{crumb} ›" if crumb else "")
        self.crumb.setVisible(bool(crumb))


class Drawing(QWidget):
    """A line drawing from resources/drawings, in the colour of muted text."""

    def __init__(self, look: LookInForce, name: str) -> None:
        super().__init__()
        self._look = look
        self._source = (resources_dir() / "drawings" / f"{name}.svg").read_text(encoding="utf-8")
        self.setFixedSize(QSize(160, 120))
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it in the theme in force."""
        coloured = self._source.replace("currentColor", self._look.tokens.muted)
        painter = QPainter(self)
        QSvgRenderer(QByteArray(coloured.encode())).render(painter, QRectF(self.rect()))
        painter.end()


class Notice(QWidget):
    """The middle of a page that has nothing to show: a drawing, a sentence, one button."""

    acted = Signal()
    second_acted = Signal()

    def __init__(self, look: LookInForce, drawing: str = "kiwi") -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._headline = label("", "section")
        self._sentence = Paragraph("sub", look.px(460))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.acted)
        self.second = QPushButton()
        self.second.clicked.connect(self.second_acted)
        self.second.hide()
        buttons = QWidget()
        buttons.setProperty("ground", "none")
        buttons.setLayout(row(self.button, self.second, spacing=Space.M))
        middle = column(
            None, Drawing(look, drawing), Space.M, self._headline, self._sentence, Space.M, buttons
        )
        middle.addStretch(2)
        for index in range(middle.count()):
            item = middle.itemAt(index)
            if item is not None and item.widget() is not None:
                item.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(middle)

    def say(self, headline: str, sentence: str, button: str = "", second: str = "") -> None:
        """Put the words in; no button where there is nothing to press; `second` is another way to begin."""
        self._headline.setText(headline)
        self._sentence.say(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.second.setText(second)
        self.second.setVisible(bool(second))


class Page(QWidget):
    """One page: header, then its content or, in its place, a notice that it is empty, busy or went wrong."""

    def __init__(self, look: LookInForce, drawing: str = "kiwi") -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.look = look
        self.header = Header()
        self.content = QWidget()
        self.content.setProperty("ground", "none")
        self.empty = Notice(look, drawing)
        self.failed = Notice(look)
        self.busy = label("", "sub")
        self.busy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Laid out before it is filled: a layout without a parent shows what it is given as a window.
        self._layers = QStackedLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        outer.setSpacing(Space.L)
        outer.addWidget(self.header)
        outer.addLayout(self._layers, 1)
        for layer in (self.content, self.empty, self.failed, self.busy):
            self._layers.addWidget(layer)
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._show_busy)

    def show_content(self) -> None:
        """Show what the page is for."""
        self._show(self.content)

    def show_empty(self) -> None:
        """Say what to do first."""
        self._show(self.empty)

    def show_failed(self, headline: str, sentence: str, button: str = "") -> None:
        """Say what went wrong and the way out."""
        self.failed.say(headline, sentence, button)
        self._show(self.failed)

    def wait(self, text: str) -> None:
        """Say `text` where the content will be, should it take longer than a moment."""
        self.busy.setText(text)
        self._busy_timer.start()

    def _show(self, layer: QWidget) -> None:
        self._busy_timer.stop()
        self._layers.setCurrentWidget(layer)

    def _show_busy(self) -> None:
        self._layers.setCurrentWidget(self.busy)


def make_tight(widget: QWidget) -> QWidget:
    """Let a widget's ground show through."""
    set_property(widget, "ground", "none")
    return widget
