"""Puts a finished file in its place whole, or leaves what was there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.excel.errors import FileNotWrittenError, WriteFault

if TYPE_CHECKING:
    from collections.abc import Iterator

_FAULTS: Final = {
    errno.ENOSPC: WriteFault.DISK_FULL,
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: WriteFault.DISK_FULL,
    errno.EROFS: WriteFault.READ_ONLY,
    errno.ENOENT: WriteFault.NO_FOLDER,
    errno.ENOTDIR: WriteFault.NO_FOLDER,
    errno.EISDIR: WriteFault.IS_DIRECTORY,
}


@contextlib.contextmanager
def placing(target: Path) -> Iterator[Path]:
    """Give a temporary file beside `target` to write to; afterwards it is synced and takes its place.

    Raises FileNotWrittenError, also for an OSError of the writing itself; the temporary file is removed.
    """
    _check_target(target)
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _sync(temporary)
        temporary.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise FileNotWrittenError(
            target, _fault(error), error.errno or errno.EIO, error.strerror or ""
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _check_target(target: Path) -> None:
    if target.is_dir():
        raise FileNotWrittenError(target, WriteFault.IS_DIRECTORY, errno.EISDIR)
    if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
        # A rename would replace it all the same: its folder may be written.
        raise FileNotWrittenError(target, WriteFault.READ_ONLY, errno.EACCES)


def _fault(error: OSError) -> WriteFault:
    if isinstance(error, PermissionError):
        # Windows says so of a file that Excel has open; a folder's own rights are rarely the reason there.
        return WriteFault.IN_USE if sys.platform == "win32" else WriteFault.READ_ONLY
    return _FAULTS.get(error.errno or 0, WriteFault.OTHER)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where folders can be synced."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
