"""Pairs of name and figure under each other, with a hairline between."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, hairline, label


class Lines(QWidget):
    """A short list of figures, names at the left, figures flush right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(0, 1)

    def say(self, lines: list[tuple[str, str]]) -> None:
        """Show these pairs."""
        empty_layout(self._grid)
        for at, (name, figure) in enumerate(lines):
            value = label(figure, "table")
            value.setAccessibleName(f"{name} {figure}")
            self._grid.addWidget(label(name, "table"), 2 * at, 0)
            self._grid.addWidget(value, 2 * at, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(hairline(), 2 * at + 1, 0, 1, 2)
