"""What the window is to the system: one window, remembered, alone, and light to start."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import settings
from desktop_app.ui.import_looking import Looked, look
from desktop_app.ui.pages.registry import _MAKERS, load_pages
from desktop_app.ui.single import SingleStart
from desktop_app.ui.start import Program
from desktop_app.usecases.demo import make_demo
from tests.fixtures import path as fixture
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from desktop_app.store.database import Book
    from tests.screens.books import Setting
    from tests.screens.stage import Stage


class Watch(QObject):
    """Keeps every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_page_shows_a_window_of_its_own(
    qapp: QApplication, raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        stage = raise_curtain()
        stage.open(books["demo"].path, books["demo"].now)
        for name in _MAKERS:
            stage.go(name)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.shown == ["MainWindow"]


def test_size_and_folded_rail_are_remembered(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    first = raise_curtain()
    first.dress(size=(1500, 800), look="light")
    first.program.actions["fold"].trigger()
    assert first.window.rail.folded
    first.window.close()
    kept = settings.load()
    again = Program(first.application, kept)
    try:
        again.window.show()
        assert (again.window.width(), again.window.height()) == (1500, 800)
        assert again.window.rail.folded
    finally:
        again.close()
        again.window.close()


def test_a_damaged_memory_of_the_window_is_no_obstacle(qapp: QApplication, home: Path) -> None:
    target = settings.settings_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        '{"pages": {"window": {"geometry": "%%%", "folded": "maybe"}, "look": 3}}', encoding="utf-8"
    )
    program = Program(qapp, settings.load())
    try:
        program.window.show()
        assert program.window.width() >= 1280
    finally:
        program.close()
        program.window.close()


def test_the_last_book_is_opened_again(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    stage = raise_curtain()
    stage.open(books["demo"].path, books["demo"].now)
    assert settings.load().last_book == str(books["demo"].path)
    assert stage.window.windowTitle().endswith("播账")


def test_a_second_start_hands_its_book_over(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    first = SingleStart(qapp)
    assert not first.hand_over(None)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from desktop_app.ui.single import SingleStart\n"
        "app = QCoreApplication([])\n"
        "sys.exit(0 if SingleStart(app).hand_over(Path('王家.bozhang')) else 1)\n"
    )
    with qtbot.waitSignal(first.called, timeout=20_000) as called:
        second = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    assert second.wait(20) == 0
    assert called.args == [ROOT / "王家.bozhang"]


OPENING = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop_app import settings
from desktop_app.ui import start
app = QApplication([])
program = start.Program(app, settings.Settings(language="zh"))
program.window.show()
program.books.open(Path(sys.argv[1]))
while program.context.desk is None or not program.tasks.idle:
    app.processEvents()
assert program.window.page == "home"
program.window.grab()
print(*sorted({"matplotlib", "numpy", "openpyxl", "python_calamine", "sqlite_utils"} & set(sys.modules)))
program.close()
"""

FIGURES = """
import sys
from datetime import date
from pathlib import Path
from desktop_app import app
app._load_use_cases()
from desktop_app.usecases.desk import Desk
from desktop_app.usecases.home import home_view
desk = Desk.open(Path(sys.argv[1]))
desk.ask(lambda book: home_view(book, today=date(2026, 3, 1))).result()
desk.close()
print(*sorted(set(sys.argv[2:]) & set(sys.modules)))
"""

NOT_FOR_FIGURES = (
    "desktop_app.domain.facts",
    "desktop_app.domain.reconciling",
    "desktop_app.store.history",
    "desktop_app.store.queries.attention",
    "desktop_app.store.results.refreshing",
    "desktop_app.store.snapshot",
    "desktop_app.store.upgrading",
    "desktop_app.store.writing",
    "desktop_app.usecases.history",
    "desktop_app.usecases.sessions",
    "babel",
    "tempfile",
)
"""What Home's figures do without, in a book whose figures stand: each costs the start."""


def test_figures_that_stand_are_read_without_what_changes_them(tmp_path: Path) -> None:
    path = tmp_path / "made.bozhang"
    make_demo(path, orders=60)
    done = subprocess.run(
        [sys.executable, "-c", FIGURES, str(path), *NOT_FOR_FIGURES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_home_is_shown_without_what_comes_later(books: dict[str, Setting]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(books["empty"].path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_no_menu_shortcut_is_given_twice(raise_curtain: Callable[..., Stage]) -> None:
    stage = raise_curtain()
    keys: dict[str, str] = {}
    for spec, action in stage.program.actions.specs():
        for key in action.shortcuts():
            assert keys.setdefault(key.toString(), spec.name) == spec.name
        assert action.shortcutContext() == Qt.ShortcutContext.WindowShortcut


def test_the_window_answers_while_the_book_is_busy(
    stage: Stage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long import is looked at elsewhere: keys work meanwhile, and the preview comes after all."""
    file = tmp_path / "fx-safe.csv"
    shutil.copyfile(fixture("fx-safe.csv"), file)
    threads: set[int] = set()
    go_on = threading.Event()

    def slow(book: Book, **what: Any) -> Looked:
        threads.add(threading.get_ident())
        assert go_on.wait(30)
        return look(book, **what)

    monkeypatch.setattr("desktop_app.ui.pages.import_files.look", slow)
    stage.window.go("import", [file])
    qtbot.waitUntil(lambda: bool(threads), timeout=10_000)
    page = stage.page
    qtbot.waitUntil(page.busy.isVisible, timeout=10_000)
    QTest.keyClick(stage.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert stage.window.rail.folded
    QTest.keyClick(
        stage.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert stage.program.look.tokens.dark
    go_on.set()
    stage.settle()
    assert page.bring.isEnabled()
    assert threads.isdisjoint({threading.get_ident()})


def test_the_code_of_every_page_can_be_loaded_ahead() -> None:
    load_pages()
    for module, *_maker in _MAKERS.values():
        assert f"desktop_app.ui.pages.{module}" in sys.modules
