"""The actions of a page of records: alive while it is shown, the same in menu, context menu and shortcut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QAction

    from desktop_app.ui.context import Context

ORDER: Final = (
    "record_new",
    "record_open",
    "record_edit",
    "record_duplicate",
    "record_bulk",
    "record_delete",
    "",
    "record_copy",
    "record_paste",
    "record_select_all",
    "",
    "record_same",
    "record_filter",
    "record_sort",
    "record_show_all",
    "record_save_view",
    "record_columns",
    "",
    "print",
    "export",
)
"""The menu, in order; a blank is a line."""


class RecordActions(QObject):
    """Ties the table's actions to a page: `doing` gives what each of them does there."""

    def __init__(self, context: Context, doing: Mapping[str, Callable[[], object]], page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._doing = doing
        self._page = page
        self._alive = False

    def come(self) -> None:
        """The page is shown."""
        if self._alive:
            return
        self._alive = True
        for name, slot in self._doing.items():
            action = self._context.actions[name]
            action.triggered.connect(slot)
            action.setEnabled(True)

    def leave(self) -> None:
        """The page is hidden."""
        if not self._alive:
            return
        self._alive = False
        for name, slot in self._doing.items():
            action = self._context.actions[name]
            action.triggered.disconnect(slot)
            action.setEnabled(False)

    def enable(self, name: str, *, possible: bool) -> None:
        """Say whether one of them can be done now."""
        if self._alive:
            self._context.actions[name].setEnabled(possible)

    def menu(self) -> QMenu:
        """All of them."""
        self._context.actions.tint()
        menu = QMenu(self._page)
        for name in ORDER:
            if name:
                menu.addAction(self._action(name))
            else:
                menu.addSeparator()
        return menu

    def _action(self, name: str) -> QAction:
        return self._context.actions[name]
