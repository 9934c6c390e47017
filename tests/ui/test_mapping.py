"""Files that ask something, at the window: mapped, answered, remembered; changed, gone, too many."""

from __future__ import annotations

import csv
import io
import shutil
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.importers.errors import UnusableFileError
from desktop_app.ui.import_looking import look
from desktop_app.usecases.importing.answers import Source, remembered
from tests.fixtures import path as fixture
from tests.screens.mapping_scenes import LEDGER_OF_COUSIN, LONG, WORDS, make

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


def ask(stage: Stage, question: Any) -> Any:
    desk = stage.program.context.desk
    assert desk is not None
    return desk.ask(question).result()


def count(stage: Stage, kind: str) -> int:
    return int(ask(stage, lambda book: book.count(kind)))


def choose(field: Any, data: str) -> None:
    """Choose as a person does: by the keys, which tell the page."""
    field.setCurrentIndex(field.findData(data))
    field.activated.emit(field.currentIndex())


def reordered(source: Path, target: Path) -> Path:
    rows = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text).writerows(row[::-1] for row in rows)
    target.write_text(text.getvalue(), encoding="utf-8", newline="")
    return target


def test_a_table_nobody_knows_is_mapped_brought_in_remembered_and_forgotten(
    stage: Stage, tmp_path: Path
) -> None:
    file = make(tmp_path, LEDGER_OF_COUSIN)
    before = count(stage, "overheads")
    page = stage.go("import", [file])
    assert isinstance(page._files[0], UnusableFileError)

    def map_it(dialog: Any) -> None:
        assert dialog.kind.currentData() == "overheads"
        assert dialog.columns.chosen == ["on", "kind", "amount", "supplier", "note"]
        # Whatever is chosen is seen at once: without its amounts no row reads.
        dialog.columns.choices[2].setCurrentIndex(0)
        stage.settle()
        assert not dialog.do.isEnabled()
        dialog.columns.choices[2].setCurrentIndex(dialog.columns.choices[2].findData("amount"))
        stage.settle()
        assert "28" in dialog.rows.effects.button(0).text()
        dialog.do.click()

    stage.modal(page.side.ask.map.click, map_it)
    stage.settle()
    page.bring.click()
    stage.settle()
    assert count(stage, "overheads") == before + 28
    stage.program.actions["undo"].trigger()
    stage.settle()
    assert count(stage, "overheads") == before
    page = stage.go("import", [reordered(file, tmp_path / "四月.csv")])
    (plan,) = page._files
    assert plan.how[0].source is Source.LAST_TIME
    assert len(plan.records["overheads"]) == 28
    page.side.ask.forget.click()
    stage.settle()
    assert isinstance(page._files[0], UnusableFileError)
    assert ask(stage, remembered) == {}


def test_dates_figures_and_words_are_asked_before_a_table_reads(stage: Stage, tmp_path: Path) -> None:
    page = stage.go("import", [make(tmp_path, LONG)])

    def say_it(dialog: Any) -> None:
        choose(dialog.kind, "sales")
        stage.settle()
        assert dialog.heading.currentData() == 4
        fields = ["order_id", "ordered_at", "sku", "quantity", "unit_price", "status", "tracking"]
        for choice, name in zip(dialog.columns.choices, fields, strict=False):
            choice.setCurrentIndex(choice.findData(name))
        stage.settle()
        assert not dialog.do.isEnabled()
        assert dialog.still.text()
        choose(dialog.questions.constants["account"], "TTS-TH")
        choose(dialog.questions.dates, "dmy")
        choose(dialog.questions.decimal, ",")
        stage.settle()
        assert dialog.do.isEnabled()
        refused = len(dialog._seen.reading.plan.refusals)
        choose(dialog.questions.words["status", "压单"], "paid")
        stage.settle()
        assert len(dialog._seen.reading.plan.refusals) < refused
        dialog.do.click()

    stage.modal(page.side.ask.map.click, say_it)
    stage.settle()
    (plan,) = page._files
    assert plan.account == "TTS-TH"
    assert {row.record.status for row in plan.records["sales"]} == {"paid", "shipped"}
    assert plan.refusals


def test_whose_file_it_is_is_asked_once(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "live.xlsx"
    shutil.copyfile(fixture("tiktok-live-creator.xlsx"), file)
    page = stage.go("import", [file])
    choose(page.side.ask.account, "TTS-TH")
    stage.settle()
    page.confirm()
    stage.settle()
    page = stage.go("import", [file])
    (plan,) = page._files
    assert (plan.account, plan.how[0].source) == ("TTS-TH", Source.LAST_TIME)
    # As last time, and to be changed on the card.
    others = [page.side.ask.account.itemData(at) for at in range(page.side.ask.account.count())]
    other = next(name for name in others if name not in {"", "TTS-TH"})
    choose(page.side.ask.account, other)
    stage.settle()
    assert [getattr(each, "account", None) or each.fault for each in page._files] != ["TTS-TH"]


def test_a_status_that_nobody_knows_is_said_once(stage: Stage, tmp_path: Path) -> None:
    file = make(tmp_path, WORDS)
    page = stage.go("import", [file])
    if page.side.ask.account is not None:
        choose(page.side.ask.account, "TTS-TH")
        stage.settle()
    (plan,) = page._files
    assert len(plan.refusals) == 16
    for place in list(page.side.ask.words):
        choose(page.side.ask.words[place], "cancelled")
        stage.settle()
    (plan,) = page._files
    assert (plan.refusals, plan.unknown_words) == ([], ())
    page.confirm()
    stage.settle()
    page = stage.go("import", [file])
    assert page._files[0].refusals == []


def test_a_file_that_changed_is_read_anew(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    shutil.copyfile(fixture("fx-safe.csv"), file)
    page = stage.go("import", [file])
    before = count(stage, "rates")
    text = file.read_bytes()
    file.write_bytes(text[: text.rindex(b"\n", 0, -2) + 1])
    rows = len(page._files[0].records["rates"])
    page.confirm()
    stage.settle()
    assert count(stage, "rates") == before
    assert len(page._files[0].records["rates"]) < rows
    file.unlink()
    page.confirm()
    stage.settle()
    assert count(stage, "rates") > before


def test_reading_is_left_off_when_nobody_wants_it(
    stage: Stage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rates.csv"
    shutil.copyfile(fixture("fx-safe.csv"), file)
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(book: Book, **what: Any) -> object:
        begun.set()
        assert go_on.wait(30)
        try:
            return look(book, **what)
        finally:
            ended.set()

    monkeypatch.setattr("desktop_app.ui.pages.import_files.look", slow)
    stage.window.go("import", [file])
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    page = stage.page
    QTest.keyClick(page, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(ended.is_set, timeout=10_000)
    stage.settle()
    assert page._files == []
    assert page.empty.isVisible()


def test_a_hundred_files_and_the_same_one_twice(stage: Stage, tmp_path: Path) -> None:
    files = []
    for at in range(100):
        files.append(tmp_path / f"{at:03}.csv")
        files[-1].write_text(f"日期,用途,花费\n2026-03-{at % 28 + 1:02},油费,{at}\n", encoding="utf-8")
    shutil.copyfile(fixture("fx-safe.csv"), tmp_path / "a.csv")
    shutil.copyfile(fixture("fx-safe.csv"), tmp_path / "a (1).csv")
    page = stage.go("import", [*files, tmp_path / "a.csv", tmp_path / "a (1).csv"])
    assert len(page._files) == 102
    assert "100" in page.header.subtitle.text()
    codes = [[each.code for each in file.suspicions] for file in page._files[100:]]
    assert codes == [[], ["same_file"]]

    def map_it(dialog: Any) -> None:
        stage.settle()
        dialog.do.click()

    # All of one shape: mapped once, they are all read so.
    stage.modal(page.side.ask.map.click, map_it)
    stage.settle()
    assert [file for file in page._files if isinstance(file, UnusableFileError)] == []


def test_columns_without_a_heading_are_named_by_their_letters(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("日期,,花费,\n2026-03-01,油费,37.50,x\n2026-03-02,,12.00,\n", encoding="utf-8")
    page = stage.go("import", [file])

    def look_at(dialog: Any) -> None:
        assert dialog.nameless.isVisible()
        assert "B 油费 · D x" in dialog.nameless.text()
        assert [each.accessibleName() for each in dialog.columns.choices] == ["A 列是", "C 列是"]
        dialog.leave.click()

    stage.modal(page.side.ask.map.click, look_at)
