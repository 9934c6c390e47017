"""Errors as the window says them: a headline, then what it means and what to do."""

from __future__ import annotations

import logging

from desktop_app.domain.errors import BozhangError
from desktop_app.i18n import _
from desktop_app.reports.error_text import error_text, os_error_text

log = logging.getLogger(__name__)


def error_words(error: BaseException) -> tuple[str, str]:
    """Headline and sentence for an error; a fault of the program is logged and said to be one."""
    if isinstance(error, BozhangError):
        return _("That did not work"), error_text(error)
    if isinstance(error, OSError):
        return _("The system refused"), os_error_text(error)
    log.error("unexpected error", exc_info=error)
    return (
        _("Something went wrong"),
        _(
            "A fault of the program, not yours. What was entered is kept. Close the program "
            "and open it again."
        ),
    )
