"""A question before what cannot be undone; its buttons say what happens."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row


class Ask(QDialog):
    """One question: a headline, what it means, the button that does it and one that leaves."""

    def __init__(self, parent: QWidget, headline: str, sentence: str, do: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(headline)
        self.setFixedWidth(440)
        self.do = QPushButton(do)
        self.do.setProperty("kind", "primary")
        self.do.clicked.connect(self.accept)
        self.leave = QPushButton(_("Leave as it is"))
        self.leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(headline, "section", wrap=True))
        layout.addWidget(label(sentence, "sub", wrap=True))
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, self.leave, self.do))
        self.leave.setFocus()


def asked(parent: QWidget, headline: str, sentence: str, do: str) -> bool:
    """Ask, and say whether it shall be done."""
    return Ask(parent, headline, sentence, do).exec() == QDialog.DialogCode.Accepted
