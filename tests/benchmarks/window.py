"""Measures the window: `python -m tests.benchmarks.window [--orders 100000] [--readme README.md]`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from desktop_app.usecases.demo import make_demo
from tests.benchmarks.__main__ import commit, machine
from tests.benchmarks.window_use import make_orders
from tests.fixtures import path as fixture
from tests.readme_tables import put_between

ROOT: Final = Path(__file__).resolve().parents[2]
BEGIN: Final = "<!-- window: written by python -m tests.benchmarks.window --readme -->"
END: Final = "<!-- end of window -->"
TIMES: Final = 5
LONG_S: Final = 0.05
"""A turn of the event loop that a hand at the mouse would notice."""

Turns = dict[str, list[tuple[float, float]]]


def main(arguments: list[str]) -> int:
    """Measure start and use on one book, print the table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.window", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--readme", type=Path, help="put the table between its markers in this file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bozhang-window-") as name:
        folder = Path(name)
        book = folder / "book.bozhang"
        make_demo(book, orders=options.orders)
        make_orders(folder, fixture("tiktokshop-orders-th.csv"))
        bare, ours = _starts(book, folder)
        turns: Turns = json.loads(_child("used", book, folder))
    text = _table(options.orders, bare, ours, turns)
    print(text)
    if options.readme is not None:
        put_between(options.readme, BEGIN, END, text)
    return 0


def _starts(book: Path, folder: Path) -> tuple[float, float]:
    """Start to first paint of a bare window and of Home with its figures, in turns; the medians of each."""
    times: dict[str, list[float]] = {"bare": [], "started": []}
    for run in range(TIMES + 1):
        for what, taken in times.items():
            began = time.monotonic()
            painted = json.loads(_child(what, book, folder))["at"]
            if run:  # the first fills the caches of the file system and of the interpreter
                taken.append(painted - began)
    return median(times["bare"]), median(times["started"])


def _child(what: str, book: Path, folder: Path) -> str:
    environment: dict[str, Any] = {
        **os.environ,
        "BOZHANG_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    # A user's program is compiled once.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window_use", what, str(book)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _table(orders: int, bare: float, ours: float, turns: Turns) -> str:
    whole = [turn for each in turns.values() for turn in each]
    lines = [
        "| | turns | over 50 ms | longest | of it the window's own work |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_line(step, each) for step, each in turns.items()),
        _line("all together", whole),
    ]
    short = sum(taken <= LONG_S for taken, _own in whole) / len(whole)
    own = sum(own <= LONG_S for _taken, own in whole) / len(whole)
    load = f", load {os.getloadavg()[0]:.1f} by other work" if hasattr(os, "getloadavg") else ""
    return (
        f"Commit {commit()}, {datetime.now(UTC):%Y-%m-%d}, {machine()}{load}."
        f" Demo book of {orders:,} orders.\n\n"
        f"Start to first paint of Home with its figures: {ours / bare:.1f}× a bare PySide6 window"
        f" ({ours * 1e3:.0f} ms ÷ {bare * 1e3:.0f} ms, side by side); goal ≤ 2×.\n\n"
        f"Turns of the event loop that did something, while the window is used: {short:.1%} within 50 ms"
        f" ({own:.1%} counting the window's own work alone); goal 99%, none over 100 ms.\n\n"
        + "\n".join(lines)
        + "\n"
    )


def _line(step: str, turns: list[tuple[float, float]]) -> str:
    long = sum(taken > LONG_S for taken, _own in turns)
    longest, own = max(turns, default=(0.0, 0.0))
    return f"| {step} | {len(turns)} | {long} | {longest * 1e3:.0f} ms | {own * 1e3:.0f} ms |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
