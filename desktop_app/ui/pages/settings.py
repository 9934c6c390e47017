"""Settings: how it looks to this person, the open book, its accounts and applicant, backups, the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QScrollArea, QStackedWidget, QVBoxLayout

from desktop_app.i18n import N_, _
from desktop_app.ui.settings_parts.about import AboutSettings
from desktop_app.ui.settings_parts.accounts import AccountSettings
from desktop_app.ui.settings_parts.applicant import ApplicantSettings
from desktop_app.ui.settings_parts.backups import BackupSettings
from desktop_app.ui.settings_parts.book import BookSettingsPart
from desktop_app.ui.settings_parts.look import LookSettings
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.page import Page, make_tight

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.ui.settings_parts.part import SettingsPart

PARTS: Final = (
    ("look", N_("Language and look"), LookSettings),
    ("book", N_("This book"), BookSettingsPart),
    ("accounts", N_("Accounts"), AccountSettings),
    ("applicant", N_("Applicant"), ApplicantSettings),
    ("backups", N_("Backups"), BackupSettings),
    ("about", N_("About"), AboutSettings),
)
"""The parts by name, each with its title and what shows it."""


class SettingsPage(Page):
    """Each choice works at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._parts: dict[str, SettingsPart] = {}
        self._areas: list[QScrollArea] = []
        self._chips = QButtonGroup(self)
        self._stack = QStackedWidget()
        make_tight(self._stack)
        line = row(spacing=Space.S)
        for at, (name, _title, make) in enumerate(PARTS):
            chip = make_chip()
            self._chips.addButton(chip, at)
            line.addWidget(chip)
            part = make(context)
            self._parts[name] = part
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setWidget(part)
            self._areas.append(area)
            self._stack.addWidget(area)
        line.addStretch(1)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addLayout(line)
        outer.addWidget(self._stack, 1)
        self._chips.idClicked.connect(self._choose)
        self._chips.button(0).setChecked(True)
        context.kept_elsewhere.connect(self._again)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show a part by its name, else the one shown before."""
        names = [name for name, _title, _make in PARTS]
        if isinstance(what, str) and what in names:
            self._chips.button(names.index(what)).setChecked(True)
        self._choose(self._chips.checkedId())
        self.show_content()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Settings"), _("Each choice works at once"))
        for at, (_name, title, _make) in enumerate(PARTS):
            self._chips.button(at).setText(_(title))
            self._areas[at].setAccessibleName(_(title))
        for part in self._parts.values():
            part.retranslate()

    def _choose(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._parts[PARTS[at][0]].enter()

    def _again(self) -> None:
        if self.isVisible():
            self._choose(self._chips.checkedId())
