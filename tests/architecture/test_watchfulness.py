"""That the tests themselves fail on what nobody expected."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OUTCOMES = {
    "plain": ("pass", "PASSED"),
    "information": ("import logging; logging.getLogger('x').info('fine')", "PASSED"),
    "expected": ("import logging; expect_log('odd'); logging.getLogger('x').error('odd')", "PASSED"),
    "unexpected": ("import logging; logging.getLogger('x').warning('odd')", "FAILED"),
    "not_logged": ("expect_log('odd')", "FAILED"),
    "warning": ("import warnings; warnings.warn('old')", "FAILED"),
    "qt": ("from PySide6.QtCore import qWarning; qWarning('odd')", "FAILED"),
    "thread": ("import threading; t = threading.Thread(target=int, args='x'); t.start(); t.join()", "FAILED"),
    "unclosed": ("import gc; open(__file__); gc.collect()", "FAILED"),
    "home": ("from desktop_app import paths; assert 'bozhang-tests-' in str(paths.data_dir())", "PASSED"),
    "no_tool": ("from tests.tools import require_tool; require_tool('no-such-tool')", "SKIPPED"),
}
"""The body of a test, and what is to become of it."""


def outcomes(folder: Path, **environ: str) -> dict[str, str]:
    """Run all these tests in a process of their own, and return what became of each."""
    bodies = (f"def test_{name}(expect_log):\n    {body}\n" for name, (body, _) in OUTCOMES.items())
    (folder / "test_it.py").write_text("\n\n".join(bodies), encoding="utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider", "-v"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", str(folder), str(folder / "test_it.py")],
        cwd=ROOT,
        env={**os.environ, "BOZHANG_REQUIRE_TOOLS": "", **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return dict(re.findall(r"test_it\.py::test_(\w+) (PASSED|FAILED|SKIPPED|ERROR)", done.stdout))


@pytest.fixture(scope="module")
def became(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what became of each test."""
    return outcomes(tmp_path_factory.mktemp("watchfulness"))


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcome(became: dict[str, str], name: str) -> None:
    assert became[name] == OUTCOMES[name][1]


def test_where_tools_are_required_their_absence_fails(tmp_path: Path) -> None:
    assert outcomes(tmp_path, BOZHANG_REQUIRE_TOOLS="1")["no_tool"] == "FAILED"
