"""A county's Word form at the window: paragraphs beside the fields, a filled copy, what cannot be one."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from tests.excel.forms.word_form import word
from tests.screens.subsidy_scenes import field_item, paid

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.stage import Stage


@pytest.fixture
def page(stage: Stage) -> Any:
    """The page of the county's own form, for a paid claim."""
    paid(stage)
    return stage.go("subsidy_form", stage.page._number)


def saved_as(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(out), ""))


def text_of(path: Path, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(path) as packed:
        return re.sub(r"<[^>]+>", "", packed.read(part).decode())


def paragraph_with(page: Any, words: str) -> tuple[int, int]:
    """The cell of the grid that shows a paragraph."""
    grid = page.grid
    return next(
        (row, column)
        for row in range(grid.rowCount())
        for column in range(grid.columnCount())
        if grid.item(row, column) is not None and words in grid.item(row, column).text()
    )


def test_a_word_form_is_shown_by_paragraphs_and_a_copy_of_it_is_filled(
    stage: Stage, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = word(tmp_path / "申请书.docx")
    before = form.read_bytes()
    page._look(form)
    stage.settle()
    page.grid.setCurrentCell(*paragraph_with(page, "金额（大写）"))
    assert page.cell.text().startswith("第")
    page._put(field_item(page, "claim.number"))
    QTest.keyClicks(page.text, " ok")
    saved_as(monkeypatch, tmp_path / "copy")
    QTest.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    stage.settle()
    done = text_of(tmp_path / "copy.docx")
    number = page._number
    assert re.search(rf"金额（大写）：人民币[^{{]*整?[元角分]?{number} ok", done)
    assert "{{" not in done
    assert number in text_of(tmp_path / "copy.docx", "word/header1.xml")
    assert form.read_bytes() == before


def test_leaving_a_paragraph_as_it_was_takes_the_field_out_again(
    stage: Stage, page: Any, tmp_path: Path
) -> None:
    page._look(word(tmp_path / "f.docx"))
    stage.settle()
    page.grid.setCurrentCell(*paragraph_with(page, "金额（大写）"))
    was = page.text.text()
    page._put(field_item(page, "claim.number"))
    assert page._placing
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert (page._placing, page.text.text()) == ({}, was)


@pytest.mark.parametrize("name", ["旧表.et", "旧表.wps"])
def test_forms_of_older_programs_are_asked_to_be_saved_anew(
    stage: Stage, page: Any, tmp_path: Path, name: str
) -> None:
    old = tmp_path / name
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    page._look(old)
    stage.settle()
    assert page.failed.isVisible()
    assert not page.fill.isVisible()
    said = " ".join(one.text() for one in page.failed.findChildren(QLabel))
    assert "另存为" in said


def test_an_unknown_field_is_named_with_its_paragraph_and_nothing_is_written(
    stage: Stage, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page._look(word(tmp_path / "f.docx"))
    stage.settle()
    page.grid.setCurrentCell(*paragraph_with(page, "金额（大写）"))
    QTest.keyClicks(page.text, "{{claim.nmae}}")
    saved_as(monkeypatch, tmp_path / "out.docx")
    QTest.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    stage.settle()
    assert "claim.nmae" in stage.window.toast.text
    assert sorted(one.name for one in tmp_path.glob("*.docx")) == ["f.docx"]
