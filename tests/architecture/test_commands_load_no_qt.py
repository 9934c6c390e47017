"""No command loads Qt, and none loads what only charts or workbooks need without making any."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.commands.catalogue import COMMANDS
from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = ROOT / "resources/schemes/nanfeng-2020-courier.json"
CLAIM = ["book.db", "example-nanfeng-2020-courier", "--from", "2026-01-01", "--to", "2026-12-31"]
EXAMPLES = {
    "new": ["another.db"],
    "demo": ["demo.db", "--orders", "60"],
    "template": ["template.xlsx"],
    "import": ["book.db", "blank.xlsx"],
    "profit": ["book.db", "--json"],
    "export": ["book.db", "exported.xlsx"],
    "check": ["book.db"],
    "journal": ["book.db", "book.beancount"],
    "backup": ["book.db", "backups"],
    "restore": ["BACKUP", "restored.db"],
    "scheme": ["book.db", "list"],
    "subsidy": [str(SCHEME), "--base", "501"],
    "claim": [*CLAIM, "--out", "pack"],
    "fill": ["book.db", "SB-2026-001", "blank.xlsx", "filled.xlsx"],
    "applicant": ["book.db", "show"],
    "capital": ["1409.50"],
}
"""A command line of each command; a new command needs one here. BACKUP stands for a backup of book.db."""

LIGHT = {
    "applicant",
    "backup",
    "capital",
    "check",
    "journal",
    "new",
    "profit",
    "restore",
    "scheme",
    "subsidy",
}
"""Commands that write no workbook here, and so have no use for openpyxl."""

SCRIPT = (
    "import sys\n"
    "from desktop_app import app\n"
    "status = app.run(sys.argv[1:])\n"
    "print(status, *sys.modules, file=sys.stderr)\n"
)


def run(folder: Path, *argv: str) -> set[str]:
    """Run a command in a process of its own, and return the packages that it loaded."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *argv],
        cwd=folder,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    status, *modules = done.stderr.splitlines()[-1].split()
    assert status == "0", done.stderr
    return {module.partition(".")[0] for module in modules}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an empty book, a claim in it, its backup, and a blank workbook."""
    folder = tmp_path_factory.mktemp("commands")
    run(folder, "new", "book.db")
    run(folder, "template", "blank.xlsx")
    run(folder, "backup", "book.db", "kept")
    run(folder, "scheme", "book.db", "add", str(SCHEME))
    run(folder, "claim", *CLAIM, "--out", "pack")
    return folder


def test_every_command_has_an_example() -> None:
    assert set(EXAMPLES) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", EXAMPLES)
def test_loads_no_qt(folder: Path, command: str) -> None:
    backup = next(path for path in (folder / "kept").iterdir() if path.suffix == ".bozhang")
    argv = [str(backup) if word == "BACKUP" else word for word in EXAMPLES[command]]
    loaded = run(folder, command, *argv)
    assert loaded & {"PySide6", "shiboken6", "matplotlib"} == set()
    if command in LIGHT:
        assert loaded & {"openpyxl", "python_calamine"} == set()
