"""What the first start needs of the system itself: Qt's libraries, a Chinese font, and venv."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import shutil
import sys

from desktop_app.first_start.running import run
from desktop_app.first_start.stamp import base_python, has_screen
from desktop_app.first_start.texts import Refusal, say, text

TYPE_CHECKING = False  # so that it reads the same as its neighbours
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libX11.so.6": "libx11-6",
}
"""What Qt loads, and the Debian package of each."""

SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt loads besides where there is a screen."""

CHINESE_FONT = "fonts-wqy-microhei"
FONT_FILES = (
    *("wqy", "notosanscjk", "notoserifcjk", "notosanssc", "sourcehan", "uming", "ukai", "lxgw"),
    *("droidsansfallback", "msyh", "simsun", "simhei"),
)
"""What the file names of Chinese fonts have in them, without hyphens."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def provide_system() -> None:
    """See to it that the system has what pip cannot bring; raise Refusal, naming it, where it has not.

    As root on Debian it is installed at once; anyone else is told the command.
    """
    missing = missing_packages(os.environ) if sys.platform.startswith("linux") else {}
    if not missing:
        return
    names, packages = ", ".join(missing), sorted(set(missing.values()))
    if shutil.which("apt-get") is None:
        raise Refusal(text("missing_other", names=names))
    lines: list[str] = []
    if os.geteuid() == 0:
        say("system", names=" ".join(packages))
        status, lines = install_packages(packages)
        if not status:
            return
    command = " ".join([*([] if os.geteuid() == 0 else ["sudo"]), "apt-get", "install", *packages])
    raise Refusal("\n".join([text("missing", names=names, command=command), *lines[-4:]]))


def install_packages(packages: Sequence[str]) -> tuple[int, list[str]]:
    """Install Debian packages as root, and return the status and the output of that."""
    run(["apt-get", "update"])  # a bare system has no lists yet; where it fails, the install says why
    outcome = run(["apt-get", "install", "-y", "--no-install-recommends", *packages])
    importlib.invalidate_caches()
    return outcome


def missing_packages(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what is missing, by the name of the thing, with the Debian package that brings it."""
    missing = {}
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        usual = os.path.realpath(base_python()) == os.path.realpath("/usr/bin/python3")
        missing["venv"] = "python3-venv" if usual else "python{}.{}-venv".format(*sys.version_info)
    needed = {**LIBRARIES, **(SCREEN_LIBRARIES if has_screen(environ) else {})}
    missing.update({name: package for name, package in needed.items() if not has_library(name)})
    if not has_chinese_font():
        missing[text("font")] = CHINESE_FONT
    return missing


def has_library(name: str) -> bool:
    """Tell whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_chinese_font(folders: Sequence[str] = FONT_FOLDERS) -> bool:
    """Tell whether any font that draws Chinese is installed: by fontconfig, else by the names of files."""
    if folders is FONT_FOLDERS and shutil.which("fc-list"):
        status, lines = run(["fc-list", ":lang=zh", "family"])
        if not status and lines:
            return True
    for folder in folders:
        for _, _, names in os.walk(os.path.expanduser(folder)):
            if any(part in name.lower().replace("-", "") for name in names for part in FONT_FILES):
                return True
    return False
