"""What is missing in the system: found, installed by root on Debian, and named to anyone else."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.first_start import system
from desktop_app.first_start.texts import Refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Linux keeps Qt's libraries apart"
)


class Machine:
    """A pretended machine: which libraries it has, who uses it, and what apt-get was asked."""

    def __init__(self) -> None:
        self.absent: set[str] = set()
        self.font = True
        self.user = 1000
        self.apt = True
        self.status = 0
        self.commands: list[list[str]] = []

    def run(self, command: list[str]) -> tuple[int, list[str]]:
        """Do as apt-get would."""
        self.commands.append(command)
        return self.status, ["E: no such thing"] if self.status else []


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(system, "has_library", lambda name: name not in machine.absent)
    monkeypatch.setattr(system, "has_chinese_font", lambda: machine.font)
    monkeypatch.setattr(system, "run", machine.run)
    monkeypatch.setattr(os, "geteuid", lambda: machine.user)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if machine.apt else None)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return machine


def test_nothing_missing(machine: Machine) -> None:
    system.provide_system()
    assert machine.commands == []


def test_root_installs_what_is_missing(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.user, machine.absent, machine.font = 0, {"libEGL.so.1"}, False
    system.provide_system()
    install = ["apt-get", "install", "-y", "--no-install-recommends", "fonts-wqy-microhei", "libegl1"]
    assert machine.commands == [["apt-get", "update"], install]
    assert capsys.readouterr().err == "  正在安装系统软件包：fonts-wqy-microhei libegl1\n"


def test_anyone_else_is_told_in_one_line(machine: Machine) -> None:
    machine.absent, machine.font = {"libEGL.so.1"}, False
    with pytest.raises(Refusal) as refusal:
        system.provide_system()
    assert str(refusal.value) == (
        "播账：系统缺少 libEGL.so.1, 中文字体；请运行：sudo apt-get install fonts-wqy-microhei libegl1"
    )
    assert machine.commands == []


def test_in_english(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    machine.font = False
    with pytest.raises(Refusal) as refusal:
        system.provide_system()
    assert str(refusal.value) == (
        "Bozhang: this system lacks a Chinese font; please run: sudo apt-get install fonts-wqy-microhei"
    )


def test_root_without_a_network_is_told_why(machine: Machine) -> None:
    machine.user, machine.absent, machine.status = 0, {"libGL.so.1"}, 100
    with pytest.raises(Refusal) as refusal:
        system.provide_system()
    assert str(refusal.value).splitlines() == [
        "播账：系统缺少 libGL.so.1；请运行：apt-get install libgl1",
        "E: no such thing",
    ]


def test_another_kind_of_linux_is_told_the_names(machine: Machine) -> None:
    machine.absent, machine.apt = {"libGL.so.1"}, False
    with pytest.raises(Refusal, match=r"libGL\.so\.1；请用系统的软件包管理器安装"):
        system.provide_system()


def test_a_screen_needs_more(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.absent = {"libxcb-cursor.so.0"}
    assert system.missing_packages({}) == {}
    assert system.missing_packages({"DISPLAY": ":0"}) == {"libxcb-cursor.so.0": "libxcb-cursor0"}


def test_python_without_venv(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(system, "base_python", lambda: "/usr/bin/python3")
    assert system.missing_packages({}) == {"venv": "python3-venv"}
    monkeypatch.setattr(system, "base_python", lambda: "/usr/local/bin/python3.99")
    assert system.missing_packages({}) == {"venv": "python{}.{}-venv".format(*sys.version_info)}


def test_libraries_are_found_as_the_linker_finds_them() -> None:
    assert system.has_library("libc.so.6")
    assert not system.has_library("libnowhere.so.1")


@pytest.mark.parametrize(
    ("file", "draws"),
    [
        ("truetype/wqy/wqy-microhei.ttc", True),
        ("opentype/noto/NotoSansCJK-Regular.ttc", True),
        ("truetype/droid/DroidSansFallbackFull.ttf", True),
        ("truetype/dejavu/DejaVuSans.ttf", False),
    ],
)
def test_a_chinese_font_is_known_by_its_file(tmp_path: Path, file: str, draws: bool) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.touch()
    assert system.has_chinese_font([str(tmp_path)]) is draws
