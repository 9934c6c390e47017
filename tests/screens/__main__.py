"""Renders every page and dialog: `python -m tests.screens OUT [--only NAME]`, NAME a scene, a page or a pattern."""

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

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv: list[str]) -> int:
    """Take the pictures; 0 where every run of the program came to its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="scene, page or scene/variant")
    parser.add_argument("--orders", type=int, default=6_000, help="size of the demo book")
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
    from tests.screens.pictures import LANGUAGES, SIZES, make_sheets, scenes_of, variants, wanted

    out.mkdir(parents=True, exist_ok=True)
    _books(folder / "books", orders)
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
    _application(folder, 1)
    make_sheets(out)
    return max(codes, default=0)


def run_one(out: Path, language: str, ratio: int, home: Path, only: list[str]) -> int:
    """Take the pictures of one language and ratio, in this process."""
    application = _application(home, ratio)
    from tests.screens.pictures import take, variants
    from tests.screens.stage import Stage

    books = _books(home / "data" / "books", 0)
    stage = Stage(application, language=language)
    try:
        wrong = take(stage, books, out, variants(language, ratio), only)
    finally:
        stage.leave()
    for name in wrong:
        print(f"{name}: could not be taken ({language}, {ratio}x)", file=sys.stderr)
    return 1 if wrong else 0


def _books(folder: Path, orders: int) -> dict:
    from tests.screens.books import make_books

    return make_books(folder, demo_orders=orders)


def _application(folder: Path, ratio: int):
    from tests.screens.stage import screen

    os.environ["QT_QPA_PLATFORM"] = screen(folder, width=1920, height=1080)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return QApplication.instance() or QApplication([])


if __name__ == "__main__":
    from desktop_app import bootstrap

    bootstrap.ensure("tests")
    sys.exit(main(sys.argv[1:]))
