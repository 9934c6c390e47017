"""The question before records of a closed month are changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_app.i18n import _
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui.dialogs.ask import asked
from desktop_app.usecases.import_desk import Preview, bring_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.context import Context


def ask_closed(context: Context, window: QWidget, error: ClosedMonthError) -> bool:
    """Ask whether records of a closed month shall be changed all the same."""
    return asked(window, _("Change a month that is closed?"), context.words_of(error)[1], _("Change it"))


def bring_in_asking(
    context: Context,
    window: QWidget,
    preview: Preview,
    then: tuple[Callable[[Any], None], Callable[[BaseException], None], Callable[[], None]],
) -> None:
    """Bring in what was previewed; where it changes closed months, ask first.

    `then` says what to call with the reports, with an error, and where it is not to be.
    """
    brought, wrong, declined = then
    counts: dict[str, int] = {}
    for plan in preview.plans:
        for month, number in plan.closed.items():
            counts[month] = counts.get(month, 0) + number
    if counts and not ask_closed(context, window, ClosedMonthError(counts)):
        declined()
        return
    context.do(partial(bring_in, preview=preview, confirmed=bool(counts)), brought, wrong)
