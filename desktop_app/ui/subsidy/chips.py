"""A few words side by side, of which any number can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.choices import make_chip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ACROSS = 3


class Chips(QWidget):
    """Chips by value; `changed` when one is chosen or let go."""

    changed = Signal()

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.XS)
        self.chips: dict[str, QPushButton] = {}
        for at, (value, text) in enumerate(words.items()):
            chip = make_chip(text)
            chip.clicked.connect(self.changed)
            self.chips[value] = chip
            grid.addWidget(chip, *divmod(at, _ACROSS))

    def choose(self, values: Iterable[str]) -> None:
        """Choose these, and no others."""
        wanted = set(values)
        for value, chip in self.chips.items():
            chip.setChecked(value in wanted)

    def chosen(self) -> list[str]:
        """What is chosen, in order."""
        return [value for value, chip in self.chips.items() if chip.isChecked()]
