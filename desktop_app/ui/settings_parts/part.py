"""What every part of the settings has: a card of named lines, and words that change with the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, column, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from desktop_app.ui.context import Context

WIDEST = 880


class SettingsPart(QWidget):
    """A card with names at the left and what is chosen at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.context = context
        self.card = Card(padding=Space.XL, spacing=Space.L)
        self.card.setMaximumWidth(context.look.px(WIDEST))
        self.grid = QGridLayout()
        self.grid.setVerticalSpacing(Space.L)
        self.grid.setHorizontalSpacing(Space.XXL)
        self.grid.setColumnStretch(1, 1)
        self.card.body.addLayout(self.grid)
        self.setLayout(self.outline())

    def outline(self) -> QLayout:
        """How the part is laid out: its card, at the top."""
        return column(self.card, None)

    def line(self, content: QWidget | QLayout) -> QLabel:
        """Add a line; its name is the label that is given back."""
        name = label("", "body")
        at = self.grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        self.grid.addWidget(name, at, 0, top)
        if isinstance(content, QLayout):
            self.grid.addLayout(content, at, 1)
        else:
            self.grid.addWidget(content, at, 1)
        return name

    def enter(self) -> None:
        """The part comes into view."""

    def retranslate(self) -> None:
        """Say everything anew."""
