"""The rules about who may import whom, as import-linter reads them from pyproject.toml."""

from __future__ import annotations

import subprocess
import sys

from tests.tools import ROOT


def test_rooms_import_only_what_they_may() -> None:
    script = "import sys; from importlinter import cli; sys.exit(cli.lint_imports(no_cache=True))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
