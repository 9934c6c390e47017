"""Which days: ready periods as chips, and a first and last day beside them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QHBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.subsidy.tabs import fit_chips
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label
from desktop_app.ui.widgets.choices import make_chip

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

_HALF = 6
_QUARTER = 3


class Periods(QWidget):
    """A period, both days included; `changed` when another is chosen."""

    changed = Signal()

    def __init__(self, look: LookInForce, today: date) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._look, self._today = look, today
        self._chips = QButtonGroup(self)
        self._chips.setExclusive(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        self.chips = [make_chip(checked=at == 0) for at, _period in enumerate(ready_periods(today))]
        for at, chip in enumerate(self.chips):
            self._chips.addButton(chip, at)
            line.addWidget(chip)
        line.addStretch(1)
        self.first, self.last = QDateEdit(), QDateEdit()
        self._to = label("–", "sub")
        for field in (self.first, self.last):
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy-MM-dd")
            field.setFixedWidth(look.px(124))
        line.addWidget(self.first)
        line.addWidget(self._to)
        line.addWidget(self.last)
        self._show(*ready_periods(today)[0][1:])
        self._chips.idClicked.connect(self._choose)
        self.first.editingFinished.connect(self._typed)
        self.last.editingFinished.connect(self._typed)
        self._shown = self.period
        self.retranslate()

    @property
    def period(self) -> tuple[date, date]:
        """First and last day, in order."""
        days = [field.date().toPython() for field in (self.first, self.last)]
        first, last = sorted(day for day in days if isinstance(day, date))
        return first, last

    def set_today(self, today: date) -> None:
        """Take another day as today; a ready period moves with it."""
        if today != self._today:
            self._today = today
            at = self._chips.checkedId()
            if at >= 0:
                self._show(*ready_periods(today)[at][1:])

    def retranslate(self) -> None:
        """Say everything anew."""
        for chip, (name, _first, _last) in zip(self.chips, ready_periods(self._today), strict=True):
            chip.setText(name)
        fit_chips(self._look, self.chips)
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))

    def _choose(self, at: int) -> None:
        self._show(*ready_periods(self._today)[at][1:])
        self.changed.emit()

    def _typed(self) -> None:
        if self.period != self._shown:
            self._shown = self.period
            self._mark()
            self.changed.emit()

    def _mark(self) -> None:
        """Mark the ready period that is shown, if it is one."""
        self._chips.setExclusive(False)
        for chip, (_name, first, last) in zip(self.chips, ready_periods(self._today), strict=True):
            chip.setChecked((first, last) == self.period)
        self._chips.setExclusive(True)

    def _show(self, from_on: date, to_on: date) -> None:
        self.first.setDate(QDate(from_on.year, from_on.month, from_on.day))
        self.last.setDate(QDate(to_on.year, to_on.month, to_on.day))
        self._shown = self.period


def ready_periods(today: date) -> list[tuple[str, date, date]]:
    """This year, half-year and quarter up to today, and those before them, by name."""
    half, quarter = _start(today, _HALF), _start(today, _QUARTER)
    before_half, before_quarter = half - timedelta(days=1), quarter - timedelta(days=1)
    last = today.year - 1
    return [
        (_("This year"), date(today.year, 1, 1), today),
        (_("This half-year"), half, today),
        (_("This quarter"), quarter, today),
        (_("Last quarter"), _start(before_quarter, _QUARTER), before_quarter),
        (_("Last half-year"), _start(before_half, _HALF), before_half),
        (_("Last year"), date(last, 1, 1), date(last, 12, 31)),
    ]


def _start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)
