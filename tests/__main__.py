"""Runs the tests, with pytest's own arguments behind it: `python -m tests tests/domain -k lots -x`."""

from __future__ import annotations

import os
import sys
from typing import Final

MOST_WORKERS: Final = 4
"""More would each need a demo book and a window of their own sooner than they save."""


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments and return its exit status.

    What is marked `slow` or `bench` is left out, unless the arguments choose marks themselves: `-m slow`.
    """
    # The window is tested without a screen; QT_QPA_PLATFORM=xcb shows it.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import pytest  # noqa: PLC0415 - there is none before bootstrap has made the environment

    return int(pytest.main([*_sharing(arguments), *arguments]))


def _sharing(arguments: list[str]) -> list[str]:
    """Have the whole suite share the cores; a chosen part starts sooner in this process alone."""
    cores = os.cpu_count() or 1
    return ["-n", str(min(cores, MOST_WORKERS)), "--dist", "worksteal"] if not arguments and cores > 1 else []


if __name__ == "__main__":
    from desktop_app import bootstrap

    bootstrap.ensure("tests")
    sys.exit(main(sys.argv[1:]))
