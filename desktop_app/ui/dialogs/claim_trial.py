"""A trial period with its target, written down before its first broadcast."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.claim_desk import plain_yuan, read_fen
from desktop_app.usecases.needs_desk import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.facts import TrialFact

_LONGEST = 366


class TrialDialog(QDialog):
    """Asks for name, account, first day, days and target; `trial` is the answer.

    A trial that is known keeps its name.
    """

    def __init__(
        self, parent: QWidget, today: date, accounts: Sequence[str], known: TrialFact | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A trial period"))
        self.setFixedWidth(520)
        self.name, self.days, self.target = QLineEdit(), QLineEdit("30"), QLineEdit()
        self.days.setValidator(QIntValidator(1, _LONGEST, self))
        first_on = today if known is None else known.first_on
        self.first = QDateEdit(QDate(first_on.year, first_on.month, first_on.day))
        self.account = Choice()
        self.account.addItem(_("all accounts"), "")
        for account in accounts:
            self.account.addItem(account, account)
        if known is not None:
            self._show(known)
        self.first.setCalendarPopup(True)
        self.first.setDisplayFormat("yyyy-MM-dd")
        self.keep = QPushButton(_("Write it down"))
        self.keep.setProperty("kind", "primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.accept)
        self._lay_out()
        for field in (self.name, self.days, self.target):
            field.textChanged.connect(self._offer)
        self._offer()

    def _show(self, known: TrialFact) -> None:
        self.name.setText(known.trial)
        self.name.setReadOnly(True)
        self.days.setText(str(known.days))
        self.target.setText(plain_yuan(known.target_minor))
        self.account.setCurrentIndex(max(self.account.findData(known.account or ""), 0))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.M)
        for name, field in (
            (_("Name of the trial period"), self.name),
            (_("Account"), self.account),
            (_("First broadcast"), self.first),
            (_("How many days"), self.days),
            (_("Expected profit (yuan)"), self.target),
        ):
            field.setAccessibleName(name)
            form.addRow(label(name), field)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        sentence = _(
            "Its paper is printed, signed and stamped before the first broadcast; that paper is the proof."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("A trial period"), "section"))
        layout.addWidget(label(sentence, "sub", wrap=True))
        layout.addLayout(form)
        layout.addLayout(row(None, leave, self.keep))

    @property
    def trial(self) -> Trial:
        """What was filled in."""
        day = self.first.date()
        return Trial(
            name=self.name.text().strip(),
            first_on=date(day.year(), day.month(), day.day()),
            days=int(self.days.text()),
            target_fen=read_fen(self.target.text()) or 0,
            account=str(self.account.currentData()),
        )

    def _offer(self) -> None:
        said = bool(self.name.text().strip()) and read_fen(self.target.text()) is not None
        self.keep.setEnabled(said and self.days.hasAcceptableInput())
