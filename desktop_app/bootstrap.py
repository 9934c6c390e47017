"""The first start in a fresh clone: sees to the environment `.venv`, with the standard library alone.

It is written so that Python 3.8 can read it, to say "too old" in words. Where the environment is current
the whole check is one stamp read, so everything else is imported only when it is needed.
"""

from __future__ import annotations

import os
import sys

from desktop_app.first_start import stamp

TYPE_CHECKING = False  # typing itself takes longer to import than the whole check
if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = (3, 11)
READY = "BOZHANG_READY"
"""Set for the interpreter that takes over, so that it need not check again, and can never loop."""


def ensure(group: str) -> None:
    """Return in an interpreter that has the packages of `group` ("program" or "tests"), or do not return.

    Where this interpreter has not, the environment is made if need be and takes over; where it cannot be
    made, one sentence says why, and the exit status is 2.
    """
    if sys.version_info < NEEDED:
        refuse_old()
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    step = next_step(root, group)
    if step == "run":
        return
    if step == "leave":
        hand_over(stamp.base_python())
    if step == "make":
        make(root, group)
    os.environ[READY] = group
    hand_over(stamp.venv_python(root))


def next_step(root: str, group: str) -> str:
    """Return what is to do: "run" the program, "make" the environment, "enter" it or "leave" it.

    An environment cannot be made anew from within: the interpreter that it was made with has to do that.
    """
    inside = os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(root, ".venv"))
    checked = os.environ.pop(READY, "") == group
    if not is_checkout(root, group) or (inside and checked) or (not inside and is_installed(group)):
        return "run"
    if stamp.is_current(root, group):
        return "run" if inside else "enter"
    return "leave" if inside else "make"


def make(root: str, group: str) -> None:
    """Make the environment, or say why it cannot be made and leave with status 2."""
    from desktop_app.first_start import making, texts

    try:
        making.prepare(root, group)
    except texts.Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        texts.say("interrupted")
        sys.exit(130)


def refuse_old() -> None:
    """Say that this Python is too old, and leave with status 2."""
    from desktop_app.first_start import texts

    found = ".".join(map(str, sys.version_info[:3]))
    texts.say("too_old", needed=".".join(map(str, NEEDED)), found=found, where=sys.executable)
    sys.exit(2)


def is_checkout(root: str, group: str) -> bool:
    """Tell whether the program runs from its source: not packaged, and not installed by pip."""
    return not getattr(sys, "frozen", False) and os.path.isfile(os.path.join(root, stamp.LOCKS[group]))


def is_installed(group: str) -> bool:
    """Tell whether this is another environment, into which someone has installed the program by name."""
    if sys.prefix == sys.base_prefix:
        return False
    import importlib.metadata
    import importlib.util

    try:
        importlib.metadata.version("bozhang")
    except importlib.metadata.PackageNotFoundError:
        return False
    return group == "program" or importlib.util.find_spec("pytest") is not None


def hand_over(python: str) -> None:
    """Let another interpreter run the same command, and do not return.

    Where the system can, it takes the place of this process, so that killing the one kills the program.
    """
    command = [python, *sys.orig_argv[1:]]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(python, command)
    sys.exit(run_child(command))


def run_child(command: Sequence[str]) -> int:
    """Run a child to its end and return its exit status; Ctrl+C reaches it by itself, and it decides."""
    import subprocess

    with subprocess.Popen(command) as child:
        while True:
            try:
                status = child.wait()
            except KeyboardInterrupt:
                continue
            # Windows counts the statuses of crashes without a sign; sys.exit takes them with one.
            return status - 2**32 if status >= 2**31 else status
