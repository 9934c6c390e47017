"""What this program is, and its version."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.about_text import purpose_text, version_text
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row


class About(QDialog):
    """Name, version, licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About"))
        self.setMinimumWidth(460)
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Bozhang"), "title"))
        layout.addWidget(label(version_text(), "sub"))
        layout.addWidget(label(purpose_text(), "sub", wrap=True))
        layout.addLayout(row(None, close))
