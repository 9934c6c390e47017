"""Tiers of a rule, one line each: from and to with 含 or 不含, and the rate or the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.scheme_editor import shown_figure, typed_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Line:
    """The fields of one tier."""

    def __init__(self, number: int) -> None:
        self.start, self.end, self.value = QLineEdit(), QLineEdit(), QLineEdit()
        self.start_included, self.end_included = Choice(), Choice()
        self.start.setPlaceholderText(_("no limit"))
        self.end.setPlaceholderText(_("no limit"))
        for box in (self.start_included, self.end_included):
            box.addItems([_("included"), _("not included")])
        names = (
            (self.start, _("From, tier {number}")),
            (self.start_included, _("From, included or not, tier {number}")),
            (self.end, _("To, tier {number}")),
            (self.end_included, _("To, included or not, tier {number}")),
            (self.value, _("Gives, tier {number}")),
        )
        for field, name in names:
            field.setAccessibleName(name.format(number=number))

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """The fields, from the left."""
        return (self.start, self.start_included, self.end, self.end_included, self.value)


class TierTable(QWidget):
    """The tiers, upwards; `changed` whenever something is typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._key = "rate"
        self.lines: list[_Line] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(Space.S)
        for column, stretch in enumerate((3, 2, 3, 2, 2)):
            self._grid.setColumnStretch(column, stretch)
        self.more, self.less = QPushButton(), QPushButton()
        for button in (self.more, self.less):
            button.setProperty("kind", "link")
        self.more.clicked.connect(self._add_tier)
        self.less.clicked.connect(self._drop_tier)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid)
        layout.addLayout(row(self.more, self.less, None, spacing=Space.L))

    def show_tiers(self, tiers: Sequence[Mapping[str, Any]], key: str) -> None:
        """Show tiers whose values stand under `key`, `rate` or `amount`."""
        self._key = key
        empty_layout(self._grid)
        self.lines = []
        heads = (_("From"), "", _("To"), "", _("Rate (%)") if key == "rate" else _("Sum (yuan)"))
        for column, text in enumerate(heads):
            self._grid.addWidget(label(text, "caption"), 0, column)
        for tier in tiers:
            self._add_line(tier)
        self.more.setText(_("One more tier"))
        self.less.setText(_("Without the last tier"))
        self.less.setVisible(len(self.lines) > 1)

    def tiers(self) -> list[dict[str, Any]]:
        """The tiers as a scheme's file has them."""
        is_rate = self._key == "rate"
        return [
            {
                "from": typed_figure(line.start.text()),
                "from_included": line.start_included.currentIndex() == 0,
                "to": typed_figure(line.end.text()),
                "to_included": line.end_included.currentIndex() == 0,
                self._key: typed_figure(line.value.text(), percent=is_rate),
            }
            for line in self.lines
        ]

    def places(self) -> dict[str, QWidget]:
        """The fields by their place in the rule."""
        found: dict[str, QWidget] = {}
        for at, line in enumerate(self.lines):
            place = f"tiers[{at}]"
            found |= {
                place: line.start,
                f"{place}.from": line.start,
                f"{place}.to": line.end,
                f"{place}.{self._key}": line.value,
            }
        return found

    def _add_line(self, tier: Mapping[str, Any]) -> None:
        line = _Line(len(self.lines) + 1)
        line.start.setText(shown_figure(tier.get("from")))
        line.end.setText(shown_figure(tier.get("to")))
        line.value.setText(shown_figure(tier.get(self._key), percent=self._key == "rate"))
        line.start_included.setCurrentIndex(0 if tier.get("from_included", True) else 1)
        line.end_included.setCurrentIndex(0 if tier.get("to_included", False) else 1)
        at = len(self.lines) + 1
        for column, widget in enumerate(line.widgets):
            self._grid.addWidget(widget, at, column)
        for field in (line.start, line.end, line.value):
            field.textEdited.connect(self.changed)
        for box in (line.start_included, line.end_included):
            box.activated.connect(self.changed)
        self.lines.append(line)

    def _add_tier(self) -> None:
        """The next tier begins where the last ends."""
        tiers = self.tiers()
        last = tiers[-1] if tiers else {"to": None, "to_included": False}
        tiers.append(
            {"from": last["to"], "from_included": not last["to_included"], "to": None, "to_included": False}
        )
        self.show_tiers(tiers, self._key)
        self.changed.emit()

    def _drop_tier(self) -> None:
        self.show_tiers(self.tiers()[:-1], self._key)
        self.changed.emit()
