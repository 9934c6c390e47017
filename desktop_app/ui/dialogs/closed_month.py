"""The question before records of a closed month are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.dialogs.ask import asked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.store.errors import ClosedMonthError
    from desktop_app.ui.context import Context


def ask_closed(context: Context, window: QWidget, error: ClosedMonthError) -> bool:
    """Ask whether records of a closed month shall be changed all the same."""
    return asked(window, _("Change a month that is closed?"), context.words_of(error)[1], _("Change it"))
