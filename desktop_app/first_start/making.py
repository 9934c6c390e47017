"""Making the environment `.venv`: one start makes it, any other waits."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time

from desktop_app.first_start import stamp
from desktop_app.first_start.running import run
from desktop_app.first_start.system import provide_system
from desktop_app.first_start.texts import Refusal, say, text

PIP_OPTIONS = (
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar=off",
    "--only-binary=:all:",
    "--no-deps",
    "--require-hashes",
)
"""Nothing is compiled, nothing is resolved, nothing is taken that the lock file does not name."""


def prepare(root: str, group: str) -> None:
    """Make the environment, or wait while another start makes it; raise Refusal where it cannot be made."""
    handle = take_lock(root)
    try:
        if stamp.is_current(root, group):
            return  # another start has made it while this one waited
        provide_system()
        if stamp.is_current(root, group, {}):
            set_stamps(root, group)  # the environment was all right, only the screen is new
            return
        if group != "program" and stamp.is_current(root, "program", {}):
            say("add_tests")
        else:
            say("rebuild" if os.path.lexists(os.path.join(root, ".venv")) else "first")
            make_venv(root)
        install(root, group, handle)
        set_stamps(root, group)
        say("ready")
    finally:
        os.close(handle)


def set_stamps(root: str, group: str) -> None:
    """Write the stamps of the program's packages and of the group's, which hold them."""
    for name in {"program", group}:
        stamp.write_stamp(stamp.stamp_path(root, name), stamp.new_stamp(root, name))


def take_lock(root: str) -> int:
    """Return the handle of the lock beside the environment, held until it is closed."""
    try:
        handle = os.open(os.path.join(root, ".venv.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise Refusal(text("read_only", root=root, reason=error.strerror)) from error
    told = False
    while not try_lock(handle):
        if not told:
            say("waiting")
            told = True
        time.sleep(0.2)
    return handle


def try_lock(handle: int) -> bool:
    """Take the lock if it is free; a file system without locks is treated as if it were."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
    return True


def make_venv(root: str) -> None:
    """Make an empty environment; what stands in its place is moved out of the way first."""
    path, old = os.path.join(root, ".venv"), os.path.join(root, ".venv.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if os.path.lexists(path):
            # In one step: Windows refuses it while a window is open, and then nothing has been harmed.
            os.rename(path, old)
    except OSError as error:
        raise Refusal(text("in_use", reason=error.strerror)) from error
    shutil.rmtree(old, ignore_errors=True)
    status, lines = run([stamp.base_python(), "-m", "venv", path])
    if status:
        raise Refusal("\n".join([text("venv_failed", path=path), *lines[-6:]]))


def install(root: str, group: str, handle: int) -> None:
    """Install the packages of `group` as the lock file names them, with the user's own settings of pip."""
    lock = os.path.join(root, stamp.LOCKS[group])
    with open(lock, encoding="utf-8") as file:
        total = sum(1 for line in file if "==" in line and not line.startswith((" ", "#")))
    command = [stamp.venv_python(root), "-m", "pip", "install", *PIP_OPTIONS, "-r", lock]
    status, lines = run(command, total, handle)
    if status:
        raise Refusal("\n".join([text("pip_failed"), *lines[-6:]]))
