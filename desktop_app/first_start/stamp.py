"""The stamp: tells in one read whether the environment is whole and is that of the lock file."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself takes longer to import than the whole check
if TYPE_CHECKING:
    from collections.abc import Mapping

LOCKS = {"program": "requirements.lock", "tests": "requirements-tests.lock"}
"""Lock file of each group of packages; that of the tests holds the program's too, at the same versions."""

FORMAT = "bozhang environment 1"


def is_current(root: str, group: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the environment has the packages of `group` as the lock file names them, undamaged."""
    lock, path = os.path.join(root, LOCKS[group]), stamp_path(root, group)
    try:
        fields = read_stamp(path)
        if not is_whole(root, fields, environ):
            return False
        if fields["state"] == state_of(lock):
            return True
        # Git touches files without changing them: only then is it worth the time to read the lock file.
        if fields["lock"] != hash_of(lock):
            return False
    except (OSError, KeyError, ValueError):
        return False
    write_stamp(path, {**fields, "state": state_of(lock)})
    return True


def is_whole(root: str, fields: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """Tell whether what a stamp lists is still there: the interpreter, its base, and every package.

    Qt's libraries for a screen were looked for only if there was one then; now there may be.
    """
    present = os.listdir(os.path.join(root, ".venv", fields["packages"]))
    return (
        fields["python"] == true_python(root)
        and os.path.exists(fields["base"])
        and (fields["screen"] == "yes" or not has_screen(environ))
        and set(fields["entries"].split("/")).issubset(present)
    )


def new_stamp(root: str, group: str) -> dict[str, str]:
    """Return the stamp of the environment as it stands."""
    lock = os.path.join(root, LOCKS[group])
    version = "python{}.{}".format(*sys.version_info)
    packages = "Lib/site-packages" if os.name == "nt" else f"lib/{version}/site-packages"
    present = os.listdir(os.path.join(root, ".venv", packages))
    return {
        "lock": hash_of(lock),
        "state": state_of(lock),
        "python": true_python(root),
        "base": base_python(),
        "screen": "yes" if has_screen(os.environ) else "no",
        "packages": packages,
        "entries": "/".join(sorted(name for name in present if name != "__pycache__")),
    }


def stamp_path(root: str, group: str) -> str:
    """Return the file that is written when all packages of `group` are in place."""
    return os.path.join(root, ".venv", f"bozhang-{group}.stamp")


def read_stamp(path: str) -> dict[str, str]:
    """Return the fields of a stamp; raise ValueError for one of another format."""
    with open(path, encoding="utf-8") as file:
        first, *lines = file.read().splitlines() or [""]
    if first != FORMAT:
        raise ValueError(first)
    return {key: value for key, _, value in (line.partition(" ") for line in lines)}


def write_stamp(path: str, fields: Mapping[str, str]) -> None:
    """Put a stamp in place, whole or not at all; one that cannot be written costs time, nothing else."""
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write("\n".join([FORMAT, *(f"{key} {value}" for key, value in fields.items())]) + "\n")
        os.replace(temporary, path)
    except OSError:
        return


def base_python() -> str:
    """Return the interpreter that environments are made with: never one that stands in an environment."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def venv_python(root: str) -> str:
    """Return the interpreter of the environment."""
    return os.path.join(root, ".venv", *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def true_python(root: str) -> str:
    """Return what the environment's interpreter is a link to, which an upgrade of the system may change."""
    python = venv_python(root)
    if not os.path.exists(python):
        raise FileNotFoundError(python)
    return "-" if os.name == "nt" else os.path.realpath(python)


def state_of(path: str) -> str:
    """Return the size and time of a file, which change when its content does."""
    status = os.stat(path)
    return f"{status.st_size} {status.st_mtime_ns}"


def hash_of(path: str) -> str:
    """Return the SHA-256 of a file."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def has_screen(environ: Mapping[str, str]) -> bool:
    """Tell whether there is a screen on Linux, for which Qt needs more libraries than for none."""
    return sys.platform.startswith("linux") and bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
