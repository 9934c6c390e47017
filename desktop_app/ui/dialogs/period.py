"""Which days: a month, a quarter, a year, or any first and last day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import make_chip


class PeriodDialog(QDialog):
    """Asks for a period; both days are included."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Which period?"))
        self.setMinimumWidth(440)
        self._ready = ready_periods(today)
        self._chips = QButtonGroup(self)
        chips = row(spacing=Space.S)
        for at, (name, _start, _end) in enumerate(self._ready):
            chip = make_chip(name)
            self._chips.addButton(chip, at)
            chips.addWidget(chip)
        chips.addStretch(1)
        self._chips.idClicked.connect(self._choose)
        self.first, self.last = QDateEdit(), QDateEdit()
        for field, name in ((self.first, _("First day")), (self.last, _("Last day"))):
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy-MM-dd")
            field.setAccessibleName(name)
        write = QPushButton(_("Write the workbook"))
        write.setProperty("kind", "primary")
        write.setDefault(True)
        write.clicked.connect(self.accept)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label(_("Which period?"), "section"))
        layout.addLayout(chips)
        layout.addLayout(row(label(_("From")), self.first, label(_("to")), self.last, None))
        layout.addLayout(row(None, leave, write))
        self._chips.button(0).setChecked(True)
        self._choose(0)

    @property
    def period(self) -> tuple[date, date]:
        """First and last day, in order."""
        days = [field.date().toPython() for field in (self.first, self.last)]
        first, last = sorted(day for day in days if isinstance(day, date))
        return first, last

    def _choose(self, at: int) -> None:
        _name, start, end = self._ready[at]
        self.first.setDate(QDate(start.year, start.month, start.day))
        self.last.setDate(QDate(end.year, end.month, end.day))


def ready_periods(today: date) -> list[tuple[str, date, date]]:
    """The month before, this month, this quarter, this year, by name."""
    this = today.replace(day=1)
    before_end = this - timedelta(days=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [
        (_("Last month"), before_end.replace(day=1), before_end),
        (_("This month"), this, today),
        (_("This quarter"), quarter, today),
        (_("This year"), date(today.year, 1, 1), today),
    ]
