"""Applicant: who applies, as every county's form asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop_app.i18n import _
from desktop_app.ui.dialogs.claim_erase import ask_erase
from desktop_app.ui.subsidy.applicant_form import ApplicantForm
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.widgets.basic import Card
from desktop_app.usecases.applicant import applicant, erase_applicant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.ui.context import Context


class ApplicantPage(SubsidyScreen):
    """The form alone."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tab="subsidy_applicant")
        self.form = ApplicantForm(context)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.addWidget(self.form)
        outer.addWidget(card)
        self.form.erase_requested.connect(self._erase)
        self.failed.acted.connect(self.reload)
        context.book_changed.connect(self._stale)
        self.retranslate()

    def enter(self, _what: object) -> None:
        """Show the data."""
        self.reload()

    def reload(self) -> None:
        """Read them anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(applicant, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.say_place()
        self.form.retranslate()

    def _fill(self, data: Mapping[str, str]) -> None:
        self.form.show_data(data, can_change=True)
        self.show_content()

    def _erase(self) -> None:
        if ask_erase(self.window()):
            self._context.do(erase_applicant, self._erased)

    def _erased(self, _done: None) -> None:
        self._context.book_changed.emit(object())
