"""A fault of the program: said in words, with details to copy, while the program lives on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

import desktop_app
from desktop_app.i18n import _
from desktop_app.logs import mask
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(__name__)


class CrashDialog(QDialog):
    """Says that something went wrong, that nothing kept is lost, and gives the details for whoever helps."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumWidth(560)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setMinimumHeight(180)
        self.copy = QPushButton(_("Copy details"))
        self.copy.clicked.connect(self._copy)
        self.go_on = QPushButton(_("Go on"))
        self.go_on.setProperty("kind", "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Something went wrong"), "section"))
        layout.addWidget(
            label(
                _(
                    "A fault of the program, not yours. What was entered is kept. Whoever "
                    "helps you needs the details below; they hold no names and no numbers of "
                    "buyers."
                ),
                "sub",
                wrap=True,
            )
        )
        layout.addWidget(self.details)
        layout.addLayout(row(self.copy, None, self.go_on))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


class CrashCatcher(QObject):
    """Takes every exception that nobody caught, on any thread, and shows it once the window is free."""

    _caught = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: QWidget | None = None
        self._showing = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Stand in for the interpreter's own hooks."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        details = describe(kind, error, trace)
        log.critical("%s", details)
        self._caught.emit(details)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._hook(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _show(self, details: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            CrashDialog(details, self.window).exec()
        finally:
            self._showing = False


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The fault with where it happened and on what; values of variables are not in it, messages are."""
    where = "".join(traceback.format_exception(kind, error, trace))
    versions = f"bozhang {desktop_app.__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    return mask(f"{versions}, {platform.platform()}\n\n{where}")
