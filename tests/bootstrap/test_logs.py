"""The log: what it keeps out, and that it never gets in the way."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from desktop_app import logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logs.shut_down()
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话 13812345678。", "电话 ‹number›。"),
        ("11010519491231002X", "‹number›"),
        ("order 577123456789012345 refused", "order ‹number› refused"),
        ("id１２３４５６７", "id‹number›"),
        ("mail to li.hua+shop@mail.example.cn now", "mail to ‹e-mail› now"),
        ("row 123456, 2026-03-01, 1,409.50", "row 123456, 2026-03-01, 1,409.50"),
        ("user@host", "user@host"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert logs.mask(text) == masked


def test_nothing_personal_reaches_the_file(tmp_path: Path) -> None:
    # pytest's own handler has left the traceback, unmasked, in the record before ours comes to it.
    file = logs.set_up(tmp_path)
    assert file is not None
    log = logging.getLogger("desktop_app.test")
    log.info("call %s", 13812345678, stack_info=True)
    fault = ValueError("no such account 6222020200112233445 of li@example.cn")
    log.info("failed", exc_info=fault)
    text = file.read_text(encoding="utf-8")
    assert "call ‹number›" in text
    assert "no such account ‹number› of ‹e-mail›" in text
    assert not any(part in text for part in ("13812345678", "6222", "li@"))


def test_a_record_stays_as_it_is_for_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    logs.set_up(tmp_path)
    logging.getLogger("desktop_app.test").info("call %s", 13812345678)
    assert caplog.messages == ["call 13812345678"]


def test_a_second_set_up_replaces_the_first(tmp_path: Path) -> None:
    logs.set_up(tmp_path / "a")
    file = logs.set_up(tmp_path / "b")
    assert file is not None
    logging.getLogger("desktop_app.test").info("once")
    assert file.read_text(encoding="utf-8").count("once") == 1
    assert "once" not in (tmp_path / "a" / logs.FILE_NAME).read_text(encoding="utf-8")


def test_it_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2_000)
    logs.set_up(tmp_path)
    for number in range(200):
        logging.getLogger("desktop_app.test").info("line %d of a long day", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == logs.KEPT_FILES + 1
    assert all(file.stat().st_size <= 2_000 for file in files)


def test_a_folder_that_cannot_be_used(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert logs.set_up(tmp_path / "file" / "logs") is None
    logging.getLogger("desktop_app.test").info("lost")
    assert capfd.readouterr() == ("", "")


def test_a_log_that_breaks_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(tmp_path)

    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "shouldRollover", full)
    logging.getLogger("desktop_app.test").info("lost")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("value", "level"),
    [("", logging.INFO), ("debug", logging.DEBUG), ("ERROR", logging.ERROR), ("getLogger", logging.INFO)],
)
def test_level(monkeypatch: pytest.MonkeyPatch, value: str, level: int) -> None:
    monkeypatch.setenv(logs.LEVEL_VARIABLE, value)
    assert logs.level_from_environment() == level


def test_an_expected_warning_is_allowed(expect_log: Callable[[str], None]) -> None:
    """The fixture by which a test says that a line has to come; without it the line fails the test."""
    expect_log(r"WARNING desktop_app\.test: a row")
    logging.getLogger("desktop_app.test").warning("a row was refused")
