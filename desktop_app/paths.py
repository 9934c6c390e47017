"""Where the program keeps its own files, by platform, and where it finds what it ships with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "bozhang"
HOME_VARIABLE = "BOZHANG_HOME"
"""Set, it holds all per-user folders in one: for tests, and for a program carried on a stick."""


def data_dir() -> Path:
    """Return the folder of books and what belongs to them; it need not be there yet."""
    if sys.platform == "win32":
        return _own("data", _windows("APPDATA", "Roaming"))
    if sys.platform == "darwin":
        return _own("data", Path.home() / "Library" / "Application Support" / APP)
    return _own("data", _xdg("XDG_DATA_HOME", ".local/share"))


def config_dir() -> Path:
    """Return the folder of settings; it need not be there yet."""
    if sys.platform == "win32":
        return _own("config", _windows("APPDATA", "Roaming") / "config")
    if sys.platform == "darwin":
        return _own("config", Path.home() / "Library" / "Preferences" / APP)
    return _own("config", _xdg("XDG_CONFIG_HOME", ".config"))


def cache_dir() -> Path:
    """Return the folder of what can be made again; it need not be there yet."""
    if sys.platform == "win32":
        return _own("cache", _windows("LOCALAPPDATA", "Local") / "cache")
    if sys.platform == "darwin":
        return _own("cache", Path.home() / "Library" / "Caches" / APP)
    return _own("cache", _xdg("XDG_CACHE_HOME", ".cache"))


def log_dir() -> Path:
    """Return the folder of the log; it need not be there yet."""
    if sys.platform == "win32":
        return _own("logs", _windows("LOCALAPPDATA", "Local") / "logs")
    if sys.platform == "darwin":
        return _own("logs", Path.home() / "Library" / "Logs" / APP)
    return _own("logs", _xdg("XDG_STATE_HOME", ".local/state") / "logs")


def resources_dir() -> Path:
    """Return the folder of what the program ships with, be it packaged, a checkout or installed."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def _own(name: str, usual: Path) -> Path:
    """Return the folder `name` under BOZHANG_HOME where that is set, else the platform's usual one."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).absolute() / name if home else usual


def _windows(variable: str, folder: str) -> Path:
    base = os.environ.get(variable)
    return (Path(base) if base else Path.home() / "AppData" / folder) / APP


def _xdg(variable: str, usual: str) -> Path:
    """Return our folder in an XDG base folder; the standard says that a relative one is to be ignored."""
    base = os.environ.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / usual) / APP
