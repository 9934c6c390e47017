"""What the pages of the subsidy place share: tabs or the way back, buttons, errors in words, staleness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.subsidy.tabs import SubsidyTabs
from desktop_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.context import Context


class SubsidyScreen(Page):
    """A page of the place; with `tab` it is one of the tabs, else it has a way back."""

    def __init__(self, context: Context, *, drawing: str = "kiwi", tab: str = "") -> None:
        super().__init__(context.look, drawing)
        self._context = context
        self._tabs = SubsidyTabs(context, tab) if tab else None
        if self._tabs is not None:
            self.header.beside.addWidget(self._tabs)
        self.header.back_requested.connect(self._leave)

    def offer(self, *buttons: QWidget) -> None:
        """Put buttons at the right of the header."""
        for button in buttons:
            self.header.buttons.addWidget(button)

    def reload(self) -> None:
        """Read what is shown anew."""
        raise NotImplementedError

    def say_place(self) -> None:
        """Say what the place is called, and its tabs."""
        self.header.set_title(_("Subsidy"))
        if self._tabs is not None:
            self._tabs.retranslate()

    def way_out(self) -> str:
        """What the button says that leads on where the page cannot be shown."""
        return _("Try again")

    def _leave(self) -> None:
        self._context.go("subsidy")

    def _refused(self, error: BaseException) -> None:
        self._context.say(" · ".join(self._context.words_of(error)))

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, self.way_out())

    def _stale(self, _changes: object) -> None:
        if self.isVisible():
            self.reload()
