"""What is measured of the window, each in a process of its own that prints its figures as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.ui.start import Program

IDLE_S: Final = 0.001
"""A turn of the event loop that is shorter did nothing."""
PAUSE_S: Final = 0.2
"""What a person takes between two steps; the window may use it."""
PATIENCE_S: Final = 120.0
ORDERS: Final = 15_000
PREVIEW: Final = "tiktokshop-orders-th.csv"


def bare(_book: Path) -> dict[str, float]:
    """Show a bare PySide6 window with one word; the moment at which it is painted."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - what is loaded is what is measured
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow  # noqa: PLC0415

    class Word(QLabel):
        def paintEvent(self, event: Any) -> None:  # noqa: N802 - Qt's own name
            super().paintEvent(event)
            QTimer.singleShot(0, _painted)

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(Word("Bozhang"))
    window.resize(1366, 768)
    window.show()
    application.exec()
    return {}


def started(book: Path) -> dict[str, float]:
    """Start the program on a book; the moment at which Home is painted with its figures."""
    from desktop_app import app  # noqa: PLC0415
    from desktop_app.usecases import desk, home  # noqa: F401, PLC0415 - as app does, before Qt

    # isort: split
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    from desktop_app.ui.widgets.figures import KeyFigure  # noqa: PLC0415

    def paint(figure: KeyFigure, _event: object) -> None:
        if figure.accessibleName():
            QTimer.singleShot(0, _painted)

    KeyFigure.paintEvent = paint  # type: ignore[method-assign, assignment]
    app.run([str(book)])
    return {}


def _painted() -> None:
    print(json.dumps({"at": time.monotonic()}), flush=True)
    os._exit(0)


def used(book: Path) -> dict[str, Any]:
    """Use the window as its users do; for each step the turns of the event loop that did something."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desktop_app import i18n, settings  # noqa: PLC0415
    from desktop_app.ui import start  # noqa: PLC0415
    from desktop_app.ui.pages.registry import load_pages  # noqa: PLC0415
    from desktop_app.ui.widgets.chart import load_ahead  # noqa: PLC0415

    i18n.set_language("zh")
    application = QApplication([])
    program = start.Program(application, settings.Settings(language="zh", look="light"))
    program.window.show()
    use = Use(application, program)
    use.step("home, with its chart", lambda: program.books.open(book))
    sys.setswitchinterval(start.SWITCH_S)
    load_ahead(load_pages)
    for name, work in use.steps(book.parent):
        use.step(name, work)
    program.close()
    return use.turns


class Use:
    """Does steps at the window; measures every turn of its loop: seconds, and of them its own work."""

    def __init__(self, application: Any, program: Program) -> None:
        self.turns: dict[str, list[tuple[float, float]]] = {}
        self._application = application
        self._program = program

    def step(self, name: str, work: Callable[[], object]) -> None:
        """Do one step and wait until the window is at rest."""
        turns = self.turns.setdefault(name, [])
        began = time.monotonic()
        calm = 0
        while time.monotonic() - began < PAUSE_S:
            self._timed(self._application.processEvents, turns)
            time.sleep(0.002)
        self._timed(work, turns)
        while calm < 3:
            if time.monotonic() - began > PATIENCE_S:
                raise TimeoutError(name)
            self._timed(self._application.processEvents, turns)
            time.sleep(0.002)
            calm = calm + 1 if self._at_rest() else 0

    def steps(self, folder: Path) -> list[tuple[str, Callable[[], object]]]:
        """What is done, by name."""
        from PySide6.QtCore import Qt  # noqa: PLC0415

        key = Qt.Key
        press = self._press
        go = self._program.actions
        return [
            ("the list of sessions", go["go_sessions"].trigger),
            *(
                ("filtering as one types", partial(self._type, text))
                for text in ("T", "TH", "TH-", "TH-2", "")
            ),
            ("sorting", partial(self._sort, 5)),
            ("sorting", partial(self._sort, -1)),
            *(("scrolling", partial(press, key.Key_PageDown)) for _page in range(40)),
            ("scrolling", partial(press, key.Key_End)),
            ("scrolling", partial(press, key.Key_Home)),
            ("one session, with its chart", partial(press, key.Key_Return)),
            ("the amounts behind a row", partial(self._behind, "cost_of_goods")),
            ("the amounts behind a row", partial(self._behind, "shipping")),
            ("home again, another month", go["go_home"].trigger),
            ("home again, another month", self._month_before),
            ("the list as a workbook", partial(self._export, folder / "seen.xlsx")),
            (f"preview of {ORDERS:,} orders", partial(self._look, folder / PREVIEW)),
            *(("scrolling in the preview", partial(press, key.Key_PageDown)) for _page in range(20)),
            ("bringing them in", self._confirm),
            ("undo", go["undo"].trigger),
        ]

    def _timed(self, work: Callable[[], object], turns: list[tuple[float, float]]) -> None:
        began, own = time.perf_counter(), time.thread_time()
        work()
        taken, own = time.perf_counter() - began, time.thread_time() - own
        if taken >= IDLE_S:
            turns.append((taken, own))

    def _at_rest(self) -> bool:
        from desktop_app.ui.widgets.chart import Chart  # noqa: PLC0415

        charts = self._program.window.findChildren(Chart)
        return self._program.tasks.idle and not any(c._timer.isActive() for c in charts if c.isVisible())

    @property
    def _page(self) -> Any:
        return self._program.window.pages.currentWidget()

    def _press(self, key: Any) -> None:
        from PySide6.QtTest import QTest  # noqa: PLC0415

        from desktop_app.ui.widgets.table import Table  # noqa: PLC0415

        table = next(t for t in self._page.findChildren(Table) if t.isVisible() and t.model().rowCount())
        table.setFocus()
        if not table.currentIndex().isValid():
            table.choose_row(0)
        QTest.keyClick(table, key)

    def _type(self, text: str) -> None:
        self._page.filter.setText(text)

    def _sort(self, column: int) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415

        order = Qt.SortOrder.DescendingOrder
        self._page.table.horizontalHeader().setSortIndicator(column, order)

    def _behind(self, key: str) -> None:
        self._page.show_behind(key)

    def _month_before(self) -> None:
        self._page.previous.click()

    def _export(self, target: Path) -> None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        QFileDialog.getSaveFileName = lambda *_about: (str(target), "")  # type: ignore[method-assign]
        self._program.window.go("sessions")
        self._program.actions["export"].trigger()

    def _look(self, file: Path) -> None:
        self._program.window.go("import", [file])

    def _confirm(self) -> None:
        self._page.confirm()


def make_orders(folder: Path, template: Path) -> None:
    """Write a file of orders as the platform gives it, out of one with a few."""
    rows = list(csv.reader(io.StringIO(template.read_text(encoding="utf-8-sig"), newline="")))
    head, body = rows[0], rows[1:]
    order, tracking = head.index("Order ID"), head.index("Tracking ID")
    with (folder / PREVIEW).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for number in range(ORDERS):
            row = list(body[number % len(body)])
            row[order] = f"5899{number:014}"
            row[tracking] = f"TH{number:012}"
            writer.writerow(row)


def main(arguments: list[str]) -> None:
    """Measure what is named and print the figures."""
    name, book = arguments
    print(json.dumps({"bare": bare, "started": started, "used": used}[name](Path(book))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
