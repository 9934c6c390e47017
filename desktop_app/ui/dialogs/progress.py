"""Long work: what is done, how far it is, and a way to stop it."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row

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
        self._finished.connect(self.accept, Qt.ConnectionType.QueuedConnection)

    def told(self, done: float, whole: float = 1.0) -> None:
        """Take how much is done; raises CancelledError where the user has asked to stop."""
        if self._stopping:
            raise CancelledError
        self._moved.emit(round(STEPS * done / whole) if whole else 0)

    def follow(self, future: Future[Any]) -> None:
        """Show until the future is done."""
        future.add_done_callback(self._end)
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
