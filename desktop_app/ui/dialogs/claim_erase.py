"""Before the applicant's data are erased for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.dialogs.ask import asked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_erase(parent: QWidget) -> bool:
    """Ask, and say whether it shall be done."""
    sentence = _("The data go from this book and from its frozen claims; this cannot be undone.")
    return asked(parent, _("Erase the applicant's data?"), sentence, _("Erase for good"))
