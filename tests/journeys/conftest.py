"""The window as a user finds it: nothing there yet, and file dialogs that keys can reach."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt

from desktop_app import i18n, settings
from desktop_app.ui.start import Program
from tests.ui import conftest as window_tests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the invisible screen cannot do is no fault of the window."""
    window_tests.overlook_the_screen(items)


@pytest.fixture
def start_program(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Program]]:
    """A function that starts the program for the first time, in a language."""
    monkeypatch.setenv("BOZHANG_HOME", str(tmp_path / "home"))
    native = qapp.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    started: list[Program] = []

    def start(language: str) -> Program:
        i18n.set_language(language)
        program = Program(qapp, settings.Settings(language=language, look="light"))
        program.context.clock = lambda: datetime(2026, 9, 30, 21, 30)  # noqa: DTZ001 - the wall's clock
        started.append(program)
        program.window.show()
        program.books.open_first(None, asked=False)
        program.window.activateWindow()
        return program

    yield start
    for program in started:
        qtbot.waitUntil(partial(_is_idle, program), timeout=20_000)
        program.close()
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, native)


def _is_idle(program: Program) -> bool:
    return program.tasks.idle
