"""Quiet lines in the form: what was not finished last time, and whether a closed month shall be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row

if TYPE_CHECKING:
    from desktop_app.ui.widgets.drafts import Kept


class Closed(QFrame):
    """The question before a closed month is changed; nothing is done until it is agreed to."""

    agreed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "offer")
        self.headline = label("", "strong", wrap=True)
        self.text = label("", "table", wrap=True)
        self.agree = QPushButton()
        self.refuse = QPushButton()
        for button in (self.agree, self.refuse):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self.hide)
        self.agree.clicked.connect(self.agreed)
        layout = column(self.headline, self.text, spacing=Space.XS)
        layout.addLayout(row(self.refuse, self.agree, None, spacing=Space.S))
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self.setLayout(layout)
        self.retranslate()
        self.hide()

    def ask(self, sentence: str) -> None:
        """Ask; the focus goes to leaving it as it is."""
        self.text.setText(sentence)
        self.show()
        self.refuse.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.headline.setText(_("Change a month that is closed?"))
        self.refuse.setText(_("Leave as it is"))
        self.agree.setText(_("Change it"))


class Offer(QFrame):
    """Says when and what; signals which draft is meant."""

    taken = Signal(object)
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "offer")
        self._kept: Kept | None = None
        self._what = ""
        self.text = label("", "table", wrap=True)
        self.take = QPushButton()
        self.drop = QPushButton()
        for button in (self.take, self.drop):
            button.setProperty("kind", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.take.clicked.connect(self._take)
        self.drop.clicked.connect(self._drop)
        layout = column(self.text, spacing=Space.XS)
        layout.addLayout(row(self.take, self.drop, None, spacing=Space.L))
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self.setLayout(layout)
        self.hide()

    def say(self, kept: Kept | None, what: str = "") -> None:
        """Offer a draft, `what` its first words; nothing where there is none."""
        self._kept, self._what = kept, what
        self.setVisible(kept is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.take.setText(_("Go on with it"))
        self.drop.setText(_("Drop it"))
        if self._kept is not None:
            self.text.setText(_("Not finished {when}: {what}").format(when=self._kept.when, what=self._what))

    def _take(self) -> None:
        self.taken.emit(self._kept)

    def _drop(self) -> None:
        self.dropped.emit(self._kept)
