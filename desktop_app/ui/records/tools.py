"""What stands beside the title of a page of records: its neighbours, the filter, the menu, a new record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.ui.records.tabs import FamilyTabs
from desktop_app.ui.records.words import PAGES, WORDS
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import HintButton, row
from desktop_app.ui.widgets.header_tools import FilterField

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

_FILTER: Final = 220


class RecordTools(QWidget):
    """Filter, menu and the button of a new record; `tabs` stands beside the title."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context, self._name = context, name
        self.filter = FilterField(context.look, _FILTER)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        shortcut = context.actions["record_new"].shortcut()
        self.new = HintButton(context.look, shortcut=shortcut, primary=True)
        self.setLayout(row(self.filter, self.more, self.new, spacing=Space.M))
        self.tabs = FamilyTabs(context, name)
        context.look.changed.connect(self._tint)
        self._tint()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.filter.retranslate()
        self.more.setAccessibleName(_("What can be done"))
        self.more.setToolTip(_("What can be done"))
        self.new.setText(_(WORDS[PAGES[self._name]].new))
        self.tabs.retranslate()

    def say_empty(self, *, empty: bool) -> None:
        """Leave away what an empty page has in its middle, or does not need."""
        self.new.setVisible(not empty)
        self.filter.setVisible(not empty)

    def say_form(self, *, is_open: bool) -> None:
        """Leave it to an open form to have the page's primary button."""
        self.new.lead(is_first=not is_open)

    def _tint(self) -> None:
        self.more.setIcon(self._context.look.icon("menu"))
        self.filter.setFixedWidth(self._context.look.px(_FILTER))
