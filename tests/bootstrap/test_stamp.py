"""When an environment is taken for whole and current, and when it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.first_start import stamp
from tests.bootstrap.surroundings import checkout, environment
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="environments are laid out differently on Windows")


@pytest.fixture
def root(tmp_path: Path) -> str:
    return checkout(tmp_path)


def test_nothing_there(root: str) -> None:
    assert not stamp.is_current(root, "program", {})


def test_whole(root: str) -> None:
    environment(root, "program")
    assert stamp.is_current(root, "program", {})
    assert not stamp.is_current(root, "tests", {})


def test_interrupted_before_the_stamp(root: str) -> None:
    environment(root)
    assert not stamp.is_current(root, "program", {})


def _remove_python(root: str) -> None:
    Path(stamp.venv_python(root)).unlink()


def _let_python_point_elsewhere(root: str) -> None:
    _remove_python(root)
    Path(stamp.venv_python(root)).symlink_to("/bin/sh")


def _remove_a_package(root: str) -> None:
    fields = stamp.read_stamp(stamp.stamp_path(root, "program"))
    (Path(root, ".venv", fields["packages"]) / "PySide6").rmdir()


def _remove_all_packages(root: str) -> None:
    shutil.rmtree(Path(root, ".venv", "lib"))


def _change_lock(root: str) -> None:
    Path(root, stamp.LOCKS["program"]).write_text("six==1.17.0 \\\n    --hash=sha256:00\n", encoding="utf-8")


def _cut_stamp(root: str) -> None:
    path = Path(stamp.stamp_path(root, "program"))
    path.write_text(path.read_text(encoding="utf-8")[:90], encoding="utf-8")


def _empty_stamp(root: str) -> None:
    Path(stamp.stamp_path(root, "program")).write_text("", encoding="utf-8")


def _older_format(root: str) -> None:
    path = Path(stamp.stamp_path(root, "program"))
    path.write_text(path.read_text(encoding="utf-8").replace(stamp.FORMAT, "older"), encoding="utf-8")


def _spoil_stamp(root: str) -> None:
    Path(stamp.stamp_path(root, "program")).write_bytes(b"\xff\x00" * 50)


@pytest.mark.parametrize(
    "damage",
    [
        _remove_python,
        _let_python_point_elsewhere,
        _remove_a_package,
        _remove_all_packages,
        _change_lock,
        _cut_stamp,
        _empty_stamp,
        _older_format,
        _spoil_stamp,
    ],
)
def test_damaged_or_outdated(root: str, damage: Callable[[str], None]) -> None:
    environment(root, "program")
    damage(root)
    assert not stamp.is_current(root, "program", {})


def test_base_interpreter_removed(root: str) -> None:
    environment(root, "program")
    path = stamp.stamp_path(root, "program")
    stamp.write_stamp(path, {**stamp.read_stamp(path), "base": "/nowhere/python3"})
    assert not stamp.is_current(root, "program", {})


def test_lock_touched_but_not_changed(root: str) -> None:
    environment(root, "program")
    lock = Path(root, stamp.LOCKS["program"])
    os.utime(lock, ns=(1, 1))
    assert stamp.is_current(root, "program", {})
    # … and remembered, so that it is read once only.
    assert stamp.read_stamp(stamp.stamp_path(root, "program"))["state"] == stamp.state_of(str(lock))


def test_lock_of_another_size_and_time_is_read(root: str) -> None:
    environment(root, "program")
    lock = Path(root, stamp.LOCKS["program"])
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace("1.16.0", "1.16.1"), encoding="utf-8")
    os.utime(lock, ns=(1, 1))
    assert not stamp.is_current(root, "program", {})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has Qt's libraries apart")
def test_a_screen_that_was_not_there_before(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    environment(root, "program")
    assert not stamp.is_current(root, "program", {"DISPLAY": ":0"})
    assert not stamp.is_current(root, "program", {"WAYLAND_DISPLAY": "wayland-0"})
    monkeypatch.setenv("DISPLAY", ":0")
    stamp.write_stamp(stamp.stamp_path(root, "program"), stamp.new_stamp(root, "program"))
    assert stamp.is_current(root, "program", {"DISPLAY": ":0"})
    assert stamp.is_current(root, "program", {})


def test_a_stamp_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    stamp.write_stamp(str(tmp_path / "nowhere" / "stamp"), {"lock": "x"})
    assert list(tmp_path.iterdir()) == []


def test_speed_is_told(root: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The check that every start makes: a figure to look at; how fast a machine is proves nothing."""
    environment(root, "program")
    begin = time.perf_counter()
    for _ in range(100):
        assert stamp.is_current(root, "program", {})
    took = (time.perf_counter() - begin) * 10
    with capsys.disabled():
        print(f"\n[bootstrap] a check of the stamp takes {took:.3f} ms")


def test_the_check_loads_nothing(root: str) -> None:
    """No start pays for what only the first one needs."""
    environment(root, "program")
    script = (
        "import sys; before = set(sys.modules)\n"
        "from desktop_app import bootstrap\n"
        f"assert bootstrap.stamp.is_current({root!r}, 'program', {{}})\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(run.stdout.split())
    assert "desktop_app.first_start.stamp" in loaded
    costly = {"hashlib", "importlib.metadata", "json", "pathlib", "shutil", "subprocess", "typing"}
    assert not loaded & (costly | {"desktop_app.first_start.making", "desktop_app.first_start.texts"})
