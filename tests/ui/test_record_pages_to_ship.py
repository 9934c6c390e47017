"""To ship: what waits is seen, tracking numbers are matched and written as one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop_app.usecases.records.many import change_many
from tests.ui.record_steps import press
from tests.ui.test_record_pages_history import ask, do

if TYPE_CHECKING:
    from desktop_app.store.database import Book
    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier


def waiting(book: Book) -> list[Any]:
    return [line for line in book.iterate("sales") if line.status == "paid" and line.shipped_on is None]


def unsend(book: Book) -> Any:
    """Have three orders of one account wait for dispatch, and no others."""
    for line in waiting(book):
        change_many(book, "sales", [(line.account, line.order_id, line.line)], "status", "cancelled")
    lines = {line.order_id: line for line in book.iterate("sales") if line.line == 1}
    keys = [(line.account, line.order_id, 1) for line in list(lines.values())[:3]]
    for field in ("shipped_on", "tracking"):
        change_many(book, "sales", keys, field, "")
    return change_many(book, "sales", keys, "status", "paid").changes


@pytest.fixture
def three(stage: Stage) -> list[str]:
    """The ids of three orders that wait."""
    do(stage, unsend)
    return sorted({line.order_id for line in ask(stage, waiting)})


def test_home_leads_to_what_waits_and_the_list_names_every_order(stage: Stage, three: list[str]) -> None:
    assert len(three) == 3
    home = stage.go("home")
    buttons = home.todos.findChildren(QPushButton)
    next(each for each in buttons if each.accessibleName().startswith("3 个订单")).click()
    stage.settle()
    assert stage.window.page == "to_ship"
    seen = stage.page.seen_table()
    assert {order.partition(" ×")[0] for row in seen.rows for order in row[-1].split("、")} == set(three)


def test_pasted_numbers_are_matched_and_written_as_one_step(stage: Stage, three: list[str]) -> None:
    page = stage.go("to_ship")
    page.table.setFocus()
    lines = [f"TH-90000{at}\t{order}" for at, order in enumerate(three[:2])]
    QGuiApplication.clipboard().setText("\n".join(["运单号\t订单号", *lines, "999999999\tTH-900009"]))
    press(stage, Qt.Key.Key_V, CTRL)
    panel = page.tracking
    assert [panel.model.index(row, 0).data() for row in range(3)] == ["没有这个订单", "可导入", "可导入"]
    assert len(ask(stage, waiting)) == 3  # nothing is written by looking
    panel.apply.click()
    stage.settle()
    assert {line.order_id for line in ask(stage, waiting)} == {three[2]}
    assert panel.isHidden()
    sent = ask(stage, partial(line_of, order=three[0]))
    assert (sent.tracking, sent.status, sent.shipped_on) == (
        "TH-900000",
        "shipped",
        stage.program.context.today(),
    )
    press(stage, Qt.Key.Key_Z, CTRL)
    assert len(ask(stage, waiting)) == 3


def test_a_number_that_stands_already_is_replaced_only_where_that_is_ticked(
    stage: Stage, three: list[str]
) -> None:
    do(stage, partial(name_number, order=three[0]))
    page = stage.go("to_ship")
    QGuiApplication.clipboard().setText(f"{three[0]}\tTH-900000")
    page.paste.click()
    stage.settle()
    panel = page.tracking
    assert not panel.apply.isEnabled()
    panel.replace.setFocus()
    press(stage, Qt.Key.Key_Space)
    assert panel.apply.isEnabled()
    panel.apply.click()
    stage.settle()
    assert ask(stage, partial(line_of, order=three[0])).tracking == "TH-900000"


def test_an_order_of_the_list_is_opened(stage: Stage, three: list[str]) -> None:
    page = stage.go("to_ship")
    page.table.setFocus()
    press(stage, Qt.Key.Key_Return)
    press(stage, Qt.Key.Key_Return)
    assert stage.window.page == "orders"
    assert stage.page.filter.text() in three
    assert stage.page.model.rowCount() >= 1


def line_of(book: Book, *, order: str) -> Any:
    return next(line for line in book.iterate("sales") if line.order_id == order)


def name_number(book: Book, *, order: str) -> Any:
    line = line_of(book, order=order)
    return change_many(book, "sales", [(line.account, order, line.line)], "tracking", "OLD-1").changes
