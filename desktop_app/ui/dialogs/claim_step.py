"""What happened to a claim: the day, amounts where money comes into it, and the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.claims.states import ClaimEvent
from desktop_app.i18n import _
from desktop_app.reports.claim_text import event_name, fen_text
from desktop_app.ui.subsidy.cut_lines import CutLines
from desktop_app.ui.subsidy.words import scheme_name
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.usecases.claim_desk import ClaimStepData, plain_yuan, read_fen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.claims.claim import Claim
    from desktop_app.domain.claims.working import WorkedItem


class ClaimStepDialog(QDialog):
    """Asks for one step; `said` is the answer."""

    def __init__(
        self, parent: QWidget, claim: Claim, event: ClaimEvent, today: date, items: Sequence[WorkedItem]
    ) -> None:
        super().__init__(parent)
        title = event_name(event)
        names = {item.scheme.id: scheme_name(item.scheme) for item in items}
        self._event = event
        self.setWindowTitle(title)
        has_lines = any(item.figures.counted for item in items)
        self.lines = CutLines(items) if event is ClaimEvent.APPROVE and has_lines else None
        self.setFixedWidth(520 if self.lines is None else 820)
        self.on = QDateEdit(QDate(today.year, today.month, today.day))
        self.on.setCalendarPopup(True)
        self.on.setDisplayFormat("yyyy-MM-dd")
        self.on.setAccessibleName(_("Day"))
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Reason"))
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.amounts: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.M)
        form.addRow(label(_("Day")), self.on)
        for key, name, fen in _amounts(claim, event, names):
            field = QLineEdit(plain_yuan(fen))
            field.setAccessibleName(name)
            self.amounts[key] = field
            form.addRow(label(name, wrap=True), field)
        form.addRow(label(_("Reason")), self.note)
        self.keep = QPushButton(title)
        self.keep.setProperty("kind", "primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._keep)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(f"{title} · {claim.number}", "section"))
        layout.addWidget(label(_sentence(event, claim), "sub", wrap=True))
        layout.addLayout(form)
        if self.lines is not None:
            layout.addWidget(self.lines, 1)
        layout.addWidget(self.wrong)
        layout.addLayout(row(None, leave, self.keep))

    @property
    def said(self) -> ClaimStepData:
        """The step as it was filled in."""
        day = self.on.date()
        amounts = {key: read_fen(field.text()) or 0 for key, field in self.amounts.items()}
        return ClaimStepData(
            event=self._event,
            on=date(day.year(), day.month(), day.day()),
            note=self.note.text(),
            amounts=amounts,
            lines=() if self.lines is None else self.lines.said,
        )

    def _keep(self) -> None:
        bad = next((field for field in self.amounts.values() if read_fen(field.text()) is None), None)
        fault = "" if self.lines is None else self.lines.fault()
        if bad is not None:
            fault = _("Write an amount in yuan, like 1409.50.")
            bad.setFocus()
        if not fault:
            self.accept()
            return
        self.wrong.setText(fault)
        self.wrong.show()


def _amounts(claim: Claim, event: ClaimEvent, names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The amounts that a step asks for: key, name, and what stands there at first, in fen."""
    if event is ClaimEvent.APPROVE:
        return [(one.scheme, names.get(one.scheme, one.scheme), one.asked_fen) for one in claim.items]
    if event is ClaimEvent.PAY:
        return [("", _("Paid out (yuan)"), claim.approved_fen or 0)]
    if event is ClaimEvent.RECOVER:
        return [("", _("Taken back (yuan)"), 0)]
    return []


def _sentence(event: ClaimEvent, claim: Claim) -> str:
    sentences = {
        ClaimEvent.SUBMIT: _("The claim stays as it was frozen."),
        ClaimEvent.APPROVE: _("Asked for: {amount}. Less than asked for needs a reason.").format(
            amount=fen_text(claim.amount_fen or 0)
        ),
        ClaimEvent.PAY: _("Approved: {amount}.").format(amount=fen_text(claim.approved_fen or 0)),
        ClaimEvent.RETURN: _("Its lines are free for a new version."),
        ClaimEvent.REFUSE: _("Its lines are free for another claim."),
        ClaimEvent.WITHDRAW: _("Its lines are free for another claim."),
        ClaimEvent.RECOVER: _("Paid out: {amount}.").format(amount=fen_text(claim.paid_fen or 0)),
    }
    return sentences[event]
