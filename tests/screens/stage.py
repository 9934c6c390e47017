"""A running window on a stage: book, size, look and language of one's choice, and a clock that stands."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QLocale, QTimer
from shiboken6 import isValid

from desktop_app import i18n, settings
from desktop_app.ui.start import Program
from desktop_app.ui.theme.tokens import Look
from desktop_app.ui.widgets.chart import Chart

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_S: Final = 60.0
"""How long the window may take to come to rest; reached only where something hangs."""
_CALM_TURNS: Final = 3


def screen(folder: Path, *, width: int, height: int) -> str:
    """Return the Qt platform of a screen of this size that nobody sees."""
    shape = {"name": "stage", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    config = folder / f"screen-{width}x{height}.json"
    config.write_text(json.dumps({"screens": [shape]}), encoding="utf-8")
    return f"offscreen:configfile={config}"


class Stage:
    """The program with its window shown; `BOZHANG_HOME` must point to a folder of this stage alone."""

    def __init__(self, application: QApplication, *, language: str, look: str = "light") -> None:
        i18n.set_language(language)
        QLocale.setDefault(
            QLocale(QLocale.Language.Chinese if language == "zh" else QLocale.Language.English)
        )
        self.application = application
        application.setCursorFlashTime(0)
        self.program: Program = Program(application, settings.Settings(language=language, look=look))
        self.window = self.program.window
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def open(self, book: Path, now: datetime) -> None:
        """Open a book as if it were `now`, and show its Home."""
        self.program.context.clock = lambda: now
        self.program.books.open(book)
        self.settle()
        self.come_forward()

    def welcome(self) -> None:
        """Show the first run, with no book open."""
        self.program.books.close()
        self.program.context.book_changed.emit(None)
        self.window.name_book()
        self.program.books.show_welcome()
        self.settle()

    @property
    def page(self) -> Any:
        """The page that is shown; every page has parts of its own."""
        return self.window.pages.currentWidget()

    def go(self, page: str, what: object = None) -> Any:
        """Show a page and wait for it."""
        self.window.go(page, what)
        self.come_forward()
        return self.page

    def dress(self, *, size: tuple[int, int], look: str) -> None:
        """Give the window a size and a look."""
        if (self.window.width(), self.window.height()) != size:
            self.window.resize(*size)
        wanted = Look(look)
        if self.program.look.tokens.dark != (wanted is Look.DARK):
            self.program.look.choose(look=wanted)
        self.come_forward()

    def come_forward(self) -> None:
        """Have the keys go to the window, where no dialog has them."""
        if self.application.activeModalWidget() is None and self.application.activePopupWidget() is None:
            self.window.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Wait until the window is at rest: every answer has come, every chart is drawn."""
        calm, until = 0, time.monotonic() + PATIENCE_S
        while calm < _CALM_TURNS:
            if time.monotonic() > until:
                raise TimeoutError("the window did not come to rest")
            self.application.processEvents()
            self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            calm = calm + 1 if self._at_rest() else 0
            time.sleep(0.002)

    def modal(self, ask: Callable[[], object], look_at: Callable[[QWidget], object]) -> None:
        """Do what opens a dialog or a menu; `look_at` gets it while it is open, then it is closed."""
        faults: list[BaseException] = []
        seen: list[QWidget] = []
        timer = QTimer()

        def look() -> None:
            dialog = self.application.activePopupWidget() or self.application.activeModalWidget()
            if dialog is None:
                return
            timer.stop()
            seen.append(dialog)
            try:
                self.settle()
                look_at(dialog)
            except BaseException as error:  # noqa: BLE001 - handed on below, outside the dialog's own loop
                faults.append(error)
            finally:
                if isValid(dialog):
                    dialog.close()

        timer.timeout.connect(look)
        timer.start(10)
        ask()
        until = time.monotonic() + PATIENCE_S
        while not seen and time.monotonic() < until:
            self.settle()
        timer.stop()
        if not seen:
            raise TimeoutError("no dialog has opened")
        self.settle()
        if faults:
            raise faults[0]

    def leave(self) -> None:
        """Close the window and let go of the book."""
        self.program.close()
        self.window.close()
        self.window.deleteLater()
        self.program.deleteLater()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.application.processEvents()

    def _at_rest(self) -> bool:
        if not self.program.tasks.idle:
            return False
        page = self.window.pages.currentWidget()
        if page is None:
            return True
        busy = getattr(page, "_busy_timer", None)
        if busy is not None and busy.isActive():
            return False
        dialog = self.application.activeModalWidget()
        if not getattr(page, "is_calm", True) or not getattr(dialog, "is_calm", True):
            return False
        return not any(chart._timer.isActive() for chart in page.findChildren(Chart) if chart.isVisible())
