"""Matching and reconciling as they are used: by keys, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.catalogue import Product
from desktop_app.usecases.matching import unmatched

if TYPE_CHECKING:
    from tests.screens.stage import Stage


def test_a_sku_is_matched_by_keys_and_taken_back(stage: Stage) -> None:
    desk = stage.program.context.desk
    assert desk is not None
    (waiting,) = desk.ask(unmatched).result()
    product = desk.ask(lambda book: next(p for p in book.iterate("products") if not p.is_unmatched)).result()
    assert isinstance(product, Product)
    shown = stage.go("matching", waiting.sku)
    assert shown.side.title.text() == waiting.name
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    stage.settle()
    assert shown.side.field.line.hasFocus()
    QTest.keyClicks(shown.side.field.line, product.sku)
    stage.settle()
    QTest.keyClick(shown.side.field.line, Qt.Key.Key_Return)
    stage.settle()
    if shown.side.match.isVisible():
        shown.side.match.click()
        stage.settle()
    assert desk.ask(unmatched).result() == []
    stage.program.actions["undo"].trigger()
    stage.settle()
    assert [row.sku for row in desk.ask(unmatched).result()] == [waiting.sku]


def test_home_and_a_product_without_cost_lead_there(stage: Stage) -> None:
    desk = stage.program.context.desk
    assert desk is not None
    (waiting,) = desk.ask(unmatched).result()
    stage.go("matching", waiting.sku)
    assert stage.window.page == "matching"
    stage.go("matching", "KD-250")
    stage.settle()
    assert stage.window.page == "products"


def test_a_difference_is_claimed_with_a_note_and_asks_no_longer(stage: Stage) -> None:
    shown = stage.go("reconciling", "orders")
    before = shown.model.rowCount()
    assert before > 1
    chosen = shown.table.selected_keys()[0]
    assert not shown.side.explain.isEnabled()
    shown.side.note.setText("平台少结")
    assert shown.side.explain.isEnabled()
    shown.side.claim.click()
    stage.settle()
    assert shown.model.rowCount() == before - 1
    shown.decided.click()
    stage.settle()
    assert shown.model.rowCount() == before
    shown.table.choose_row(shown.model.row_of(chosen))
    assert shown.side.again.isVisible()
    assert "平台少结" in shown.side.state.text()
    shown.side.again.click()
    stage.settle()
    shown.decided.click()
    assert shown.model.rowCount() == before


def test_what_is_seen_is_exported_with_its_sum(stage: Stage) -> None:
    shown = stage.go("reconciling", "freight")
    table = shown.seen_table()
    keys = [column.key for column in table.columns]
    place = keys.index("difference")
    assert table.columns[place].unit == "CNY"
    (total,) = table.totals
    assert total[place] == sum(row[place] for row in table.rows) < 0
