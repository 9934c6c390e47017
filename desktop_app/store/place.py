"""Where a book lies: the room left there, and whether another program or machine has its hands in it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LOW_ROOM_BYTES: Final = 500_000_000
"""Below this the user is warned: a backup, an upgrade or a merge needs room for copies of the book."""

_SYNCING: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "wechat files": "微信",
    "xwechat_files": "微信",
    "com.tencent.xinwechat": "微信",
    "wxwork": "企业微信",
    "tencent files": "QQ",
    "baidunetdiskworkspace": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "我的坚果云": "坚果云",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
    "aliyundrive": "阿里云盘",
    "synologydrive": "Synology Drive",
}
"""Folders that a program copies elsewhere while files in them change, by name without regard to case."""

_NETWORK_SYSTEMS: Final = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "9p",
    "davfs",
    "fuse.sshfs",
}
_DRIVE_REMOTE: Final = 4


@dataclass(frozen=True, slots=True)
class BookPlace:
    """What is to be said of a place: bytes free, whose syncing folder it is, whether a network is between."""

    free_bytes: int | None
    syncing: str | None
    on_network: bool

    @property
    def is_low(self) -> bool:
        """Whether so little room is left that the user should hear of it."""
        return self.free_bytes is not None and self.free_bytes < LOW_ROOM_BYTES


def place_of(book: Path) -> BookPlace:
    """Look at where a book lies; what the system does not say is left open."""
    free = None
    with suppress(OSError):
        free = shutil.disk_usage(book.parent).free
    return BookPlace(free, syncing_folder(book), is_on_network(book))


def syncing_folder(path: Path) -> str | None:
    """Give the name of the program whose syncing folder holds `path`, None where none is known to."""
    for folder in path.absolute().parts[:-1]:
        name = folder.casefold()
        # OneDrive calls the folder of an organisation "OneDrive - NAME".
        known = _SYNCING.get(name) or _SYNCING.get(name.split(" - ", 1)[0])
        if known:
            return known
    return None


def is_on_network(path: Path) -> bool:
    """Whether a file lies on another machine: there SQLite's locks cannot be trusted, and it is only read."""
    path = path.absolute()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only Windows is asked this way

        drive = path.drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
    with suppress(OSError):
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        return file_system_of(Path(os.path.realpath(path)), mounts.splitlines()) in _NETWORK_SYSTEMS
    return False


def file_system_of(path: Path, mounts: Iterable[str]) -> str:
    """Give the kind of file system of `path`, by lines as in /proc/self/mounts; "" where none has it."""
    best, kind = -1, ""
    for line in mounts:
        _device, point, system, *_rest = line.split(" ")
        # Spaces and tabs in a name stand there as octal escapes.
        folder = Path(point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # Of two mounts at one place the later one lies on top.
        if path.is_relative_to(folder) and len(folder.parts) >= best:
            best, kind = len(folder.parts), system
    return kind
