"""Days and moments: typed in any way that is read, or chosen from a calendar."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.fields.editor import Editor

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

_DAY_LENGTH = len("2026-03-01")


class DayEditor(Editor):
    """A day, or a moment whose time stands behind its day.

    Up and down go a day back and on; F4, or the button at the right, opens the calendar.
    """

    def __init__(self, look: LookInForce) -> None:
        super().__init__(look)
        self.tidy = ""
        """What the text is read as, where it is read."""
        self.today = date.min
        """The day a blank field begins from."""
        self._name = ""
        self.button = self.line.make_button()
        self.button.clicked.connect(self.open_calendar)
        self.line.stepped.connect(self._step)
        self.line.installEventFilter(self)
        look.changed.connect(self._tint)
        self._tint()

    def set_name(self, name: str) -> None:
        """What screen readers call field and button."""
        super().set_name(name)
        self._name = name
        self.button.setAccessibleName(_("Calendar: {field}").format(field=name))

    def retranslate(self) -> None:
        """Say everything anew."""
        self.set_name(self._name)

    def set_locked(self, *, locked: bool) -> None:
        """Take no typing and no choosing."""
        super().set_locked(locked=locked)
        self.button.setEnabled(not locked)

    def day(self) -> date | None:
        """The day that is typed; None where it is not read yet."""
        for text in (self.text().strip(), self.tidy):
            with suppress(ValueError):
                return date.fromisoformat(text[:_DAY_LENGTH])
        return None

    def put_day(self, day: date) -> None:
        """Put another day in, keeping the time behind it."""
        read = self.tidy or self.text().strip()
        self.line.setText(day.isoformat() + read[_DAY_LENGTH:])

    def open_calendar(self) -> None:
        """Choose from a month's leaf."""
        leaf = CalendarLeaf(self.day() or self.today, self.line)
        leaf.chosen.connect(self.put_day)
        leaf.show_under(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar by F4."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.line and cast("QKeyEvent", event).key() == Qt.Key.Key_F4:
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        day = self.day()
        if day is not None and not self.line.isReadOnly():
            with suppress(OverflowError):
                self.put_day(day + timedelta(days=by))

    def _tint(self) -> None:
        self.button.setIcon(self.look.icon("calendar"))


class CalendarLeaf(QFrame):
    """A month to choose a day from, by arrows and Enter or a click; Esc leaves."""

    chosen = Signal(object)

    def __init__(self, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.setGridVisible(False)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, QTextCharFormat())
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        layout.addWidget(self.calendar)

    def show_under(self, field: QWidget) -> None:
        """Stand under a field, or above it where the screen ends."""
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height() + Space.XS))
        there = field.screen().availableGeometry()
        if not there.contains(QRect(corner, self.size())):
            corner.setY(max(field.mapToGlobal(QPoint(0, 0)).y() - self.height() - Space.XS, there.top()))
            corner.setX(max(min(corner.x(), there.right() - self.width()), there.left()))
        self.move(corner)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
