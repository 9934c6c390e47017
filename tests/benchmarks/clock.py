"""Measuring: the time of a call, the middle of several, and the most memory a process has held."""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """The seconds that one call takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def middle(work: Callable[[], object], times: int) -> float:
    """The median of the seconds that each of `times` calls takes."""
    return median(seconds(work) for _ in range(times))


def peak_megabytes() -> float | None:
    """The most memory that this process has held so far, in MB; None on a system that does not say."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1_000_000 if sys.platform == "darwin" else 1_000)
