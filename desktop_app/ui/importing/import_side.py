"""What stands beside the preview of an import: what is asked, control totals, what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.importing.ask_panel import AskPanel
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label
from desktop_app.ui.widgets.lines import Lines
from desktop_app.ui.widgets.todo import TodoList

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

WIDTH: Final = 320


class ImportSide(Card):
    """The parts, under each other; the page fills and hides them."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self.setFixedWidth(look.px(WIDTH))
        self.ask = AskPanel()
        self.new_account = QPushButton()
        self.totals_title = label("", "section")
        self.totals = Lines()
        self.refused_title = label("", "section")
        self.refused = TodoList(look)
        self.save_refused = QPushButton()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("ground", "none")
        under = QVBoxLayout(inner)
        under.setContentsMargins(0, 0, Space.S, 0)
        under.setSpacing(Space.S)
        for widget in (
            self.ask,
            self.new_account,
            self.totals_title,
            self.totals,
            self.refused_title,
            self.refused,
        ):
            under.addWidget(widget)
        under.addStretch(1)
        area.setWidget(inner)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.save_refused)
