"""Pages that stand side by side under one entry of the rail, as chips beside the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.ui.records.words import FAMILIES, title_of
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import row
from desktop_app.ui.widgets.choices import make_chip

if TYPE_CHECKING:
    from desktop_app.ui.context import Context


class FamilyTabs(QWidget):
    """The pages of the family of `name`; hidden where it has none."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context, self._name = context, name
        line = row(spacing=Space.S)
        self.setLayout(line)
        self.tabs: dict[str, QPushButton] = {}
        for page in next((pages for pages in FAMILIES if name in pages), ()):
            tab = make_chip(checked=page == name)
            tab.setProperty("page", page)
            tab.clicked.connect(self._choose)
            line.addWidget(tab)
            self.tabs[page] = tab
        if not self.tabs:
            self.hide()

    def retranslate(self) -> None:
        """Say everything anew."""
        for page, tab in self.tabs.items():
            tab.setText(_(title_of(page)))

    def _choose(self) -> None:
        """Show another page of the family; the mark stays on this one."""
        chosen = self.sender()
        for page, tab in self.tabs.items():
            tab.setChecked(page == self._name)
        if isinstance(chosen, QPushButton):
            self._context.go(str(chosen.property("page")))
