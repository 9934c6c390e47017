"""Key figures: the number that answers a page's question, what it is compared with, small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop_app.ui.delegates.cells import arrow
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Card, Tone, column, empty_layout, label, row, set_tone

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce


class Arrow(QWidget):
    """▲ or ▼ in the colour of gain or loss; nothing at zero."""

    def __init__(self, look: LookInForce, size: int = 22) -> None:
        super().__init__()
        self._look = look
        self._size = size
        self._way = 0
        self.setProperty("ground", "none")
        self.setFixedSize(QSize(look.px(size), look.px(size)))
        look.changed.connect(self.update)
        self.hide()

    def set_way(self, way: int) -> None:
        """Above 0 up, below 0 down, at 0 hidden."""
        self._way = way
        self.setVisible(way != 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        colour = QColor(tokens.gain if self._way > 0 else tokens.loss)
        arrow(painter, colour, 0, self.height() / 2, self.width(), up=self._way > 0)
        painter.end()


class KeyFigure(QWidget):
    """A caption, the figure, and what it is compared with."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._caption = label("", "caption")
        self._arrow = Arrow(look)
        self._figure = label("–", "key")
        self._beside = label("", "sub", wrap=True)
        self._beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = row(self._arrow, self._figure, None, spacing=Space.S)
        layout = column(self._caption, spacing=2)
        layout.addLayout(line)
        layout.addWidget(self._beside)
        self.setLayout(layout)

    def say(
        self, caption: str, figure: str, beside: str = "", *, way: int | None = None, tip: str = ""
    ) -> None:
        """Show a figure; `way` colours it as gain or loss, with arrow; None leaves it plain."""
        self._caption.setText(caption)
        self._figure.setText(figure)
        self._figure.setToolTip(tip)
        self._beside.setText(beside)
        self._arrow.set_way(way or 0)
        tone: Tone = "" if not way else "gain" if way > 0 else "loss"
        set_tone(self._figure, tone)
        self.setAccessibleName(f"{caption} {figure}. {beside}")


class FigureCard(Card):
    """A key figure on its own card."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__(spacing=0)
        self.figure = KeyFigure(look)
        self.body.addWidget(self.figure)
        self.body.addStretch(1)


class SmallFigures(QWidget):
    """A line of small figures under their names, in columns of equal width."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self._figures: list[tuple[str, str, str]] = []
        self._across = 0
        self.setProperty("ground", "none")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(0)

    def say(self, figures: list[tuple[str, str, str]]) -> None:
        """Show (name, figure, formula) triples; the formula is the tooltip."""
        empty_layout(self._grid)
        self._figures = figures
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew where another number fits in a line."""
        super().resizeEvent(event)
        if self._figures and self._in_a_line() != self._across:
            self.say(self._figures)

    def _in_a_line(self) -> int:
        """How many stand in a line, so that none is cut."""
        strong = QFontMetrics(font(Size.SECTION, strong=True, scale=self._look.scale))
        small = QFontMetrics(font(Size.CAPTION, scale=self._look.scale))
        widest = max(
            max(strong.horizontalAdvance(figure), small.horizontalAdvance(name))
            for name, figure, _tip in self._figures
        )
        fitting = max((self.width() + Space.L) // (widest + Space.L + 2), 1)
        lines = -(-len(self._figures) // fitting)
        return -(-len(self._figures) // lines)

    def _arrange(self) -> None:
        self._across = self._in_a_line() if self._figures else 0
        for number, (name, figure, tip) in enumerate(self._figures):
            line, at = divmod(number, self._across)
            caption, value = label(name, "caption"), label(figure, "section")
            caption.setToolTip(tip)
            value.setToolTip(tip)
            value.setAccessibleName(f"{name} {figure}")
            for part in (caption, value):
                # Columns of one width: what stands in them asks for none.
                part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(caption, 3 * line, at)
            self._grid.addWidget(value, 3 * line + 1, at)
            last = line == (len(self._figures) - 1) // self._across
            self._grid.setRowMinimumHeight(3 * line + 2, 0 if last else Space.M)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 1 if at < self._across else 0)
