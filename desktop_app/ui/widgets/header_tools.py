"""What stands beside a list's title: the field that narrows it, and buttons of the window's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from desktop_app.i18n import _
from desktop_app.ui.widgets.basic import HintButton

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.ui.theme.look import LookInForce


class FilterField(QLineEdit):
    """A field that narrows a list while one types."""

    def __init__(self, look: LookInForce, width: int) -> None:
        """Take a width in pixels of a screen that enlarges nothing."""
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setFixedWidth(look.px(width))

    def retranslate(self) -> None:
        """Say everything anew."""
        self.setPlaceholderText(_("Filter as you type"))
        self.setAccessibleName(_("Filter"))

    def take_over(self) -> None:
        """Have the keyboard; what is typed replaces what stands there."""
        self.setFocus()
        self.selectAll()


def action_button(context: Context, action: str) -> HintButton:
    """Return a button that does one of the window's actions and shows its keys; the page says its text."""
    does = context.actions[action]
    button = HintButton(context.look, shortcut=does.shortcut())
    button.clicked.connect(does.trigger)
    return button
