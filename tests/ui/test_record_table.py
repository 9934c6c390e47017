"""A table of records: found, sorted, narrowed, edited where it stands, by keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.usecases.records.rows import Query, first_rows, list_rows
from tests.ui.record_steps import (
    CTRL,
    SHIFT,
    cell,
    choose,
    click_heading,
    column,
    go,
    in_dialog,
    press,
    records,
    replace_text,
    type_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from desktop_app.ui.models.record_model import RecordModel
    from tests.screens.books import Setting
    from tests.screens.stage import Stage

Key = Qt.Key


def test_all_rows_come_and_headings_sort_one_beside_the_other(stage: Stage) -> None:
    page = records(stage, "orders")
    assert page.model.rowCount() > 400
    assert "" not in column(stage, page, "order_id")
    click_heading(stage, page, "quantity")
    rising = [float(text.replace(",", "")) for text in column(stage, page, "quantity")]
    assert rising == sorted(rising)
    click_heading(stage, page, "quantity")
    falling = [float(text.replace(",", "")) for text in column(stage, page, "quantity")]
    assert falling == sorted(falling, reverse=True)
    click_heading(stage, page, "account", SHIFT)
    pairs = list(zip([-each for each in falling], column(stage, page, "account"), strict=True))
    assert pairs == sorted(pairs)


def test_what_is_typed_filters_and_the_foot_counts_it(stage: Stage) -> None:
    page = records(stage, "orders")
    whole = page.model.rowCount()
    press(stage, Key.Key_F, CTRL, at=stage.window)
    assert page.filter.hasFocus()
    type_text(stage, "TTS-US")
    assert set(column(stage, page, "account")) == {"TTS-US"}
    assert 0 < page.model.rowCount() < whole
    assert page.foot.count.text() == f"共 {page.model.rowCount()} 行"
    assert "USD" in page.foot.sums.whole
    assert "THB" not in page.foot.sums.whole
    replace_text(stage, "没有这种东西")
    assert page.nothing.isVisible()
    QTest.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert page.model.rowCount() == whole
    assert not page.filter.text()


def test_of_words_typed_fast_only_the_last_are_answered(stage: Stage) -> None:
    page = records(stage, "orders")
    for words in ("TTS-US", "SHP-MY", "TTS-TH"):
        page.narrowing.take(Query(kind="sales", words=words))
    stage.settle()
    assert set(column(stage, page, "account")) == {"TTS-TH"}
    assert stage.program.context.desk is not None
    right = stage.program.context.desk.ask(lambda book: list_rows(book, page.model.query)).result()
    assert page.model.ids_in([(0, page.model.rowCount() - 1)]) == right.ids


def test_a_column_is_filtered_by_keys_and_its_chip_takes_it_back(stage: Stage) -> None:
    page = records(stage, "orders")
    whole = page.model.rowCount()
    go(page, 0, "quantity")

    def at_least_two(_dialog: object) -> None:
        type_text(stage, "2")
        press(stage, Key.Key_Return)

    in_dialog(stage, "record_filter", at_least_two)
    assert min(float(each) for each in column(stage, page, "quantity")) == 2
    assert [chip.text() for chip in page.bar.conditions] == ["数量 ≥ 2  ×"]
    QTest.mouseClick(page.bar.conditions[0], Qt.MouseButton.LeftButton)
    stage.settle()
    assert page.model.rowCount() == whole
    said = []

    def unreadable(dialog: object) -> None:
        type_text(stage, "许多")
        press(stage, Key.Key_Return)
        said.append(dialog.problem.text())  # type: ignore[attr-defined]

    in_dialog(stage, "record_filter", unreadable)
    assert said[0]
    assert page.model.rowCount() == whole


@pytest.mark.slow
def test_rows_like_a_cell_scopes_and_named_views(stage: Stage) -> None:
    page = records(stage, "orders")
    go(page, 0, "account")
    account = cell(page, 0, "account")
    press(stage, Key.Key_L, CTRL)
    assert set(column(stage, page, "account")) == {account}
    count = page.model.rowCount()

    def name_it(_dialog: object) -> None:
        type_text(stage, "我的店")
        press(stage, Key.Key_Return)

    in_dialog(stage, "record_save_view", name_it)
    QTest.mouseClick(page.bar.scopes["cancelled"], Qt.MouseButton.LeftButton)
    stage.settle()
    assert page.model.rowCount() != count
    page.state.views.clear()  # what is on the screen is not what is asked
    page.state.__init__(stage.program.context, "sales", page.model.fields)  # type: ignore[misc]
    QTest.mouseClick(page.bar.views["我的店"], Qt.MouseButton.LeftButton)
    stage.settle()
    assert page.model.rowCount() == count
    assert page.bar.views["我的店"].isChecked()


def test_a_cell_is_edited_where_it_stands_and_the_step_can_be_undone(stage: Stage) -> None:
    page = records(stage, "products")
    go(page, 0, "unit_weight_g")
    before = cell(page, 0, "unit_weight_g")
    press(stage, Key.Key_F2)
    replace_text(stage, "2*300")
    press(stage, Key.Key_Tab)
    assert cell(page, 0, "unit_weight_g") == "600"
    assert page.table.is_editing
    assert page.table.currentIndex().column() > page.model.column_of("unit_weight_g")
    press(stage, Key.Key_Escape)
    assert page.table.hasFocus()
    press(stage, Key.Key_Z, CTRL, at=stage.window)
    assert cell(page, 0, "unit_weight_g") == before


@pytest.mark.slow
def test_typing_opens_a_cell_and_enter_goes_down(stage: Stage) -> None:
    page = records(stage, "products")
    go(page, 0, "brand")
    press(stage, Key.Key_Q)
    type_text(stage, "inling")
    press(stage, Key.Key_Return)
    assert cell(page, 0, "brand") == "qinling"
    assert page.table.currentIndex().row() == 1
    assert page.table.hasFocus()


def test_what_cannot_be_kept_stays_in_its_cell_with_the_reason(stage: Stage) -> None:
    page = records(stage, "products")
    go(page, 1, "unit_weight_g")
    before = cell(page, 1, "unit_weight_g")
    press(stage, Key.Key_F2)
    replace_text(stage, "很重")
    press(stage, Key.Key_Return)
    assert page.table.problem
    assert page.table.is_editing
    assert page.table.currentIndex().row() == 1
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.property("text") == "很重"
    press(stage, Key.Key_Escape)
    assert cell(page, 1, "unit_weight_g") == before
    assert not page.table.problem


@pytest.mark.slow
def test_choices_are_offered_and_computed_cells_open_the_form(stage: Stage) -> None:
    page = records(stage, "orders")
    go(page, 0, "status")
    press(stage, Key.Key_F2)
    editor = page.table._cells.editor
    assert editor is not None
    assert editor.offered is not None  # type: ignore[attr-defined]
    press(stage, Key.Key_Escape)
    press(stage, Key.Key_Escape)
    go(page, 0, "product_name")
    press(stage, Key.Key_F2)
    assert page.form is not None
    assert page.form.isVisible()
    assert page.form.key == page.model.record_at(0).key  # type: ignore[union-attr]


@pytest.mark.slow
def test_selection_and_current_row_survive_a_change_that_moves_them(stage: Stage) -> None:
    page = records(stage, "products")
    click_heading(stage, page, "name")
    choose(stage, page, 2)
    chosen = page.table.selected_keys()
    current = page.model.row_id(page.table.currentIndex().row())
    row = page.model.rowCount() - 1
    index = page.model.index(row, page.model.column_of("name"))
    page.model.setData(index, "!!!")
    stage.settle()
    assert cell(page, 0, "name") == "!!!"
    assert page.table.selected_keys() == chosen
    assert page.model.row_id(page.table.currentIndex().row()) == current


@pytest.mark.slow
def test_columns_are_hidden_and_moved_by_keys_and_remembered(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    first = raise_curtain()
    first.open(books["demo"].path, books["demo"].now)
    page = records(first, "products")

    def change(dialog: object) -> None:
        dialog.list.setCurrentRow(1)  # type: ignore[attr-defined]
        press(first, Key.Key_Space)
        dialog.list.setCurrentRow(3)  # type: ignore[attr-defined]
        press(first, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        press(first, Key.Key_Return)

    fields = page.model.fields
    in_dialog(first, "record_columns", change)
    shown = [fields[at].key for at in page.table.shown_columns()]
    assert shown[:3] == ["sku", "category", "unit"]
    first.program.close()
    again = raise_curtain()
    again.program.context.change_settings(pages=first.program.context.settings.pages)
    again.open(books["demo"].path, books["demo"].now)
    page = records(again, "products")
    assert [fields[at].key for at in page.table.shown_columns()] == shown


def test_an_empty_book_says_what_to_do_first_and_the_first_record_is_shown(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    stage = raise_curtain("en")
    stage.open(books["empty"].path, books["empty"].now)
    page = records(stage, "products")
    assert page.empty.isVisible()
    assert page.empty.button.text() == "New product"
    press(stage, Key.Key_N, CTRL, at=stage.window)
    assert page.form is not None
    assert page.form.isVisible()
    for field, text in (("name", "Kiwi"), ("sku", "K-1"), ("unit", "box")):
        page.form.sheet.blocks[field].editor.set_text(text)
    page.form.save()
    stage.settle()
    assert column(stage, page, "sku") == ["K-1"]
    assert page.table.isVisible()
    assert page.table.currentIndex().row() == 0


@pytest.mark.slow
def test_the_first_rows_are_those_that_the_whole_list_begins_with(stage: Stage) -> None:
    page = records(stage, "orders")
    assert stage.program.context.desk is not None
    rows = stage.program.context.desk.ask(lambda book: first_rows(book, Query(kind="sales"), 5)).result()
    assert [row.key for row in rows] == [page.model.record_at(at).key for at in range(5)]  # type: ignore[union-attr]


def test_selecting_everything_asks_no_row_for_itself(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = records(stage, "orders")
    asked: set[int] = set()
    flags = type(page.model).flags

    def counted(model: RecordModel, index: QModelIndex) -> Qt.ItemFlag:
        asked.add(index.row())
        return flags(model, index)

    monkeypatch.setattr(type(page.model), "flags", counted)
    page.table.setFocus()
    press(stage, Key.Key_A, CTRL)
    stage.window.grab()
    assert page.table.selected_count() == page.model.rowCount()
    assert len(asked) < page.model.rowCount() / 2
    assert page.foot.chosen_count.text() == f"已选 {page.model.rowCount()} 行"
    assert page.foot.chosen_sums.whole == page.foot.sums.whole
