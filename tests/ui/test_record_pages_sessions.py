"""A stream is planned, begun, ended, changed and deleted from the list, by keys; each one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from tests.ui.record_steps import press, replace_text
from tests.ui.test_record_pages_history import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.books import Setting
    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
TITLE = "周五试播"


def planned(stage: Stage) -> Any:
    return ask(stage, lambda book: next((s for s in book.iterate("sessions") if s.title == TITLE), None))


def plan(stage: Stage) -> Any:
    """Plan a stream by keys, and choose it in the list."""
    page = stage.go("sessions")
    page.table.setFocus()
    press(stage, Qt.Key.Key_N, CTRL)
    page.form.sheet.go_to("title")
    replace_text(stage, TITLE)
    press(stage, Qt.Key.Key_Return)
    page.table.choose_row(page.model.row_of(planned(stage).session))
    return page


def test_a_stream_is_planned_begun_and_ended(stage: Stage) -> None:
    page = plan(stage)
    assert planned(stage).status == "planned"
    assert page.desk.begin.isEnabled()
    page.desk.begin.click()
    stage.settle()
    assert planned(stage).status == "live"
    assert not page.desk.begin.isEnabled()
    page.desk.end.click()
    stage.settle()
    record = planned(stage)
    assert record.status == "closed"
    assert record.ended_at >= record.started_at
    for _step in range(3):
        press(stage, Qt.Key.Key_Z, CTRL)
    assert planned(stage) is None


def test_a_stream_is_changed_and_deleted_by_keys(stage: Stage) -> None:
    page = plan(stage)
    page.table.setFocus()
    press(stage, Qt.Key.Key_F2)
    assert page.form.key == (planned(stage).session,)
    page.form.sheet.go_to("host")
    replace_text(stage, "王倩")
    press(stage, Qt.Key.Key_Return)
    assert planned(stage).host == "王倩"
    press(stage, Qt.Key.Key_Delete)
    assert planned(stage) is None


def test_a_stream_that_orders_name_is_not_deleted_and_says_why(stage: Stage) -> None:
    code = ask(stage, lambda book: next(line.session for line in book.iterate("sales") if line.session))
    page = stage.go("sessions")
    page.table.choose_row(page.model.row_of(code))
    page.desk.delete.click()
    stage.settle()
    assert ask(stage, lambda book: book.get("sessions", code)) is not None
    assert stage.window.toast.isVisible()


def test_the_first_stream_is_planned_on_an_empty_page(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    stage = raise_curtain()
    stage.open(books["empty"].path, books["empty"].now)
    page = stage.go("sessions")
    assert page.empty.isVisible()
    page.empty.second.click()
    stage.settle()
    assert page.form.isVisible()
    page.form.leave()
    stage.settle()
    assert page.empty.isVisible()


def test_the_table_takes_all_the_room_that_the_form_leaves(stage: Stage) -> None:
    page = stage.go("orders")
    for size in ((1280, 640), (1920, 1080)):
        stage.dress(size=size, look="light")
        page.add()
        stage.settle()
        assert page.form.geometry().right() == page.form.parentWidget().rect().right()
        page.form.leave()
        stage.settle()
