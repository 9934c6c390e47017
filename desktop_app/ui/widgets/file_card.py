"""One file that is to be imported, as a card: its name, what it is, what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, set_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

CARD: Final = 248


class FileCard(Card):
    """One file: name, what it is, what it brings; chosen by click, space or Enter."""

    chosen = Signal(int)

    def __init__(self, at: int) -> None:
        super().__init__(spacing=2)
        self._at = at
        self.name = label("", "strong")
        self.kind = label("", "sub", wrap=True)
        self.counts = label("", "table", wrap=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(CARD)
        for part in (self.name, self.kind, self.counts):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def say(self, name: str, kind: str, counts: str, *, wrong: bool = False, asked: bool = False) -> None:
        """Put the words in; the name is cut in its middle where it is long."""
        # Its weight comes from the style sheet, which is only applied now.
        self.name.ensurePolished()
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, CARD - 2 * Space.L))
        self.name.setToolTip(name)
        self.kind.setText(kind)
        set_tone(self.kind, "loss" if wrong else "warning" if asked else "")
        self.counts.setText(counts)
        self.setAccessibleName(f"{name}. {kind}. {counts}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mousePressEvent(event)
        self.chosen.emit(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)
