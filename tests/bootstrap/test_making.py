"""Making the environment: one start at a time, what is asked of pip, and what is said when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.first_start import making, running, stamp
from desktop_app.first_start.texts import Refusal
from tests.bootstrap.surroundings import checkout, environment
from tests.tools import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="environments are laid out differently on Windows")


class Tools:
    """Stands in for venv and pip: notes what it is asked, and leaves behind what they would."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.commands: list[list[str]] = []
        self.fail = ""

    def run(self, command: list[str], total: int = 0, handle: int | None = None) -> tuple[int, list[str]]:
        """Do as venv or pip would."""
        self.commands.append(command)
        kind = command[2]
        if kind == self.fail:
            return 1, [f"line {number}" for number in range(20)]
        if kind == "venv":
            environment(self.root)
        return 0, []

    def kinds(self) -> list[str]:
        return [command[2] for command in self.commands]


@pytest.fixture
def root(tmp_path: Path) -> str:
    return checkout(tmp_path)


@pytest.fixture
def tools(root: str, monkeypatch: pytest.MonkeyPatch) -> Tools:
    tools = Tools(root)
    monkeypatch.setattr(making, "run", tools.run)
    monkeypatch.setattr(making, "provide_system", lambda: None)
    return tools


def test_from_nothing(root: str, tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    making.prepare(root, "program")
    assert tools.kinds() == ["venv", "pip"]
    assert stamp.is_current(root, "program")
    assert not stamp.is_current(root, "tests")
    out, err = capsys.readouterr()
    assert out == "", "standard output is for results"
    assert [line[:3] for line in err.splitlines()] == ["播账：", "播账："]


def test_pip_takes_only_what_the_lock_file_names(root: str, tools: Tools) -> None:
    making.prepare(root, "program")
    command = tools.commands[-1]
    assert command[:4] == [stamp.venv_python(root), "-m", "pip", "install"]
    assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
    assert command[-2:] == ["-r", str(Path(root, "requirements.lock"))]
    assert not [option for option in command if "index" in option or "isolated" in option]


def test_a_second_time_nothing_is_done(root: str, tools: Tools) -> None:
    making.prepare(root, "program")
    tools.commands.clear()
    making.prepare(root, "program")
    assert tools.commands == []


def test_tests_are_added_to_what_is_there(root: str, tools: Tools) -> None:
    making.prepare(root, "program")
    tools.commands.clear()
    making.prepare(root, "tests")
    assert tools.kinds() == ["pip"]
    assert stamp.is_current(root, "program")
    assert stamp.is_current(root, "tests")


def test_tests_from_nothing_bring_the_program_too(root: str, tools: Tools) -> None:
    making.prepare(root, "tests")
    assert tools.kinds() == ["venv", "pip"]
    assert tools.commands[-1][-1].endswith("requirements-tests.lock")
    assert stamp.is_current(root, "program")
    assert stamp.is_current(root, "tests")


def test_a_damaged_one_is_made_anew(root: str, tools: Tools) -> None:
    packages = environment(root, "program")
    (packages / "PySide6").rmdir()
    (packages / "leftover").mkdir()
    making.prepare(root, "program")
    assert tools.kinds() == ["venv", "pip"]
    assert not (packages / "leftover").exists()
    assert not Path(root, ".venv.old").exists()


def test_one_that_is_a_file_is_made_anew(root: str, tools: Tools) -> None:
    Path(root, ".venv").write_text("", encoding="utf-8")
    Path(root, ".venv.old").mkdir()
    making.prepare(root, "program")
    assert stamp.is_current(root, "program")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has Qt's libraries apart")
def test_a_new_screen_does_not_cost_a_new_environment(
    root: str, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    environment(root, "program")
    monkeypatch.setenv("DISPLAY", ":0")
    asked: list[bool] = []
    monkeypatch.setattr(making, "provide_system", lambda: asked.append(True))
    making.prepare(root, "program")
    assert (asked, tools.commands) == ([True], [])
    assert stamp.is_current(root, "program", {"DISPLAY": ":0"})


@pytest.mark.parametrize(("fails", "words"), [("venv", "无法建立虚拟环境"), ("pip", "请检查网络")])
def test_failure_is_a_sentence_and_the_last_lines(root: str, tools: Tools, fails: str, words: str) -> None:
    tools.fail = fails
    with pytest.raises(Refusal) as refusal:
        making.prepare(root, "program")
    first, *lines = str(refusal.value).splitlines()
    assert words in first
    assert lines == [f"line {number}" for number in range(14, 20)]
    assert not stamp.is_current(root, "program")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="不能写入"):
        making.prepare(str(tmp_path / "nowhere"), "program")


def test_two_starts_make_one_environment(root: str, tmp_path: Path) -> None:
    """Two real processes race; the tools are slow stand-ins that note each call."""
    script = tmp_path / "start.py"
    script.write_text(
        "import sys, time\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from desktop_app.first_start import making\n"
        "from tests.bootstrap.surroundings import environment\n"
        f"root = {root!r}\n"
        "def run(command, total=0, handle=None):\n"
        f"    open({str(tmp_path / 'calls')!r}, 'a').write(command[2] + ' ')\n"
        "    environment(root) if command[2] == 'venv' else time.sleep(1)\n"
        "    return 0, []\n"
        "making.run, making.provide_system = run, lambda: None\n"
        "making.prepare(root, 'program')\n",
        encoding="utf-8",
    )
    starts = [
        subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(2)
    ]
    said = sorted(start.communicate(timeout=60)[1] for start in starts)
    assert [start.returncode for start in starts] == [0, 0]
    assert (tmp_path / "calls").read_text(encoding="utf-8").split() == ["venv", "pip"]
    assert [("请稍候" in text, "已备好" in text) for text in said] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )
    assert stamp.is_current(root, "program")


def test_the_lock_lives_on_with_pip(root: str) -> None:
    """Where a start is killed and its pip goes on writing, the next start still waits."""
    handle = making.take_lock(root)
    with subprocess.Popen(["sleep", "30"], pass_fds=(handle,)) as pip:
        os.close(handle)  # what the death of the first start does
        second = os.open(Path(root, ".venv.lock"), os.O_RDWR)
        assert not making.try_lock(second)
        pip.kill()
        pip.wait()
        until = time.monotonic() + 5
        while not (taken := making.try_lock(second)) and time.monotonic() < until:
            time.sleep(0.1)
        os.close(second)
    assert taken


def test_progress_is_told_from_what_pip_prints(capsys: pytest.CaptureFixture[str]) -> None:
    output = [
        "Looking in indexes: https://example.invalid/simple\n",
        "\n",
        "Collecting babel==2.18.0 (from -r requirements.lock (line 3))\n",
        "  Downloading babel-2.18.0-py3-none-any.whl (10.2 MB)\n",
        "Processing /somewhere/click_default_group-1.2.4-py2.py3-none-any.whl (from -r x (line 10))\n",
        "Installing collected packages: babel, click-default-group\n",
    ]
    lines = list(running.told(output, 2))
    assert len(lines) == 5
    assert capsys.readouterr() == ("", "  正在取包 1/2：babel\n  正在安装……\n")


def test_commands_run_without_the_users_python_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PYTHONHOME", "/somewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "https://example.invalid/simple")
    script = "import os; print(*(os.environ.get(n) for n in ('PYTHONPATH', 'PYTHONHOME', 'PIP_INDEX_URL')))"
    status, lines = running.run([sys.executable, "-c", script])
    assert (status, lines) == (0, ["None None https://example.invalid/simple"])


@pytest.mark.slow
def test_a_real_environment_from_the_lock_file(tmp_path: Path) -> None:
    """The whole of it, with pip and the network: a minute or two."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    command = [stamp.base_python(), "-m", "desktop_app", "--version"]
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    first = subprocess.run(
        command, cwd=clone, env=environ, capture_output=True, encoding="utf-8", check=False
    )
    assert first.returncode == 0, first.stderr
    assert "已备好" in first.stderr
    second = subprocess.run(
        command, cwd=clone, env=environ, capture_output=True, encoding="utf-8", check=False
    )
    assert (second.stdout, second.stderr) == (first.stdout, "")
