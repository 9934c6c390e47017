"""Trying hostile files: laid out beside a book, and each in a process of its own to see what it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.domain.channel import Platform
from desktop_app.store import Book
from tests.importers.bringing import add_account

if TYPE_CHECKING:
    from tests.hostile.attack import Attack

TIMEOUT_SECONDS: Final = 60
_ROOT: Final = Path(__file__).parents[2]


def shop_book(path: Path) -> Path:
    """Make the book into which hostile files are brought: three shops, no order."""
    with Book.create(path) as book:
        add_account(book, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        add_account(book, "us", Platform.TIKTOK_SHOP, "US", "USD")
        add_account(book, "dy", Platform.DOUYIN, "CN", "CNY")
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """An attack laid out in a folder: the hostile file, and a book of its own."""

    attack: Attack
    file: Path
    book: Path

    def arguments(self, command: tuple[str, ...], language: str) -> list[str]:
        """Return a command with the paths filled in."""
        return [
            *(part.format(book=self.book, file=self.file) for part in command),
            *(["--language", language] if language else []),
        ]


def set_up(attack: Attack, folder: Path, book: Path) -> Stage:
    """Make the hostile file in a folder of its own, beside a copy of the book."""
    folder.mkdir()
    stage = Stage(attack=attack, file=folder / attack.file, book=folder / "book.bozhang")
    shutil.copyfile(book, stage.book)
    attack.make(stage.file)
    return stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it: status, words, seconds of processor and megabytes at most."""

    status: int
    said: str
    seconds: float
    megabytes: float


def in_a_process(stage: Stage, folder: Path) -> Tried:
    """Try an attack in a process of its own; what never ends comes back as status -1."""
    result = folder / "measured"
    child = [sys.executable, "-m", "tests.hostile.child", str(result)]
    environment = {**os.environ, "BOZHANG_HOME": str(folder / "home")}
    for command in stage.attack.before:
        subprocess.run(
            [*child, *stage.arguments(command, "en")],
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
    try:
        done = subprocess.run(
            [*child, *stage.arguments(stage.attack.command, "en")],
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Tried(status=-1, said="", seconds=TIMEOUT_SECONDS, megabytes=0)
    seconds, megabytes = map(float, result.read_text(encoding="utf-8").split())
    return Tried(status=done.returncode, said=done.stdout + done.stderr, seconds=seconds, megabytes=megabytes)
