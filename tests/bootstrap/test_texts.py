"""What the first start says, in which language, and that an old Python can say it."""

from __future__ import annotations

import ast
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.first_start import texts
from tests.tools import ROOT

READ_BY_OLD = [
    ROOT / "desktop_app" / "__init__.py",
    ROOT / "desktop_app" / "__main__.py",
    ROOT / "desktop_app" / "bootstrap.py",
    ROOT / "tests" / "__init__.py",
    ROOT / "tests" / "__main__.py",
    *sorted((ROOT / "desktop_app" / "first_start").glob("*.py")),
]


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "th_TH.UTF-8"}, "zh"),
        ({"LC_ALL": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
    ],
)
def test_language(environ: dict[str, str], language: str) -> None:
    assert texts.language(environ) == language


@pytest.mark.parametrize("key", texts.TEXTS)
def test_both_languages_fill_in_the_same(key: str) -> None:
    chinese, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.TEXTS[key]
    )
    assert chinese == english


@pytest.mark.parametrize("path", READ_BY_OLD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_3_8_can_read_it(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_too_old(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_app import bootstrap  # noqa: PLC0415

    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit) as left:
        bootstrap.ensure("program")
    monkeypatch.undo()
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("播账需要 Python 3.11 或更新的版本，这里是 3.10.13（")


def old_pythons() -> list[str]:
    """Return the interpreters older than ours that this machine has, by trying them."""
    found = [shutil.which(f"python3.{minor}") for minor in (8, 9, 10)]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found += [str(path / "bin" / "python3") for minor in (8, 9, 10) for path in versions.glob(f"3.{minor}.*")]
    works = "import sys; sys.exit(not (3, 8) <= sys.version_info < (3, 11))"
    return [
        path
        for path in found
        if path and subprocess.run([path, "-c", works], capture_output=True, check=False).returncode == 0
    ]


@pytest.mark.parametrize("module", ["desktop_app", "tests"])
def test_a_real_old_python_says_so(module: str) -> None:
    pythons = old_pythons()
    if not pythons:
        # No outside tool but an accident of the machine: the syntax is checked above all the same.
        pytest.skip("no Python 3.8 to 3.10 here")
    for python in pythons:
        run = subprocess.run(
            [python, "-m", module],
            cwd=ROOT,
            env={**os.environ, "LANG": "en_US.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.startswith("Bozhang needs Python 3.11 or newer; this is 3.")
        assert run.stderr.count("\n") == 1
