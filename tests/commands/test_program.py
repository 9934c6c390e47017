"""The program as a whole: help, languages, exit statuses, what it loads, how it is stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app import app
from desktop_app.commands import runner
from desktop_app.commands.catalogue import COMMANDS
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

PROGRAM = "import sys; from desktop_app.app import run; sys.exit(run(sys.argv[1:]))"


def start(*arguments: str, **changes: str) -> subprocess.Popen[str]:
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | changes,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_lists_every_command(run: Run, language: str) -> None:
    ran = run("--help", "--language", language)
    assert (ran.status, ran.err) == (0, "")
    for command in COMMANDS:
        assert f"bozhang {command.name} " in ran.out
    assert ("什么都没做" in ran.out) == (language == "zh")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_command_has_help(run: Run, command: object, language: str) -> None:
    ran = run(command.name, "--help", "--language", language)  # type: ignore[attr-defined]
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{'用法：' if language == 'zh' else 'usage: '}bozhang {command.name}")  # type: ignore[attr-defined]
    assert "--language" in ran.out


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("bozhang ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["profits"], "profit"),
        (["no-such-thing"], "no-such-thing"),
        (["--nonsense"], "--nonsense"),
        (["capital"], "AMOUNT"),
        (["capital", "1", "2"], "2"),
        (["capital", "1", "--language", "fr"], "fr"),
        (["capital", "1", "--frobnicate"], "--frobnicate"),
        (["profit", "x.bozhang", "--by", "moon"], "moon"),
        (["profit", "x.bozhang", "--from", "yesterday"], "yesterday"),
        (["profit", "x.bozhang", "--from", "2026-02-30"], "2026-02-30"),
        (["new"], "BOOK"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_bad_arguments_are_one_line_and_status_2(
    run: Run, arguments: list[str], said: str, language: str
) -> None:
    ran = run("--language", language, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_the_language_may_stand_before_the_command_and_behind_it(run: Run) -> None:
    for arguments in (["--language", "en", "capital", "x"], ["capital", "x", "--language=en"]):
        assert "is no figure" in run(*arguments).err
    assert "不是数字" in run("--language=zh", "capital", "x").err


def test_the_systems_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "is no figure" in run("capital", "x").err
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "不是数字" in run("capital", "x").err


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1,409.50", "人民币壹仟肆佰零玖元伍角"),
        ("-0.005", "人民币负壹分"),
    ],
)
def test_capital(run: Run, amount: str, capitals: str) -> None:
    ran = run("capital", amount)
    assert (ran.status, ran.out, ran.err) == (0, capitals + "\n", "")


@pytest.mark.parametrize(
    "amount", ["", "abc", "1e3", "NaN", "-1,40", "10000000000000000", "9" * 5000, "\udcff"]
)
def test_capital_refuses(run: Run, amount: str) -> None:
    ran = run("capital", amount)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


def test_a_fault_of_ours_is_logged_and_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("a command failed")

    def fail(*_arguments: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "run_command", fail)
    ran = run("capital", "1", "--language", "en")
    assert ran.status == 2
    assert "A fault inside the program" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_ctrl_c_and_the_system_refusing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[BaseException] = [
        KeyboardInterrupt(),
        PermissionError(13, "Permission denied", "x"),
        FileNotFoundError(2, "No such file", "x"),
        IsADirectoryError(21, "Is a directory", "x"),
        OSError(5, "Input/output error", "x"),
        OSError("odd"),
    ]

    def fail() -> int:
        raise failures[0]

    while failures:
        assert runner.guarded(fail) == 2
        failures.pop(0)
    monkeypatch.undo()
    assert run("capital", "1").status == 0


def test_no_command_loads_what_it_does_not_need() -> None:
    code = (
        "import sys; from desktop_app.app import run; run(['capital', '1']);"
        "heavy = {'PySide6', 'matplotlib', 'openpyxl', 'sqlite3', 'sqlite_utils', 'babel', 'numpy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for _twice in range(2)  # the first start compiles the catalogue, with Babel
    ]
    assert outputs[1].splitlines()[-1] == "[]"


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    program = start("--help")
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert program.stderr.read() == ""
    assert program.wait() == 0
    program.stderr.close()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is not there")  # noqa: PTH110
def test_an_output_that_is_full() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, "capital", "1", "--language", "en"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 2
    assert "The disk is full" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_terminal_that_knows_no_chinese() -> None:
    program = start("capital", "1", PYTHONIOENCODING="ascii")
    out, err = program.communicate()
    assert (program.returncode, err) == (0, "")
    assert out == "\\u4eba\\u6c11\\u5e01\\u58f9\\u5143\\u6574\n"


def test_which_screens_there_are() -> None:
    assert app.has_screen({}, "win32")
    assert app.has_screen({}, "darwin")
    assert app.has_screen({"DISPLAY": ":0"}, "linux")
    assert app.has_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert not app.has_screen({"DISPLAY": ""}, "linux")
