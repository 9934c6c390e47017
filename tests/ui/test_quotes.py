"""Quotes in the window: weight and country, prices with their steps, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from desktop_app.usecases.importing import apply_import, plan_import
from tests.fixtures import path

if TYPE_CHECKING:
    from tests.screens.stage import Stage


def test_a_weight_and_a_country_give_prices_with_their_steps(stage: Stage) -> None:
    shown = stage.go("quotes")
    assert shown.empty.isVisible()
    desk = stage.program.context.desk
    assert desk is not None
    card = path("yunexpress-ratecard.xlsx")
    desk.do(lambda book: apply_import(book, plan_import(book, [card]))).result()
    stage.program.context.book_changed.emit(object())
    stage.settle()
    assert [shown.market.itemData(at) for at in range(shown.market.count())] == ["TH", "US"]
    assert shown.seen_table() is None
    QTest.keyClicks(shown.weight, "520")
    stage.settle()
    seen = shown.seen_table()
    assert seen is not None
    (cells,) = seen.rows
    said = dict(zip((column.key for column in seen.columns), cells, strict=True))
    assert (said["total"], said["billed"]) == (2724, 520)
    assert said["steps"] == "0.52 公斤 × 37 = 19.24，加每票 8.00"
    shown.market.setCurrentIndex(1)
    shown.market.activated.emit(1)
    stage.settle()
    assert shown.seen_table() is None, "nothing to the United States is that heavy"
    assert shown.nothing.isVisible()
