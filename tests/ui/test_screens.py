"""The command that takes the pictures takes them: a few, in both languages."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_pictures_and_their_sheets_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    wanted = ["home-demo/zh-1280x640-dark", "about/zh-1280x640-dark", "session-long/en-1366x768@2-light"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens", str(tmp_path), "--orders", "60"]
        + [f"--only={name}" for name in wanted],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    taken = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png")}
    sheets = {f"sheets/{page}.png" for page in ("home", "dialogs", "session")}
    assert taken == {f"{name}.png" for name in wanted} | sheets
    assert QImage(str(tmp_path / "home-demo/zh-1280x640-dark.png")).size().toTuple() == (1280, 640)
    assert QImage(str(tmp_path / "session-long/en-1366x768@2-light.png")).size().toTuple() == (2732, 1536)
