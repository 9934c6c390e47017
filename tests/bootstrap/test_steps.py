"""What a start decides to do, and how it hands over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app import bootstrap
from desktop_app.first_start import making, stamp, texts
from tests.bootstrap.surroundings import checkout, environment
from tests.tools import ROOT


@pytest.fixture
def root(tmp_path: Path) -> str:
    return checkout(tmp_path)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that this interpreter stands in no environment."""
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.mark.usefixtures("outside")
def test_first_start_makes_the_environment(root: str) -> None:
    assert bootstrap.next_step(root, "program") == "make"


@pytest.mark.usefixtures("outside")
def test_later_starts_enter_it(root: str) -> None:
    environment(root, "program")
    assert bootstrap.next_step(root, "program") == "enter"
    assert bootstrap.next_step(root, "tests") == "make"


def test_inside_it_runs(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment(root, "program")
    monkeypatch.setattr(sys, "prefix", str(Path(root, ".venv")))
    assert bootstrap.next_step(root, "program") == "run"


def test_inside_an_outdated_one_it_leaves_it(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment(root, "program")
    monkeypatch.setattr(sys, "prefix", str(Path(root, ".venv")))
    assert bootstrap.next_step(root, "tests") == "leave"


def test_one_that_was_handed_over_to_does_not_ask_again(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(root, ".venv").mkdir()
    monkeypatch.setattr(sys, "prefix", str(Path(root, ".venv")))
    monkeypatch.setenv(bootstrap.READY, "tests")
    assert bootstrap.next_step(root, "tests") == "run"
    assert bootstrap.READY not in os.environ, "children decide for themselves"


def test_installed_by_pip_there_is_no_lock_file(tmp_path: Path) -> None:
    assert bootstrap.next_step(str(tmp_path), "program") == "run"


def test_packaged(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert bootstrap.next_step(root, "program") == "run"


def test_installed_in_another_environment(root: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "other"))
    assert bootstrap.next_step(root, "program") == "make"
    folder = tmp_path / "site" / "bozhang-0.1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: bozhang\nVersion: 0.1.0\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(folder.parent))
    assert bootstrap.next_step(root, "program") == "run"


def test_refusal_is_words_and_status_2(
    root: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(root: str, group: str) -> None:
        raise texts.Refusal("这里不行")

    monkeypatch.setattr(making, "prepare", refuse)
    with pytest.raises(SystemExit) as left:
        bootstrap.make(root, "program")
    assert left.value.code == 2
    assert capsys.readouterr() == ("", "这里不行\n")


def test_interruption_is_words_and_status_130(
    root: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(root: str, group: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "prepare", interrupt)
    with pytest.raises(SystemExit) as left:
        bootstrap.make(root, "program")
    assert left.value.code == 130
    assert "已中断" in capsys.readouterr().err


def test_the_next_interpreter_gets_the_same_command(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(
        sys, "orig_argv", ["python3", "-X", "dev", "-m", "desktop_app", "profit", "猕猴桃.db"]
    )

    def child(command: list[str]) -> int:
        ran.append(command)
        return 1

    monkeypatch.setattr(bootstrap, "run_child", child)
    with pytest.raises(SystemExit) as left:
        bootstrap.hand_over("C:/venv/python.exe")
    monkeypatch.undo()
    assert left.value.code == 1
    assert ran == [["C:/venv/python.exe", "-X", "dev", "-m", "desktop_app", "profit", "猕猴桃.db"]]


@pytest.mark.parametrize("status", [0, 1, 2, 77])
def test_a_child_hands_on_its_status(status: int) -> None:
    assert bootstrap.run_child([sys.executable, "-c", f"raise SystemExit({status})"]) == status


@pytest.mark.skipif(os.name == "nt", reason="a signal to a group is POSIX's")
def test_interrupting_a_child_is_the_childs_affair() -> None:
    """Ctrl+C reaches both; the parent waits for what the child makes of it."""
    child = (
        "import time\n"
        "try:\n    print('up', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n    raise SystemExit(9)"
    )
    parent = (
        "import sys; from desktop_app import bootstrap\n"
        f"sys.exit(bootstrap.run_child([sys.executable, '-c', {child!r}]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(10) == 9


@pytest.mark.skipif(os.name == "nt", reason="a process takes another's place on POSIX alone")
def test_where_it_can_it_takes_the_place_of_the_process(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\nprint(os.getpid(), flush=True)\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from desktop_app import bootstrap\n"
        "if len(sys.argv) == 2:\n"
        "    sys.orig_argv.append('again')\n"
        "    bootstrap.hand_over(sys.executable)\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, str(script), "once"], capture_output=True, encoding="utf-8", check=True
    )
    first, second = run.stdout.split()
    assert first == second


def test_base_python_is_outside_of_any_environment() -> None:
    run = subprocess.run(
        [stamp.base_python(), "-c", "import sys; print(sys.prefix == sys.base_prefix)"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.strip() == "True"
