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
