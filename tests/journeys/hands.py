"""A pair of hands and eyes at the window: keys, typed text, clicks, dropped files, and what can be read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PATIENCE_S: Final = 8.0
SETTLE_MS: Final = 200
"""What a file dialog needs to lay itself out and to read its folder."""

LEFT: Final = Qt.MouseButton.LeftButton
NONE: Final = Qt.KeyboardModifier.NoModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Works the window that has the focus; knows no page, only what is visible."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    # Waiting ----------------------------------------------------------------------------------------

    def until(self, seen: Callable[[], object], what: str) -> None:
        """Wait until something can be seen; fails with `what` where it never comes."""
        end = time.monotonic() + PATIENCE_S
        while not seen():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what}; seen: {sorted(self.texts())[:60]}")
            QTest.qWait(5)

    def until_text(self, text: str) -> None:
        """Wait until a text stands somewhere in the window."""
        self.until(lambda: any(text in seen for seen in self.texts()), text)

    # Eyes -------------------------------------------------------------------------------------------

    def texts(self) -> set[str]:
        """Everything that labels and buttons say."""
        parts = self.window.findChildren(QLabel) + self.window.findChildren(QAbstractButton)
        return {part.text().strip() for part in parts if _seen(part) and part.text().strip()}

    def button(self, text: str) -> QAbstractButton:
        """The visible button that says `text`."""
        found = [
            button
            for button in self.window.findChildren(QAbstractButton)
            if _seen(button) and (button.text().strip() == text or button.accessibleName() == text)
        ]
        assert found, f"no button {text}; seen: {sorted(self.texts())}"
        return found[0]

    def field(self, name: str) -> QLineEdit:
        """The visible text field of that name."""
        return next(f for f in self.window.findChildren(QLineEdit) if _seen(f) and f.accessibleName() == name)

    def table(self, name: str) -> QTableView:
        """The visible table of that name."""
        return next(
            t for t in self.window.findChildren(QTableView) if _seen(t) and t.accessibleName() == name
        )

    def column(self, table: QTableView, heading: str) -> int:
        """The place of a column by the beginning of its heading."""
        model = table.model()
        titles = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        return next(at for at, title in enumerate(titles) if title.startswith(heading))

    def read(self, table: QTableView, column: int) -> list[str]:
        """A column of a table, from the top."""
        model = table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    # Keys -------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(_focus(self.window), key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text: by keys where it is ASCII, else as an input method commits it."""
        target = _focus(self.window)
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            event = QInputMethodEvent(text, [])
            QApplication.sendEvent(target, event)
            event = QInputMethodEvent("", [])
            event.setCommitString(text)
            QApplication.sendEvent(target, event)
        QApplication.processEvents()

    def tab_to(self, wanted: Callable[[QWidget], bool]) -> QWidget:
        """Press Tab until the focus is where one wants it."""
        for _press in range(80):
            at = QApplication.focusWidget()
            if at is not None and wanted(at):
                return at
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("Tab does not lead there")

    # Mouse ------------------------------------------------------------------------------------------

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        assert _seen(widget), widget
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center())
        QApplication.processEvents()

    def click_heading(self, table: QTableView, column: int) -> None:
        """Click on a column's heading."""
        header = table.horizontalHeader()
        at = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        QTest.mouseClick(header.viewport(), LEFT, NONE, at)
        QApplication.processEvents()

    def click_row(self, table: QTableView, row: int, *, twice: bool = False) -> None:
        """Click on a row, or double-click it."""
        index = table.model().index(row, 0)
        table.scrollTo(index)
        at = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), LEFT, NONE, at)
        if twice:
            QTest.mouseDClick(table.viewport(), LEFT, NONE, at)
        QApplication.processEvents()

    def drop(self, files: Sequence[Path]) -> None:
        """Drag files over the window and let go of them, as a file manager does."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        middle = self.window.rect().center()
        under = self.window.childAt(middle) or self.window
        while not under.acceptDrops() and under is not self.window:
            under = under.parentWidget() or self.window
        at, copy = QPointF(under.mapFrom(self.window, middle)), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(at.toPoint(), copy, data, LEFT, NONE)
        QApplication.sendEvent(under, enter)
        assert enter.isAccepted(), "the window does not take files"
        QApplication.sendEvent(under, QDropEvent(at, copy, data, LEFT, NONE, QEvent.Type.Drop))
        QApplication.processEvents()

    # Dialogs ----------------------------------------------------------------------------------------

    def in_dialog(self, open_it: Callable[[], object], work: Callable[[QWidget], object]) -> None:
        """Open a dialog and work it; ends when the dialog is left."""
        faults: list[BaseException] = []
        done: list[bool] = []
        timer = QTimer()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                return
            timer.stop()
            done.append(True)
            try:
                QTest.qWait(SETTLE_MS)
                work(dialog)
            except BaseException as error:  # noqa: BLE001 - handed on below, outside the dialog's own loop
                faults.append(error)
            finally:
                if dialog.isVisible():
                    dialog.close()

        timer.timeout.connect(look)
        timer.start(10)
        open_it()
        self.until(lambda: done, "a dialog")
        self.window.activateWindow()  # as every window manager does when a dialog is left
        if faults:
            raise faults[0]

    def name_files(
        self, dialog: QWidget, folder: Path, names: Sequence[str], *, by_mouse: bool = False
    ) -> None:
        """Type names of files into Qt's own file dialog, and go on by Enter or by its button."""
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        if len(names) > 1:  # to the folder first, then their names
            QTest.keyClicks(field, str(folder))
            QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.qWait(SETTLE_MS)
            QTest.keyClicks(field, " ".join(f'"{name}"' for name in names))
        else:
            QTest.keyClicks(field, str(folder / names[0]))
        if not by_mouse:
            QTest.keyClick(field, Qt.Key.Key_Return)
            return
        offered = QApplication.activePopupWidget()
        if offered is not None:  # names that begin alike, below the field
            QTest.keyClick(offered, Qt.Key.Key_Escape)
        box = dialog.findChild(QDialogButtonBox)
        assert box is not None
        kind = QDialogButtonBox.StandardButton
        opening = dialog.acceptMode() is QFileDialog.AcceptMode.AcceptOpen
        QTest.mouseClick(box.button(kind.Open if opening else kind.Save), LEFT)


def _seen(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _focus(window: QWidget) -> QWidget:
    return QApplication.focusWidget() or window
