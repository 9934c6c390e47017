"""Measures the program at several sizes: `python -m tests.benchmarks --lines 10000 --readme README.md`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.table import BEGIN, END, table
from tests.readme_tables import put_between

if TYPE_CHECKING:
    from tests.benchmarks.measures import Figures

ROOT: Final = Path(__file__).resolve().parents[2]
MEASURES: Final = ("rebuilt", "sketched", "shown", "edited", "listed", "halved")
"""In this order: the last one changes the book."""
LINES_PER_1000_ORDERS: Final = 1_337
"""Order lines in the demo book for every thousand orders."""


def main(arguments: list[str]) -> int:
    """Measure every size, print the table, and write it where asked."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bozhang-benchmarks-", dir=options.folder) as folder:
        runs = [_run(Path(folder), lines, options.only) for lines in options.lines]
    text = table(runs, commit=commit(), day=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine())
    print(text)
    if options.out is not None:
        options.out.write_text(text, encoding="utf-8")
    if options.readme is not None:
        put_between(options.readme, BEGIN, END, text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--only", nargs="+", choices=MEASURES, metavar="MEASURE")
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    parser.add_argument("--readme", type=Path, help="put the table between its markers in this file")
    parser.add_argument(
        "--folder", type=Path, help="where the books are made: a disk that a power cut spares"
    )
    return parser


def _run(folder: Path, lines: int, only: list[str] | None) -> dict[str, Figures]:
    book = folder / f"{lines}.bozhang"
    orders = max(1, lines * 1000 // LINES_PER_1000_ORDERS)
    run = {"made": _measure("made", book, str(orders))}
    for name in only or MEASURES:
        run[name] = _measure(name, book)
        print(f"{lines:,} {name}: {run[name]}", file=sys.stderr)
    book.unlink()
    return run


def _measure(name: str, book: Path, *rest: str) -> Figures:
    """Measure in a child, so that memory is its own and nothing is warm but the file."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.measures", name, str(book), *rest],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def commit() -> str:
    """The commit that is measured, and whether the program differs from it."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()

    changed = "" if not git("status", "--porcelain", "--", "desktop_app") else " with changes"
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def machine() -> str:
    """What it is measured on."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
