"""What to do when the book takes no more changes: a disk that failed, a file that is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from desktop_app.i18n import _
from desktop_app.ui.crash import describe
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

WIDEST = 640


class TroublePage(Page):
    """One page: what happened, that nothing kept is lost, and the ways on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._context = context
        self._error: BaseException | None = None
        self._what = label("", "body", wrap=True)
        self._steps = [label("", "body", wrap=True) for _step in range(3)]
        self.open_anew = QPushButton()
        self.open_anew.setProperty("kind", "primary")
        self.backups = QPushButton()
        self.folder = QPushButton()
        self.copy = QPushButton()
        card = Card(padding=Space.XL, spacing=Space.M)
        card.setMaximumWidth(context.look.px(WIDEST))
        card.body.addWidget(self._what)
        card.body.addSpacing(Space.S)
        for step in self._steps:
            card.body.addWidget(step)
        card.body.addSpacing(Space.M)
        card.body.addLayout(row(self.open_anew, None))
        card.body.addLayout(row(self.backups, self.folder, self.copy, None))
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)
        self.open_anew.clicked.connect(context.actions["open_anew"].trigger)
        self.backups.clicked.connect(self._show_backups)
        self.folder.clicked.connect(self._show_folder)
        self.copy.clicked.connect(self._copy)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Say what happened; `what` is the error that stopped the book."""
        if isinstance(what, BaseException):
            self._error = what
        self.retranslate()
        self.show_content()
        self.open_anew.setFocus()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("The book takes no more changes"), _("What was kept is kept"))
        sentence = self._context.words_of(self._error)[1] if self._error is not None else ""
        self._what.setText(sentence)
        self._what.setVisible(bool(sentence))
        steps = (
            _("1. Look at the disk: is a stick unplugged, is the disk full, did the laptop go to sleep?"),
            _("2. Open the book anew. Whether the last step was kept is said then: it is never kept twice."),
            _("3. Should that fail, bring a backup back. The book stays beside it; nothing is deleted."),
        )
        for line, text in zip(self._steps, steps, strict=True):
            line.setText(text)
        self.open_anew.setText(_("Open the book anew"))
        self.backups.setText(_("Backups"))
        self.folder.setText(_("Show the folder"))
        self.copy.setText(_("Copy details"))

    def _show_backups(self) -> None:
        self._context.go("settings", "backups")

    def _show_folder(self) -> None:
        if self._context.desk is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.desk.path.parent)))

    def _copy(self) -> None:
        if self._error is not None:
            details = describe(type(self._error), self._error, self._error.__traceback__)
            QGuiApplication.clipboard().setText(details)
            self._context.say(_("The details are copied"))
