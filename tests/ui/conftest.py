"""A screen that nobody sees, books that are made once, and a stage for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.screens.books import make_books
from tests.screens.stage import Stage, screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from tests.screens.books import Setting

if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
    # Before the first window of the run: Qt's own invisible screen is smaller than the window's least size.
    os.environ["QT_QPA_PLATFORM"] = screen(
        Path(tempfile.mkdtemp(prefix="bozhang-screen-")), width=1920, height=1080
    )

DEMO_ORDERS = 400
FOLDERS = ("ui", "journeys")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the invisible screen cannot do is no fault of the window."""
    overlook_the_screen(items)


def overlook_the_screen(items: list[pytest.Item]) -> None:
    """Take Qt's word that its invisible screen cannot raise a window or grab the keyboard."""
    for item in items:
        if item.path.parent.name in FOLDERS and not item.get_closest_marker("qt_log_ignore"):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def made_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the books, made once."""
    folder = tmp_path_factory.mktemp("books")
    make_books(folder, demo_orders=DEMO_ORDERS)
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test alone."""
    monkeypatch.setenv("BOZHANG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def books(home: Path, made_books: Path) -> dict[str, Setting]:
    """The books, in this test's home."""
    shutil.copytree(made_books, home / "data" / "books")
    return make_books(home / "data" / "books")


@pytest.fixture
def raise_curtain(qapp: QApplication, home: Path) -> Iterator[Callable[..., Stage]]:
    """A function that shows the window: `raise_curtain(language="zh", look="light")`."""
    stages: list[Stage] = []

    def show(language: str = "zh", look: str = "light") -> Stage:
        stages.append(Stage(qapp, language=language, look=look))
        return stages[-1]

    yield show
    for stage in stages:
        stage.leave()


@pytest.fixture
def stage(raise_curtain: Callable[..., Stage], books: dict[str, Setting]) -> Stage:
    """The window with the demo book open, in Chinese."""
    shown = raise_curtain()
    shown.open(books["demo"].path, books["demo"].now)
    return shown
