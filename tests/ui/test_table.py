"""Tables: sorted by a click, filtered as one types, summed at the foot, copied for Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.ui.pages.sessions import SessionsPage

if TYPE_CHECKING:
    from tests.screens.stage import Stage


def sessions(stage: Stage) -> SessionsPage:
    page = stage.go("sessions")
    assert isinstance(page, SessionsPage)
    return page


def column_of(page: SessionsPage, key: str) -> int:
    assert page.model.table is not None
    return [column.key for column in page.model.table.columns].index(key)


def cells(page: SessionsPage, key: str) -> list[object]:
    assert page.model.table is not None
    column = column_of(page, key)
    return [page.model.table.rows[row][column] for row in page.model.shown_rows()]


def click_heading(page: SessionsPage, key: str) -> None:
    header = page.table.horizontalHeader()
    at = header.sectionViewportPosition(column_of(page, key)) + 20
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, header.height() // 2))


def click_row(page: SessionsPage, row: int) -> None:
    at = page.table.visualRect(page.model.index(row, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def type_text(text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, event)


def test_a_click_on_a_heading_sorts_by_amount_with_blanks_last(stage: Stage) -> None:
    page = sessions(stage)
    before = cells(page, "profit")
    click_heading(page, "profit")
    rising = cells(page, "profit")
    known = [amount for amount in rising if isinstance(amount, int)]
    assert known == sorted(known)
    assert None in before
    assert rising[len(known) :] == [None] * (len(before) - len(known))
    click_heading(page, "profit")
    falling = cells(page, "profit")
    assert falling[: len(known)] == known[::-1]
    assert falling[len(known) :] == rising[len(known) :]


def test_what_is_typed_filters_and_the_foot_follows(stage: Stage) -> None:
    page = sessions(stage)
    whole = page.foot.texts
    QTest.keyClick(stage.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()
    type_text("TTS-US")
    stage.settle()
    rows = cells(page, "account")
    assert rows
    assert set(rows) == {"TTS-US"}
    assert page.foot.texts != whole
    assert page.foot.texts[0] == f"共 {len(rows)} 场"
    orders = sum(number for number in cells(page, "orders") if isinstance(number, int))
    assert page.foot.texts[column_of(page, "orders")].replace(",", "") == str(orders)


def test_the_foot_sums_what_is_selected(stage: Stage) -> None:
    page = sessions(stage)
    page.chips["lost"].click()
    amounts = [a for a in cells(page, "profit") if isinstance(a, int)]
    assert len(amounts) > 2
    assert all(amount < 0 for amount in amounts)
    click_row(page, 0)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.foot.texts[0] == "已选 2 场"
    shown = page.foot.texts[column_of(page, "profit")].replace(",", "").replace("\N{MINUS SIGN}", "-")
    assert round(float(shown) * 100) == sum(amounts[:2])


def test_rows_are_copied_as_excel_pastes_them(stage: Stage) -> None:
    page = sessions(stage)
    click_row(page, 0)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, row = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:2] == ["场次", "账号"]
    assert len(row.split("\t")) == len(head.split("\t"))


def test_a_filter_that_finds_nothing_says_so_and_can_be_taken_off(stage: Stage) -> None:
    page = sessions(stage)
    QTest.keyClick(stage.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_text("没有这样的场次")
    stage.settle()
    assert page.model.rowCount() == 0
    page.nothing.button.click()
    stage.settle()
    assert page.model.rowCount() > 0
    assert page.filter.text() == ""


def test_enter_opens_the_session_under_the_focus(stage: Stage) -> None:
    page = sessions(stage)
    page.table.setFocus()
    page.table.choose_row(1)
    code = page.model.key_at(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    stage.settle()
    assert stage.window.page == "session"
    assert stage.page.session == code
