"""Who applies for subsidies: the same form as on the subsidy pages, of the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.ui.dialogs.claim_erase import ask_erase
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.subsidy.applicant_form import ApplicantForm
from desktop_app.usecases.applicant import applicant, erase_applicant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.ui.context import Context


class ApplicantSettings(SettingsPart):
    """Each field is kept when it is left; claims that are frozen keep what they had."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = ApplicantForm(context)
        self.form.erase_requested.connect(self._erase)
        self.card.body.addWidget(self.form)
        context.book_changed.connect(self._book_changed)

    def enter(self) -> None:
        """Read the data."""
        self.context.ask(applicant, self._fill)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.form.retranslate()
        self._grow()

    def _fill(self, data: Mapping[str, str]) -> None:
        self.form.show_data(data, can_change=True)
        self._grow()

    def _grow(self) -> None:
        """Show the whole form: the page around it scrolls."""
        inside = self.form.widget()
        if inside is not None:
            self.form.setMinimumHeight(inside.sizeHint().height())

    def _erase(self) -> None:
        if ask_erase(self.window()):
            self.context.do(erase_applicant, self._erased)

    def _erased(self, _done: None) -> None:
        self.context.book_changed.emit(object())

    def _book_changed(self, _changes: object) -> None:
        if self.isVisible():
            self.enter()
