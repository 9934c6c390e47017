"""Stock in its plain form: what is on hand is seen, and changed by spoilage, gifts, moves and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.domain.stock import StockKind
from desktop_app.ui.pages import stock as stock_page
from desktop_app.usecases.records.counting import look_at_count
from desktop_app.usecases.records.stock_actions import on_hand
from tests.ui.record_steps import press, replace_text
from tests.ui.test_record_pages_history import ask

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.store.database import Book
    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier


def held(book: Book) -> dict[str, int]:
    """What each lot holds in all places together."""
    found: dict[str, int] = {}
    for each in on_hand(book):
        found[each.lot] = found.get(each.lot, 0) + each.quantity_milli
    return found


@pytest.fixture
def page(stage: Stage) -> Any:
    """The page, with its first row chosen."""
    shown = stage.go("stock")
    shown.table.setFocus()
    return shown


def lot_of(page: Any) -> str:
    return str(page._chosen().lot)


def test_what_is_seen_is_what_the_use_case_says_and_the_foot_follows_the_filter(
    stage: Stage, page: Any
) -> None:
    rows = ask(stage, on_hand)
    assert page.model.rowCount() == len(rows) > 1
    page.filter.setText(rows[0].lot)
    stage.settle()
    seen = [row for row in rows if row.lot == rows[0].lot]
    table: ReportTable = page.seen_table()
    assert [row[1] for row in table.rows] == [row.lot for row in seen]
    assert table.totals[0][-1] == sum(row.value_minor for row in seen)
    page.filter.setText("榴莲")
    stage.settle()
    assert page.nothing.isVisible()
    assert not page.buttons[StockKind.GIFT].isEnabled()


def test_spoilage_is_booked_by_keys_for_the_chosen_lot(stage: Stage, page: Any) -> None:
    lot, before = lot_of(page), ask(stage, held)
    press(stage, Qt.Key.Key_N, CTRL)
    assert page.form.sheet.texts()["lot"] == lot
    assert page.form.sheet.texts()["kind"] == "损耗"
    page.form.sheet.go_to("quantity")
    replace_text(stage, "1")
    press(stage, Qt.Key.Key_Return)
    assert ask(stage, held)[lot] == before[lot] - 1000
    assert page.form.isHidden()
    assert QApplication.focusWidget() is page.table
    press(stage, Qt.Key.Key_Z, CTRL)
    assert ask(stage, held) == before


def test_a_count_shows_the_difference_before_it_is_booked(stage: Stage, page: Any) -> None:
    lot, before = lot_of(page), ask(stage, held)
    page.buttons[StockKind.ADJUSTMENT].click()
    stage.settle()
    replace_text(stage, f"{before[lot] // 1000 - 2}+0.5")
    assert "少 1.5" in page.count.difference.text()
    press(stage, Qt.Key.Key_Return)
    assert ask(stage, held)[lot] == before[lot] - 1500
    assert page.count.isHidden()


def test_a_count_that_agrees_books_nothing_and_an_unreadable_one_says_why(stage: Stage, page: Any) -> None:
    lot, before = lot_of(page), ask(stage, held)
    entries = ask(stage, lambda book: book.count("stock"))
    page.begin(StockKind.ADJUSTMENT)
    stage.settle()
    replace_text(stage, "很多")
    press(stage, Qt.Key.Key_Return)
    assert page.count.isVisible()
    assert page.count.wrong.isVisible()
    replace_text(stage, f"{before[lot] // 1000}.{before[lot] % 1000:03}")
    press(stage, Qt.Key.Key_Return)
    assert page.count.isHidden()
    assert ask(stage, lambda book: book.count("stock")) == entries


def test_nothing_left_is_a_count_and_less_than_nothing_is_none(stage: Stage, page: Any) -> None:
    lot = lot_of(page)
    none = ask(stage, lambda book: look_at_count(book, lot, "0"))
    assert none.difference_milli == -none.held_milli
    less = ask(stage, lambda book: look_at_count(book, lot, "-1"))
    assert less.found_milli is None
    assert less.problem is not None


def test_the_count_sheet_has_every_lot_and_no_figure(
    stage: Stage, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(
        stock_page, "preview", lambda _window, document, *, wide: printed.append(document.toPlainText())
    )
    page.sheet.click()
    assert all(each.lot in printed[0] for each in ask(stage, on_hand))
    assert "成本" not in printed[0]
