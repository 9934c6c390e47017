"""What is seen leaves as a PDF, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.screens.stage import Stage


def test_the_list_of_streams_is_saved_as_pdf(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "场次"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    stage.go("sessions")
    stage.program.actions["pdf"].trigger()
    stage.settle()
    written = target.with_name("场次.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert written.rstrip().endswith(b"%%EOF")
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ""] == ["场次.pdf"]
    assert "场次.pdf" in stage.window.toast.text


def test_a_folder_that_is_gone_is_said(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "gone" / "a.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    stage.go("sessions")
    stage.program.actions["pdf"].trigger()
    stage.settle()
    assert not target.parent.exists()
    assert stage.window.toast.isVisible()
    assert stage.page.table.isVisible()
