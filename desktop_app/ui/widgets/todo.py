"""A list of what needs attention, each item leading to where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, empty_layout, hairline, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.theme.look import LookInForce


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a sentence, what it touches, what to open (page, what); no page: it informs."""

    text: str
    detail: str = ""
    page: str = ""
    what: object = None
    settled: bool = False


class _Item(QPushButton):
    """A sentence with its detail, on one button as wide as the list."""

    def __init__(self, look: LookInForce, todo: Todo) -> None:
        super().__init__()
        self.todo = todo
        self._look = look
        self.setProperty("kind", "todo")
        self.setAccessibleName(f"{todo.text} {todo.detail}".strip())
        self.setEnabled(bool(todo.page))
        self.setCursor(Qt.CursorShape.PointingHandCursor if todo.page else Qt.CursorShape.ArrowCursor)
        self._text = label(todo.text, "table", wrap=True)
        self._detail = label(todo.detail, "caption", wrap=True)
        for part in (self._text, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = column(self._text, self._detail, spacing=0)
        layout.setContentsMargins(Space.L, Space.S, Space.XS, Space.S)
        self.setLayout(layout)
        self._detail.setVisible(bool(todo.detail))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def sizeHint(self) -> QSize:
        """As high as its wrapped text."""
        layout = self.layout()
        width = max(self.width(), 120)
        height = layout.heightForWidth(width) if layout is not None else 0
        return QSize(width, max(height, self._look.px(36)))

    def minimumSizeHint(self) -> QSize:
        """The same height; the width may shrink."""
        return QSize(80, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Wrapped text makes the height depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped text."""
        layout = self.layout()
        return max(layout.heightForWidth(width) if layout is not None else 0, self._look.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot beside the sentence."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if self.todo.settled else tokens.warning))
        painter.drawEllipse(2, Space.S + self._look.px(6), 6, 6)
        painter.end()


class TodoList(QWidget):
    """Items under each other with a hairline between; a click opens one."""

    opened = Signal(str, object)

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self.setProperty("ground", "none")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def say(self, todos: Sequence[Todo]) -> None:
        """Show other items."""
        empty_layout(self._column, keep=1)
        for at, todo in enumerate(todos):
            button = _Item(self._look, todo)
            button.clicked.connect(self._open)
            self._column.insertWidget(2 * at, button)
            self._column.insertWidget(2 * at + 1, hairline())

    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, _Item):
            self.opened.emit(button.todo.page, button.todo.what)
