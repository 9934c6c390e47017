"""Steps that tests of the tables of records take, by keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.ui.models.record_model import PAGE
from desktop_app.ui.pages.records import RecordsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def records(stage: Stage, name: str, what: object = None) -> RecordsPage:
    """A page of records, shown and filled."""
    page = stage.go(name, what)
    assert isinstance(page, RecordsPage)
    stage.settle()
    return page


def column(stage: Stage, page: RecordsPage, field: str) -> list[str]:
    """What is seen in a column, of all rows, looked at one screen after the other."""
    at = page.model.column_of(field)
    for row in range(0, page.model.rowCount(), PAGE):
        page.model.index(row, at).data()
        stage.settle()
    return [str(page.model.index(row, at).data()) for row in range(page.model.rowCount())]


def go(page: RecordsPage, row: int, field: str) -> None:
    """Make a cell the current one, with the focus in the table."""
    page.table.setFocus()
    page.table.go_to_cell(page.model.row_id(row), field)


def cell(page: RecordsPage, row: int, field: str) -> str:
    """What is seen in a cell."""
    return str(page.model.index(row, page.model.column_of(field)).data())


def press(
    stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, *, at: QWidget | None = None
) -> None:
    """Press a key where the focus is, and wait."""
    QTest.keyClick(at or QApplication.focusWidget() or stage.window, key, modifiers)
    stage.settle()


def type_text(stage: Stage, text: str) -> None:
    """Type a text where the focus is, as an input method hands it in."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, event)
    stage.settle()


def replace_text(stage: Stage, text: str) -> None:
    """Type over all that is in the field."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_A, CTRL)
    type_text(stage, text)


def click_heading(
    stage: Stage, page: RecordsPage, field: str, modifiers: Qt.KeyboardModifier = PLAIN
) -> None:
    """Click a heading."""
    header = page.table.head
    at = page.model.column_of(field)
    page.table.scrollTo(page.model.index(0, at))
    place = QPoint(header.sectionViewportPosition(at) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
    stage.settle()


def choose(stage: Stage, page: RecordsPage, rows: int) -> None:
    """Select the first rows with Shift and Down."""
    page.table.setFocus()
    page.table.go_to(0)
    for _row in range(rows - 1):
        QTest.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    stage.settle()


def in_dialog(stage: Stage, name: str, do: Callable[[Any], object]) -> None:
    """Choose an action that opens a dialog, and do something with it while it is open."""
    stage.modal(stage.program.actions[name].trigger, do)
    stage.come_forward()


def clipboard() -> str:
    """What was copied."""
    return QGuiApplication.clipboard().text()
