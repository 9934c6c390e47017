"""What this program is, its version, what it runs on, and where it keeps its own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from desktop_app import paths
from desktop_app.i18n import _
from desktop_app.ui.about_text import purpose_text, surroundings_text, version_text
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row

if TYPE_CHECKING:
    from desktop_app.ui.context import Context


class AboutSettings(SettingsPart):
    """Nothing here is chosen; whoever helps asks for it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._version = label("", "strong", wrap=True)
        self._purpose = label("", "sub", wrap=True)
        self._runs_on = label("", "body", wrap=True)
        self._files = label(str(paths.config_dir()), "body", wrap=True)
        self.show_files = QPushButton()
        self.show_files.clicked.connect(self._show_files)
        files = column(self._files, spacing=Space.S)
        files.addLayout(row(self.show_files, None))
        self._names = [
            self.line(column(self._version, self._purpose, spacing=Space.XS)),
            self.line(self._runs_on),
            self.line(files),
        ]

    def retranslate(self) -> None:
        """Say everything anew."""
        for name, text in zip(self._names, (_("Bozhang"), _("Runs on"), _("Its own settings")), strict=True):
            name.setText(text)
        self._version.setText(version_text())
        self._purpose.setText(purpose_text())
        self._runs_on.setText(surroundings_text())
        self.show_files.setText(_("Show the folder"))

    def _show_files(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.config_dir())))
