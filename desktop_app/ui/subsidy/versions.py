"""The versions of a scheme by the days they hold: which stands now, and a way to each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import N_, _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided, label, pill, row
from desktop_app.usecases.scheme_editor import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop_app.usecases.scheme_editor import Version

_WORDS: Final = {
    Standing.STANDS: N_("holds now"),
    Standing.ENDED: N_("ended"),
    Standing.COMING: N_("to come"),
}


class Versions(QWidget):
    """A line for each version; `opened` names the scheme that is to be shown."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._lines: list[QWidget] = []
        self.buttons: dict[str, QPushButton] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.S)

    def say(self, versions: Sequence[Version], chosen: str) -> None:
        """Show versions; `chosen` is the one that is looked at."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines, self.buttons = [], {}
        for one in versions:
            scheme = one.scheme
            text = _("{start} to {end}").format(start=_day(scheme.valid_from), end=_day(scheme.valid_to))
            if scheme.valid_from is None and scheme.valid_to is None:
                text = _("without days")
            number = Elided("caption")
            number.say(scheme.document_number or _("no number of a notice"))
            mark = pill(_(_WORDS[one.standing]), "good" if one.standing is Standing.STANDS else "")
            days: QWidget = label(text, "strong")
            if scheme.id != chosen:
                days = self.buttons[scheme.id] = QPushButton(text)
                days.setProperty("kind", "link")
                self.buttons[scheme.id].clicked.connect(partial(self.opened.emit, scheme.id))
            holder = QWidget()
            holder.setProperty("ground", "none")
            parts = QVBoxLayout(holder)
            parts.setContentsMargins(0, 0, 0, 0)
            parts.setSpacing(0)
            parts.addLayout(row(days, None, mark))
            parts.addWidget(number)
            self._list.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.append(holder)


def _day(day: date | None) -> str:
    return "…" if day is None else day.isoformat()
