"""Where the program keeps its files, on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_app import paths

FOLDERS = (paths.data_dir, paths.config_dir, paths.cache_dir, paths.log_dir)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home in which no variable leads elsewhere."""
    for variable in (
        *("BOZHANG_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"),
        *("APPDATA", "LOCALAPPDATA"),
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def places(home: Path) -> list[str]:
    return [folder().relative_to(home).as_posix() for folder in FOLDERS]


def test_linux(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert places(home) == [
        ".local/share/bozhang",
        ".config/bozhang",
        ".cache/bozhang",
        ".local/state/bozhang/logs",
    ]


def test_linux_with_folders_of_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert paths.data_dir() == home / "data" / "bozhang"
    assert paths.config_dir() == home / ".config" / "bozhang", "the standard ignores a relative folder"


def test_windows(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(home / "Roaming"))
    assert places(home) == [
        "Roaming/bozhang",
        "Roaming/bozhang/config",
        "AppData/Local/bozhang/cache",
        "AppData/Local/bozhang/logs",
    ]


def test_mac(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert places(home) == [
        "Library/Application Support/bozhang",
        "Library/Preferences/bozhang",
        "Library/Caches/bozhang",
        "Library/Logs/bozhang",
    ]


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_all_in_one_folder(home: Path, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("BOZHANG_HOME", str(home / "stick"))
    assert places(home / "stick") == ["data", "config", "cache", "logs"]


def test_asking_makes_nothing(home: Path) -> None:
    for folder in FOLDERS:
        folder()
    assert list(home.iterdir()) == []


def test_resources_in_a_checkout() -> None:
    assert paths.resources_dir() == Path(paths.__file__).resolve().parent.parent / "resources"


def test_resources_in_a_packaged_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"


def test_resources_where_pip_put_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "desktop_app" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "desktop_app" / "paths.py"))
    assert paths.resources_dir() == (tmp_path / "desktop_app" / "resources").resolve()
