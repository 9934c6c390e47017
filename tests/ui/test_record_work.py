"""Work on many records: pasted, changed, deleted, copied, exported, printed; each one step of undo."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_app.ui import output
from desktop_app.ui.dialogs.paste_reading import rows_of
from desktop_app.ui.models.record_model import BLANK
from tests.ui.record_steps import (
    CTRL,
    cell,
    choose,
    clipboard,
    column,
    go,
    in_dialog,
    press,
    records,
    replace_text,
    type_text,
)

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.ui.dialogs.paste import PasteDialog
    from tests.screens.stage import Stage

Key = Qt.Key
NEW_PRODUCTS = (
    "货号\t名称\t单位\t单位重量(克)\nP-1\t新款\t盒\t500\nP-2\t新款二\t盒\t2*300\n\t没有货号\t盒\t很重\n"
)


def paste(stage: Stage, text: str, look: Any) -> None:
    """Paste a text and do something with the dialog while it is open."""
    QGuiApplication.clipboard().setText(text)
    in_dialog(stage, "record_paste", look)


def test_a_block_from_excel_is_previewed_then_goes_in_as_one_step(stage: Stage) -> None:
    page = records(stage, "products")
    before = column(stage, page, "sku")
    seen: list[str] = []

    def bring_in(dialog: PasteDialog) -> None:
        seen.extend(dialog.effects.button(at).text() for at in range(4))
        seen.append(dialog.do.text())
        assert "P-1" not in column(stage, page, "sku")
        dialog.do.click()
        stage.settle()

    paste(stage, NEW_PRODUCTS, bring_in)
    assert seen == ["新增 2", "变更 0", "相同 0", "不收 1", "导入 2 行"]
    assert sorted(column(stage, page, "sku")) == sorted([*before, "P-1", "P-2"])
    stage.window.toast._act()
    stage.settle()
    assert column(stage, page, "sku") == before


@pytest.mark.slow
def test_other_columns_may_be_chosen_and_leaving_writes_nothing(stage: Stage) -> None:
    page = records(stage, "products")
    before = column(stage, page, "sku")
    effects: list[str] = []

    def look(dialog: PasteDialog) -> None:
        choice = dialog.columns.choices[0]
        choice.setCurrentIndex(choice.findData("name"))
        stage.settle()
        assert dialog.columns.chosen.count("name") == 1
        effects.append(dialog.effects.button(0).text())
        press(stage, Key.Key_Escape)

    paste(stage, "货号\t名称\t单位\nP-1\t新款\t盒\n", look)
    assert effects
    assert column(stage, page, "sku") == before


@pytest.mark.slow
def test_one_text_is_pasted_into_the_cell(stage: Stage) -> None:
    page = records(stage, "products")
    go(page, 0, "brand")
    QGuiApplication.clipboard().setText("岭上")
    press(stage, Key.Key_V, CTRL)
    assert cell(page, 0, "brand") == "岭上"


@pytest.mark.slow
def test_copied_rows_have_their_headings_and_come_back_unchanged(stage: Stage) -> None:
    page = records(stage, "products")
    choose(stage, page, 3)
    press(stage, Key.Key_C, CTRL)
    lines = clipboard().split("\n")
    assert lines[0].split("\t") == [page.model.fields[at].heading for at in page.table.shown_columns()]
    assert [line.split("\t")[0] for line in lines[1:]] == column(stage, page, "sku")[:3]
    counts: list[str] = []

    def look(dialog: PasteDialog) -> None:
        counts.extend(dialog.effects.button(at).text() for at in range(4))
        press(stage, Key.Key_Escape)

    paste(stage, clipboard(), look)
    assert counts == ["新增 0", "变更 0", "相同 3", "不收 0"]


def test_many_are_changed_then_deleted_and_both_are_undone(stage: Stage) -> None:
    page = records(stage, "overheads")
    choose(stage, page, 3)
    before = column(stage, page, "supplier")
    chosen = page.table.selected_keys()

    def change(dialog: Any) -> None:
        dialog.column.setCurrentText("供应商")
        type_text(stage, "大家")
        assert "3" in dialog.do.text()
        press(stage, Key.Key_Return)

    in_dialog(stage, "record_bulk", change)
    assert column(stage, page, "supplier")[:3] == ["大家"] * 3
    assert page.table.selected_keys() == chosen
    stage.window.toast._act()
    stage.settle()
    assert column(stage, page, "supplier") == before
    press(stage, Key.Key_Delete, at=page.table)
    assert page.model.rowCount() == len(before) - 3
    assert stage.window.toast.text == "已删除 3 条"
    stage.window.toast._act()
    stage.settle()
    assert column(stage, page, "supplier") == before


@pytest.mark.slow
def test_what_is_named_elsewhere_is_not_deleted(stage: Stage) -> None:
    page = records(stage, "products")
    before = page.model.rowCount()
    row = column(stage, page, "sku").index("KD-250")
    go(page, row, "sku")
    press(stage, Key.Key_Delete)
    assert page.model.rowCount() == before
    assert stage.window.toast.isVisible()


def test_the_export_has_the_columns_and_rows_that_are_seen_with_figures_as_figures(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = records(stage, "orders")
    press(stage, Key.Key_F, CTRL, at=stage.window)
    replace_text(stage, "TTS-US")
    target = tmp_path / "订单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    stage.program.actions["export"].trigger()
    stage.settle()
    sheet = openpyxl.load_workbook(target)["订单"]
    rows = list(sheet.iter_rows(values_only=True))
    fields = [page.model.fields[at] for at in page.table.shown_columns()]
    assert list(rows[0]) == [field.heading for field in fields]
    assert len(rows) == page.model.rowCount() + 1
    for field, values in zip(fields, zip(*rows[1:], strict=True), strict=True):
        shown = column(stage, page, field.key)
        if field.is_figure:
            assert [float(v) for v in values] == [float(t.replace(",", "")) for t in shown]
        elif field.value == "id":
            assert [value or BLANK for value in values] == shown


@pytest.mark.slow
def test_what_is_seen_is_printed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = records(stage, "rates")
    printed: list[Any] = []
    monkeypatch.setattr(output, "preview", lambda _window, document, **_how: printed.append(document))
    stage.program.actions["print"].trigger()
    stage.settle()
    text = printed[0].toPlainText()
    assert text.startswith("汇率")
    assert cell(page, 0, page.model.fields[0].key) in text


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_a_copied_block_is_read_as_it_was(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    block = [[*row, *[""] * (width - len(row))] for row in rows]
    text = io.StringIO()
    csv.writer(text, dialect="excel-tab").writerows(block)
    while block and not any(cell.strip() for cell in block[-1]):
        block.pop()
    assert rows_of(text.getvalue()) == block
