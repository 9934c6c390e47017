"""The program without arguments: on a machine without a screen, and with one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from desktop_app import app, paths
from desktop_app.usecases import demo
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

PROGRAM = "import sys; from desktop_app.app import run; sys.exit(run(sys.argv[1:]))"


@pytest.fixture
def no_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setattr(demo, "DEMO_ORDERS", 60)
    return tmp_path


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these always have a screen")
def test_without_a_screen_the_demo_books_profit_is_shown(
    run: Run, no_screen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    make = demo.make_demo

    def make_small(path: Path, **options: object) -> None:
        made.append(path)
        make(path, orders=60, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(demo, "make_demo", make_small)
    first = run("--language", "en")
    assert first.status == 0
    assert "There is no screen here" in first.err
    assert "Profit by Session" in first.out
    assert "Net profit of the period" in first.out
    second = run("--language", "en")
    assert second.out == first.out
    assert made == [no_screen / "data" / "demo.bozhang"]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these always have a screen")
def test_without_a_screen_a_book_is_not_opened(run: Run, no_screen: Path) -> None:
    ran = run(no_screen / "my.bozhang", "--language", "en")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "bozhang profit" in ran.err


def test_the_window_is_opened_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def run_window(book: object) -> int:
        opened.append(book)
        return 0

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("desktop_app.ui.start.run_window", run_window)
    assert app.run(["book.bozhang"]) == 0
    assert app.run([]) == 0
    assert [str(book) for book in opened] == ["book.bozhang", "None"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_stops_a_long_command_and_leaves_nothing(tmp_path: Path) -> None:
    book = tmp_path / "big.bozhang"
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "demo", str(book), "--orders", "200000", "--language", "en"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    deadline = time.monotonic() + 60
    while not any(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (2, "", "Stopped.\n")
    assert list(tmp_path.iterdir()) == []
