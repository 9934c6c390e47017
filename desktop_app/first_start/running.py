"""Running the tools of the first start: pip, venv and apt-get, with a word on how far they are."""

from __future__ import annotations

import os
import re
import subprocess
import time

from desktop_app.first_start.texts import say

TYPE_CHECKING = False  # so that it reads the same as its neighbours
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def run(command: Sequence[str], total: int = 0, handle: int | None = None) -> tuple[int, list[str]]:
    """Run a command, telling of the packages that pip collects, and return its status and what it printed.

    The child shares the lock: where this process is killed and pip lives on, the next start still waits.
    """
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    # A user's "always install for me alone" has no meaning in an environment, and pip refuses it there.
    environ.update(PIP_USER="0", DEBIAN_FRONTEND="noninteractive", PYTHONUNBUFFERED="1", PYTHONUTF8="1")
    with subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if handle is None or os.name == "nt" else (handle,),
    ) as child:
        lines = list(told(child.stdout or (), total))
    return child.returncode, lines


def told(output: Iterable[str], total: int) -> Iterator[str]:
    """Hand on the lines that are not empty; with a total, say how far pip is, once a second at most."""
    done, last = 0, 0.0
    for line in map(str.rstrip, output):
        words = line.split()
        if not words:
            continue
        if total and words[0] in ("Collecting", "Processing", "Requirement"):
            done += 1
            if words[0] != "Requirement" and time.monotonic() - last > 1:
                last = time.monotonic()
                name = re.split(r"==|-\d", os.path.basename(words[1]), maxsplit=1)[0]
                say("collect", done=done, total=total, name=name)
        elif total and line.startswith("Installing collected packages"):
            say("install")
        yield line
