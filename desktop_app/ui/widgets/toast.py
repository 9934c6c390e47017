"""A short message at the foot of the window, with at most one thing to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_MS = 6000
WIDEST = 560


class Toast(QFrame):
    """Floats above the window's foot and leaves by itself; a new message takes the place of the old."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "toast")
        self._text = label("", "table")
        self._button = QPushButton()
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        line.setSpacing(Space.M)
        line.addWidget(self._text)
        line.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """Show `text`; `action` (a bound method) is done when `button` is pressed."""
        self._text.setWordWrap(False)
        self._text.setText(text)
        if self._text.sizeHint().width() > WIDEST:
            self._text.setWordWrap(True)
            self._text.setFixedWidth(WIDEST)
            self._text.setMinimumHeight(self._text.heightForWidth(WIDEST))
        else:
            self._text.setMinimumSize(0, 0)
            self._text.setMaximumWidth(WIDEST)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._action = action
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)

    @property
    def text(self) -> str:
        """What it says or last said."""
        return self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move((window.width() - self.width()) // 2, window.height() - self.height() - Space.XL)

    def _act(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()
