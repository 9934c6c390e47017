"""Takes the pictures: makes the books, runs the program for each language and ratio, draws the sheets."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.screens.books import DEMO_ORDERS, make_books
from tests.screens.pictures import LANGUAGES, SIZES, make_sheets, take, variants, wanted
from tests.screens.scenes import scenes_of
from tests.screens.stage import Stage, screen
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = (
    "Renders every page and dialog to PNG; NAME is a scene, a page, or a pattern over scene/variant."
)


def main(argv: Sequence[str]) -> int:
    """Take the pictures; 0 where every run of the program came to its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=DESCRIPTION)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="scene, page or scene/variant"
    )
    parser.add_argument("--orders", type=int, default=DEMO_ORDERS, help="size of the demo book")
    parser.add_argument("--run", nargs=3, metavar=("LANGUAGE", "RATIO", "BOOKS"), help=argparse.SUPPRESS)
    given = parser.parse_args(argv)
    out = given.out.absolute()
    if given.run:
        return run_one(out, given.run[0], int(given.run[1]), Path(given.run[2]), given.only)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bozhang-screens-") as folder:
        code = run_all(out, Path(folder), given.only, given.orders)
    print(f"{out}: {sum(1 for _ in out.rglob('*.png'))} pictures, {time.monotonic() - started:.0f} s")
    return code


def run_all(out: Path, folder: Path, only: list[str], orders: int) -> int:
    """Make the books once, then run the program for each language and ratio, two at a time."""
    out.mkdir(parents=True, exist_ok=True)
    make_books(folder / "books", demo_orders=orders)
    runs = [
        (language, ratio)
        for ratio in SIZES
        for language in LANGUAGES
        if any(wanted(s, v, only) for s in scenes_of(out) for v in variants(language, ratio))
    ]

    def start(run: tuple[str, int]) -> int:
        language, ratio = run
        home = folder / f"home-{language}-{ratio}"
        shutil.copytree(folder / "books", home / "data" / "books")
        environment = {**os.environ, "BOZHANG_HOME": str(home), "QT_SCALE_FACTOR": str(ratio)}
        command = [sys.executable, "-m", "tests.screens", str(out), "--run", language, str(ratio), str(home)]
        command += [f"--only={name}" for name in only]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode

    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        codes = list(pool.map(start, runs))
    _application(folder)
    make_sheets(out)
    return max(codes, default=0)


def run_one(out: Path, language: str, ratio: int, home: Path, only: list[str]) -> int:
    """Take the pictures of one language and ratio, in this process."""
    application = _application(home)
    books = make_books(home / "data" / "books")
    stage = Stage(application, language=language)
    try:
        wrong = take(stage, books, out, variants(language, ratio), only)
    finally:
        stage.leave()
    for name in wrong:
        print(f"{name}: could not be taken ({language}, {ratio}x)", file=sys.stderr)
    return 1 if wrong else 0


def _application(folder: Path) -> QApplication:
    os.environ["QT_QPA_PLATFORM"] = screen(folder, width=1920, height=1080)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return QApplication([])
