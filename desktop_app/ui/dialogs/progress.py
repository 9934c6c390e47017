"""Long work: what is done, how far it is, and a way to stop it."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.page import BUSY_AFTER_MS

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

STEPS = 1000


class Progress(QDialog):
    """Shown while a future is under way; `told` may be called from any thread.

    Once stopping is asked for, the next `told` raises CancelledError in the work, which rolls back.
    """

    _moved = Signal(int)
    _finished = Signal()

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self._stopping = False
        self._followed: Future[Any] | None = None
        self.setWindowTitle(text)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(420)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.stop = QPushButton(_("Stop"))
        self.stop.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(text, "section", wrap=True))
        layout.addWidget(self.bar)
        layout.addLayout(row(None, self.stop))
        self._moved.connect(self._move, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._leave, Qt.ConnectionType.QueuedConnection)

    def told(self, done: float, whole: float = 1.0) -> None:
        """Take how much is done; raises CancelledError where the user has asked to stop."""
        if self._stopping:
            raise CancelledError
        self._moved.emit(round(STEPS * done / whole) if whole else 0)

    def follow(self, future: Future[Any]) -> None:
        """Show until the future is done; not at all where that is sooner than one would notice."""
        self._followed = future
        future.add_done_callback(self._end)
        QTimer.singleShot(BUSY_AFTER_MS, self, self._open_if_busy)

    def _leave(self) -> None:
        """The work is done: the keys go back to the window, where they had gone to this dialog."""
        was_open = self.isVisible()
        self.accept()
        parent = self.parentWidget()
        if was_open and parent is not None:
            parent.activateWindow()

    def _open_if_busy(self) -> None:
        if self._followed is not None and not self._followed.done():
            self.open()

    def reject(self) -> None:
        """Ask the work to stop; the dialog leaves when it has."""
        self._stopping = True
        self.stop.setEnabled(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is stopping."""
        self.reject()
        event.ignore()

    def _end(self, _future: Future[Any]) -> None:
        self._finished.emit()

    def _move(self, done: int) -> None:
        self.bar.setRange(0, STEPS)
        self.bar.setValue(done)
